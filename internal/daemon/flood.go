package daemon

import (
	"fmt"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// Limits on telling of complaints by strangers for whom no mail server vouches, per mailbox.
const (
	LetterFlood = 20        // registrations that are told one by one in an hour; the others in one list
	FloodWait   = time.Hour // after the first of them
)

// flooding says whether the registration of a stranger's complaint is told in the list only, and counts it. The case, its
// terms and its tasks stand as ever.
func (d *Daemon) flooding(tx *store.Tx, b *box, o *procedure.Opening, now time.Time) (bool, error) {
	if o == nil || o.Complainant == nil || o.Complainant.Verified || o.Receiver != nil {
		return false, nil
	}
	n, err := tx.Answers("told:"+b.Name, now.Add(-hourWindow))
	if err != nil {
		return false, err
	}
	if n < LetterFlood {
		return false, tx.CountAnswer("told:"+b.Name, now)
	}
	if err := tx.CountAnswer("untold:"+b.Name, now); err != nil {
		return false, err
	}
	d.lookAt(time.Time{})
	return true, d.office(tx, b, procedure.Flooding{Mailbox: b.Name}, now)
}

// floods sends the lists of what was not told one by one, an hour after the first of it.
func (d *Daemon) floods(o dossier.Office, now time.Time) error {
	for _, b := range d.boxes {
		since, on := o.Floods[b.Name]
		if !on || now.Before(since.Add(FloodWait)) {
			continue
		}
		err := d.commit(now, func(tx *store.Tx) error {
			in, err := d.flooded(tx, b, o, since, now)
			if err != nil {
				return fmt.Errorf("list of a flood: %w", err)
			}
			return d.office(tx, b, in, now)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// flooded reads the first cases of a flood; of the others only the number is told.
func (d *Daemon) flooded(
	tx *store.Tx, b *box, o dossier.Office, since, now time.Time,
) (in procedure.Flooded, err error) {
	in = procedure.Flooded{Mailbox: b.Name, Day: d.today(now)}
	if in.More, err = tx.Answers("untold:"+b.Name, since); err != nil {
		return in, err
	}
	ctx := d.context(b, now, now, procedure.Limited{})
	count, err := tx.CaseCount()
	if err != nil {
		return in, err
	}
	for from := dossier.Ref(max(0, count-in.More-MaxLooked)); len(in.Glances) < MaxSectionRead; {
		page, err := tx.Cases(from, PageSize)
		if err != nil || len(page) == 0 {
			return in, err
		}
		for _, row := range page {
			from = row.Ref
			if row.Mailbox != b.Name || row.Filed.Before(d.today(since)) || len(in.Glances) == MaxSectionRead {
				continue
			}
			gs, err := d.untold(tx, row.Ref, b, since, ctx)
			if err != nil {
				return in, err
			}
			in.Glances = append(in.Glances, gs...)
			in.More -= len(gs)
		}
	}
	in.More = max(0, in.More)
	return in, nil
}

// MaxSectionRead is how many cases of a flood are read for its list.
const MaxSectionRead = procedure.MaxSection

// untold is the line of a case whose registration nobody was told of.
func (d *Daemon) untold(
	tx *store.Tx, ref dossier.Ref, b *box, since time.Time, ctx procedure.Context,
) ([]procedure.Glance, error) {
	c, err := tx.Case(ref)
	if err != nil {
		return nil, err
	}
	if len(c.Journal) == 0 || c.Journal[0].At.Before(since) {
		return nil, nil
	}
	for _, duty := range c.Duties {
		if duty.Letter == dossier.LetterCaseRegistered {
			return nil, nil
		}
	}
	r, err := d.regulation(tx, b, c.Procedure.Hash)
	if err != nil {
		return nil, err
	}
	var fresh []procedure.Glance
	for _, g := range r.Overview(&c, procedure.Window{Until: ctx.Today().AddDays(-1)}, ctx) {
		if g.Line.Section == dossier.SectionNew {
			fresh = append(fresh, g)
		}
	}
	return fresh, nil
}
