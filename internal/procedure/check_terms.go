package procedure

import (
	"fmt"
	"strconv"
	"strings"

	"klachtd/internal/dossier"
)

// madeFrom says which section of the file a term was made from, when it has none of its own.
func madeFrom(name dossier.TermName) []string {
	if turn, ok := strings.CutPrefix(string(name), "round_"); ok {
		return []string{"rounds", "turn", turn}
	}
	if name == dossier.TermRetention {
		return []string{"retention"}
	}
	return []string{"term", string(name)}
}

func (k *checker) term(t *TermRule) {
	at := madeFrom(t.Name)
	k.based(t.Clause, at...)
	if at[0] != "term" {
		return
	}
	in := func(more ...string) []string { return append(at[:2:2], more...) }
	k.anchor(t, in("from"))
	k.meeting(t, in("met_by"))
	k.known("role", append(k.anybody(), string(dossier.RoleOrganisation), string(AudienceParty)), string(t.Binds), in("binds")...)
	k.allKnown("kind", k.kindNames(), strs(t.Kinds), in("kinds")...)
	k.allKnown("state", k.stateNames(), strs(t.States), in("states")...)
	k.reminders(t, at)
	k.steps(t, at)
	for i, all := range t.Pause {
		k.conditions(all, nil, in("pause", strconv.Itoa(i+1)))
	}
	k.known("letter", k.letterNames(), string(t.Notice.Letter), in("notice", "letter")...)
	k.known("record", namesOf(k.r.Records), t.Notice.Late, in("notice", "late")...)
	k.allKnown("role", k.anybody(), strs(t.Notice.Audience), in("notice", "to")...)
	if days(t.Notice.Lead) >= days(t.Length) && !t.Length.IsZero() {
		k.wrong(in("notice", "lead"), "the notice would have to leave before the term begins", "")
	}
	k.allKnown("role", k.anybody(), strs(t.AtEnd.Alert), in("at_end", "alert")...)
	k.known("role", k.anybody(), string(t.AtEnd.Ask), in("at_end", "ask")...)
	k.allKnown("act", k.actNames(), t.AtEnd.Offers, in("at_end", "offers")...)
	k.known("letter", k.letterNames(), string(t.AtEnd.Letter), in("at_end", "letter")...)
	if e := t.AtEnd; e.Lapses && (len(e.Alert) > 0 || e.Ask != "" || e.Letter != "") {
		k.wrong(in("at_end", "lapses"), fmt.Sprintf("the term %q lapses in silence and tells somebody", t.Name), "leave lapses out, or all else")
	}
}

// anchor: a term must begin with something that can happen.
func (k *checker) anchor(t *TermRule, at []string) {
	from := t.From
	if letter, ok := strings.CutSuffix(from, " sent"); ok {
		if k.known("letter", k.letterNames(), letter, at...) && !contains(k.used().letters, letter) {
			k.wrong(at, fmt.Sprintf("the term never begins: nothing sends the letter %q", letter), "")
		}
		return
	}
	fixed := []string{anchorReceived, anchorFiled, anchorClosed}
	if from == "" || contains(fixed, from) {
		return
	}
	if !contains(k.actNames(), from) {
		k.wrong(at, fmt.Sprintf("the term has no beginning: nothing is called %q", from),
			hintOr(didYouMean(from, append(fixed, k.actNames()...)), "say received, filed, closed, an act, or a letter and \"sent\""))
	}
}

func hintOr(hint, otherwise string) string {
	if hint == "" {
		return otherwise
	}
	return hint
}

func (k *checker) meeting(t *TermRule, at []string) {
	if t.MetByAll {
		at = append(at[:2:2], "met_by_all")
	}
	for i, by := range t.MetBy {
		here := append(at[:3:3], strconv.Itoa(i+1))
		if role, ok := strings.CutPrefix(by, mailOf); ok {
			k.known("role", append(k.anybody(), string(AudienceParty)), role, here...)
			continue
		}
		if !k.known("letter or act", append(k.letterNames(), k.actNames()...), by, here...) {
			continue
		}
		if !contains(k.actNames(), by) && !contains(k.used().letters, by) {
			k.wrong(here, fmt.Sprintf("nothing sends the letter %q", by), "")
		}
	}
	if len(t.MetBy) == 0 && len(t.AtEnd.Alert) == 0 && t.AtEnd.Ask == "" {
		k.wrong(at[:2], fmt.Sprintf("the term %q can neither be met nor does its end tell anybody", t.Name),
			`say met_by, or at_end = { alert = "coordinator" }`)
	}
}

