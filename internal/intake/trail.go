package intake

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/proof"
)

// MaxReferences is how many ids of References are looked up; the newest ones stand last.
const MaxReferences = 100

// trail is what a mail says about the case that it belongs to.
type trail struct {
	cases  []dossier.Ref // named by tokens, keyed ids or references, each once
	office bool          // answers a letter that belongs to no case
	number dossier.Number
	tokens []proof.Subject    // tokens of addresses
	keyed  []proof.MessageRef // of In-Reply-To only: what may prove who answers
	issued []dossier.PartyID  // the parties to whom the answered letters went

	unknown bool // an address holds what looks like a token, and no key that lives made it
}

// trail collects tokens from the addresses, keyed ids and known ids from the references, and the number from the
// subject. A forged token or id is no trail at all.
func (r *reader) trail() (trail, error) {
	var t trail
	for _, token := range proof.FindToken(recipients(r.m), r.d.Address) {
		subject, err := r.d.Keys.Verify(token)
		if err != nil {
			t.unknown = true
			continue
		}
		t.tokens = append(t.tokens, subject)
		t.name(dossier.Ref(subject.Case))
	}
	for _, id := range r.m.InReplyTo {
		if ref, ok := r.d.Keys.ParseMessageID(id); ok {
			t.keyed = append(t.keyed, ref)
		}
	}
	ids := slices.Concat(r.m.References, r.m.InReplyTo)
	if len(ids) > MaxReferences {
		ids = ids[len(ids)-MaxReferences:]
	}
	for _, id := range ids {
		if err := r.follow(&t, id); err != nil {
			return t, err
		}
	}
	t.number = numberIn(r.m.Subject, r.d.Prefix)
	return t, nil
}

// follow looks one id up: keyed ids speak for themselves, others are looked up in the register.
func (r *reader) follow(t *trail, id string) error {
	if ref, ok := r.d.Keys.ParseMessageID(id); ok {
		if ref.Case != 0 || ref.Audience != proof.Party { // who got the regulation may complain now
			t.name(dossier.Ref(ref.Case))
		}
		return nil
	}
	threads, err := r.reg.Threads(id)
	if err != nil {
		return err
	}
	for _, th := range threads {
		t.name(th.Case)
		if th.Party != "" {
			t.issued = append(t.issued, th.Party)
		}
	}
	return nil
}

func (t *trail) name(ref dossier.Ref) {
	if ref == 0 {
		t.office = true
		return
	}
	if !slices.Contains(t.cases, ref) {
		t.cases = append(t.cases, ref)
	}
}

// recipients are the addresses at which a token may stand: where the mail was sent to and delivered to, never the
// body or the subject.
func recipients(m *message.Message) []string {
	var all []string
	for _, as := range [][]message.Address{m.To, m.Cc, m.DeliveredTo} {
		for _, a := range as {
			all = append(all, a.Address)
		}
	}
	return all
}

// numberIn finds the first well-formed case number of a subject: the prefix, a year of four digits, a dash and at
// least four digits, with no letter or digit on either side.
func numberIn(subject, prefix string) dossier.Number {
	found := numberPattern(prefix).FindStringSubmatch(subject)
	if found == nil {
		return ""
	}
	return dossier.Number(strings.ToUpper(found[1]))
}

// patterns are those of the prefixes met so far, which come from the configuration: making one costs more than all
// else that is read of a mail.
var patterns sync.Map // prefix to *regexp.Regexp

func numberPattern(prefix string) *regexp.Regexp {
	if re, ok := patterns.Load(prefix); ok {
		return re.(*regexp.Regexp)
	}
	re := regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(` + regexp.QuoteMeta(prefix) + `[0-9]{4}-[0-9]{4,9})(?:$|[^\pL\pN])`)
	patterns.Store(prefix, re)
	return re
}
