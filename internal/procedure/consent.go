package procedure

import (
	"slices"
	"strings"

	"klachtd/internal/dossier"
)

// agreed says whether everybody in the audience gave consent; the last word of each holds. The complainant is asked himself: what
// whoever acts for him says counts where he said nothing, and while the case is open to that person.
func (w *work) agreed(what string, who dossier.Role, s scope) bool {
	to := w.addressees(who, s)
	if who == dossier.RoleComplainant {
		if own := w.c.PartiesAs(who); slices.ContainsFunc(own, func(p dossier.Party) bool { return w.saidNow(what, p.ID, s) != "" }) {
			to = nil
			for _, p := range own {
				to = append(to, dossier.Recipient{Role: p.Role, Party: p.ID})
			}
		}
	}
	for _, r := range to {
		if w.saidNow(what, r.Party, s) != answerYes {
			return false
		}
	}
	return len(to) > 0
}

// consentOf: who notes a consent down without a name means the complainant, when there is one.
func (d *doing) consentOf() {
	own := d.w.c.PartiesAs(dossier.RoleComplainant)
	if d.args.Answers[recordConsent] == "" || d.scope.party != "" || len(own) != 1 {
		return
	}
	d.args.Party, d.scope.party = own[0].ID, own[0].ID
	d.scope.args = d.args
}

// saidNow is the last word of a party about a consent, that of the command itself included.
func (w *work) saidNow(what string, party dossier.PartyID, s scope) string {
	if s.args.Answers[recordConsent] == what && party == s.party {
		return s.args.Answers["yes_no"]
	}
	return w.lastWord(what, party, s.since)
}

// lastWord is what a party said last about a consent since an event; "" nothing yet.
func (w *work) lastWord(what string, party dossier.PartyID, since int) (last string) {
	for _, k := range w.recorded(recordConsent, since) {
		if word, ok := strings.CutPrefix(k.Value, what+"="); ok && k.Party == party {
			last = word
		}
	}
	return last
}

// hidden says whether who complains is withheld from who gets a letter. What is closed to the respondent is closed to every third
// party; who assists one knows what he may know; and a colleague who is complained about is respondent, whoever asks him what.
func (w *work) hidden(to dossier.Recipient) bool {
	p := w.thirdParty(to)
	if p.ID == "" || !slices.Contains(outsideRoles, p.Role) || p.Role == dossier.RoleComplainant || p.Role == dossier.RoleRepresentative {
		return false
	}
	rules := func(role dossier.Role) (all []AccessRule) {
		for _, rule := range w.r.Access {
			if rule.To == role && rule.Closed == ClosedIdentity {
				all = append(all, rule)
			}
		}
		return all
	}
	own := rules(p.Role)
	if len(own) == 0 {
		own = rules(dossier.RoleRespondent)
	}
	return slices.ContainsFunc(own, func(rule AccessRule) bool { return w.anyHolds(rule.If, scope{party: p.ID}) })
}

// thirdParty is the party that a recipient is in this case.
func (w *work) thirdParty(to dossier.Recipient) dossier.Party {
	p, _ := w.c.Party(to.Party)
	if of, ok := w.c.Party(p.Of); ok && p.Role == dossier.RoleAdviser {
		return of
	}
	for _, r := range w.c.PartiesAs(dossier.RoleRespondent) {
		if to.Person != "" && r.Person == to.Person {
			return r
		}
	}
	return p
}

// released says whether a command made known to a party who complains, and no complainant took his consent back since.
func (w *work) released(party dossier.PartyID) bool {
	if slices.Contains(w.c.Facts[factDisclosed], disclosedToAll) {
		return true
	}
	return slices.Contains(w.c.Facts[factDisclosedTo], string(party)) &&
		!slices.ContainsFunc(w.c.PartiesAs(dossier.RoleComplainant), func(p dossier.Party) bool {
			return w.lastWord(releasedIdentity, p.ID, 0) == answerNo
		})
}

// releasedIdentity is the consent to make known who complains, and what the condition released is about.
const releasedIdentity = "identity"

// factDisclosed lists the roles to which the complainant's identity was released, factDisclosedTo the parties themselves.
const (
	factDisclosed   = "disclosed"
	factDisclosedTo = "disclosed_to"
	disclosedToAll  = "everybody"
)
