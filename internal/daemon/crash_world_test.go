package daemon_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"klachtd/internal/daemon"
	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/postoffice"
	"klachtd/internal/store"
)

// plan is what goes wrong in a run: the fault of each life, one after the other; the life after the last has none.
type plan struct {
	lives []fault
	runs  bool // as klachtd run, all loops at once, for half an hour at each moment
	walks bool // in the sandbox, which walks from due moment to due moment
	roll  bool // at each death the inbox gets a new UIDVALIDITY
	cut   postoffice.Cut
	cutAt int // the letter, counted as they come, at which the server hangs up
}

// world plays a story with a process that dies and is started again, in Pass mode: the moments are the story's.
type world struct {
	*desk
	plan      plan
	life      *life
	deaths    int
	refused   map[string]bool
	taken     atomic.Int64 // letters that came whole
	cut       atomic.Bool
	kills     bool              // a message that breaks its reading ends the process
	named     map[string]string // messages, for the picture
	meanwhile []func()          // mail that comes in while nobody looks
	away      map[string]bool   // letters that only told of a broken line
	counted   []string          // how many answers at once the limits saw, at the end of each moment

	// What a life must not do again: letters that were stored as accepted when it began, by the number of
	// transactions that the server had seen.
	settled []settled
}

type settled struct {
	from int
	ids  map[string]bool
}

// common is what all runs share: reading the letters and the regulation takes longer than many a run.
var common = struct {
	sync.Once
	opts daemon.Options
	loc  *time.Location
	seed map[string][]byte // the files of a store with its keys, so that all runs have the same
}{}

func prepare(t testing.TB) {
	common.Do(func() {
		loc, err := time.LoadLocation("Europe/Amsterdam")
		check(t, err)
		common.loc = loc
		office := postoffice.New(postoffice.Options{})
		defer office.Close()
		common.opts = options(t, office, loc, &bytes.Buffer{})
		dir := filepath.Join(t.TempDir(), "seed")
		st, err := store.Open(store.Options{Dir: dir})
		check(t, err)
		check(t, st.Close())
		common.seed, err = readFiles(dir)
		check(t, err)
	})
}

// newWorld must be called inside a bubble, after prepare outside of it.
func newWorld(t testing.TB, dir string, p plan) *world {
	t.Helper()
	w := &world{plan: p, refused: map[string]bool{}, away: map[string]bool{}, named: map[string]string{}}
	w.desk = &desk{t: t, dir: dir, loc: common.loc, log: &bytes.Buffer{}}
	w.office = postoffice.New(postoffice.Options{
		Users: []postoffice.User{{Name: ourAddress, Password: password, Addresses: []string{ourAddress}}},
	})
	w.office.FailSMTP(postoffice.SMTPFaults{
		Rcpt: func(_, to string) *postoffice.Reply {
			if w.refused[to] {
				return &postoffice.Reply{Code: 550, Enhanced: "5.1.1", Text: "unknown"}
			}
			return nil
		},
		Cut: func(postoffice.Transaction) postoffice.Cut {
			if w.taken.Add(1) == int64(w.plan.cutAt) {
				w.cut.Store(true)
				return w.plan.cut
			}
			return postoffice.NoCut
		},
	})
	w.opts = common.opts
	w.opts.Mailboxes = slices.Clone(common.opts.Mailboxes)
	w.opts.Sandbox.Enabled = p.walks
	w.opts.Log = slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	t.Cleanup(func() {
		w.office.Close()
		if w.d != nil {
			w.d.Close()
		}
	})
	check(t, writePrivate(w.store(), common.seed))
	return w
}

// store is the directory of the current life.
func (w *world) store() string { return filepath.Join(w.dir, fmt.Sprintf("life-%d", w.deaths)) }

