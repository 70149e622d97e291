package daemon_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"klachtd/internal/postoffice"
)

// outcome is what a run of the story led to.
type outcome struct {
	picture string
	hit     bool // something of the plan happened
	doubled int  // letters that left a further time
	count   map[kind]int
	letters int
	cases   int
}

// run plays the crash story once, in a bubble of its own.
func run(t *testing.T, p plan) (got outcome) {
	t.Helper()
	dir := quickDir(t)
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, dir, p)
		story := crashStory
		if p.walks { // two weeks in one step
			before, after, _ := strings.Cut(crashStory, "at 2026-03-06")
			story = before + after[strings.LastIndex(after, "at "):]
		}
		w.tell(story)
		for w.d == nil && !w.start() {
			w.bury()
		}
		got = outcome{picture: w.picture(), hit: w.deaths > 0 || w.life.struck || w.cut.Load(), doubled: w.doubled(),
			count: w.life.count, letters: int(w.taken.Load()), cases: len(w.cases())}
		w.end()
		private(t, crashStory, w.log.Bytes())
	})
	return got
}

// plain is the story without a fault.
func plain(t *testing.T) outcome {
	t.Helper()
	prepare(t)
	got := run(t, plan{})
	if got.cases != 5 {
		t.Fatalf("the five complaints of the story are %d cases", got.cases)
	}
	if got.hit || got.doubled > 0 {
		t.Fatalf("faults without a plan: %+v", got)
	}
	return got
}

// tally is what a series of runs came to.
type tally struct {
	sync.Mutex
	runs, reached, doubled int
	passed                 bool
}

func (y *tally) add(n int, got outcome) {
	y.Lock()
	defer y.Unlock()
	y.runs++
	y.doubled += got.doubled
	if !got.hit {
		y.passed = true
		return
	}
	y.reached = max(y.reached, n)
}

// every plays a story with a fault at operation n = 1, 1 + step, ... until a run passes without its fault.
func every(
	t *testing.T, step int, want outcome, at func(n int) plan, play func(*testing.T, plan) outcome,
) *tally {
	t.Helper()
	const block = 8 // runs side by side
	var y tally
	for n := 1; !y.passed; {
		t.Run(fmt.Sprintf("from %d", n), func(t *testing.T) {
			for range block {
				m := n
				t.Run(fmt.Sprint(m), func(t *testing.T) {
					t.Parallel()
					got := play(t, at(m))
					sameAs(t, want.picture, got.picture)
					y.add(m, got)
				})
				n += step
			}
		})
		if t.Failed() {
			break
		}
	}
	return &y
}

// everyOperation makes the crash tests try each operation, and many seeds; without it some are left out.
var everyOperation = os.Getenv("KLACHTD_CRASH_ALL") != ""

// steps is how far apart the operations are that are tried.
func steps(some int) int {
	switch {
	case everyOperation:
		return 1
	case testing.Short() || slowed:
		return 6 * some
	}
	return some
}

func dies(k kind) func(int) plan {
	return func(n int) plan { return plan{lives: []fault{{kind: k, n: n}}} }
}

func rolls(k kind) func(int) plan {
	return func(n int) plan { return plan{lives: []fault{{kind: k, n: n}}, roll: true} }
}

func breaks(k kind) func(int) plan {
	return func(n int) plan { return plan{lives: []fault{{kind: k, n: n, line: true}}} }
}

func cuts(c postoffice.Cut) func(int) plan {
	return func(n int) plan { return plan{cut: c, cutAt: n} }
}

