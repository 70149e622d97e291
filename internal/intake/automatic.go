package intake

import "slices"

// Reasons for which a mail is not answered at once, besides those of package message.
const (
	AutoNotAddressed = "not_addressed" // our address stands in no header: a blind copy
	AutoSenderDoubt  = "sender_doubt"  // several senders, or none that is well-formed
)

// automatic says why no answer may leave at once, "" when one may. Classification stops answers only, never the
// intake.
func (r *reader) automatic() string {
	if reason, yes := r.m.Automatic(); yes {
		return reason
	}
	if r.m.SenderProblem != "" {
		return AutoSenderDoubt
	}
	if !r.addressed() {
		return AutoNotAddressed
	}
	return ""
}

// addressed says whether the sender named us where people name whom they write to.
func (r *reader) addressed() bool {
	return r.m.Names(slices.Concat([]string{r.d.Address}, r.d.Aliases, r.d.OwnElse)...)
}
