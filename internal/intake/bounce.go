package intake

import (
	"slices"

	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// bounce finds the letter that a delivery report is about: by the keyed Message-ID of the returned original, by
// the register (a submission server may have replaced our id), or by the token of the bounce address, which names
// case and addressee. A report about mail that we never sent goes to the tray: forged senders produce thousands.
func (r *reader) bounce() (Reading, error) {
	ref, duty, err := r.letterOf()
	if err != nil {
		return Reading{}, err
	}
	if duty == "" {
		return Reading{Place: PlaceTray, Why: WhyBounce}, nil
	}
	b := r.m.Bounce
	d := procedure.Delivery{Duty: duty, What: procedure.DeliveryBounced, Status: b.Status, Mail: r.mail}
	if b.Class != message.ClassFailed {
		d.What = procedure.DeliveryDelayed // delayed, delivered or unclear: filed, and the letter stands as it stood
	}
	return Reading{Place: PlaceLetter, Case: ref, Delivery: d}, nil
}

func (r *reader) letterOf() (dossier.Ref, dossier.DutyID, error) {
	ids := slices.Concat([]string{r.m.Bounce.OriginalMessageID}, r.m.InReplyTo, r.m.References)
	for _, id := range ids {
		if ref, ok := r.d.Keys.ParseMessageID(id); ok {
			return dossier.Ref(ref.Case), DutyOf(ref.Seq), nil
		}
		if id == "" {
			continue
		}
		threads, err := r.reg.Threads(id)
		if err != nil {
			return 0, "", err
		}
		for _, th := range threads {
			if th.Duty != "" {
				return th.Case, th.Duty, nil
			}
		}
	}
	return r.letterByToken()
}

// letterByToken takes the last letter that went to the addressee whose bounce address was answered.
func (r *reader) letterByToken() (dossier.Ref, dossier.DutyID, error) {
	for _, token := range proof.FindToken(recipients(r.m), r.d.Address) {
		s, err := r.d.Keys.Verify(token)
		if err != nil || s.Case == 0 {
			continue
		}
		c, err := r.reg.Case(dossier.Ref(s.Case))
		if err != nil {
			return 0, "", err
		}
		for _, d := range slices.Backward(c.Duties) {
			if sent(d) && r.addressee(s, d) {
				return c.Ref, d.ID, nil
			}
		}
	}
	return 0, "", nil
}

func sent(d dossier.Duty) bool {
	return d.State == dossier.DutyAccepted || d.State == dossier.DutyUnknown || d.State == dossier.DutyQueued
}

func (r *reader) addressee(s proof.Subject, d dossier.Duty) bool {
	if s.Audience == proof.Party {
		return d.To.Party != "" && PartyRef(d.To.Party) == s.Person
	}
	return d.To.Person != "" && r.d.Keys.Names(s.Person, string(d.To.Person))
}
