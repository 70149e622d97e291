package daemon

import (
	"klachtd/internal/dossier"
	"klachtd/internal/intake"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// register answers intake's questions about a mailbox from a transaction.
type register struct {
	tx *store.Tx
	b  *box
}

func (d *Daemon) register(tx *store.Tx, b *box) register { return register{tx, b} }

func (r register) Threads(messageID string) ([]intake.Thread, error) {
	known, err := r.tx.Thread(messageID)
	if err != nil {
		return nil, err
	}
	threads := make([]intake.Thread, len(known))
	for i, t := range known {
		threads[i] = intake.Thread{Case: t.Case, Party: t.Party, Duty: t.Duty}
	}
	return threads, nil
}

func (r register) Number(n dossier.Number) (dossier.Ref, bool, error) { return r.tx.CaseByNumber(n) }

func (r register) Case(ref dossier.Ref) (dossier.Case, error) { return caseOrStone(r.tx, ref) }

func (r register) Regulation(c *dossier.Case) (*procedure.Regulation, error) {
	if c == nil {
		return r.b.Regulation, nil
	}
	return r.b.d.regulation(r.tx, r.b, c.Procedure.Hash)
}
