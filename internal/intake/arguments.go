package intake

import (
	"slices"
	"strings"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// What stands behind a command's word, and how it is read. The act says what it needs and may have; people write that
// in any order and with small words between:
//
//	#toewijzen aan Chris Bakker
//	#uitstel tot 1 juni 2026: wij wachten op het verslag
//	#horen klager 3 juni 2026 om 10:00 Dorpsstraat 1, Ede
//
// Arguments come first; what they leave of the line is text, where the act takes a text. A colon ends them for sure.
// What an act takes no text for must be understood to its last word: "#sluiten nog niet" must not close. When a text
// comes first ("#maatregel training geven, Chris, 1 juni 2026"), what the act needs is looked for at the end as well.
//
// Names are resolved to ids here, since Decide knows no names; who could be two people is nobody (RefusedAmbiguous).

// Limits of what a line can say.
const (
	MaxArgumentWords = 12  // of one argument: a name, a date, an outcome
	MaxItems         = 200 // numbers of a list: all that one of the tray shows
	MaxTimes         = 10  // proposed times
	MaxDays          = 366 // ahead
	maxSaid          = 80  // bytes of what was not understood, quoted back
)

// arguments is one line's reading in the making.
type arguments struct {
	*script
	act     *procedure.Act
	args    procedure.Args
	problem procedure.Problem
	taken   map[string]bool
	colon   bool // the arguments end at a colon
	named   bool // a word said what the argument behind it is: it is no beginning of a text
	err     error
}

// needs are the things that can stand behind a word, in the order in which they are tried. Answers of the regulation
// come before all, contact and text after all.
var plainKinds = []struct {
	name string
	read func(*arguments, []string) int
}{
	{"outcome", (*arguments).outcome}, {"ground", (*arguments).ground}, {"category", (*arguments).category},
	{"case", (*arguments).number}, {"measure", (*arguments).measure}, {"message", (*arguments).message},
	{"moment", (*arguments).moment}, {"period", (*arguments).period}, {"dates", (*arguments).dates}, {"date", (*arguments).date},
	{"amount", (*arguments).amount}, {"days", (*arguments).days}, {"item", (*arguments).items}, {"language", (*arguments).language},
	{"party", (*arguments).party}, {"person", (*arguments).person}, {"times", (*arguments).times}, {"word", (*arguments).word},
}

// arguments reads what stands behind the word of an act, and the text below it.
func (o *script) arguments(act *procedure.Act, rest, below string) (procedure.Args, procedure.Problem, error) {
	a := &arguments{script: o, act: act, taken: map[string]bool{}}
	rest = strings.ReplaceAll(rest, "<mailto:", " <mailto:")
	below = withoutGap(o.rules, act, below)
	head, text := rest, ""
	if a.takes("text") {
		head, text, a.colon = cutColon(rest)
	}
	words := strings.Fields(head)
	if a.takes("contact") {
		words = a.withContact(words, below)
	} else {
		words = a.scan(words)
	}
	words = a.fromEnd(words)
	a.judge(words)
	if a.takes("text") {
		if a.colon && len(words) > 0 {
			text = strings.Join(words, " ") + ": " + text
		} else if len(words) > 0 && a.prose() {
			text = strings.TrimRight(strings.TrimLeft(strings.Join(words, " "), ",;:-– "), ",; ")
		}
		a.args.Text = joinText(text, below)
	}
	if !a.taken["times"] && a.takes("times") {
		a.times(strings.Fields(strings.ReplaceAll(below, "\n", " ; ")))
	}
	if a.takes("message") && !a.taken["message"] {
		a.args.Message = a.messageAnswered()
	}
	return a.args, a.problem, a.err
}

// withoutGap is the text below a command without the "[tekst]" of an offered line that was sent as it stood: nobody shall
// get a letter that says so.
func withoutGap(reg *procedure.Regulation, act *procedure.Act, below string) string {
	for _, lang := range []string{"nl", "en"} {
		if _, gap, ok := strings.Cut(reg.Example(act, lang), "\n"); ok {
			if rest, left := strings.CutPrefix(strings.TrimSpace(below), gap); left {
				return strings.TrimSpace(rest)
			}
		}
	}
	return below
}

func joinText(text, below string) string {
	return strings.TrimSpace(strings.TrimSpace(text) + "\n" + below)
}

func (a *arguments) takes(need string) bool {
	if need == "text" && a.takes("content") {
		return true // a text, or an attachment in its place
	}
	return slices.Contains(a.act.Needs, need) || slices.Contains(a.act.May, need)
}

// prose says whether what the arguments leave of the line is text. A text that may be left out of an act about a person
// stands below the line, or behind a colon: "#toewijzen niet chris" must not appoint Chris.
func (a *arguments) prose() bool {
	return a.takes("text") && (a.colon || !slices.Contains(a.act.Needs, "person") || !slices.Contains(a.act.May, "text"))
}

func (a *arguments) wants(need string) bool { return a.takes(need) && !a.taken[need] }

// scan takes arguments from the front until something else comes, and gives what is left.
func (a *arguments) scan(words []string) []string {
	all, saved := words, a.save()
	words = a.front(words, true)
	if len(words) > 0 && !a.colon && !a.named && a.prose() && a.loose() {
		a.restore(saved)
		return a.front(all, false)
	}
	return words
}

// front takes arguments one after the other. loose are those that could as well be the first words of a text.
func (a *arguments) front(words []string, loose bool) []string {
	for len(words) > 0 {
		skip, n := 0, 0
		for n == 0 && skip <= len(words) && skip <= 2 {
			if n = a.one(words[skip:], loose); n == 0 {
				if skip == len(words) || !small(words[skip]) {
					break
				}
				skip++
			}
		}
		if n == 0 {
			break
		}
		a.named = a.named || skip > 0 && slices.Contains(introductions, strings.ToLower(strings.Trim(words[skip-1], ",;:")))
		words = words[skip+n:]
	}
	return words
}

// introductions are small words that say what stands behind them: "reden financieel".
var introductions = []string{"reden", "reason"}

// one takes one argument from the front, and says of how many words it is.
func (a *arguments) one(words []string, loose bool) int {
	if len(words) == 0 {
		return 0
	}
	for _, need := range slices.Concat(a.act.Needs, a.act.May) {
		if set, ok := a.rules.Answers[need]; ok && !a.taken[need] && (loose || !a.isLoose(need)) {
			if n := a.answer(set, words); n > 0 {
				a.taken[need] = true
				return n
			}
		}
	}
	for _, kind := range plainKinds {
		if !a.wants(kind.name) || !loose && a.isLoose(kind.name) {
			continue
		}
		if n := kind.read(a, words); n > 0 {
			a.taken[kind.name] = true
			return n
		}
		if a.problem.Why != "" {
			return 0
		}
	}
	return 0
}

// loose says whether something was taken that may be left out and could be the beginning of a text: "#standpunt
// Gegrond vinden wij dat ..." names no outcome.
func (a *arguments) loose() bool {
	return slices.ContainsFunc(a.act.May, func(need string) bool { return a.taken[need] && a.isLoose(need) })
}

func (a *arguments) isLoose(need string) bool {
	if !slices.Contains(a.act.May, need) {
		return false
	}
	if set, ok := a.rules.Answers[need]; ok {
		return len(set.Values) > 2
	}
	return slices.Contains([]string{"outcome", "ground", "category", "party", "person", "word"}, need)
}

// fromEnd looks at the end of what is left for what the act needs and did not get, where the text came first.
func (a *arguments) fromEnd(words []string) []string {
	if !a.prose() || a.problem.Why != "" {
		return words
	}
	for len(words) > 1 {
		n := a.last(words)
		if n == 0 {
			return words
		}
		words = words[:len(words)-n]
	}
	return words
}

// notLast are what a line cannot end with: "#oordeel deels gegrond" is not upheld.
var notLast = map[string]bool{"outcome": true, "ground": true, "word": true, "times": true, "moment": true}

// last takes an argument that fills the end of words exactly.
func (a *arguments) last(words []string) int {
	for _, kind := range plainKinds {
		if !slices.Contains(a.act.Needs, kind.name) || a.taken[kind.name] || notLast[kind.name] {
			continue
		}
		for n := min(len(words)-1, 5); n > 0; n-- {
			saved := a.save()
			if kind.read(a, words[len(words)-n:]) == n {
				a.taken[kind.name] = true
				for n+1 < len(words) && small(words[len(words)-n-1]) {
					n++
				}
				return n
			}
			a.restore(saved)
		}
	}
	return 0
}

type savedArguments struct {
	args    procedure.Args
	problem procedure.Problem
	taken   []string
}

func (a *arguments) save() savedArguments {
	s := savedArguments{args: a.args, problem: a.problem}
	for need := range a.taken {
		s.taken = append(s.taken, need)
	}
	return s
}

func (a *arguments) restore(s savedArguments) {
	a.args, a.problem, a.taken = s.args, s.problem, map[string]bool{}
	for _, need := range s.taken {
		a.taken[need] = true
	}
	a.args.Answers = nil
	for need, value := range s.args.Answers {
		if a.taken[need] {
			a.setAnswer(need, value)
		}
	}
}

// judge says what is not understood of the words that are left. What is missing altogether Decide tells.
func (a *arguments) judge(words []string) {
	missing := a.missing()
	words = withoutCourtesy(words)
	if a.problem.Why != "" || len(words) == 0 {
		return
	}
	if number := numberIn(words[0], a.d.Prefix); len(words) == 1 && number != "" && !a.prose() { // "#sluiten K2026-0001"
		if a.c == nil || a.c.Number != number {
			a.problem = procedure.Problem{Why: procedure.RefusedCase, Said: said(words)}
		}
		return
	}
	if n := looksLikeDate(words); n > 0 && slices.ContainsFunc([]string{"date", "dates", "period", "moment"}, func(need string) bool {
		return a.wants(need) && (missing != "" || !a.prose() || !isTime(words)) // "#gebeld 29 mei" is not of today
	}) {
		a.unreadable("date", words[:n])
		return
	}
	switch {
	case !a.prose():
		what := missing
		if what == "" {
			what = a.untaken()
		}
		a.unreadable(what, words)
	case a.colon && missing != "":
		a.unreadable(missing, words)
	}
}

func (a *arguments) unreadable(what string, words []string) {
	a.problem = procedure.Problem{Why: procedure.RefusedUnreadable, What: what, Said: said(words)}
}

func said(words []string) string {
	s := strings.Join(words, " ")
	if len(s) > maxSaid {
		s = strings.ToValidUTF8(s[:maxSaid], "")
	}
	return s
}

// missing is the first need that was not given; "" when none is.
func (a *arguments) missing() string {
	for _, need := range a.act.Needs {
		if !a.taken[need] && need != "text" && need != "content" && need != "attachment" {
			return need
		}
	}
	return ""
}

// untaken is what the words that are left were probably meant to be; "text" when the act takes nothing.
func (a *arguments) untaken() string {
	for _, need := range a.act.May {
		if !a.taken[need] && need != "attachment" {
			return need
		}
	}
	return "text"
}

// smallWords may stand before an argument.
var smallWords = strings.Fields("aan op om tot per voor van naar via met door bij over in te de het een en als is of " +
	"to on at by until till for from of via with the and a an as t/m - – — = ,")

func small(word string) bool {
	w := strings.ToLower(strings.Trim(word, ",;:"))
	return slices.Contains(smallWords, w) || slices.Contains(introductions, w)
}

// courtesy is what people write behind an order, and nothing depends on.
var courtesy = strings.Fields("graag aub svp a.u.b s.v.p alsjeblieft alstublieft please thanks dank bedankt dankjewel dankuwel " +
	"thank you . , ! ; : -")

func withoutCourtesy(words []string) []string {
	for len(words) > 0 && slices.Contains(courtesy, strings.ToLower(strings.Trim(words[0], ",;:!."))) || len(words) > 0 && strings.Trim(words[0], ".,;:!-") == "" {
		words = words[1:]
	}
	return words
}

// cutColon splits a line at the colon that ends the arguments: one with a blank or nothing behind it.
func cutColon(rest string) (head, text string, found bool) {
	for i := 0; i < len(rest); i++ {
		if rest[i] != ':' {
			continue
		}
		if i+1 == len(rest) || rest[i+1] == ' ' || rest[i+1] == '\t' {
			return rest[:i], strings.TrimSpace(rest[i+1:]), true
		}
	}
	return rest, "", false
}

// MaxMessages is how many messages of a dossier can be named by their place in it.
const MaxMessages = 9999

// messageAnswered is the message that the answered letter is about.
func (a *arguments) messageAnswered() dossier.MailID {
	if a.c == nil {
		return ""
	}
	if d := a.c.Duty(a.duty); d != nil {
		return d.About
	}
	return ""
}
