package intake

import (
	"slices"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// evidence is what proves who sent the mail, in one case or, without one, to the office.
func (r *reader) evidence(c *dossier.Case, s procedure.Speaker, t trail) procedure.Evidence {
	e := procedure.Evidence{Profile: string(r.d.Trust.Profile), Verdict: "missing"}
	if e.Profile == "" {
		e.Profile = string(proof.None)
	}
	if r.verdict == proof.Pass || r.verdict == proof.Fail {
		e.Verdict = string(r.verdict)
	}
	e.Token = r.proved(c, s, t)
	e.Stale = !e.Token && r.stale(c, t)
	return e
}

// proved says whether a mail was sent by somebody who holds a token that was issued to exactly him in this case: in
// the address that he answered, or by the keyed id of the letter that he answered (In-Reply-To, never References).
// A token of another case proves nothing here: parties are numbered in each case anew.
func (r *reader) proved(c *dossier.Case, s procedure.Speaker, t trail) bool {
	if r.verdict == proof.Fail || r.m.FromDoubtful {
		return false
	}
	mine := func(of uint32, a proof.Audience, person uint32) bool {
		switch {
		case dossier.Ref(of) != refOf(c):
			return false
		case a == proof.Staff:
			return r.d.Keys.Names(person, r.from)
		}
		return c != nil && s.Party != "" && (person == PartyRef(s.Party) || holdsBoth(c, s.Party, person))
	}
	for _, token := range t.tokens {
		if mine(token.Case, token.Audience, token.Person) && !r.expired(c, token) {
			return true
		}
	}
	return slices.ContainsFunc(t.keyed, func(k proof.MessageRef) bool {
		return mine(k.Case, k.Audience, k.Person) && !r.expiredID(c, k)
	})
}

// holdsBoth says whether a party of the case whose token it is has the address of another: who received a complaint and
// handles it is one person, to whom both were issued.
func holdsBoth(c *dossier.Case, id dossier.PartyID, ref uint32) bool {
	p, ok := c.Party(id)
	return ok && p.Address != "" && slices.ContainsFunc(c.Parties, func(o dossier.Party) bool {
		return !o.Removed && PartyRef(o.ID) == ref && o.Address == p.Address
	})
}

func refOf(c *dossier.Case) dossier.Ref {
	if c == nil {
		return 0
	}
	return c.Ref
}

// expired says whether a token is too old: a colleague's by its day, a party's some time after the end of the case.
func (r *reader) expired(c *dossier.Case, s proof.Subject) bool {
	today := r.day(r.mail.Arrived)
	if s.Audience == proof.Party && c != nil && !c.Closed.IsZero() && c.Closed.AddDays(proof.PartyTokenDays).Before(today) {
		return true
	}
	return proof.Expired(s, today)
}

// expiredID is the same of a keyed id, which has no day of its own: that of its letter counts.
func (r *reader) expiredID(c *dossier.Case, k proof.MessageRef) bool {
	s := proof.Subject{Audience: k.Audience, Case: k.Case, Person: k.Person, Day: r.day(r.mail.Arrived)}
	if c != nil {
		if d := c.Duty(DutyOf(k.Seq)); d != nil && !d.Queued.IsZero() {
			s.Day = r.day(d.Queued)
		}
	}
	return r.expired(c, s)
}

// stale says whether the mail answers a letter whose token is worth nothing any more: too old, or made with a key that
// is gone.
func (r *reader) stale(c *dossier.Case, t trail) bool {
	return t.unknown || slices.ContainsFunc(t.tokens, func(s proof.Subject) bool { return r.expired(c, s) }) ||
		slices.ContainsFunc(t.keyed, func(k proof.MessageRef) bool { return r.expiredID(c, k) })
}

// leaks says whether a token of staff came from an address that is not its owner's, nor a colleague's: whoever wrote
// the mail has seen a letter to staff.
func (r *reader) leaks(t trail) bool {
	if r.d.staff(r.from) {
		return false
	}
	return slices.ContainsFunc(t.tokens, func(s proof.Subject) bool {
		return s.Audience == proof.Staff && !r.d.Keys.Names(s.Person, r.from)
	})
}

// security is what somebody has to look at beside what the mail says.
func (r *reader) security(t trail) Security {
	switch {
	case r.gives && r.verdict == proof.Fail:
		return SecurityForged
	case r.leaks(t):
		return SecurityToken
	}
	return ""
}

// answered is the letter of a case that the mail answers: by In-Reply-To, else by the newest reference; "" when none.
func (r *reader) answered(ref dossier.Ref) (dossier.DutyID, error) {
	for _, ids := range [][]string{r.m.InReplyTo, r.m.References} {
		looked := 0
		for _, id := range slices.Backward(ids) {
			if k, ok := r.d.Keys.ParseMessageID(id); ok && dossier.Ref(k.Case) == ref {
				return DutyOf(k.Seq), nil
			}
			if looked++; looked > MaxReferences {
				break
			}
			threads, err := r.reg.Threads(id)
			if err != nil {
				return "", err
			}
			for _, th := range threads {
				if th.Case == ref && th.Duty != "" {
					return th.Duty, nil
				}
			}
		}
	}
	return "", nil
}
