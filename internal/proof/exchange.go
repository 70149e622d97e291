package proof

import "strings"

// authAs is the field in which Exchange says from where it took a message. Exchange strips it from outside mail.
const authAs = "X-MS-Exchange-Organization-AuthAs"

// exchange judges by what Microsoft 365 writes: DMARC of the topmost Authentication-Results, which has no
// authserv-id, so that a field with one is somebody else's; or, for mail within the organisation, on which it does
// no DMARC, that it came from inside. That says "inside", not "this person".
func (j *judgement) exchange(fields []Field, staffDomains []string) (Verdict, string) {
	switch j.topmost(fields) {
	case Pass:
		return j.end(Pass)
	case Fail:
		return j.end(Fail)
	}
	if !isStaffDomain(j.from, staffDomains) {
		return j.end(Missing)
	}
	inside := 0
	for _, f := range fields {
		if !strings.EqualFold(f.Name, authAs) {
			continue
		}
		if !strings.EqualFold(strings.TrimSpace(f.Value), "Internal") {
			return j.end(Missing)
		}
		inside++
	}
	if inside == 0 {
		return j.end(Missing)
	}
	j.evidence = append(j.evidence, "from inside")
	return j.end(Pass)
}

func (j *judgement) topmost(fields []Field) Verdict {
	for _, f := range fields {
		if !strings.EqualFold(f.Name, resultsField) {
			continue
		}
		results, err := readBareResults(f.Value)
		if err != nil {
			j.evidence = append(j.evidence, "unreadable")
			return Missing
		}
		// Here DMARC must name its domain: Exchange always does.
		for _, r := range results {
			if _, named := r.properties[headerFrom]; r.method == "dmarc" && !named && r.value == "pass" {
				j.evidence = append(j.evidence, "dmarc names no domain")
				return Missing
			}
		}
		return j.dmarc(results)
	}
	j.evidence = append(j.evidence, "no Authentication-Results")
	return Missing
}

func isStaffDomain(from string, domains []string) bool {
	for _, d := range domains {
		if clean(d) == from {
			return true
		}
	}
	return false
}
