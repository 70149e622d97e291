package intake

import (
	"slices"
	"strings"

	"klachtd/internal/command"
	"klachtd/internal/procedure"
)

// longest finds the value that the most words from the front name, in either language; hyphens and blanks are the
// same, and case and accents do not matter.
func longest(values []procedure.OutcomeRule, words []string) (name string, n int) {
	most := min(len(words), MaxArgumentWords)
	for _, v := range values {
		for _, written := range []string{v.Name, v.Title.NL, v.Title.EN} {
			want := strings.Fields(dashless(written))
			if len(want) == 0 || len(want) > MaxArgumentWords {
				continue
			}
			for k := min(most, len(want)); k > n; k-- {
				if dashless(strings.Join(words[:k], " ")) == strings.Join(want, " ") {
					name, n = v.Name, k
				}
			}
		}
	}
	return name, n
}

func dashless(s string) string {
	s = strings.Map(func(c rune) rune {
		if c == '-' || c == '_' || c == '–' || c == '\u2011' {
			return ' '
		}
		return c
	}, command.Fold(s))
	return strings.Trim(strings.Join(strings.Fields(s), " "), ` .,;:!?"'()[]`)
}

func (a *arguments) answer(set procedure.AnswerRule, words []string) int {
	name, n := longest(set.Values, words)
	if n > 0 {
		a.setAnswer(set.Name, name)
	}
	return n
}

func (a *arguments) setAnswer(set, value string) {
	if a.args.Answers == nil {
		a.args.Answers = map[string]string{}
	}
	a.args.Answers[set] = value
}

func (a *arguments) outcome(words []string) (n int) {
	name, n := longest(a.rules.Outcomes.Values, words)
	if n > 0 {
		a.args.Outcome = name
	}
	return n
}

func (a *arguments) ground(words []string) (n int) {
	name, n := longest(a.rules.Admit.Grounds, words)
	if n > 0 {
		a.args.Ground = name
	}
	return n
}

func (a *arguments) category(words []string) int {
	values := make([]procedure.OutcomeRule, len(a.rules.Category))
	for i, c := range a.rules.Category {
		values[i] = procedure.OutcomeRule{Name: c.Name, Title: c.Title}
	}
	name, n := longest(values, words)
	if n > 0 {
		a.args.Category = name
	}
	return n
}

// languages are the names of the two languages of letters.
var languages = map[string][]string{
	"nl": {"nl", "nederlands", "nederlandse", "dutch"},
	"en": {"en", "engels", "engelse", "english"},
}

func (a *arguments) language(words []string) int {
	for lang, names := range languages {
		if slices.Contains(names, dashless(words[0])) {
			a.args.Language = lang
			return 1
		}
	}
	return 0
}

// word takes one word, or all that is left where no text can follow: "#extern CRM 12345".
func (a *arguments) word(words []string) int {
	n := 1
	if !a.prose() && !a.more() {
		n = len(words)
	}
	w := strings.Trim(strings.Join(words[:n], " "), ",;")
	if w == "" || n > MaxArgumentWords {
		return 0
	}
	a.args.Word = w
	return n
}

// more says whether the act takes something besides a word that was not given yet.
func (a *arguments) more() bool {
	return slices.ContainsFunc(slices.Concat(a.act.Needs, a.act.May), func(need string) bool {
		return need != "word" && need != "attachment" && !a.taken[need]
	})
}
