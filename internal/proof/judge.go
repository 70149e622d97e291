package proof

import (
	"slices"
	"strings"
)

// Profile says who writes down whether a sender is genuine, and how.
type Profile string

// The empty Profile is None.
const (
	RFC8601      Profile = "rfc8601"      // Authentication-Results with a configured authserv-id
	Microsoft365 Profile = "microsoft365" // Authentication-Results without one, and Exchange's own field
	Google       Profile = "google"       // rfc8601 with mx.google.com
	None         Profile = "none"         // nobody
)

const (
	resultsField     = "Authentication-Results"
	googleAuthservID = "mx.google.com"
)

// Trust is what the configuration says about the server of a mailbox.
type Trust struct {
	Profile      Profile
	AuthservID   string // for RFC8601; Google has its own when this is empty
	Alignment    Alignment
	StaffDomains []string // for Microsoft365: whose mail may come from inside
}

// Field is a header field; fields stand in order, from the top of the message.
type Field struct {
	Name  string
	Value string
}

// Verdict is what the receiving server says about the From domain.
type Verdict string

// Silence counts as missing, not as a refusal; so do none, neutral, softfail, temperror and permerror.
const (
	Pass    Verdict = "pass" // authenticated and aligned
	Fail    Verdict = "fail" // refuted, or vouched for by another domain only
	Missing Verdict = "none"
)

// Limits of what Judge reads.
const (
	maxFields   = 1000
	maxBlock    = 16
	maxEvidence = 400 // bytes
)

// Judge returns the verdict of the receiving server, and the evidence for the record: methods, results and domains,
// never an address.
//
// Under RFC8601 and Google it reads the topmost Authentication-Results of the configured authserv-id and those of
// the same id that follow it without another field between. Fields of other ids above are passed over; what stands
// lower is the sender's. Each field gets a verdict: DMARC decides; without it an aligned DKIM or SPF pass does. A
// DMARC pass that the DKIM and SPF results of its own field contradict is not believed. The worst verdict of the
// block wins, except that a DMARC pass in the first field that speaks outweighs DKIM and SPF below it, which it
// rests on; for a sender may have planted a field right below the server's own. SPF counts for the envelope sender
// only, never for HELO. Mail for which other domains alone vouch fails.
//
// Under Microsoft365 only DMARC of the topmost field counts, and, for the staff's own domains, Exchange's word that
// the mail comes from inside.
func Judge(t Trust, fields []Field, fromDomain string) (Verdict, string) {
	fields = fields[:min(len(fields), maxFields)]
	from := clean(fromDomain)
	if from == "" {
		return Missing, "no From domain"
	}
	j := judgement{alignment: t.Alignment, from: from}
	switch t.Profile {
	case RFC8601:
		return j.block(fields, t.AuthservID)
	case Google:
		return j.block(fields, firstOf(t.AuthservID, googleAuthservID))
	case Microsoft365:
		return j.exchange(fields, t.StaffDomains)
	}
	return Missing, "profile none"
}

func firstOf[S ~string](a, b S) S {
	if a != "" {
		return a
	}
	return b
}

// A judgement gathers the evidence for one message.
type judgement struct {
	alignment Alignment
	from      string
	evidence  []string
}

func (j *judgement) end(v Verdict) (Verdict, string) {
	evidence := strings.Join(j.evidence, "; ")
	return v, evidence[:min(len(evidence), maxEvidence)]
}

// note records a result with its domain.
func (j *judgement) note(r result, property, domain string) {
	words := r.method + "=" + r.value
	if !slices.Contains(resultWords, r.value) {
		words = r.method + "=other"
	}
	if domain != "" {
		words += " " + property + "=" + domain
	}
	j.evidence = append(j.evidence, words)
}

// A statement is the verdict of one field.
type statement struct {
	verdict Verdict
	dmarc   bool // it rests on a DMARC result
	foreign bool // it is a pass for other domains only
}

func (j *judgement) block(fields []Field, authservID string) (Verdict, string) {
	trusted := topBlock(fields, authservID)
	if len(trusted) == 0 {
		j.evidence = append(j.evidence, "no Authentication-Results of the configured server")
	}
	var said []statement
	for _, a := range trusted {
		if s, speaks := j.state(a); speaks {
			said = append(said, s)
		}
	}
	return j.end(worst(said))
}

// An answer is what one Authentication-Results field holds.
type answer struct {
	results []result
	err     error
}

// topBlock returns the topmost fields with that authserv-id that stand together.
func topBlock(fields []Field, authservID string) []answer {
	var block []answer
	for _, f := range fields {
		id, a := "", answer{}
		if strings.EqualFold(f.Name, resultsField) {
			id, a.results, a.err = readResults(f.Value)
		}
		switch ours := id != "" && lower(id) == lower(authservID); {
		case ours && len(block) < maxBlock:
			block = append(block, a)
		case len(block) > 0:
			return block
		}
	}
	return block
}

// worst weighs the fields that speak, from the top.
func worst(said []statement) Verdict {
	if len(said) == 0 {
		return Missing
	}
	if said[0].dmarc && said[0].verdict == Pass {
		said = slices.DeleteFunc(said, func(s statement) bool { return !s.dmarc })
	}
	passed, foreign := 0, 0
	for _, s := range said {
		switch {
		case s.foreign:
			foreign++
		case s.verdict == Fail:
			return Fail
		case s.verdict == Pass:
			passed++
		}
	}
	switch len(said) {
	case passed:
		return Pass
	case foreign:
		return Fail
	}
	return Missing
}

// state gives the verdict of one field, and whether it has any to give: many fields speak of other things than
// DMARC, DKIM and SPF. What is unreadable may have held a DMARC result.
func (j *judgement) state(a answer) (s statement, speaks bool) {
	if a.err != nil {
		j.evidence = append(j.evidence, "unreadable")
		return statement{verdict: Missing, dmarc: true}, true
	}
	dmarc, below := j.dmarc(a.results), j.identifiers(a.results)
	s = statement{verdict: below.verdict(), dmarc: dmarc != ""}
	switch {
	case dmarc == Fail:
		s.verdict = Fail
	case dmarc == Pass && !below.contradict():
		s.verdict = Pass
	case dmarc == Pass:
		j.evidence = append(j.evidence, "dmarc contradicted")
		s.verdict = Missing
	case dmarc == "" && below.foreignOnly():
		s.verdict, s.foreign = Fail, true
	}
	return s, s.dmarc || below.said
}

// dmarc returns the worst DMARC result, "" without one. DMARC knows one identifier only, the From domain. Where
// the server names it, it must be the one that we read; a pass for a strange one says that we read another From.
func (j *judgement) dmarc(results []result) Verdict {
	var verdict Verdict
	for _, r := range results {
		if r.method != "dmarc" {
			continue
		}
		domain := domainOf(r.properties[headerFrom])
		j.note(r, headerFrom, domain)
		one := verdictOf(r.value)
		if _, named := r.properties[headerFrom]; named && one == Pass && domain != j.from {
			one = Fail
			if Relaxed.covers(domain, j.from) {
				one = Missing
			}
		}
		verdict = worse(verdict, one)
	}
	return verdict
}
