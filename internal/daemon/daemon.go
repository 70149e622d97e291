// Package daemon is the shell around the pure core: it owns the clock, the goroutines and the log, and it is the
// only place where store, mailbox, outbox and letter meet.
//
// The unit is a [Daemon.Pass] at one instant now:
//
//	drain   fetch what is new, commit it, decide it, commit that, then file the mail in its folder
//	fire    what the agenda of the cases says is due
//	send    what the outbox holds, while the next batch is fetched
//
// Everything that changes a case or the office goes through handle.go: read, decide, append events, render the letters
// to final bytes, put them in the outbox, index the next moment; one transaction. Messages of a batch share that
// commit; when one fails, each goes alone and only the bad one is tried again.
//
// Order that must not change, and why:
//
//  1. A message is committed before anything reads it (rule 1), and its first attempt with it (rule 6).
//  2. \Seen, MOVE and copies to Sent come behind the commit that says what the message is. A crash in between leaves
//     work that the store remembers (Filings, CopiesDue).
//  3. What a mail server answered is kept in memory until the next commit and written with it; a crash loses it and
//     makes the letter unknown: it is sent again, the same bytes. So an answer is never believed before it is stored,
//     and a letter whose answer waits is not taken up again meanwhile.
//  4. A failed commit ends the process's use of the store (rule 3): the caller opens it anew.
//
// [Daemon.Run] is the same three steps as loops that do not wait for each other, since a server that takes ten minutes
// over DATA must not hold up the intake. There is no clock interface: each loop reads the time once per turn.
package daemon

import (
	"errors"
	"fmt"
	"regexp"
	"sync"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/intake"
	"klachtd/internal/mailbox"
	"klachtd/internal/message"
	"klachtd/internal/outbox"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
	"klachtd/internal/store"
)

// Daemon works on one store and its mailboxes. Its methods may be used by several goroutines where they say so.
type Daemon struct {
	st    *store.Store
	o     Options
	keys  proof.Keys
	boxes []*box
	log   record

	mu       sync.Mutex
	since    time.Time                        // the first pass of this run
	swept    time.Time                        // the last look for mail to erase
	tidied   time.Time                        // the last look whether the file of the store is worn
	versions map[string]*procedure.Regulation // by hash, those that only the store keeps
	pending  behind                           // what waits for the next commit
	absences []dossier.Absence                // who is away, as the office has it
	look     time.Time                        // schedules have nothing to do before
	answered chan struct{}                    // a server's answer came to it

	hook func(*message.Message) // tests: a message whose reading breaks
}

// box is one mailbox at work.
type box struct {
	Mailbox
	d      *Daemon
	desk   *intake.Desk
	sender *outbox.Sender

	drain   sync.Mutex // one drain at a time
	picking sync.Mutex // held while letters are picked, and while they land

	conn   *mailbox.Conn
	begun  string            // the letter whose copy for Sent was begun, and not seen to be made
	folder map[string]string // folder as configured to the name that the server took

	mu      sync.Mutex
	drained time.Time       // the last drain that went through
	away    error           // why the last one did not
	told    bool            // the coordinator knows that it is away
	unfiled bool            // the coordinator knows that its server takes no mail into a folder
	hold    time.Time       // its SMTP server answers nobody: no letter is tried before
	downs   int             // how often in a row
	flying  map[string]bool // letters whose answer is not stored yet
	wake    chan struct{}   // something was queued
}

// New prepares the mailboxes; it opens no connection.
func New(st *store.Store, o Options) (*Daemon, error) {
	if o.Location == nil || o.Templates == nil || o.Log == nil {
		return nil, errors.New("daemon options: location, templates and log are required")
	}
	d := &Daemon{
		st: st, o: o, keys: keysOf(st), log: record{o.Log}, versions: map[string]*procedure.Regulation{},
		answered: make(chan struct{}, 1),
	}
	for _, m := range o.Mailboxes {
		if m.Regulation == nil {
			return nil, fmt.Errorf("mailbox %q: no regulation", m.Name)
		}
		d.boxes = append(d.boxes, d.newBox(m))
	}
	if err := st.Update(func(tx *store.Tx) error { return d.keepRegulations(tx) }); err != nil {
		return nil, fmt.Errorf("keep the regulations: %w", err)
	}
	if err := d.loadAbsences(); err != nil {
		return nil, err
	}
	return d, nil
}

func keysOf(st *store.Store) proof.Keys {
	s := st.Secrets()
	return proof.Keys{
		Current:  proof.Key{ID: s.Token[0].ID, Secret: s.Token[0].Secret},
		Previous: proof.Key{ID: s.Token[1].ID, Secret: s.Token[1].Secret},
	}
}

