package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"klachtd/internal/dossier"
)

// Outcomes of a message (contract).
const (
	OutcomeDossier    = "dossier"
	OutcomeCandidate  = "candidate"
	OutcomeTray       = "tray"
	OutcomeQuarantine = "quarantine"
	OutcomeIgnored    = "ignored"
)

// waiting numbers the outcomes of mail that no case holds, for keys of table unfiled. Stored; never changes.
var waiting = map[string]byte{OutcomeCandidate: 1, OutcomeTray: 2, OutcomeQuarantine: 3, OutcomeIgnored: 4}

// MaxCopies is how many copies on the server Mail shows; further ones are filed like the others.
const MaxCopies = 100

// Mail is a stored message, but its bytes.
type Mail struct {
	ID          dossier.MailID
	Mailbox     string
	UIDValidity uint32
	UID         uint32
	Arrived     time.Time // INTERNALDATE
	Size        int64     // as the server said
	Bytes       int64     // as stored
	Digest      [32]byte  // SHA-256 of the bytes
	Partial     bool      // only the beginning was taken in
	Attempts    int       // begun so far, the first with the commit that stored it
	Content     [32]byte  // digest of the content; zero until ContentSeen
	Outcome     string    // "" while it waits to be handled
	Reason      string
	Case        dossier.Ref
	Folder      string    // where it has to stand; "" is where it came in
	Settled     time.Time // when it got its outcome
	Erased      bool      // its bytes are gone
	Copies      []Copy    // on the server, the first one first
}

// Copy is one copy of a message on the IMAP server: the UID under which it came in, and where it is now.
type Copy struct {
	UIDValidity uint32
	UID         uint32
	Waiting     bool // for its filing
	Filed       bool
	Place       Place // when Filed
}

// Place is a message in a folder; UID 0 is unknown.
type Place struct {
	Folder      string
	UIDValidity uint32
	UID         uint32
}

// Settled is the outcome of a message.
type Settled struct {
	Outcome string
	Reason  string
	Case    dossier.Ref // 0: none
	Folder  string      // "": it stays where it is
	At      time.Time   // the now of the pass: the retention of unfiled mail counts from it
}

func mailName(n uint64) dossier.MailID { return dossier.MailID("m" + strconv.FormatUint(n, 10)) }

// mailNumber is the reverse of mailName.
func mailNumber(id dossier.MailID) (uint64, error) {
	digits, ok := strings.CutPrefix(string(id), "m")
	n, err := strconv.ParseUint(digits, 10, 64)
	if !ok || err != nil || n == 0 || mailName(n) != id {
		return 0, fmt.Errorf("message %q: %w", id, ErrNotFound)
	}
	return n, nil
}

// mailboxKey begins the keys of what belongs to one mailbox.
func (tx *Tx) mailboxKey(mailbox string) []byte {
	d := tx.s.digests.of(domMailbox, mailbox)
	return d[:8]
}

func (tx *Tx) uidKey(mailbox string, validity, uid uint32) []byte {
	return join(tx.mailboxKey(mailbox), be32(validity), be32(uid))
}

// Mail returns a stored message, or ErrNotFound.
func (tx *Tx) Mail(id dossier.MailID) (Mail, error) {
	n, err := mailNumber(id)
	if err != nil {
		return Mail{}, err
	}
	r, err := tx.mail(n)
	if err != nil {
		return Mail{}, err
	}
	return tx.whole(n, r)
}

// openMail is a message that a transaction works on; what changes is written once, at the end.
type openMail struct {
	r     mailRecord
	dirty bool
}

// maxOpenMails is how many unchanged messages a transaction keeps at hand.
const maxOpenMails = 256

// mail reads the record of a message.
func (tx *Tx) mail(n uint64) (mailRecord, error) {
	if m := tx.mails[n]; m != nil {
		return m.r, nil
	}
	m := &openMail{}
	found, err := tx.getJSON(tx.s.rootKey, tabMail, be64(n), &m.r)
	if err == nil && !found {
		err = ErrNotFound
	}
	if err != nil {
		return mailRecord{}, fmt.Errorf("message m%d: %w", n, err)
	}
	if len(tx.mails) >= maxOpenMails {
		maps.DeleteFunc(tx.mails, func(_ uint64, m *openMail) bool { return !m.dirty })
	}
	tx.mails[n] = m
	return m.r, nil
}

func (tx *Tx) putMail(n uint64, r mailRecord) {
	r.header = current
	tx.mails[n] = &openMail{r: r, dirty: true}
}

