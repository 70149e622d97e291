package letter

import (
	"strconv"
	"strings"

	"klachtd/internal/dossier"
)

// OfferRow is a command that makes sense now. Mailto stands in a link; it is made here and leads to our own address.
type OfferRow struct {
	Line   string
	Does   string
	Mailto string
}

// offers are the commands below the letter. Each opens an answer to this letter in which the command stands already.
func (m *maker) offers() (rows []OfferRow) {
	in := m.in
	to, subject, reply := in.ReplyTo, m.say("frame", "offers_subject"), ""
	if to == "" { // without a token in the address the answer is known by the letter that it answers
		to, reply = in.From.Address, messageID(in.MessageID)
	}
	if in.Case.Number != "" {
		subject = "[" + string(in.Case.Number) + "] " + subject
	}
	for _, o := range in.Offers[:min(len(in.Offers), MaxOffers)] {
		row := OfferRow{Does: line(o.Does, 300), Mailto: o.Mailto}
		body, _ := linesOf(o.Line, MaxOfferRunes, maxOfferLines)
		if len(body) == 0 {
			continue
		}
		if row.Line = body[0]; !m.ours(row.Mailto) {
			row.Mailto = Mailto(to, subject, strings.Join(body, "\n")+"\n", reply)
		}
		rows = append(rows, row)
	}
	if in.Code != "" && in.Duty.Letter == dossier.LetterOneTimeCode {
		code := line(in.Code, 40)
		rows = append(rows, OfferRow{Line: code, Does: m.say("frame", "confirms"), Mailto: Mailto(to, subject, code+"\n", reply)})
	}
	for _, o := range m.trayLines() {
		if len(rows) < MaxTrayOffers {
			o.Mailto = Mailto(to, subject, o.Line+"\n", reply)
			rows = append(rows, o)
		}
	}
	return append(rows, m.forms()...)
}

// trayLines are the decisions on each message of a list of the tray. Where the list guesses a case, filing it there is
// offered, and nothing more: whether the sender is a party of it is for a person to say.
func (m *maker) trayLines() (lines []OfferRow) {
	name := m.in.Duty.Letter
	if name != dossier.LetterTrayList && name != dossier.LetterTrayNotice || len(m.in.Offers) > 0 {
		return nil
	}
	rows, _ := m.rows()
	for _, r := range rows {
		if r.Count > 0 {
			continue
		}
		n := strconv.Itoa(r.N)
		say := strings.NewReplacer("{n}", n, "{number}", r.Number)
		put := func(what string, args ...string) {
			line := strings.Join(append([]string{m.say("tray", what), n}, args...), " ")
			lines = append(lines, OfferRow{Line: line, Does: say.Replace(m.say("tray", what+"_does"))})
		}
		why := m.waits(r)
		if why == looksLikeCancellation {
			put("cancellation")
		}
		put("complaint")
		if r.Number != "" {
			put("accept", r.Number)
		}
		if candidate(why) {
			put("no_complaint")
		} else {
			put("reject")
		}
	}
	return lines
}

// Why a mail of a service mailbox waits: nobody has looked at it yet, or words of the regulation were found in it.
const (
	mixedMailbox          = "mixed_mailbox"
	looksLike             = "looks_like_"
	looksLikeCancellation = looksLike + "cancellation"
)

// candidate says whether the mail is one of a service mailbox, which waits in the inbox itself.
func candidate(why string) bool { return why == mixedMailbox || strings.HasPrefix(why, looksLike) }

// waits is the reason, as a code, for which the mail of a row waits.
func (m *maker) waits(r Row) string {
	if cases := m.in.Duty.Details.Cases; r.N <= len(cases) {
		return cases[r.N-1].Reason
	}
	return m.in.Duty.Details.Reason
}

// offerFields fill what stands below a letter to staff.
func (m *maker) offerFields(f *Fields) {
	f.Offers, f.OfferTitle = m.offers(), m.say("frame", "offers")
	help, text := "offers_help", "offers_text"
	if m.in.Duty.Letter == dossier.LetterFormTemplate {
		help, text = "forms_help", "forms_text"
	}
	f.OfferHelp, f.OfferText = m.say("frame", help), m.say("frame", text)
}

// forms are the ready-made mails of form_template: one for each way by which a complaint is told to a colleague. They begin
// a case, so they carry no token of one.
func (m *maker) forms() (rows []OfferRow) {
	if m.in.Duty.Letter != dossier.LetterFormTemplate {
		return nil
	}
	lines := strings.ReplaceAll(m.say("frame", "form"), " / ", "\n")
	for _, way := range []string{"phone", "oral", "reception", "post"} {
		word := m.say("forms", way)
		rows = append(rows, OfferRow{Line: word, Does: m.say("form_ways", way),
			Mailto: Mailto(m.in.From.Address, m.say("frame", "form_subject"), word+"\n"+lines+"\n", "")})
	}
	return rows
}

// ours says whether a link writes to the address that the letter comes from or is answered to, and to nobody else.
func (m *maker) ours(mailto string) bool {
	if len(mailto) > MaxMailto || strings.ContainsAny(mailto, "\r\n \"<>") {
		return false
	}
	to, fields, _ := strings.Cut(mailto, "?")
	lower := "&" + strings.ToLower(fields)
	for _, name := range []string{"&to=", "&cc=", "&bcc=", "&attach"} {
		if strings.Contains(lower, name) {
			return false
		}
	}
	return to == Mailto(m.in.From.Address, "", "", "") || m.in.ReplyTo != "" && to == Mailto(m.in.ReplyTo, "", "", "")
}
