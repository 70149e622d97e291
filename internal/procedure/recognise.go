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
			if a := w.act(name); a != nil && slices.Contains(a.In, w.c.State) && !slices.Contains(offers, name) {
				offers = append(offers, name)
			}
		}
	}
	return offers
}

// heldBack says whether what a message seems to be keeps a letter from leaving by itself.
func (r *Regulation) heldBack(letter dossier.LetterName, names []string) bool {
	return slices.ContainsFunc(r.Recognise, func(rule RecogniseRule) bool {
		return slices.Contains(names, rule.Name) && slices.Contains(rule.Holds, letter)
	})
}