func (tx *Tx) flushMails() error {
	for n, m := range tx.mails {
		if !m.dirty {
			continue
		}
		if err := tx.putJSON(tx.s.rootKey, tabMail, be64(n), m.r); err != nil {
			return fmt.Errorf("message m%d: %w", n, err)
		}
		m.dirty = false
	}
	return nil
}

// whole makes what the API shows of a record.
func (tx *Tx) whole(n uint64, r mailRecord) (Mail, error) {
	m := Mail{ID: mailName(n), Mailbox: r.Mailbox, UIDValidity: r.UIDValidity, UID: r.UID, Arrived: r.Arrived,
		Size: r.Size, Bytes: r.Bytes, Partial: r.Partial, Attempts: r.Attempts, Outcome: r.Outcome, Reason: r.Reason,
		Case: dossier.Ref(r.Case), Folder: r.Folder, Settled: r.Settled, Erased: r.Erased}
	copy(m.Digest[:], r.Digest)
	copy(m.Content[:], r.Content)
	keys, err := tx.copyKeys(n, r, MaxCopies)
	if err != nil {
		return Mail{}, err
	}
	for _, k := range keys {
		u, found, err := tx.uid(k)
		if err != nil {
			return Mail{}, err
		}
		if found && u.Mail == n {
			m.Copies = append(m.Copies, Copy{UIDValidity: binary.BigEndian.Uint32(k[8:]),
				UID: binary.BigEndian.Uint32(k[12:]), Waiting: u.Queued, Filed: u.Filed, Place: Place(u.Place)})
		}
	}
	return m, nil
}

// copyKeys lists the uid keys of a message: that of its first copy, then those of the others.
func (tx *Tx) copyKeys(n uint64, r mailRecord, limit int) ([][]byte, error) {
	keys := [][]byte{tx.uidKey(r.Mailbox, r.UIDValidity, r.UID)}
	for from := be64(n); ; {
		more, err := tx.kv.keys(tabCopy, from, be64(n+1), limit)
		if err != nil {
			return nil, err
		}
		for _, k := range more {
			keys = append(keys, k[8:])
		}
		if len(keys) >= limit || len(more) == 0 {
			return keys, nil
		}
		from = after(more[len(more)-1])
	}
}

func (tx *Tx) uid(key []byte) (r uidRecord, found bool, err error) {
	found, err = tx.getJSON(tx.s.rootKey, tabUID, key, &r)
	return r, found, err
}

func (tx *Tx) putUID(key []byte, r uidRecord) error {
	r.header = current
	return tx.putJSON(tx.s.rootKey, tabUID, key, r)
}

// Pending lists messages without an outcome, in order of arrival and then of their ids.
func (tx *Tx) Pending(limit int) ([]Mail, error) {
	keys, err := tx.kv.keys(tabPending, nil, nil, limit)
	if err != nil {
		return nil, err
	}
	return tx.listed(keys)
}

