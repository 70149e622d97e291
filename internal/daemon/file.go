package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/letter"
	"klachtd/internal/mailbox"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// FileBatch is how many messages are filed at a time.
const FileBatch = 256

// fileBehind files what can be filed. A server that takes no mail into a folder (it is full, or closed to us) holds up
// nothing else: the mail stays in the inbox, the coordinator is told once, and every later turn tries again.
func (d *Daemon) fileBehind(ctx context.Context, b *box, now time.Time) error {
	err := d.fileMail(ctx, b, now)
	var said *mailbox.StatusError
	refused := errors.As(err, &said)
	if err != nil && !refused || refused == b.unfiled {
		if refused {
			return nil
		}
		return err
	}
	if refused {
		d.log.failed("file mail", err)
	}
	trouble := procedure.Trouble{Task: dossier.TaskUnfiled, Reason: b.Name, Over: !refused}
	if err := d.commit(now, func(tx *store.Tx) error { return d.office(tx, b, trouble, now) }); err != nil {
		return err
	}
	b.unfiled = refused
	return nil
}

// fileMail moves handled mail to its folder, behind the commit that says what it is. A message that is no longer in
// the inbox was moved before a crash, or by a person: both are fine.
func (d *Daemon) fileMail(ctx context.Context, b *box, now time.Time) error {
	for {
		filings, err := d.filings(b)
		if err != nil || len(filings) == 0 {
			return err
		}
		byFolder := map[string][]store.Filing{}
		var order []string
		for _, f := range filings {
			if _, ok := byFolder[f.Folder]; !ok {
				order = append(order, f.Folder)
			}
			byFolder[f.Folder] = append(byFolder[f.Folder], f)
		}
		var refused error // by one folder, which is no matter of the others
		for _, folder := range order {
			err := d.moveTo(ctx, b, folder, byFolder[folder], now)
			if errors.Is(err, mailbox.ErrNoFolder) { // somebody deleted it, or gave it another name
				delete(b.folder, folder)
				err = d.moveTo(ctx, b, folder, byFolder[folder], now)
			}
			if err != nil && broke(err) {
				return err
			}
			refused = cmp.Or(refused, err)
		}
		if refused != nil {
			return refused
		}
	}
}

// filings are the messages to be filed whose move is not waiting to be written already.
func (d *Daemon) filings(b *box) ([]store.Filing, error) {
	d.mu.Lock()
	waiting := map[incoming]bool{} // where it stands is known with the next commit
	for _, m := range d.pending.moved {
		waiting[cameAs(m.filing)] = true
	}
	d.mu.Unlock()
	var all, left []store.Filing
	err := d.st.View(func(tx *store.Tx) (err error) {
		all, err = tx.Filings(b.Name, FileBatch+len(waiting))
		return err
	})
	for _, f := range all {
		if !waiting[cameAs(f)] {
			left = append(left, f)
		}
	}
	return left, err
}

// incoming is a copy of a message as it came in.
type incoming struct {
	mailbox       string
	validity, uid uint32
}

func cameAs(f store.Filing) incoming { return incoming{f.Mailbox, f.UIDValidity, f.UID} }

func (d *Daemon) moveTo(ctx context.Context, b *box, folder string, filings []store.Filing, now time.Time) error {
	target, err := d.ensure(ctx, b, folder, now)
	if err != nil {
		return err
	}
	if err := d.enter(b, folder, target, now); err != nil {
		return err
	}
	status, err := b.conn.Select(ctx)
	if err != nil {
		return err
	}
	var uids []mailbox.UID
	for _, f := range filings {
		if f.From.Folder == "" && f.UIDValidity == status.UIDValidity { // of an older one the UIDs mean nothing any more
			uids = append(uids, mailbox.UID(f.UID))
		}
	}
	places := map[mailbox.UID]mailbox.UID{}
	if len(uids) > 0 {
		if places, err = b.conn.Move(ctx, uids, target); err != nil {
			return fmt.Errorf("file %d messages: %w", len(uids), err)
		}
	}
	for _, f := range filings {
		at := store.Place{Folder: target, UID: uint32(places[mailbox.UID(f.UID)])}
		if f.From.Folder != "" || at.UID == 0 && b.ofCase(folder) {
			if at, err = d.moveOn(ctx, b, f, target); err != nil {
				return err
			}
		}
		d.mu.Lock()
		d.pending.moved = append(d.pending.moved, moved{filing: f, at: at})
		d.mu.Unlock()
	}
	d.log.filed(b.Name, len(filings))
	return nil
}

