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
	c, err := tx.openCase(ref)
	if err != nil {
		return "", err
	}
	var r folderRecord
	if _, err := tx.getJSON(c.aead, tabFolder, be32(uint32(ref)), &r); err != nil {
		return "", fmt.Errorf("folder of case %d: %w", ref, err)
	}
	return r.Folder, nil
}

// SetFolder gives a case the first of the names that no other case has, and queues the move of all its mail to it, and of
// the copies of its letters that stand in the folder that it had. It returns the name. Doing it again changes nothing.
func (tx *Tx) SetFolder(ref dossier.Ref, names ...string) (string, error) {
	was, err := tx.Folder(ref)
	if err != nil {
		return "", err
	}
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
		tx.putJSON(c.aead, tabFolder, be32(uint32(ref)), folderRecord{header: current, Folder: name}),
		tx.moveMail(ref, name), tx.moveCopies(ref))
	if err != nil {
		return "", fmt.Errorf("folder of case %d: %w", ref, err)
	}
	return name, nil
}

func (tx *Tx) freeName(ref dossier.Ref, names []string) (string, error) {
	for _, name := range names {
		v, err := tx.getRoot(tabFolder, tx.folderKey(name))
		if err != nil {
			return "", err
		}
		if v == nil || dossier.Ref(binary.BigEndian.Uint32(v)) == ref {
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
	key := tx.folderKey(name)
	v, err := tx.getRoot(tabFolder, key)
	if err != nil || v == nil || dossier.Ref(binary.BigEndian.Uint32(v)) != ref {
		return err
	}
	return tx.delete(tabFolder, key)
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
