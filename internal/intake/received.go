package intake

import (
	"net/mail"
	"strings"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/message"
)

// PlausibleDays is how long before a forward its original may have come in, when nothing but the original's own
// words say so (DESIGN section 8).
const PlausibleDays = 60

// receivedOf is the day on which a forwarded mail first reached the organisation (V1): the topmost Received field
// of our own server in an attached original, else a plausible Date; for an inline one a plausible date of its
// header block; else the arrival of the forward itself.
func (r *reader) receivedOf(o *message.Original) (calendar.Date, dossier.Dated) {
	arrived := r.day(r.mail.Arrived)
	if o.How == "attached" {
		if t, ok := r.ownReceived(o.Fields); ok && !r.day(t).After(arrived) {
			return r.day(t), dossier.DatedReceived
		}
	}
	dated := dossier.DatedInline
	if o.How == "attached" {
		dated = dossier.DatedDate
	}
	if day, ok := r.dayOf(o); ok && !day.After(arrived) && !day.AddDays(PlausibleDays).Before(arrived) {
		return day, dated
	}
	return arrived, dossier.DatedArrival
}

// dayOf is the local day of an original's date; an inline block often has no zone, so its civil day counts.
func (r *reader) dayOf(o *message.Original) (calendar.Date, bool) {
	if o.How == "attached" && !o.DateTime.IsZero() {
		return r.day(o.DateTime), true
	}
	if d, err := calendar.Parse(o.Day); err == nil && !d.IsZero() {
		return d, true
	}
	if !o.DateTime.IsZero() {
		return r.day(o.DateTime), true
	}
	return calendar.Date{}, false
}

// ownReceived is the time of the topmost Received field that a server of ours wrote.
func (r *reader) ownReceived(fields []message.Field) (time.Time, bool) {
	for _, f := range fields {
		if !strings.EqualFold(f.Name, "Received") || !r.byUs(f.Value) {
			continue
		}
		_, date, ok := strings.Cut(f.Value, ";")
		if !ok {
			continue
		}
		if t, err := mail.ParseDate(strings.TrimSpace(date)); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// byUs says whether the "by" host of a Received field is a server of ours: the one whose verdicts count, or a host
// of the mailbox's or the staff's domains.
func (r *reader) byUs(value string) bool {
	words := strings.Fields(value)
	for i, w := range words {
		if !strings.EqualFold(w, "by") || i+1 == len(words) {
			continue
		}
		host := strings.ToLower(strings.Trim(words[i+1], ";,()"))
		if r.d.Trust.AuthservID != "" && host == strings.ToLower(r.d.Trust.AuthservID) {
			return true
		}
		for _, own := range append([]string{domain(fold(r.d.Address))}, r.d.Staff.Domains...) {
			own = strings.ToLower(own)
			if own != "" && (host == own || strings.HasSuffix(host, "."+own)) {
				return true
			}
		}
	}
	return false
}