// ensure makes a folder once a connection. A name that the server refuses is cleaned, and a task says so. Of the folder of
// a case the task names only what stands above it: a task outlives the case, whose folder bears a person's name.
func (d *Daemon) ensure(ctx context.Context, b *box, folder string, now time.Time) (string, error) {
	if used, ok := b.folder[folder]; ok {
		return used, nil
	}
	used, err := b.conn.Create(ctx, folder)
	if err != nil {
		return "", fmt.Errorf("make folder: %w", err)
	}
	asked, got := folder, used
	if b.ofCase(folder) {
		asked, got = path.Dir(folder), path.Dir(used)
	}
	if got != asked {
		err := d.commit(now, func(tx *store.Tx) error {
			return d.office(tx, b, procedure.Trouble{Task: dossier.TaskFolder, Reason: asked + " -> " + got}, now)
		})
		if err != nil {
			return "", err
		}
	}
	b.folder[folder] = used
	return used, nil
}

// CopyBatch is how many copies for Sent are made at a time.
const CopyBatch = 64

// copyToSent puts copies of accepted letters to parties into the folder Sent, without their tokens (DESIGN 10.13), or into
// the folder of their case, when it has one.
// A copy that was made before a crash could be made twice; it is looked for by its Message-ID first when the store
// says that it was begun.
func (d *Daemon) copyToSent(ctx context.Context, b *box, now time.Time) (made int, err error) {
	if b.Sent == "" {
		return 0, nil
	}
	b.drain.Lock()
	defer b.drain.Unlock()
	if b.conn == nil {
		return 0, nil // the next pass makes the copies
	}
	for anew := false; ; {
		n, err := d.copyBatch(ctx, b, now)
		if errors.Is(err, mailbox.ErrNoFolder) && !anew { // somebody deleted it; the refusal may have cost the connection
			anew = true
			b.hangUp()
			if err = d.connect(ctx, b); err == nil {
				continue
			}
		}
		if err != nil {
			b.hangUp()
			return made, fmt.Errorf("copy letters of mailbox %q: %w", b.Name, err)
		}
		if made += n; n < CopyBatch {
			return made, nil
		}
		if err := d.flush(now); err != nil {
			return made, err
		}
	}
}

func (d *Daemon) copyBatch(ctx context.Context, b *box, now time.Time) (int, error) {
	var due []store.Letter
	err := d.st.View(func(tx *store.Tx) (err error) {
		due, err = tx.CopiesDue(b.Name, CopyBatch)
		return err
	})
	for i := 0; err == nil && i < len(due); i++ {
		err = d.copyOne(ctx, b, due[i], now)
	}
	return len(due), err
}

func (d *Daemon) copyOne(ctx context.Context, b *box, l store.Letter, now time.Time) error {
	if d.copiedNow(l.ID) {
		return nil
	}
	folder, target, err := d.copyFolder(ctx, b, l, now)
	if err != nil {
		return err
	}
	if err := d.enter(b, folder, target, now); err != nil {
		return err
	}
	at, err := d.madeCopy(ctx, b, l, target)
	if err != nil {
		return err
	}
	if at == "" {
		raw, err := letter.WithoutToken(l.Raw, b.Address)
		if err != nil {
			return err
		}
		b.begun = l.ID
		if err := b.conn.Append(ctx, target, raw, now); err != nil {
			return err
		}
		b.begun, at = "", target
	}
	if at != target {
		folder = "" // it was made in Sent, before its case had a folder
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.pending.copied = append(d.pending.copied, copied{letter: l.ID, at: store.Place{Folder: at}, folder: folder})
	return nil
}

// madeCopy is the folder in which the copy of a letter stands: target, into which it is moved from any other folder of its
// case, or Sent; "" when it has to be made. Where the store does not say, it is looked for where an earlier run may have
// made it before it ended, or this one on a line that broke. Any other letter that was accepted in this run has none:
// nobody else makes copies.
func (d *Daemon) madeCopy(ctx context.Context, b *box, l store.Letter, target string) (at string, err error) {
	known := l.Place.Folder
	if known == "" && l.At.After(d.since) && l.ID != b.begun {
		return "", nil
	}
	folders, err := d.entered(l.Ref)
	if err != nil {
		return "", err
	}
	for _, folder := range distinct(slices.Concat([]string{known, target, b.sent()}, folders)) {
		found, err := b.conn.Locate(ctx, folder, mailbox.Wanted{MessageID: l.MessageID})
		switch {
		case errors.Is(err, mailbox.ErrNoFolder) || err == nil && len(found.UIDs) == 0:
			continue
		case err != nil:
			return "", err
		case folder == target || folder == b.sent():
			return folder, nil
		}
		if _, err := b.conn.MoveFrom(ctx, folder, found.UIDValidity, found.UIDs, target); err != nil {
			return "", err
		}
		return target, d.clear(ctx, b, folder)
	}
	return "", nil
}

func (d *Daemon) copiedNow(id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, c := range d.pending.copied {
		if c.letter == id {
			return true
		}
	}
	return false
}
