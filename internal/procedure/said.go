package procedure

import (
	"slices"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// complaint is what the complainant wrote until now: the first mail, and what he supplied. A word to klachtd (a consent, an appeal)
// is no part of it.
func (w *work) complaint() []dossier.Source {
	var all []dossier.Source
	told := map[dossier.MailID]bool{}
	for _, e := range w.journal() {
		if b, ok := e.Body.(dossier.CommandGiven); ok && e.By.Party != "" {
			told[b.Mail.ID] = true
		}
	}
	for _, e := range w.journal() {
		switch b := e.Body.(type) {
		case dossier.Received:
			all = append(all, dossier.Source{Mail: b.Mail.ID, Seq: e.Seq, Party: e.By.Party, Day: calendar.Of(b.Mail.Arrived, w.ctx.Location)})
		case dossier.Filed:
			p, _ := w.c.Party(e.By.Party)
			if (p.Role == dossier.RoleComplainant || p.Role == dossier.RoleRepresentative) && !byMachine(b) && w.c.Round == 0 && !told[b.Mail.ID] {
				all = append(all, dossier.Source{Mail: b.Mail.ID, Seq: e.Seq, Party: p.ID, Day: calendar.Of(b.Mail.Arrived, w.ctx.Location)})
			}
		}
	}
	return all
}

func (w *work) lastRecord(name string, party dossier.PartyID) []dossier.Source {
	all := w.recorded(name, 0)
	for _, k := range slices.Backward(all) {
		if party == "" || k.Party == party {
			return []dossier.Source{{Mail: k.Mail, Seq: k.seq, Party: k.Party, Day: k.Day}}
		}
	}
	return nil
}

// notes are what a talk left behind, in the order of the journal: a command names them by their place in it.
func (w *work) notes() []kept {
	var all []kept
	for _, name := range []string{"call", "meeting", recordNote, "discussion"} {
		all = append(all, w.recorded(name, 0)...)
	}
	slices.SortFunc(all, func(a, b kept) int { return a.seq - b.seq })
	return all
}

// onlyNote says which note of a talk is meant where there is only one.
func (w *work) onlyNote(a *Act, args Args) Args {
	if len(args.Items) == 0 && slices.Contains(a.Needs, needItem) && len(w.notes()) == 1 {
		args.Items = []int{1}
	}
	return args
}

func (w *work) note(items []int) []dossier.Source {
	var sources []dossier.Source
	notes := w.notes()
	for _, n := range items {
		if n >= 1 && n <= len(notes) {
			k := notes[n-1]
			sources = append(sources, dossier.Source{Seq: k.seq, Day: k.Day})
		}
	}
	return sources
}