func (d *Daemon) newBox(m Mailbox) *box {
	b := &box{
		Mailbox: m, d: d, sender: outbox.New(m.SMTP), flying: map[string]bool{}, wake: make(chan struct{}, 1),
		folder: map[string]string{},
	}
	desk := &intake.Desk{
		Mailbox: m.Name, Address: m.Address, Aliases: m.Aliases, Mixed: m.Mixed, Board: m.Board, Rules: m.RulesOnRequest,
		Forwards: m.Regulation.Begin.StaffForward, Forms: m.Forms, Prefix: d.o.Prefix,
		Keys: d.keys, Trust: m.Trust, StaffMail: m.Regulation.Begin.StaffMail, Staff: d.o.Staff, Location: d.o.Location,
		ConfirmAll: d.o.ConfirmAll, Regulation: m.Regulation,
		PeopleOf: func(mailbox string) []intake.Person { return d.box(mailbox).desk.People },
	}
	for _, other := range d.o.Mailboxes {
		if other.Name != m.Name {
			desk.OwnElse = append(desk.OwnElse, other.Address)
			desk.OwnElse = append(desk.OwnElse, other.Aliases...)
		}
	}
	for _, p := range d.o.People {
		if p.serves(m.Name) {
			desk.People = append(desk.People, intake.Person{
				ID: p.ID, Name: p.Name, Address: p.Address, Initials: p.Initials, Roles: p.Roles,
			})
		}
	}
	for _, f := range m.Regulation.Fields {
		if f.Pattern == "" {
			continue
		}
		if re, err := regexp.Compile(f.Pattern); err == nil { // procedure.Parse has checked it
			desk.Patterns = append(desk.Patterns, intake.Pattern{Field: f.Name, Find: re})
		}
	}
	b.desk = desk
	return b
}

// serves says whether a person's roles hold for a mailbox (DESIGN 10.11).
func (p Person) serves(mailbox string) bool {
	if len(p.Mailboxes) == 0 {
		return true
	}
	for _, m := range p.Mailboxes {
		if m == mailbox {
			return true
		}
	}
	return false
}

// keepRegulations stores the text of each regulation under its hash, so that a case can keep its version.
func (d *Daemon) keepRegulations(tx *store.Tx) error {
	for _, b := range d.boxes {
		r := b.Regulation
		if err := tx.PutProcedure(r.Hash, r.Name, r.Version, []byte(r.Text)); err != nil {
			return fmt.Errorf("procedure %s: %w", r.Name, err)
		}
	}
	return nil
}

// box finds the mailbox of a case; a mailbox that left the configuration is stood in for by the first.
func (d *Daemon) box(name string) *box {
	for _, b := range d.boxes {
		if b.Name == name {
			return b
		}
	}
	return d.boxes[0]
}

// context is what Decide may know (DESIGN 10.8).
func (d *Daemon) context(b *box, now, arrived time.Time, limited procedure.Limited) procedure.Context {
	ctx := procedure.Context{
		Now: now, Arrived: arrived, Location: d.o.Location, Calendars: d.o.Calendars, Hours: d.o.Hours, Limited: limited,
		Recall: d.o.Recall, SecondPerson: b.SecondPerson,
	}
	for _, p := range d.o.People {
		if p.serves(b.Name) {
			ctx.People = append(ctx.People, procedure.Person{
				ID: p.ID, Name: p.Name, Initials: p.Initials, Roles: p.Roles, Topics: p.Topics, Absent: d.absent(p.ID, d.today(now)),
				TeamCoordinator: p.TeamCoordinator, LineManager: p.LineManager, Only: len(p.Mailboxes) == 1,
			})
		}
	}
	return ctx
}

func (d *Daemon) person(id dossier.PersonID) (Person, bool) {
	for _, p := range d.o.People {
		if p.ID == id {
			return p, true
		}
	}
	return Person{}, false
}

// today is the one place where an instant becomes a civil day.
func (d *Daemon) today(now time.Time) calendar.Date { return calendar.Of(now, d.o.Location) }

// Close ends the connections. The store is the caller's.
func (d *Daemon) Close() error {
	var errs []error
	for _, b := range d.boxes {
		if b.conn != nil {
			errs = append(errs, b.conn.Close())
			b.conn = nil
		}
		errs = append(errs, b.sender.Close())
	}
	return errors.Join(errs...)
}

// begin notes the first instant of this run: how long a mailbox has been away is counted from it.
func (d *Daemon) begin(now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.since.IsZero() {
		d.since = now
	}
}
