package daemon

import (
	"fmt"
	"slices"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// each gives the complaints that a forward encloses a case each: the first one is that of the case which the forward
// opened, the others get one of their own. The forward itself stays where it is.
func (d *Daemon) each(tx *store.Tx, by *change, o procedure.Order) error {
	m, mail, err := d.readAgain(tx, o.Mail)
	if err != nil {
		return fmt.Errorf("message %s: %w", o.Mail, err)
	}
	complaints := by.box.desk.Each(m, mail, d.register(tx, by.box))
	if len(complaints) > MaxOrders {
		return fmt.Errorf("%d complaints in message %s: %w", len(complaints), o.Mail, errOrders)
	}
	var links []dossier.Link
	for _, in := range complaints[min(1, len(complaints)):] {
		in.Opens.Link = dossier.Link{Number: by.c.Number, Ref: by.c.Ref, How: o.How}
		if in.Opens.Ref, in.Opens.Number, err = tx.NewCase(d.o.Prefix, in.Opens.Received.Year()); err != nil {
			return fmt.Errorf("number a case: %w", err)
		}
		links = append(links, dossier.Link{Number: in.Opens.Number, Ref: in.Opens.Ref, How: o.How})
	}
	for i, in := range complaints[min(1, len(complaints)):] {
		in.Opens.Links = slices.Delete(slices.Clone(links), i, i+1)
	}
	for i, in := range complaints {
		markUnmailable(in.Opens, nil)
		ch := by.at(by.box, dossier.Case{}, in, m)
		if i == 0 {
			if ch, err = d.first(tx, by, in, links); err != nil {
				return err
			}
		}
		ch.ctx.Arrived = mail.Arrived
		if err := d.handle(tx, ch); err != nil {
			return err
		}
	}
	return nil
}

// first makes the first complaint that of the case which the forward opened; links name the cases of the others.
func (d *Daemon) first(tx *store.Tx, by *change, in procedure.Message, links []dossier.Link) (*change, error) {
	c, err := tx.Case(by.c.Ref)
	if err != nil {
		return nil, fmt.Errorf("case %s: %w", by.c.Number, err)
	}
	supply := &procedure.Supply{Complainant: in.Opens.Complainant, Links: links}
	if in.Opens.Dated != dossier.DatedArrival {
		supply.Received = in.Opens.Received
	}
	in.Opens, in.Supplies, in.Proved = nil, supply, true
	for _, p := range c.PartiesAs(dossier.RoleReceiver) {
		in.From.Party, in.From.Person = p.ID, p.Person
	}
	return by.at(by.box, c, in, nil), nil
}
