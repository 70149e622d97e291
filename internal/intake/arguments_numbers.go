package intake

import (
	"regexp"
	"strconv"
	"strings"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// number reads the number of another case. Its Ref is found only for who may see that case; for others it is as if
// there were none. A case that was destroyed may be named, but it has no dossier any more to which anything could be done.
func (a *arguments) number(words []string) int {
	n := 1
	if len(words) > 1 && strings.EqualFold(words[0], "zaak") || len(words) > 1 && strings.EqualFold(words[0], "case") {
		n = 2
	}
	w := strings.Trim(words[n-1], "[]().,;:")
	number := numberIn(w, a.d.Prefix)
	if len(number) != len(w) {
		return 0
	}
	a.args.Case = number
	ref, ok, err := a.visible(number)
	switch {
	case err != nil:
		a.err = err
	case ok:
		a.args.Ref = ref
	case a.problem.Why == "":
		a.problem = procedure.Problem{Why: procedure.RefusedCase, What: CaseNone, Said: string(number)}
	}
	return n
}

// visible finds a case by its number, for somebody who belongs to it. Of one that was destroyed there is only the number.
func (r *reader) visible(number dossier.Number) (dossier.Ref, bool, error) {
	ref, ok, err := r.reg.Number(number)
	if err != nil || !ok {
		return 0, false, err
	}
	c, err := r.reg.Case(ref)
	if err != nil {
		return 0, false, err
	}
	_, known := r.speaker(&c, trail{})
	if c.State == dossier.StateDestroyed {
		ref = 0
	}
	return ref, known, nil
}

var measureID = regexp.MustCompile(`^((?i:m)?)([1-9][0-9]{0,6})$`)

// measure reads M12. Without its M a number is one only where no count of something can be meant: "3 months late".
func (a *arguments) measure(words []string) int {
	n := 1
	if len(words) > 1 && (strings.EqualFold(words[0], "maatregel") || strings.EqualFold(words[0], "measure")) {
		n = 2
	}
	m := measureID.FindStringSubmatch(strings.Trim(words[n-1], "[](),.;:"))
	if m == nil || m[1] == "" && n == 1 && len(words) > 1 && !small(words[1]) && !startsDay(words[1:]) {
		return 0
	}
	a.args.Measure = "M" + m[2]
	return n
}

func startsDay(words []string) bool {
	_, n := dayAt(words)
	return n > 0
}

var mailID = regexp.MustCompile(`^(?i:m)([1-9][0-9]{0,9})$`)

// message reads which mail of the dossier is meant: by its id, or by its place in the dossier, the first being 1.
func (a *arguments) message(words []string) int {
	n := 1
	if len(words) > 1 && (strings.EqualFold(words[0], "bericht") || strings.EqualFold(words[0], "message")) {
		n = 2
	}
	w := strings.Trim(words[n-1], "[](),.;:#")
	if m := mailID.FindStringSubmatch(w); m != nil && a.c != nil {
		if id := dossier.MailID("m" + m[1]); a.c.Holds(id) {
			a.args.Message = id
			return n
		}
	}
	place, err := strconv.Atoi(w)
	if err != nil || place < 1 || place > MaxMessages || a.c == nil {
		return 0
	}
	if mails := Messages(a.c); place <= len(mails) {
		a.args.Message = mails[place-1]
		return n
	}
	return 0
}

// Messages lists the mails of a dossier in the order in which they came: a command may name one by its place.
func Messages(c *dossier.Case) []dossier.MailID {
	var ids []dossier.MailID
	for _, e := range c.Journal {
		switch b := e.Body.(type) {
		case dossier.Received:
			ids = append(ids, b.Mail.ID)
		case dossier.Filed:
			ids = append(ids, b.Mail.ID)
		}
	}
	return ids
}

var span = regexp.MustCompile(`^([1-9][0-9]{0,3})(?:[-–]([1-9][0-9]{0,3}))?$`)

// items reads numbers of a list: "2", "2, 4 en 5", "2-4".
func (a *arguments) items(words []string) int {
	taken := 0
	for taken < len(words) {
		skip := 0
		for taken > 0 && taken+skip < len(words) && small(words[taken+skip]) {
			skip++
		}
		if taken+skip >= len(words) {
			break
		}
		added := 0
		for part := range strings.SplitSeq(strings.Trim(words[taken+skip], "[](),.;:#"), ",") {
			added += a.span(part)
		}
		if added == 0 {
			break
		}
		taken += skip + 1
	}
	return taken
}

func (a *arguments) span(text string) int {
	m := span.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	first, _ := strconv.Atoi(m[1])
	last := first
	if m[2] != "" {
		last, _ = strconv.Atoi(m[2])
	}
	added := 0
	for i := first; i <= last && len(a.args.Items) < MaxItems; i++ {
		a.args.Items = append(a.args.Items[:len(a.args.Items):len(a.args.Items)], i)
		added++
	}
	return added
}

// euros is an amount with a comma or a point before its cents, and thousands apart: 18,40 18.40 1.234,56 18,-
var euros = regexp.MustCompile(`^(?:€|(?i:eur))?([0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]{1,7})(?:[.,]([0-9]{2}|-|--|–))?(?i:€|eur|euro)?$`)

func (a *arguments) amount(words []string) int {
	n := 1
	w := strings.Trim(words[0], ";:()")
	if currency(w) && len(words) > 1 {
		w, n = strings.Trim(words[1], ";:()"), 2
	}
	m := euros.FindStringSubmatch(strings.TrimSuffix(strings.TrimSuffix(w, ","), "."))
	if m == nil {
		return 0
	}
	whole, err := strconv.Atoi(strings.NewReplacer(".", "", ",", "").Replace(m[1]))
	if err != nil {
		return 0
	}
	cents, _ := strconv.Atoi(m[2])
	a.args.Amount = 100*whole + max(cents, 0)
	if n < len(words) && currency(strings.Trim(words[n], ".,;:")) {
		n++
	}
	return n
}

func currency(w string) bool {
	return w == "€" || strings.EqualFold(w, "eur") || strings.EqualFold(w, "euro")
}

func (a *arguments) days(words []string) int {
	days, err := strconv.Atoi(strings.Trim(words[0], ".,;:"))
	if err != nil || days < 1 || days > MaxDays {
		return 0
	}
	a.args.Days = days
	if len(words) > 1 {
		switch strings.ToLower(strings.Trim(words[1], ".,;:")) {
		case "dag", "dagen", "day", "days":
			return 2
		}
	}
	return 1
}
