package daemon

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/mailbox"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// A regulation may want a folder of its own for the mail of each case (procedure.FolderRule). The change of a case says
// which, in its transaction: the store then queues the move of every message that klachtd filed in the case, wherever it
// stands, and what moves them is the same as for any mail (fileMail), behind the commit. What comes in later goes there
// at once. Letters to parties have their copy there instead of in Sent; copies that were made in Sent before stay there.
//
// Only mail that klachtd filed is moved, known by its UID and its bytes: what somebody else put into such a folder stays
// in it. A folder of a case that is empty after its mail moved on, or was destroyed, is removed.

// inboxFolder is below which the folders of cases stand.
const inboxFolder = "INBOX/"

// refile gives a case the folder that its regulation wants for it now.
func (d *Daemon) refile(tx *store.Tx, r *procedure.Regulation, ch *change) error {
	name := r.Folder(&ch.c, ch.ctx)
	if name == "" {
		return nil
	}
	_, err := tx.SetFolder(ch.c.Ref, inboxFolder+name, inboxFolder+name+" "+string(ch.c.Number))
	return err
}

// shelf is the folder of a message of a case: the case's own, else the one for all that was handled.
func (d *Daemon) shelf(tx *store.Tx, b *box, ref dossier.Ref) (string, error) {
	folder, err := tx.Folder(ref)
	if err != nil || folder != "" {
		return folder, err
	}
	return b.Handled, nil
}

// ofCase says whether a folder is that of a case.
func (b *box) ofCase(folder string) bool {
	return strings.HasPrefix(folder, inboxFolder) && !slices.Contains([]string{b.Handled, b.Tray, b.Quarantine, b.Sent}, folder)
}

// moveOn moves a message that was filed before. One that is not where it was, nor anywhere by its bytes, was taken
// elsewhere by a person, or moved before a crash: both are fine.
func (d *Daemon) moveOn(ctx context.Context, b *box, f store.Filing, target string) (store.Place, error) {
	at := store.Place{Folder: target}
	if f.From.Folder == target {
		return f.From, nil
	}
	want := mailbox.Wanted{UID: mailbox.UID(f.From.UID), UIDValidity: f.From.UIDValidity, Digest: f.Digest}
	if want.UID == 0 {
		id, err := d.messageIDOf(f)
		if err != nil {
			return at, err
		}
		want.MessageID = id
	}
	uid, err := d.carryOver(ctx, b, f.From.Folder, want, target)
	at.UID = uint32(uid)
	return at, err
}

// carryOver moves the message that is meant from one folder to another; 0 when it is not there, or the server does not say
// what became of it.
func (d *Daemon) carryOver(ctx context.Context, b *box, from string, want mailbox.Wanted, to string) (mailbox.UID, error) {
	found, err := b.conn.Locate(ctx, from, want)
	if errors.Is(err, mailbox.ErrNoFolder) || err == nil && len(found.UIDs) == 0 {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	places, err := b.conn.MoveFrom(ctx, from, found.UIDValidity, found.UIDs[:1], to)
	if err != nil {
		return 0, err
	}
	return places[found.UIDs[0]], d.clear(ctx, b, from)
}

// messageIDOf reads the Message-ID of a filed message whose UID no server told.
func (d *Daemon) messageIDOf(f store.Filing) (id string, err error) {
	err = d.st.View(func(tx *store.Tx) error {
		raw, err := tx.RawMail(f.Mail)
		if err == nil {
			id = message.Parse(raw).MessageID
		}
		return err
	})
	if errors.Is(err, store.ErrDestroyed) {
		return "", nil
	}
	return id, err
}

// clear removes the folder of a case that holds nothing any more.
func (d *Daemon) clear(ctx context.Context, b *box, folder string) error {
	if !b.ofCase(folder) {
		return nil
	}
	gone, err := b.conn.RemoveEmpty(ctx, folder)
	for asked, used := range b.folder {
		if gone && used == folder {
			delete(b.folder, asked)
		}
	}
	return err
}

// copyFolder is where the copy of a letter goes: the folder of its case as the store names it, "" for Sent, and the name
// that the server uses.
func (d *Daemon) copyFolder(ctx context.Context, b *box, l store.Letter, now time.Time) (folder, target string, err error) {
	if l.Ref != 0 {
		err = d.st.View(func(tx *store.Tx) (err error) {
			folder, err = tx.Folder(l.Ref)
			return err
		})
		if err != nil && !errors.Is(err, store.ErrDestroyed) {
			return "", "", err
		}
	}
	name := b.Sent
	if folder != "" {
		name = folder
	}
	target, err = d.ensure(ctx, b, name, now)
	return folder, target, err
}

// moveCopy moves a copy that stands in another folder of its case; false when there is none.
func (d *Daemon) moveCopy(ctx context.Context, b *box, l store.Letter, target string) (bool, error) {
	if l.Place.Folder == "" || l.Place.Folder == target {
		return l.Place.Folder == target, nil
	}
	found, err := b.conn.Locate(ctx, l.Place.Folder, mailbox.Wanted{MessageID: l.MessageID})
	if errors.Is(err, mailbox.ErrNoFolder) || err == nil && len(found.UIDs) == 0 {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if _, err := b.conn.MoveFrom(ctx, l.Place.Folder, found.UIDValidity, found.UIDs, target); err != nil {
		return false, err
	}
	return true, d.clear(ctx, b, l.Place.Folder)
}
