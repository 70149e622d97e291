package control

import (
	"fmt"
	"strings"

	"klachtd/internal/dossier"
)

// sayCommand tells what people asked, and on what evidence; "" for another event.
func sayCommand(e dossier.Event) string {
	switch b := e.Body.(type) {
	case dossier.CommandGiven:
		return fmt.Sprintf("%s by the %s%s", word(b.Word), e.By.Role, evidence(b.Proof))
	case dossier.CommandHeld:
		return word(b.Word) + " waits for a code" + because(b.Why) + evidence(b.Proof)
	case dossier.CommandRefused:
		return word(b.Word) + " is refused" + because(b.Why) + evidence(b.Proof)
	case dossier.CommandRevoked:
		return fmt.Sprintf("events %d to %d are taken back", b.First, b.Last)
	}
	return ""
}

func word(w string) string {
	if w == "" {
		return "a mail with commands"
	}
	return "#" + strings.TrimPrefix(w, "#")
}

// evidence names what proved the sender. Nothing did is worth a word too.
func evidence(proof string) string {
	if proof == "" {
		return ", without proof"
	}
	return ", proved by " + strings.ReplaceAll(proof, "+", " and ")
}

func sayRecord(b dossier.Recorded, doc EntryDoc) string {
	parts := []string{"recorded: " + spaced(b.Record)}
	if doc.Role != "" {
		parts = append(parts, "of the "+string(doc.Role))
	}
	if b.Value != "" {
		parts = append(parts, spaced(b.Value))
	}
	if b.Amount != 0 {
		parts = append(parts, fmt.Sprintf("%d.%02d", b.Amount/100, b.Amount%100))
	}
	if b.Text != "" {
		parts = append(parts, b.Text)
	}
	return strings.Join(parts, " ")
}

// stopped says what became of a term that ended without its end.
var stopped = map[dossier.TermState]string{
	dossier.TermCancelled: "no longer asked for", dossier.TermSuspended: "stands still", dossier.TermLapsed: "lapsed",
}

// sayTie tells what a case has to do with others, and how it ends.
func sayTie(e dossier.Event) string {
	switch b := e.Body.(type) {
	case dossier.TermStopped:
		said := stopped[b.State]
		if said == "" {
			said = spaced(string(b.State))
		}
		return fmt.Sprintf("term %s: %s", b.Term, said)
	case dossier.MeasureSet:
		return sayMeasure(b.Measure)
	case dossier.Linked:
		return fmt.Sprintf("tied to %s%s", b.Link.Number, because(b.Link.How))
	case dossier.MergedInto:
		return fmt.Sprintf("merged into %s", b.Link.Number)
	case dossier.SplitOff:
		return fmt.Sprintf("a message went to %s%s", b.Link.Number, because(b.Link.How))
	case dossier.AccessSet:
		said := fmt.Sprintf("closed to %s", count(len(b.Shut), "person"))
		if b.Route != "" {
			said += ", by way of the " + spaced(b.Route)
		}
		return said
	case dossier.DestructionOrdered:
		return "to be destroyed, once its confirmation has left"
	case dossier.Destroyed:
		return "destroyed on " + Long(b.On)
	}
	panic(fmt.Sprintf("unreachable: event body %T", e.Body))
}

func sayMeasure(m dossier.Measure) string {
	s := fmt.Sprintf("measure %s: %s", m.ID, m.Text)
	switch {
	case !m.Done.IsZero():
		return s + " (carried out on " + Long(m.Done) + ")"
	case m.Reason != "":
		return s + " (not carried out: " + m.Reason + ")"
	}
	return s + " (by " + Long(m.Due) + ")"
}