// TestCrash is the story with one fault: the process dies at the n-th operation, a line breaks at it, or the server
// hangs up in the middle of the n-th letter. It ends as the story without a fault does, and the store is sound after
// each death and at the end.
func TestCrash(t *testing.T) {
	want := plain(t)
	t.Logf("operations of the story: %v, letters %d", want.count, want.letters)
	for _, c := range []struct {
		name string
		some int
		at   func(int) plan
	}{
		{"dies before a commit", 1, dies(beforeCommit)},
		{"dies after a commit", 1, dies(afterCommit)},
		{"dies at a message", 1, dies(handling)},
		{"dies at a command to IMAP", 23, dies(imapWrite)},
		{"dies at an answer of IMAP", 67, dies(imapRead)},
		{"dies at a command to SMTP", 13, dies(smtpWrite)},
		{"dies at an answer of SMTP", 37, dies(smtpRead)},
		{"dies before a commit and the mailbox is restored", 7, rolls(beforeCommit)},
		{"dies after a commit and the mailbox is restored", 1, rolls(afterCommit)},
		{"dies at an answer of IMAP and the mailbox is restored", 73, rolls(imapRead)},
		{"line to IMAP breaks at a command", 23, breaks(imapWrite)},
		{"line to IMAP breaks at an answer", 67, breaks(imapRead)},
		{"line to SMTP breaks at a command", 13, breaks(smtpWrite)},
		{"line to SMTP breaks at an answer", 37, breaks(smtpRead)},
		{"letter taken and the answer lost", 4, cuts(postoffice.BeforeReply)},
		{"letter taken and the line dead", 7, cuts(postoffice.AfterReply)},
		{"letter lost and the answer too", 7, cuts(postoffice.BeforeStore)},
	} {
		t.Run(c.name, func(t *testing.T) {
			y := every(t, steps(c.some), want, c.at, run)
			t.Logf("%d runs, faults up to operation %d, %d letters left twice", y.runs, y.reached, y.doubled)
			if y.reached == 0 {
				t.Error("no run met its fault")
			}
		})
	}
}

// TestCrashTwice is the story with two deaths, the second one soon after the first restart; every other time the
// process works as klachtd run does, with its loops beside each other.
func TestCrashTwice(t *testing.T) {
	want := plain(t)
	kinds := []kind{beforeCommit, afterCommit, handling, imapWrite, imapRead, smtpWrite, smtpRead}
	seeds := uint64(16)
	if everyOperation {
		seeds = 400
	}
	if testing.Short() || slowed {
		seeds = 4
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 0))
			p := plan{roll: r.IntN(4) == 0, runs: seed%2 == 1}
			for reach := 1; reach <= 4; reach *= 4 {
				k := kinds[r.IntN(len(kinds))]
				p.lives = append(p.lives, fault{kind: k, n: 1 + r.IntN(max(1, want.count[k]/reach))})
			}
			if p.runs { // a life is one moment of the story only
				p.lives[0].n = 1 + p.lives[0].n/8
			}
			got := run(t, p)
			sameAs(t, want.picture, got.picture)
			if t.Failed() {
				t.Logf("plan %+v, met: %t", p, got.hit)
			}
		})
	}
}

// TestRunIsPass holds the loops of Run against Pass, without a fault.
func TestRunIsPass(t *testing.T) {
	want := plain(t)
	sameAs(t, want.picture, run(t, plan{runs: true}).picture)
}

// TestCrashInSandbox is the story walked in the sandbox: a death in the middle of a walk of two weeks makes nothing
// late, and nothing twice.
func TestCrashInSandbox(t *testing.T) {
	prepare(t)
	want := run(t, plan{walks: true})
	if again := run(t, plan{walks: true}); want.cases < 5 || again.picture != want.picture {
		t.Fatalf("%d cases", want.cases)
	}
	for _, c := range []struct {
		kind kind
		some int
	}{{beforeCommit, 9}, {afterCommit, 9}, {imapRead, 131}, {smtpRead, 71}} {
		t.Run(string(c.kind), func(t *testing.T) {
			y := every(t, steps(c.some), want, func(n int) plan {
				return plan{lives: []fault{{kind: c.kind, n: n}}, walks: true}
			}, run)
			t.Logf("%d runs, faults up to operation %d, %d letters left twice", y.runs, y.reached, y.doubled)
		})
	}
}
