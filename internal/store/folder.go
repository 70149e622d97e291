package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"klachtd/internal/dossier"
)

// Table folder holds under the reference of a case the folder in which its mail stands, sealed under the key of that case:
// the name of a folder may be that of a person. Under a digest of such a name it holds whose the name is.
//
// A process can die between the move of a message and the commit that notes it, and its case can get another folder before
// anybody looks again. So the record also holds each folder into which mail of the case was about to be put (Enter).

// MaxEntered is how many folders of a case are remembered; the oldest is let go.
const MaxEntered = 64

func (tx *Tx) folderKey(name string) []byte {
	d := tx.s.digests.of(domFolder, strings.Map(func(r rune) rune {
		if r == '/' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return '-' // a server may refuse it, and both names would be one
	}, name))
	return d[:]
}

// Folder is the folder of a case's mail, "" when the case has none of its own.
func (tx *Tx) Folder(ref dossier.Ref) (string, error) {
	r, err := tx.folder(ref)
	return r.Folder, err
}

func (tx *Tx) folder(ref dossier.Ref) (r folderRecord, err error) {
	c, err := tx.openCase(ref)
	if err != nil {
		return r, err
	}
	if _, err := tx.getJSON(c.aead, tabFolder, be32(uint32(ref)), &r); err != nil {
		return r, fmt.Errorf("folder of case %d: %w", ref, err)
	}
	return r, nil
}

// Enter notes that mail is about to be put into the folder of a case, which the server calls used. It changes nothing when
// that is known, or when the folder is no case's.
func (tx *Tx) Enter(folder, used string) error {
	known, err := tx.HasEntered(folder, used)
	if err != nil || known {
		return err
	}
	ref, err := tx.whose(folder)
	if err != nil {
		return err
	}
	r, err := tx.folder(ref)
	if err != nil {
		return err
	}
	c, err := tx.openCase(ref)
	if err != nil {
		return err
	}
	r.header, r.Entered = current, append(r.Entered[max(0, len(r.Entered)-MaxEntered+1):], used)
	return tx.putJSON(c.aead, tabFolder, be32(uint32(ref)), r)
}

// HasEntered says whether Enter would change nothing.
func (tx *Tx) HasEntered(folder, used string) (bool, error) {
	ref, err := tx.whose(folder)
	if err != nil || ref == 0 {
		return err == nil, err
	}
	all, err := tx.Entered(ref)
	return slices.Contains(all, used), err
}

// Entered are the folders in which mail of a case may stand, as the server calls them.
func (tx *Tx) Entered(ref dossier.Ref) ([]string, error) {
	r, err := tx.folder(ref)
	return r.Entered, err
}

// enteredBy is Entered of the case that has a folder; none when it is no case's.
func (tx *Tx) enteredBy(folder string) ([]string, error) {
	ref, err := tx.whose(folder)
	if err != nil || ref == 0 {
		return nil, err
	}
	return tx.Entered(ref)
}

// whose is the case that has a folder, 0 when none has.
func (tx *Tx) whose(folder string) (dossier.Ref, error) {
	v, err := tx.getRoot(tabFolder, tx.folderKey(folder))
	if err != nil || v == nil {
		return 0, err
	}
	return dossier.Ref(binary.BigEndian.Uint32(v)), nil
}

// SetFolder gives a case the first of the names that no other case has, and queues the move of all its mail to it, and of
// the copies of its letters that stand in the folder that it had. It returns the name. Doing it again changes nothing.
func (tx *Tx) SetFolder(ref dossier.Ref, names ...string) (string, error) {
	had, err := tx.folder(ref)
	if err != nil {
		return "", err
	}
	was := had.Folder
	if slices.Contains(names, was) {
		return was, nil // also when a better name became free: nobody finds a folder that moves about
	}
	name, err := tx.freeName(ref, names)
	if err != nil {
		return "", err
	}
	c, err := tx.openCase(ref)
	if err != nil {
		return "", err
	}
	err = errors.Join(tx.freeFolder(ref, was),
		tx.putRoot(tabFolder, tx.folderKey(name), be32(uint32(ref))),
		tx.putJSON(c.aead, tabFolder, be32(uint32(ref)), folderRecord{header: current, Folder: name, Entered: had.Entered}),
		tx.moveMail(ref, name), tx.moveCopies(ref))
	if err != nil {
		return "", fmt.Errorf("folder of case %d: %w", ref, err)
	}
	return name, nil
}

