package daemon

import (
	"cmp"
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

// enter notes that mail of a case is about to be put into its folder: who dies before the next commit finds it again, even
// when the case has got another folder by then.
func (d *Daemon) enter(b *box, folder, used string, now time.Time) error {
	if !b.ofCase(folder) {
		return nil
	}
	known := false
	err := d.st.View(func(tx *store.Tx) (err error) { known, err = tx.HasEntered(folder, used); return err })
	if err != nil || known {
		return err
	}
	return d.commit(now, func(tx *store.Tx) error { return tx.Enter(folder, used) })
}

// entered are the folders in which mail of a case may stand; of a destroyed one, or of none, there are none.
func (d *Daemon) entered(ref dossier.Ref) (folders []string, err error) {
	if ref == 0 {
		return nil, nil
	}
	err = d.st.View(func(tx *store.Tx) (err error) { folders, err = tx.Entered(ref); return err })
	if errors.Is(err, store.ErrDestroyed) {
		return nil, nil
	}
	return folders, err
}

// distinct leaves out empty names, and those that came before.
func distinct(folders []string) (once []string) {
	for _, folder := range folders {
		if folder != "" && !slices.Contains(once, folder) {
			once = append(once, folder)
		}
	}
	return once
}

// sent is the folder of copies as the server calls it, "" when none are made.
func (b *box) sent() string { return cmp.Or(b.folder[b.Sent], b.Sent) }

// moveOn moves a message that was filed before. One that is not where it was may have been moved before a death, which took
// the note of it: it is looked for by its bytes in the other folders of its case. One that is nowhere was taken elsewhere by
// a person, which is fine.
func (d *Daemon) moveOn(ctx context.Context, b *box, f store.Filing, target string) (store.Place, error) {
	at := store.Place{Folder: target}
	if f.From.Folder != "" && f.From.UID != 0 {
		want := mailbox.Wanted{UID: mailbox.UID(f.From.UID), UIDValidity: f.From.UIDValidity, Digest: f.Digest}
		uid, found, err := d.carryOver(ctx, b, f.From.Folder, want, target)
		if err == nil && found && f.From.Folder == target {
			return f.From, nil
		}
		if at.UID = uint32(uid); err != nil || found {
			return at, err
		}
	}
	id, err := d.messageIDOf(f)
	if err != nil || id == "" {
		return at, err
	}
	handled := cmp.Or(b.folder[b.Handled], b.Handled)
	for _, folder := range distinct(slices.Concat([]string{target, f.From.Folder, handled}, f.Also)) {
		uid, found, err := d.carryOver(ctx, b, folder, mailbox.Wanted{MessageID: id, Digest: f.Digest}, target)
		if at.UID = uint32(uid); err != nil || found {
			return at, err
		}
	}
	return at, nil
}

// carryOver moves the message that is meant from one folder to another. uid is 0 when the server does not say what became
// of it.
func (d *Daemon) carryOver(
	ctx context.Context, b *box, from string, want mailbox.Wanted, to string,
) (uid mailbox.UID, found bool, err error) {
	at, err := b.conn.Locate(ctx, from, want)
	switch {
	case errors.Is(err, mailbox.ErrNoFolder):
		return 0, false, nil
	case err != nil:
		return 0, false, err
	case len(at.UIDs) == 0:
		if from != to {
			err = d.clear(ctx, b, from)
		}
		return 0, false, err
	case from == to:
		return at.UIDs[0], true, nil
	}
	places, err := b.conn.MoveFrom(ctx, from, at.UIDValidity, at.UIDs[:1], to)
	if err != nil {
		return 0, false, err
	}
	return places[at.UIDs[0]], true, d.clear(ctx, b, from)
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
