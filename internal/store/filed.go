package store

import (
	"fmt"

	"klachtd/internal/dossier"
)

// Table filed says which messages a case holds, so that they die with it: its journal need not name all of them.

func filedKey(ref dossier.Ref, n uint64) []byte { return join(be32(uint32(ref)), be64(n)) }

// moveFiled moves the row of a message from one case to another; case 0 has none.
func (tx *Tx) moveFiled(n uint64, from, to dossier.Ref) error {
	if from != 0 {
		if err := tx.kv.delete(tabFiled, filedKey(from, n)); err != nil {
			return err
		}
	}
	if to == 0 {
		return nil
	}
	return tx.putRoot(tabFiled, filedKey(to, n), nil)
}

// MailOf lists the messages that a case holds, in order of their ids. from is the last of the page before, "" at first.
func (tx *Tx) MailOf(ref dossier.Ref, from dossier.MailID, limit int) ([]dossier.MailID, error) {
	start := be32(uint32(ref))
	if from != "" {
		n, err := mailNumber(from)
		if err != nil {
			return nil, err
		}
		start = after(filedKey(ref, n))
	}
	keys, err := tx.kv.keys(tabFiled, start, beyond(be32(uint32(ref))), limit)
	if err != nil {
		return nil, err
	}
	var ids []dossier.MailID
	for _, k := range keys {
		ids = append(ids, mailName(idAtEnd(k)))
	}
	return ids, nil
}

// Refile moves a message that a case holds to another one: a case was split, or merged. From then on it dies with that
// one. folder is where the mail of that one stands; what was never filed stays where it is.
func (tx *Tx) Refile(id dossier.MailID, to dossier.Ref, folder string) error {
	n, err := mailNumber(id)
	if err != nil {
		return err
	}
	r, err := tx.mail(n)
	if err != nil {
		return err
	}
	if r.Outcome != OutcomeDossier || to == 0 {
		return fmt.Errorf("refile message %s: %w", id, ErrNotFound)
	}
	was := dossier.Ref(r.Case)
	if was == to {
		return nil
	}
	if err := tx.rewrap(n, &r, to); err != nil {
		return fmt.Errorf("refile message %s: %w", id, err)
	}
	r.Case = uint32(to)
	tx.putMail(n, r)
	if err := tx.moveFiled(n, was, to); err != nil {
		return err
	}
	return tx.moveOne(n, folder)
}