func (tx *Tx) freeName(ref dossier.Ref, names []string) (string, error) {
	for _, name := range names {
		owner, err := tx.whose(name)
		if err != nil {
			return "", err
		}
		if owner == 0 || owner == ref {
			return name, nil
		}
	}
	return "", fmt.Errorf("folder of case %d: each name is another case's: %w", ref, ErrTooLarge)
}

// freeFolder lets go of a name that is the case's.
func (tx *Tx) freeFolder(ref dossier.Ref, name string) error {
	if name == "" {
		return nil
	}
	owner, err := tx.whose(name)
	if err != nil || owner == 0 || owner != ref {
		return err
	}
	return tx.delete(tabFolder, tx.folderKey(name))
}

// dropFolder forgets the folder of a case that is destroyed.
func (tx *Tx) dropFolder(ref dossier.Ref) error {
	name, err := tx.Folder(ref)
	if err != nil || name == "" {
		return err
	}
	return errors.Join(tx.freeFolder(ref, name), tx.delete(tabFolder, be32(uint32(ref))))
}

// moveMail queues the move of every message that a case holds. What was never filed stays: only its beginning is known.
func (tx *Tx) moveMail(ref dossier.Ref, folder string) error {
	prefix := be32(uint32(ref))
	for from := prefix; ; {
		keys, err := tx.kv.keys(tabFiled, from, beyond(prefix), maxScan)
		if err != nil || len(keys) == 0 {
			return err
		}
		for _, k := range keys {
			if err := tx.moveOne(idAtEnd(k), folder); err != nil {
				return err
			}
		}
		from = after(keys[len(keys)-1])
	}
}

func (tx *Tx) moveOne(n uint64, folder string) error {
	r, err := tx.mail(n)
	if err != nil || r.Folder == "" || r.Folder == folder {
		return err
	}
	r.Folder = folder
	tx.putMail(n, r)
	return tx.fileCopies(n, r)
}

// moveCopies makes the copies due again that stand in a folder which klachtd made for the case. Those in Sent stay.
func (tx *Tx) moveCopies(ref dossier.Ref) error {
	prefix := be32(uint32(ref))
	for from := prefix; ; {
		keys, err := tx.kv.keys(tabLetter, from, beyond(prefix), maxScan)
		if err != nil || len(keys) == 0 {
			return err
		}
		for _, k := range keys {
			_, r, err := tx.letter(k)
			if err != nil {
				return err
			}
			if !r.Copied || !r.Own {
				continue
			}
			if err := tx.changeLetter(letterID(k), func(r *letterRecord) { r.Copied = false }); err != nil {
				return err
			}
		}
		from = after(keys[len(keys)-1])
	}
}

func (v *verifier) folderRow(r row) string {
	if len(r.key) == 4 {
		name, err := v.Folder(dossier.Ref(binary.BigEndian.Uint32(r.key)))
		return first(word(err), unless(v.has(tabFolder, v.folderKey(name)), "has a name that nobody has"))
	}
	content, what := v.sealed(tabFolder, r)
	if what != "" || len(content) != 4 {
		return first(what, wrongRecord)
	}
	name, err := v.Folder(dossier.Ref(binary.BigEndian.Uint32(content)))
	return first(word(err), unless(string(v.folderKey(name)) == string(r.key), wrongIndex))
}