// start begins a life. It reports false when that life ended while it began.
func (w *world) start() bool {
	w.t.Helper()
	l := &life{t: w.t, dir: w.store(), left: filepath.Join(w.dir, fmt.Sprintf("life-%d", w.deaths+1)), count: map[kind]int{}}
	if w.deaths < len(w.plan.lives) {
		l.fault = w.plan.lives[w.deaths]
	}
	w.life = l
	box := &w.opts.Mailboxes[0]
	box.IMAP.Dial = l.dial(w.office.DialIMAP, imapWrite, imapRead)
	box.SMTP.Dial = l.dial(w.office.DialSMTP, smtpWrite, smtpRead)
	w.storeOpt = l.options()
	st, err := store.Open(w.storeOpt)
	if l.isDead() {
		if err == nil {
			st.Close()
		}
		return false
	}
	check(w.t, err)
	w.st = st
	if w.deaths > 0 {
		w.inspect()
	}
	w.d, err = daemon.New(st, w.opts)
	if l.isDead() {
		return false
	}
	check(w.t, err)
	w.d.SetHook(w.meets)
	return true
}

// meets is the hook: a subject "Gif" breaks the reading of its message, or ends the process.
func (w *world) meets(m *message.Message) {
	if w.life.at(handling) != nil {
		panic("met")
	}
	if strings.Contains(m.Subject, "Gif") {
		if w.kills {
			w.life.die()
		}
		panic("met")
	}
}

// inspect looks at what the death left: the store is sound, and what was done outside stands in it (rule: the commit
// comes first).
func (w *world) inspect() {
	w.t.Helper()
	problems, err := w.st.Verify(nil)
	check(w.t, err)
	for _, p := range problems {
		w.t.Errorf("verify after death %d: %s", w.deaths, p)
	}
	s := settled{from: len(w.office.Accepted()), ids: map[string]bool{}}
	decided := map[[32]byte]string{}
	check(w.t, w.st.View(func(tx *store.Tx) error {
		letters, err := tx.Letters(store.LetterFilter{All: true, State: store.LetterAccepted}, 10_000)
		for _, l := range letters {
			s.ids[l.MessageID] = true
		}
		for _, m := range storedMail(w.t, tx) {
			decided[m.Digest] = m.Outcome
		}
		return err
	}))
	w.settled = append(w.settled, s)
	for _, folder := range []string{"Klachten/Verwerkt", "Klachten/Postbak", "Klachten/Quarantaine"} {
		for _, m := range w.messages(folder) {
			if decided[sha256.Sum256(m.Raw)] == "" {
				w.t.Errorf("death %d left a message in %s that the store has not decided", w.deaths, folder)
			}
		}
	}
}

// storedMail are all messages of a store, in the order in which they came.
func storedMail(t testing.TB, tx *store.Tx) (all []store.Mail) {
	t.Helper()
	for n, missing := 1, 0; missing < 3; n++ { // a number that a death took is never given again
		m, err := tx.Mail(dossier.MailID(fmt.Sprintf("m%d", n)))
		if errors.Is(err, store.ErrNotFound) {
			missing++
			continue
		}
		check(t, err)
		missing = 0
		all = append(all, m)
	}
	return all
}

// messages are those of a folder; none when it does not exist.
func (w *world) messages(folder string) []postoffice.Mail {
	w.t.Helper()
	folders, err := w.office.Folders(ourAddress)
	check(w.t, err)
	if !slices.Contains(folders, folder) {
		return nil
	}
	mails, err := w.office.Messages(ourAddress, folder)
	check(w.t, err)
	return mails
}

// bury ends a life that met its death; the next one begins with what it left.
func (w *world) bury() {
	w.t.Helper()
	if w.d != nil {
		_ = w.d.Close() // its lines are cut
	}
	if w.st != nil {
		check(w.t, w.st.Close())
	}
	w.d, w.st = nil, nil
	check(w.t, os.RemoveAll(w.store()))
	w.deaths++
	if w.deaths > 20 {
		w.t.Fatal("it dies and dies")
	}
	if w.plan.roll {
		w.restore()
	}
	w.comesIn()
	time.Sleep(time.Second)
}

