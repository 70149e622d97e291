package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/procedure"
)

// dayAt reads a day from the front of words: of four words, of three, or of one.
func dayAt(words []string) (calendar.Date, int) {
	for _, n := range []int{4, 3, 1} {
		if n > len(words) {
			continue
		}
		text := strings.TrimRight(strings.Join(words[:n], " "), ".,;:!)")
		if d, err := calendar.ParseLoose(strings.TrimLeft(text, "(")); err == nil {
			return d, n
		}
	}
	return calendar.Date{}, 0
}

// dayBehind reads a day as dayAt does; one that gives no year is the last such day until today, where the act is about what
// was. Of what is still to come nobody guesses the year.
func (a *arguments) dayBehind(words []string) (calendar.Date, int) {
	if d, n := dayAt(words); n > 0 || !looksBack(a.act) {
		return d, n
	}
	today := a.day(a.mail.Arrived)
	for _, n := range []int{3, 2, 1} {
		if n > len(words) || n < len(words) && isNumber(words[n]) {
			continue
		}
		text := strings.TrimRight(strings.Join(words[:n], " "), ".,;:!)")
		if d, ok := lastSuch(strings.TrimLeft(text, "("), today); ok {
			return d, n
		}
	}
	return calendar.Date{}, 0
}

// lastSuch is the last day until today that is written without its year: "29 mei", "woensdag 29 mei", "29-5". A leap day may
// lie eight years back.
func lastSuch(text string, today calendar.Date) (calendar.Date, bool) {
	join := " "
	if dateLike.MatchString(text) {
		join = text[strings.IndexAny(text, "-/."):][:1]
	}
	for back := range 9 {
		d, err := calendar.ParseLoose(text + join + strconv.Itoa(today.Year()-back))
		if err == nil && !d.After(today) {
			return d, true
		}
	}
	return calendar.Date{}, false
}

func isNumber(word string) bool {
	_, err := strconv.Atoi(strings.Trim(word, ".,;:()"))
	return err == nil
}

// looksBack says whether the days that stand behind an act's word lie behind us: when a complaint came, when it happened, what
// was sent or done.
func looksBack(a *procedure.Act) bool {
	if a.Weight == procedure.WeightRegistering || does(a, procedure.DoRelease) || slices.Contains(a.Needs, "dates") {
		return true
	}
	return slices.ContainsFunc(a.Effects, func(e procedure.Effect) bool {
		return e.Do == procedure.DoMeasure && e.Deed() == procedure.MeasureDone ||
			e.Record() == "call" || e.Record() == "discussion"
	})
}

func (a *arguments) date(words []string) int {
	d, n := a.dayBehind(words)
	if n > 0 {
		a.args.Date = d
	}
	return n
}

// dates reads several days, or a period with its first and last one.
func (a *arguments) dates(words []string) int {
	taken := 0
	for taken < len(words) && len(a.args.Dates) < MaxItems {
		skip := 0
		for taken+skip < len(words) && skip < 2 && taken > 0 && small(words[taken+skip]) {
			skip++
		}
		d, n := a.dayBehind(words[taken+skip:])
		if n == 0 {
			break
		}
		a.args.Dates = append(slices.Clip(a.args.Dates), d)
		taken += skip + n
	}
	return taken
}

// period reads two days; the first one may leave its year, or its month and year, to the second.
func (a *arguments) period(words []string) int {
	for first := 1; first <= 4 && first < len(words); first++ {
		rest := words[first:]
		skip := 0
		for skip < len(rest) && skip < 3 && small(rest[skip]) {
			skip++
		}
		until, n := dayAt(rest[skip:])
		if n == 0 {
			continue
		}
		from, ok := beginning(words[:first], until)
		if !ok || until.Before(from) {
			continue
		}
		a.args.Date, a.args.Until = from, until
		return first + skip + n
	}
	return 0
}

func beginning(words []string, until calendar.Date) (calendar.Date, bool) {
	text := strings.TrimRight(strings.Join(words, " "), ",;")
	if d, err := calendar.ParseLoose(text); err == nil {
		return d, true
	}
	if len(words) == 2 {
		d, err := calendar.ParseLoose(text + " " + strconv.Itoa(until.Year()))
		return d, err == nil
	}
	if day, err := strconv.Atoi(text); err == nil && len(words) == 1 && day >= 1 && day <= until.Day() {
		return calendar.New(until.Year(), until.Month(), day), true
	}
	return calendar.Date{}, false
}

