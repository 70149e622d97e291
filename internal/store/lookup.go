package store

import (
	"encoding/binary"
	"fmt"
	"strings"

	"klachtd/internal/dossier"
)

// maxThreads is how many cases one Message-ID can lead to.
const maxThreads = 16

// Thread says to which case a Message-ID belongs, and to whose part of it: the party or the person of the
// configuration that wrote it or got it, and the duty when it is a letter of ours. Case 0 is the office.
type Thread struct {
	Case   dossier.Ref
	Party  dossier.PartyID
	Person dossier.PersonID
	Duty   dossier.DutyID
}

// PutThread notes a Message-ID. The same one may lead to several cases; of one case the last word counts.
func (tx *Tx) PutThread(messageID string, t Thread) error {
	r := threadRecord{header: current, Case: uint32(t.Case), Party: string(t.Party), Person: string(t.Person),
		Duty: string(t.Duty)}
	key := join(tx.threadKey(messageID), be32(uint32(t.Case)))
	if err := tx.putJSON(tx.s.rootKey, tabThread, key, r); err != nil {
		return fmt.Errorf("note thread of case %d: %w", t.Case, err)
	}
	return nil
}

// Thread lists what is known of a Message-ID, in order of the cases; nil when it is unknown.
func (tx *Tx) Thread(messageID string) ([]Thread, error) {
	prefix := tx.threadKey(messageID)
	rows, err := tx.kv.scan(tabThread, prefix, beyond(prefix), maxThreads)
	if err != nil {
		return nil, err
	}
	var list []Thread
	for _, row := range rows {
		content, err := tx.open(tx.s.rootKey, tabThread, row.key, row.value)
		if err != nil {
			return nil, err
		}
		var r threadRecord
		if err := decode(content, &r); err != nil {
			return nil, err
		}
		list = append(list, Thread{Case: dossier.Ref(r.Case), Party: dossier.PartyID(r.Party),
			Person: dossier.PersonID(r.Person), Duty: dossier.DutyID(r.Duty)})
	}
	return list, nil
}

func (tx *Tx) threadKey(messageID string) []byte {
	d := tx.s.digests.of(domThread, plain(messageID))
	return d[:]
}

// PutAddress notes that an address has to do with a case.
func (tx *Tx) PutAddress(address string, ref dossier.Ref) error {
	return tx.putRoot(tabAddress, join(tx.addressKey(address), be32(^uint32(ref))), nil)
}

// CasesOf lists the cases that an address has to do with, the newest first.
func (tx *Tx) CasesOf(address string, limit int) ([]dossier.Ref, error) {
	prefix := tx.addressKey(address)
	keys, err := tx.kv.keys(tabAddress, prefix, beyond(prefix), limit)
	if err != nil {
		return nil, err
	}
	var refs []dossier.Ref
	for _, k := range keys {
		refs = append(refs, dossier.Ref(^binary.BigEndian.Uint32(k[len(prefix):])))
	}
	return refs, nil
}

func (tx *Tx) addressKey(address string) []byte {
	d := tx.s.digests.of(domAddress, plain(address))
	return d[:]
}

// plain is how identifiers are compared.
func plain(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// Procedure is a version of a regulation: its parsed text with what it was completed with.
type Procedure struct {
	Name    string
	Version string
	Text    []byte
}

// PutProcedure keeps a version of a regulation under the hash of its content, for as long as a case may run under it.
// A hash that is known is left as it is.
func (tx *Tx) PutProcedure(hash, name, version string, text []byte) error {
	if _, ok, err := tx.kv.head(tabProcedure, []byte(hash)); err != nil || ok {
		return err
	}
	r := procedureRecord{header: current, Name: name, Version: version, Text: text}
	if err := tx.putJSON(tx.s.rootKey, tabProcedure, []byte(hash), r); err != nil {
		return fmt.Errorf("keep procedure %s: %w", name, err)
	}
	return nil
}

// Procedure returns a version of a regulation, or ErrNotFound.
func (tx *Tx) Procedure(hash string) (Procedure, error) {
	var r procedureRecord
	found, err := tx.getJSON(tx.s.rootKey, tabProcedure, []byte(hash), &r)
	if err == nil && !found {
		err = ErrNotFound
	}
	if err != nil {
		return Procedure{}, fmt.Errorf("procedure %s: %w", hash, err)
	}
	return Procedure{Name: r.Name, Version: r.Version, Text: r.Text}, nil
}