// listed reads the messages that index keys end in.
func (tx *Tx) listed(keys [][]byte) ([]Mail, error) {
	var list []Mail
	for _, k := range keys {
		m, err := tx.Mail(mailName(binary.BigEndian.Uint64(k[len(k)-8:])))
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

func pendingKey(n uint64, r mailRecord) []byte { return join(timeKey(r.Arrived), be64(n)) }

func unfiledKey(n uint64, r mailRecord) []byte {
	return join([]byte{waiting[r.Outcome]}, timeKey(r.Settled), be64(n))
}

// CountAttempt marks a further attempt at a message, before it begins, and returns how many that makes.
func (tx *Tx) CountAttempt(id dossier.MailID) (int, error) {
	n, err := mailNumber(id)
	if err != nil {
		return 0, err
	}
	r, err := tx.mail(n)
	if err != nil {
		return 0, err
	}
	r.Attempts++
	tx.putMail(n, r)
	return r.Attempts, nil
}

// ContentSeen notes the digest of a message's content and says whether another message of the mailbox had it before,
// and which was the first.
func (tx *Tx) ContentSeen(mailbox string, content [32]byte, id dossier.MailID) (first dossier.MailID, seen bool, err error) {
	n, err := mailNumber(id)
	if err != nil {
		return "", false, err
	}
	r, err := tx.mail(n)
	if err != nil {
		return "", false, err
	}
	if string(r.Content) != string(content[:]) {
		r.Content = content[:]
		tx.putMail(n, r)
	}
	return tx.firstWith(tx.contentKey(mailbox, content[:]), n)
}

func (tx *Tx) contentKey(mailbox string, content []byte) []byte {
	d := tx.s.digests.of(domContent, string(content))
	return join(tx.mailboxKey(mailbox), d[:])
}

// firstWith takes a content key for message n unless another has it.
func (tx *Tx) firstWith(key []byte, n uint64) (first dossier.MailID, seen bool, err error) {
	v, err := tx.getRoot(tabContent, key)
	if err != nil {
		return "", false, err
	}
	if v == nil {
		return mailName(n), false, tx.putRoot(tabContent, key, be64(n))
	}
	holder := binary.BigEndian.Uint64(v)
	return mailName(holder), holder != n, nil
}

// Settle gives a message its outcome, wraps its key under that of the case, and queues the filing of its copies. A
// candidate and mail in the tray or in quarantine may get another outcome later; any other gives ErrSettled.
func (tx *Tx) Settle(id dossier.MailID, to Settled) error {
	n, err := mailNumber(id)
	if err != nil {
		return err
	}
	r, err := tx.mail(n)
	if err != nil {
		return err
	}
	if r.Outcome == to.Outcome && dossier.Ref(r.Case) == to.Case && r.Folder == to.Folder && r.Reason == to.Reason {
		return nil
	}
	if r.Erased {
		return fmt.Errorf("settle message %s: %w", id, ErrDestroyed)
	}
	if r.Outcome == OutcomeDossier || r.Outcome == OutcomeIgnored {
		return fmt.Errorf("settle message %s: %w", id, ErrSettled)
	}
	if waiting[to.Outcome] == 0 && to.Outcome != OutcomeDossier {
		return fmt.Errorf("settle message %s: outcome %q: %w", id, to.Outcome, ErrNotFound)
	}
	if err := tx.settle(n, &r, to); err != nil {
		return fmt.Errorf("settle message %s: %w", id, err)
	}
	return tx.fileCopies(n, r)
}

// settle moves the index rows and the record of a message to its outcome.
func (tx *Tx) settle(n uint64, r *mailRecord, to Settled) error {
	var err error
	if r.Outcome == "" {
		err = tx.delete(tabPending, pendingKey(n, *r))
	} else {
		err = tx.delete(tabUnfiled, unfiledKey(n, *r))
	}
	if err != nil {
		return err
	}
	if to.Case != dossier.Ref(r.Case) {
		if err := errors.Join(tx.rewrap(n, r, to.Case), tx.moveFiled(n, dossier.Ref(r.Case), to.Case)); err != nil {
			return err
		}
	}
	r.Outcome, r.Reason, r.Case, r.Folder, r.Settled = to.Outcome, to.Reason, uint32(to.Case), to.Folder, utc(to.At)
	if r.Settled.IsZero() {
		r.Settled = r.Arrived
	}
	if waiting[r.Outcome] != 0 {
		if err := tx.putRoot(tabUnfiled, unfiledKey(n, *r), nil); err != nil {
			return err
		}
	}
	tx.putMail(n, *r)
	return nil
}

// Tray, Candidates and Quarantined list the mail that waits for a person, in the order in which it came to wait.
// from is the last message of the page before, "" for the first page.
func (tx *Tx) Tray(from dossier.MailID, limit int) ([]Mail, error) {
	return tx.unfiled(OutcomeTray, from, limit)
}

// Candidates lists what may be a complaint in a service mailbox; see Tray.
func (tx *Tx) Candidates(from dossier.MailID, limit int) ([]Mail, error) {
	return tx.unfiled(OutcomeCandidate, from, limit)
}

// Quarantined lists what could not be handled; see Tray.
func (tx *Tx) Quarantined(from dossier.MailID, limit int) ([]Mail, error) {
	return tx.unfiled(OutcomeQuarantine, from, limit)
}

// WaitingSince lists the mail of one outcome (OutcomeTray, OutcomeCandidate, OutcomeQuarantine) that came to wait at or
// after an instant, in the order of Tray.
func (tx *Tx) WaitingSince(outcome string, at time.Time, limit int) ([]Mail, error) {
	start := []byte{waiting[outcome]}
	keys, err := tx.kv.keys(tabUnfiled, join(start, timeKey(at)), beyond(start), limit)
	if err != nil {
		return nil, err
	}
	return tx.listed(keys)
}

func (tx *Tx) unfiled(outcome string, from dossier.MailID, limit int) ([]Mail, error) {
	start := []byte{waiting[outcome]}
	end := beyond(start)
	if from != "" {
		n, err := mailNumber(from)
		if err != nil {
			return nil, err
		}
		r, err := tx.mail(n)
		if err != nil {
			return nil, err
		}
		r.Outcome = outcome
		start = after(unfiledKey(n, r))
	}
	keys, err := tx.kv.keys(tabUnfiled, start, end, limit)
	if err != nil {
		return nil, err
	}
	return tx.listed(keys)
}
