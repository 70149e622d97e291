package procedure

import (
	"slices"

	"klachtd/internal/dossier"
)

// recognise opens the tasks that the rules want of what a message seems to be, and names the acts that they propose. It
// decides nothing.
func (w *work) recognise(names []string) (offers []string) {
	for _, rule := range w.r.Recognise {
		if !slices.Contains(names, rule.Name) {
			continue
		}
		open := slices.ContainsFunc(w.c.OpenTasks(), func(t dossier.Task) bool { return t.Kind == rule.Task })
		if rule.Task != "" && !open {
			w.task(rule.Why("recognised"), dossier.Task{Kind: rule.Task, For: w.r.Tasks[rule.Task].For, Mail: w.about})
		}
		for _, name := range rule.Offers {
			a := w.act(name)
			done := a != nil && a.does(DoKind, string(w.c.Kind)) && w.c.Kind != w.r.Begin.Kind // a cancellation is one already
			if a != nil && !done && slices.Contains(a.In, w.c.State) && !slices.Contains(offers, name) {
				offers = append(offers, name)
			}
		}
	}
	return offers
}

// looksLike begins the reason of a letter that waits for what a message seems to be.
const looksLike = "looks_like_"

// heldBack names what a message seems to be that keeps a letter from leaving by itself, "" when nothing does.
func (r *Regulation) heldBack(letter dossier.LetterName, names []string) string {
	for _, rule := range r.Recognise {
		if slices.Contains(names, rule.Name) && slices.Contains(rule.Holds, letter) {
			return rule.Name
		}
	}
	return ""
}
