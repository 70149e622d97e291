package daemon_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"klachtd/internal/postoffice"
)

// commandStory steers by mail: an ordinary mail with two commands, a heavy one that waits for its code, one that is
// refused, and one that takes a mail out of the tray.
const commandStory = `
at 2026-03-02 09:00
pass
at 2026-03-02 09:20
mail pass
| From: Jan de Boer <jan@burger.example>
| Subject: Klacht over de deurverkoop
|
| Op 20 februari ben ik onvriendelijk te woord gestaan.
mail pass
| From: Mia Smit <mia@burger.example>
| Subject: Klacht over een belletje
|
| Ik word elke avond gebeld.
pass
at 2026-03-02 11:00
order K2026-0001 anna@voorbeeld.example pass
| #toewijzen bert@voorbeeld.example
| #vraag klager
| Op welke avond was het?
order K2026-0002 anna@voorbeeld.example
| #niet-ontvankelijk te-oud
| Het belletje was in 2019.
order K2026-0002 anna@voorbeeld.example pass
| #toewijzen niemand@elders.example
reply acknowledgement jan@burger.example stranger@elders.example
| Ik hoor bij Jan.
pass
at 2026-03-02 14:00
order one_time_code anna@voorbeeld.example
| {code anna@voorbeeld.example}
pass
at 2026-03-03 10:00
pass
order tray_list anna@voorbeeld.example pass
| #accepteer 1 K2026-0001
pass
at 2026-03-04 10:00
pass
`

// order is a reply to the last letter of a name that somebody got, or to the registration of a case: which letter was the
// last of all depends on deaths.
func (w *world) order(words []string, body string) {
	w.t.Helper()
	for _, tr := range slices.Backward(w.office.Accepted()) {
		name := header(tr.Raw, "X-Klachtd-Letter")
		if tr.To != words[1] || name != words[0] && (name != "case_registered" || header(tr.Raw, "X-Klachtd-Case") != words[0]) {
			continue
		}
		w.mail(words[2:], strings.Join([]string{
			"From: " + words[1], "To: " + header(tr.Raw, "Reply-To"), "Subject: Re: " + header(tr.Raw, "Subject"),
			"In-Reply-To: " + header(tr.Raw, "Message-ID"), "", w.filled(body),
		}, "\n"))
		return
	}
	w.t.Fatalf("no letter of %s to answer", words[0])
}

// withoutChance leaves out of a letter what a death may change: a code, which is made of the number of the message, and
// the size of an enclosed dossier, whose journal may say that an answer was lost.
func withoutChance(raw []byte, text string) string {
	if header(raw, "X-Klachtd-Letter") == "one_time_code" {
		text = written.ReplaceAllString(text, "CODE")
	}
	return enclosedSize.ReplaceAllString(text, "$1")
}

var enclosedSize = regexp.MustCompile(`(K[0-9-]+\.txt) .*`)

// Death at any operation of a story of commands neither loses nor doubles what they do, their transcripts or letters.
func TestCrashInCommands(t *testing.T) {
	prepare(t)
	play := func(t *testing.T, p plan) (got outcome) {
		dir := quickDir(t)
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, dir, p)
			w.opts.Recall = 10 * time.Minute
			w.tell(commandStory)
			got = outcome{picture: w.picture(), hit: w.deaths > 0 || w.cut.Load(), count: w.life.count}
			w.end()
		})
		return got
	}
	want := play(t, plan{})
	for _, seen := range []string{"letter inadmissible to mia@", "letter question to jan@", `"Word":"#accepteer"`, "letter one_time_code"} {
		if !strings.Contains(want.picture, seen) {
			t.Errorf("the story has no %s", seen)
		}
	}
	for k, some := range map[kind]int{
		beforeCommit: 1, afterCommit: 1, handling: 1, imapWrite: 17, imapRead: 41, smtpWrite: 13, smtpRead: 31,
	} {
		t.Run(string(k), func(t *testing.T) {
			y := every(t, steps(some), want, dies(k), play)
			t.Logf("%d runs, faults up to operation %d", y.runs, y.reached)
			if y.reached == 0 {
				t.Error("no run met its fault")
			}
		})
	}
	t.Run("letter taken and the answer lost", func(t *testing.T) {
		every(t, steps(3), want, cuts(postoffice.BeforeReply), play)
	})
}
