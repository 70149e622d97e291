package proof

import "slices"

// identifiers sums up the DKIM and SPF results of one field.
type identifiers struct {
	said    bool    // there are any
	dkim    Verdict // of the From domain, the best: one good signature is enough
	spf     Verdict // of the From domain, the worst
	others  bool    // results about other domains, or none about none
	foreign bool    // other domains vouch
	sender  bool    // the envelope sender is of another domain
}

func (j *judgement) identifiers(results []result) (i identifiers) {
	for _, r := range results {
		if r.method != "dkim" && r.method != "spf" {
			continue
		}
		domain, property := identifier(r)
		one := verdictOf(r.value)
		j.note(r, property, domain)
		i.said = true
		switch {
		case property == "":
			i.others = i.others || one != Pass
		case property == smtpHelo:
			i.others = true
		case !j.alignment.covers(domain, j.from):
			i.others = true
			i.foreign = i.foreign || one == Pass
			i.sender = i.sender || r.method == "spf"
		case r.method == "dkim":
			i.dkim = better(i.dkim, one)
		default:
			i.spf = worse(i.spf, one)
		}
	}
	return i
}

// verdict leaves SPF out when a second result has another envelope sender: a message has one, so one is planted.
func (i identifiers) verdict() Verdict {
	spf := i.spf
	if i.sender {
		spf = ""
	}
	return firstOf(better(i.dkim, spf), Missing)
}

// contradict reports whether DMARC cannot have passed on these results.
func (i identifiers) contradict() bool {
	about := i.dkim != "" || i.spf != "" || i.others
	return about && i.verdict() != Pass
}

func (i identifiers) foreignOnly() bool { return i.foreign && i.dkim == "" && i.spf == "" }

// The properties that name a domain.
const (
	headerFrom   = "header.from"
	smtpMailFrom = "smtp.mailfrom"
	smtpHelo     = "smtp.helo"
)

// identifier returns the domain that a DKIM or SPF result is about, and the property that says so; the domain is
// "" when it is none. A sender chooses HELO freely, so it names nobody (RFC 7489 3.1.2).
func identifier(r result) (domain, property string) {
	properties := []string{"header.d", "header.i"}
	if r.method == "spf" {
		properties = []string{smtpMailFrom, smtpHelo}
	}
	for _, property := range properties {
		if value, ok := r.properties[property]; ok {
			return domainOf(value), property
		}
	}
	return "", ""
}

// resultWords are the results that methods may have (RFC 8601 2.7); evidence quotes no others.
var resultWords = []string{"pass", "fail", "hardfail", "softfail", "neutral", "none", "policy", "temperror", "permerror"}

func verdictOf(value string) Verdict {
	switch value {
	case "pass":
		return Pass
	case "fail", "hardfail":
		return Fail
	}
	return Missing
}

// worse and better order fail, none, pass; "" is nothing said.
func worse(a, b Verdict) Verdict {
	if a == "" || rank(b) < rank(a) {
		return b
	}
	return a
}

func better(a, b Verdict) Verdict {
	if rank(b) > rank(a) {
		return b
	}
	return a
}

func rank(v Verdict) int {
	return slices.Index([]Verdict{"", Fail, Missing, Pass}, v)
}
