package daemon_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"klachtd/internal/postoffice"
)

// folderStory is of a regulation with a folder for each case. Whenever something is about to be filed, the next command
// already lies in the inbox of whoever is started again after a death: then the folder is another one, or the case is
// destroyed, before anybody looks where the mail was left.
const folderStory = `
at 2026-03-02 09:00
pass
at 2026-03-02 09:20
mail pass
| From: Jan de Boer <jan@burger.example>
| Message-ID: <jan-1@burger.example>
| Subject: Klacht over een medewerker
|
| Uw medewerker was onvriendelijk.
mail pass
| From: Mia Smit <mia@burger.example>
| Message-ID: <mia-1@burger.example>
| Subject: Klacht over een belletje
|
| Ik word elke avond gebeld.
pass
at 2026-03-02 11:00
order K2026-0001 anna@voorbeeld.example pass
| #vraag-indiener
| Over wie gaat het?
order K2026-0002 anna@voorbeeld.example pass
| #klacht
meanwhile K2026-0001 anna@voorbeeld.example pass
| #klacht
meanwhile K2026-0002 anna@voorbeeld.example pass
| #toewijzen bert
pass
at 2026-03-03 11:00
reply acknowledgement jan@burger.example jan@burger.example
| Het gaat om Piet.
order K2026-0002 anna@voorbeeld.example pass
| #vraag klager
| Op welke avond was het?
meanwhile K2026-0001 anna@voorbeeld.example pass
| #toewijzen bert
meanwhile K2026-0002 anna@voorbeeld.example pass
| #toewijzen anna
pass
at 2026-03-04 11:00
order K2026-0001 anna@voorbeeld.example pass
| #ingetrokken
order K2026-0002 anna@voorbeeld.example pass
| #ingetrokken
meanwhile K2026-0002 anna@voorbeeld.example pass
| #heropenen
| Toch niet.
pass
at 2026-03-05 11:00
order K2026-0001 anna@voorbeeld.example pass
| #notitie
| Hij belde er nog over.
meanwhile K2026-0001 anna@voorbeeld.example pass
| #vernietigen
| De klager vroeg erom.
pass
at 2026-03-06 11:00
order K2026-0001 anna@voorbeeld.example pass
| #notitie
| Nu is het goed.
meanwhile one_time_code anna@voorbeeld.example pass
| {code anna@voorbeeld.example}
pass
at 2026-03-07 11:00
pass
`

// shelves are the messages of each folder, whatever their flags, and the folders that bear a name of somebody who has none
// any more.
func (w *world) shelves() string {
	w.t.Helper()
	names, err := w.office.Folders(ourAddress)
	check(w.t, err)
	var lines []string
	for _, folder := range names {
		if strings.Contains(folder, "Jan de Boer") {
			lines = append(lines, folder)
		}
		for _, m := range w.messages(folder) {
			id := header(m.Raw, "Message-ID")
			if name := header(m.Raw, "X-Klachtd-Letter"); name != "" {
				id = name + " " + header(m.Raw, "X-Klachtd-Case")
			}
			if id != "" { // what imapmemserver keeps of an APPEND that broke off; other servers keep nothing
				lines = append(lines, folder+": "+id)
			}
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// Death on the way into a folder loses no mail and no copy, doubles none, and leaves nothing of a destroyed case behind,
// whatever the next command makes of the folder.
func TestCrashInFolders(t *testing.T) {
	prepare(t)
	play := func(t *testing.T, p plan) (got outcome) {
		dir := quickDir(t)
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, dir, p)
			w.opts.Mailboxes[0].Regulation = regulation(t, "ombudsman")
			w.tell(folderStory)
			got = outcome{picture: w.shelves(), hit: w.deaths > 0 || w.life.struck || w.cut.Load()}
			w.end()
		})
		return got
	}
	want := play(t, plan{})
	for _, seen := range []string{"AV Mia Smit: <mia-1@burger.example>", "AV Mia Smit: acknowledgement K2026-0002", "AV Mia Smit: question K2026-0002"} {
		if !strings.Contains(want.picture, seen) {
			t.Errorf("the story does not leave %s:\n%s", seen, want.picture)
		}
	}
	if strings.Contains(want.picture, "Jan") || strings.Contains(want.picture, "jan-1") || strings.Contains(want.picture, "K2026-0001") {
		t.Errorf("the story leaves something of the case that it destroys:\n%s", want.picture)
	}
	for k, some := range map[kind]int{beforeCommit: 3, afterCommit: 3, imapWrite: 37, imapRead: 83, smtpRead: 71} {
		t.Run(fmt.Sprint("death at ", k), func(t *testing.T) {
			if y := every(t, steps(some), want, dies(k), play); y.reached == 0 {
				t.Error("no run met its fault")
			}
		})
	}
	t.Run("a line breaks", func(t *testing.T) { every(t, steps(101), want, breaks(imapRead), play) })
	t.Run("letter taken and the answer lost", func(t *testing.T) { every(t, steps(5), want, cuts(postoffice.BeforeReply), play) })
}