var clockTime = regexp.MustCompile(`^([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?:u|uur|h)?$`)

var wholeHour = regexp.MustCompile(`^([01]?[0-9]|2[0-3])(?:u|uur|h)$`)

// timeAt reads 10:00, 10.00, 10.00 uur, 10 uur or 10u as "10:00".
func timeAt(words []string) (string, int) {
	if len(words) == 0 {
		return "", 0
	}
	w := strings.ToLower(strings.TrimRight(words[0], ",;"))
	hour := len(words) > 1 && slices.Contains([]string{"uur", "u", "h", "hours"}, strings.ToLower(strings.Trim(words[1], ".,;")))
	m := clockTime.FindStringSubmatch(w)
	if m == nil {
		if m = wholeHour.FindStringSubmatch(w); m == nil && hour {
			m = wholeHour.FindStringSubmatch(w + "u")
		}
		if m == nil {
			return "", 0
		}
		m = append(m, "00")
	}
	n := 1
	if hour {
		n = 2
	}
	return strings.Repeat("0", 2-len(m[1])) + m[1] + ":" + m[2], n
}

// moment reads a day, a time, and where it is: what stands behind the time, but for an answer or a party at its ends.
func (a *arguments) moment(words []string) int {
	day, n := dayAt(words)
	if n == 0 {
		return 0
	}
	taken := n
	for taken < len(words) && taken < n+2 && small(words[taken]) {
		taken++
	}
	clock, k := timeAt(words[taken:])
	if k == 0 {
		if !a.takes("date") { // a day without a time is as good
			a.unreadable("moment", words)
		}
		return 0
	}
	taken += k
	a.args.Date, a.args.Time = day, clock
	place := a.besides(words[taken:])
	if len(place) > 1 && slices.Contains(beforePlace, strings.ToLower(place[0])) { // "bij ons" is one, "op de Dam" as well
		place = place[1:]
	}
	a.args.Place = strings.Trim(strings.Join(place, " "), " ,;.")
	return len(words)
}

// beforePlace are words that only join a place to what stands before it.
var beforePlace = []string{"in", "te", "at", "het", "the", "-", "–", "—", ","}

// times reads proposed times, one behind the other: "ma 10:00-12:00, do 14:00-16:00".
func (a *arguments) times(words []string) int {
	var slots []string
	for _, part := range strings.FieldsFunc(strings.Join(words, " "), func(c rune) bool { return c == ';' || c == ',' }) {
		for slot := range strings.SplitSeq(strings.ReplaceAll(part, " or ", " of "), " of ") {
			slot = strings.Trim(slot, " .")
			if slot == "" || len(slots) == MaxTimes {
				continue
			}
			if !strings.ContainsAny(slot, "0123456789") || len(slot) > maxSaid {
				return 0
			}
			slots = append(slots, slot)
		}
	}
	if len(slots) == 0 {
		return 0
	}
	a.args.Times = slots
	a.taken["times"] = true
	return len(words)
}

var dateLike = regexp.MustCompile(`^[0-9]{1,4}[-/.][0-9]{1,2}([-/.][0-9]{1,4})?\.?$`)

var monthLike = regexp.MustCompile(`^(?i:jan|feb|maa|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)`)

// daysAgo are days that a mail sent later would move, so that nobody's record depends on them.
var daysAgo = strings.Fields("gisteren eergisteren yesterday")

// isTime says whether a line begins with an hour: "14.30 uur, mevrouw was boos".
func isTime(words []string) bool {
	for len(words) > 1 && small(words[0]) {
		words = words[1:]
	}
	_, n := timeAt(words)
	return n > 0
}

// looksLikeDate says how many words from the front were meant as a day, although they are none that can be read.
func looksLikeDate(words []string) int {
	for skip := 0; skip < len(words) && skip <= 1; skip++ {
		w := strings.Trim(words[skip], ",;:")
		if dateLike.MatchString(w) || slices.Contains(daysAgo, strings.ToLower(strings.Trim(w, "."))) {
			return skip + 1
		}
		day, err := strconv.Atoi(w)
		if err == nil && day >= 0 && skip+1 < len(words) && monthLike.MatchString(words[skip+1]) {
			n := skip + 2
			if n < len(words) {
				if _, err := strconv.Atoi(strings.Trim(words[n], ".,;:")); err == nil {
					n++
				}
			}
			return n
		}
		if !small(w) {
			break
		}
	}
	return 0
}