func (k *checker) reminders(t *TermRule, at []string) {
	last := days(t.Length)
	if n := len(t.Steps); n > 0 {
		last = days(t.Steps[n-1].To)
	}
	for _, r := range t.Remind {
		here := append(at[:2:2], "remind", strconv.Itoa(r.item))
		k.allKnown("role", k.anybody(), strs(r.To), append(here, "to")...)
		k.allKnown("act", k.actNames(), r.Offers, append(here, "offers")...)
		k.conditions(r.Unless, nil, append(here, "unless"))
		k.known("record", namesOf(k.r.Records), r.Record, append(here, "records")...)
		if t.Length.IsZero() {
			continue
		}
		if days(r.Before) > days(t.Length) || days(r.After) > last {
			l := r.Before
			if l.IsZero() {
				l = r.After
			}
			k.wrong(here, fmt.Sprintf("a reminder of %s does not fit in a term of %s", l, t.Length), "")
		}
	}
}

// steps: each extension ends later than what it extends.
func (k *checker) steps(t *TermRule, at []string) {
	before := t.Length
	for i, s := range t.Steps {
		here := func(key string) []string { return append(at[:2:2], "extension", strconv.Itoa(i+1), key) }
		k.known("letter", k.letterNames(), string(s.Letter), here("letter")...)
		k.allKnown("role", k.anybody(), strs(s.Audience), here("audience")...)
		if days(s.To) <= days(before) && !s.To.IsZero() && !before.IsZero() {
			k.wrong(here("to"), fmt.Sprintf("an extension to %s ends before the %s that it extends", s.To, before),
				"count it from the beginning of the term")
		}
		if s.Clause == (Clause{}) && !k.joined {
			k.wrong(here("to")[:4], "the extension has neither an article nor a choice", "")
		}
		before = s.To
	}
}

// limits: the hard limit is not before the last extension, and rounds are about a term that exists.
func (k *checker) limits() {
	limit, settle := k.r.Term(dossier.TermHardLimit), k.r.Term(dossier.TermSettle)
	if limit != nil && settle != nil && limit.From == settle.From && !limit.Length.IsZero() {
		last := settle.Length
		if n := len(settle.Steps); n > 0 {
			last = settle.Steps[n-1].To
		}
		if days(limit.Length) < days(last) {
			k.wrong([]string{"term", "hard_limit", "length"},
				fmt.Sprintf("the hard limit of %s lies before the last extension, to %s", limit.Length, last), "")
		}
	}
	rounds := k.r.Rounds
	k.known("letter", k.letterNames(), string(rounds.Letter), "rounds", "letter")
	k.known("term", k.termNames(), string(rounds.Limit), "rounds", "limit")
	k.known("party", partyNames(), string(rounds.OnlyWith), "rounds", "only_with")
	k.known("letter", k.letterNames(), string(rounds.Notice), "rounds", "notice")
	k.known("record", namesOf(k.r.Records), rounds.Overrun, "rounds", "overrun")
	k.known("record", namesOf(k.r.Records), rounds.Skipped, "rounds", "skipped")
	if (rounds.BeyondLimit != "") != (rounds.Limit != "") {
		k.wrong([]string{"rounds"}, "beyond_limit and limit go together", "")
	}
	for i, turn := range rounds.Order {
		at := []string{"rounds", "turn", strconv.Itoa(i + 1)}
		k.known("party", partyNames(), string(turn.Party), append(at, "party")...)
		if turn.Last && i < len(rounds.Order)-1 {
			k.wrong(append(at, "last"), "the last turn is not the last one", "")
		}
	}
}