// comesIn brings the mail that comes in meanwhile; it reports whether there was any.
func (w *world) comesIn() bool {
	orders := w.meanwhile
	w.meanwhile = nil
	for _, deliver := range orders {
		deliver()
	}
	return len(orders) > 0
}

// restore gives the inbox a new UIDVALIDITY, in which the mail that was left alone at the first start comes last: the
// UIDs of before are now those of other messages.
func (w *world) restore() {
	w.t.Helper()
	for _, m := range w.messages("INBOX") {
		if header(m.Raw, "Message-ID") == "<mail-1@post.example>" {
			check(w.t, w.office.Remove(ourAddress, "INBOX", m.UID))
			check(w.t, w.office.Deliver(ourAddress, m.Raw, m.InternalDate))
		}
	}
	check(w.t, w.office.ResetUIDValidity(ourAddress))
}

// Bounds of one moment of a story: turns after a line broke, a quarter of an hour apart.
const (
	maxTurns = 6
	turn     = 15 * time.Minute
)

// pass is the moment: the daemon passes, is started again when it dies, and turns again when a server failed it.
func (w *world) pass() {
	w.t.Helper()
	for turns := 0; turns < maxTurns; {
		if w.d == nil && !w.start() {
			w.bury()
			continue
		}
		err := w.turn()
		if w.life.isDead() {
			w.bury()
			continue
		}
		if err == nil && !w.waiting() {
			w.count()
			w.rest()
			return
		}
		if errors.Is(err, store.ErrCommitUnknown) {
			w.t.Fatalf("a living process lost its store: %v", err)
		}
		turns++
		time.Sleep(turn)
	}
	w.t.Fatalf("death %d: the moment does not end", w.deaths)
}

// turn is one Pass, or half an hour of Run, which ends early when its process dies.
func (w *world) turn() error {
	switch {
	case w.plan.walks:
		return w.d.PassAt(context.Background(), time.Now())
	case !w.plan.runs:
		return w.d.Pass(context.Background(), time.Now())
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	done := make(chan error)
	go func() { done <- w.d.Run(ctx) }()
	for end := time.Now().Add(2 * turn); time.Now().Before(end) && !w.life.isDead(); {
		time.Sleep(time.Second)
	}
	stop()
	return <-done
}

// rest ends a process that ran, until the next moment.
func (w *world) rest() {
	if !w.plan.runs {
		return
	}
	w.t.Helper()
	_ = w.d.Close()
	check(w.t, w.st.Close())
	w.d, w.st = nil, nil
}

// waiting says whether a letter waits for another attempt.
func (w *world) waiting() bool {
	w.t.Helper()
	var letters []store.Letter
	check(w.t, w.st.View(func(tx *store.Tx) (err error) {
		letters, err = tx.Letters(store.LetterFilter{}, 1)
		return err
	}))
	return len(letters) > 0
}

// count reads the counters of the limits: a letter that was made once counts once.
func (w *world) count() {
	w.t.Helper()
	check(w.t, w.st.View(func(tx *store.Tx) error {
		for _, scope := range []string{"all", "domain:burger.example", "address:jan@burger.example"} {
			n, err := tx.Answers(scope, time.Now().Add(-24*time.Hour))
			if err != nil {
				return err
			}
			w.counted = append(w.counted, fmt.Sprintf("answers to %s %d", scope, n))
		}
		return nil
	}))
}

// end closes everything and verifies what is left.
func (w *world) end() {
	w.t.Helper()
	if err := w.d.Close(); !w.life.struck && !w.cut.Load() {
		check(w.t, err)
	}
	check(w.t, w.st.Close())
	w.d, w.st = nil, nil
	w.storeOpt = store.Options{Dir: w.store()}
	w.verify()
	w.office.Close()
}
