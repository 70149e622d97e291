package daemon

import (
	"context"
	"fmt"
	"path"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/letter"
	"klachtd/internal/mailbox"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// FileBatch is how many messages are filed at a time.
const FileBatch = 256

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
		for _, folder := range order {
			if err := d.moveTo(ctx, b, folder, byFolder[folder], now); err != nil {
				return err
			}
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
		if f.From.Folder != "" {
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
	for {
		n, err := d.copyBatch(ctx, b, now)
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
	there, err := d.moveCopy(ctx, b, l, target)
	if err == nil && !there {
		there, err = d.inSent(ctx, b, l, target)
	}
	if err != nil {
		return err
	}
	if !there {
		raw, err := letter.WithoutToken(l.Raw, b.Address)
		if err != nil {
			return err
		}
		b.begun = l.ID
		if err := b.conn.Append(ctx, target, raw, now); err != nil {
			return err
		}
		b.begun = ""
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.pending.copied = append(d.pending.copied, copied{letter: l.ID, at: store.Place{Folder: target}, folder: folder})
	return nil
}

// inSent looks for a copy that an earlier run may have made before it ended, or this one on a line that broke. Any
// other letter that was accepted in this run has none: nobody else makes copies. One that stood in another folder may
// have been moved before it ended.
func (d *Daemon) inSent(ctx context.Context, b *box, l store.Letter, folder string) (bool, error) {
	if l.At.After(d.since) && l.ID != b.begun && l.Place.Folder == "" {
		return false, nil
	}
	found, err := b.conn.Find(ctx, folder, l.MessageID)
	return len(found) > 0, err
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
