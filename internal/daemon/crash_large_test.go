package daemon_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"klachtd/internal/store"
)

// A mail that is stored in several transactions (store.MaxInline) between two others: the process dies at each commit
// of them, and at answers of the IMAP server in between.
func TestCrashInLargeMail(t *testing.T) {
	prepare(t)
	large := "mail pass\n| From: Els Mulder <els@burger.example>\n| Subject: Klacht met een bijlage\n|\n" +
		strings.Repeat("| "+strings.Repeat("Dit is de bijlage. ", 50)+"\n", store.MaxInline/900)
	small := "mail pass\n| From: Jan de Boer <jan@burger.example>\n| Subject: Klacht\n|\n| Mijn klacht.\n"
	story := "at 2026-03-02 09:00\npass\nat 2026-03-02 09:20\n" + small + large +
		strings.ReplaceAll(small, "jan@", "mia@") + "pass\n"
	play := func(t *testing.T, p plan) (got outcome) {
		dir := quickDir(t)
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, dir, p)
			w.tell(story)
			got = outcome{picture: w.picture(), hit: w.deaths > 0, count: w.life.count}
			w.end()
		})
		return got
	}
	want := play(t, plan{})
	for _, k := range []kind{beforeCommit, afterCommit, imapRead} {
		t.Run(string(k), func(t *testing.T) {
			hits, step := 0, steps(max(1, want.count[k]/3))
			for n := 1; n <= want.count[k]; n += step {
				got := play(t, plan{lives: []fault{{kind: k, n: n}}})
				sameAs(t, want.picture, got.picture)
				if got.hit {
					hits++
				}
			}
			t.Logf("%d deaths at %d operations", hits, want.count[k])
			if hits == 0 {
				t.Error("no run met its fault")
			}
		})
	}
}
