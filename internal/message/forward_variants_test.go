package message

import (
	"fmt"
	"html"
	"strings"
	"testing"
)

// tongue is how one language names what stands in a forward.
type tongue struct {
	name                          string
	from, sent, date, to, subject string
	prefix                        string // of Outlook's subjects
	original, forward             string // marks of Outlook and of Thunderbird
	appleMark, protonMark         string
	long, gmail, apple, proton    string // the eleventh of June 2026 as they write it
	short                         string // as telephones do
	colon                         string
	thunder                       [4]string // subject, date, from, to of Thunderbird
}

var tongues = []tongue{
	{"Dutch", "Van", "Verzonden", "Datum", "Aan", "Onderwerp", "FW: ", "Oorspronkelijk bericht", "Doorgestuurd bericht", "Begin doorgestuurd bericht:", "Doorgestuurd bericht",
		"donderdag 11 juni 2026 10:12", "do 11 jun 2026 om 10:12", "11 juni 2026 om 10:12:13 CEST", "Op donderdag 11 juni 2026 om 10:12", "11-06-2026 10:12 (GMT+01:00)", ":", [4]string{"Onderwerp", "Datum", "Van", "Aan"}},
	{"English", "From", "Sent", "Date", "To", "Subject", "FW: ", "Original Message", "Forwarded Message", "Begin forwarded message:", "Forwarded Message",
		"Thursday, June 11, 2026 10:12 AM", "Thu, Jun 11, 2026 at 10:12 AM", "11 June 2026 at 10:12:13 CEST", "On Thursday, June 11th, 2026 at 10:12", "6/11/26 10:12 AM (GMT+01:00)", ":", [4]string{"Subject", "Date", "From", "To"}},
	{"German", "Von", "Gesendet", "Datum", "An", "Betreff", "WG: ", "Ursprüngliche Nachricht", "Weitergeleitete Nachricht", "Anfang der weitergeleiteten Nachricht:", "Weitergeleitete Nachricht",
		"Donnerstag, 11. Juni 2026 10:12", "Do., 11. Juni 2026 um 10:12 Uhr", "11. Juni 2026 um 10:12:13 MESZ", "Am Donnerstag, 11. Juni 2026 um 10:12", "11.06.26 10:12 (GMT+01:00)", ":", [4]string{"Betreff", "Datum", "Von", "An"}},
	{"French", "De", "Envoyé", "Date", "À", "Objet", "TR: ", "Message d'origine", "Message transféré", "Début du message réexpédié :", "Message transféré",
		"jeudi 11 juin 2026 10:12", "jeu. 11 juin 2026 à 10:12", "11 juin 2026 à 10:12:13 UTC+2", "Le jeudi 11 juin 2026 à 10:12", "11/06/2026 10:12 (GMT+01:00)", "\u00a0:", [4]string{"Sujet", "Date", "De", "Pour"}},
}

const (
	variantFrom = "Els Mulder <els@b.example>"
	variantTo   = "piet@voorbeeld.example"
)

// variant is how one program writes a forward in one language.
type variant struct{ program, prefix, plain, html string }

// labelLines joins four labels and values, one per line.
func labelLines(colon, end string, pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		b.WriteString(pairs[i] + colon + " " + pairs[i+1] + end)
	}
	return b.String()
}

// bold does the same for HTML.
func bold(before, colon, after string, pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		fmt.Fprintf(&b, "%s<b>%s%s</b> %s%s", before, pairs[i], colon, html.EscapeString(pairs[i+1]), after)
	}
	return b.String()
}

func (l tongue) outlooks() []variant {
	sent := []string{l.from, variantFrom, l.sent, l.long, l.to, variantTo, l.subject, "klacht"}
	dated := []string{l.from, variantFrom, l.date, l.long, l.to, variantTo, l.subject, "klacht"}
	named := []string{l.from, variantFrom, l.sent, l.long, l.to, "Piet Smit <" + variantTo + ">", "Cc", "Ans Bos <ans@voorbeeld.example>", l.subject, "klacht"}
	text := `<p class="MsoNormal">Ik ben boos.</p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">Els</p>`
	return []variant{
		{"Outlook desktop", l.prefix, "\n-----" + l.original + "-----\n" + labelLines(l.colon, " \n", sent...) + "\n" + complaint,
			`<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">` + bold("", l.colon, "<br>", sent...) + `<o:p></o:p></p></div></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p>` + text},
		{"Outlook desktop with copies", l.prefix, "\n" + labelLines(l.colon, "\n", named...) + "\n" + complaint,
			`<div style="border:none;border-top:solid #B5C4DF 1.0pt"><p class="MsoNormal"><b><span style="font-size:10.0pt">` + bold("</span></b>", l.colon, "<br>", named...) + `</p></div>` + text},
		{"new Outlook", l.prefix, "________________________________\n" + labelLines(l.colon, "\n", sent...) + "\n" + complaint,
			`<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">` + bold("", l.colon, "<br>", sent...) + `</font><div>&nbsp;</div></div><div>Ik ben boos.</div><div><br></div><div>Els</div>`},
		{"Outlook mobile", l.prefix, "Outlook voor iOS downloaden<https://aka.ms/o0ukef>\n________________________________\n" + labelLines(l.colon, "\n", sent...) + "\n" + complaint,
			`<div id="ms-outlook-mobile-signature">Verzonden vanuit <a href="https://aka.ms/o0ukef">Outlook voor iOS</a></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg">` + bold("", l.colon, "<br>", sent...) + `</div><div dir="ltr">Ik ben boos.<br><br>Els</div>`},
		{"Outlook mobile, newer", l.prefix, "\n" + labelLines(l.colon, "\n", dated...) + "\n" + complaint,
			`<div id="mail-editor-reference-message-container"><div class="ms-outlook-mobile-reference-message skipProofing" style="padding:3pt 0in 0in;border-style:solid none none"><span style="font-family:Aptos;color:black">` + bold("", l.colon+" ", "<br>", dated...) + `<br></span></div><div>Ik ben boos.</div><div><br></div><div>Els</div></div>`},
		{"Outlook Mac", l.prefix, "\n" + labelLines(l.colon, "\n", dated...) + "\n" + complaint,
			`<div style="border:none;border-top:solid #B5C4DF 1.0pt"><p class="MsoNormal" style="margin-bottom:12.0pt"><span style="font-size:12.0pt;color:black">` + bold("", l.colon+" ", "<br>", dated...) + `</span></p></div>` + text},
		{"Outlook, bold in text", l.prefix, "\n" + labelLines(l.colon+"*", "\n", "*"+l.from, variantFrom, "*"+l.sent, l.long, "*"+l.to, variantTo, "*"+l.subject, "klacht") + "\n" + complaint, ""},
	}
}

func (l tongue) others() []variant {
	table := func(pairs ...string) (rows string) {
		for i := 0; i < len(pairs); i += 2 {
			rows += `<tr><th nowrap="nowrap" valign="BASELINE" align="RIGHT">` + pairs[i] + l.colon + ` </th><td>` + html.EscapeString(pairs[i+1]) + `</td></tr>`
		}
		return `<table class="moz-email-headers-table"><tbody>` + rows + `</tbody></table>`
	}
	marks := func(s string) string { return "> " + strings.ReplaceAll(s, "\n", "\n> ") }
	gmail := l.from + l.colon + " " + variantFrom + "\nDate: " + l.gmail + "\nSubject: klacht\nTo: <" + variantTo + ">\n"
	apple := []string{l.from, variantFrom, l.subject, "klacht", l.date, l.apple, l.to, variantTo}
	ios := []string{l.from, variantFrom, l.date, l.apple, l.to, variantTo, l.subject, "klacht"}
	thunder := []string{l.thunder[0], "klacht", l.thunder[1], "Thu, 11 Jun 2026 10:12:13 +0200", l.thunder[2], variantFrom, l.thunder[3], variantTo}
	yahoo := []string{l.from, variantFrom, l.to, variantTo, l.sent, l.long, l.subject, "klacht"}
	samsung := []string{l.from, variantFrom, l.date, l.short, l.to, variantTo, l.subject, "klacht"}
	proton := []string{l.from, variantFrom, l.date, l.proton, l.subject, "klacht", l.to, variantTo}
	divs := "<div>Ik ben boos.</div><div><br></div><div>Els</div>"
	return []variant{
		{"Gmail", "Fwd: ", "---------- Forwarded message ---------\n" + gmail + "\n\n" + complaint,
			`<div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>` + l.from + l.colon + ` <strong class="gmail_sendername" dir="auto">Els Mulder</strong> <span dir="auto">&lt;<a href="mailto:els@b.example">els@b.example</a>&gt;</span><br>Date: ` + l.gmail + `<br>Subject: klacht<br>To:  &lt;<a href="mailto:` + variantTo + `">` + variantTo + `</a>&gt;<br></div><br><br><div dir="ltr">` + divs + `</div></div>`},
		{"Gmail in its own words", "Fwd: ", "---------- " + l.forward + " ---------\n" + gmail + "\n\n" + complaint, ""},
		{"Apple Mail", "Fwd: ", "\n> " + l.appleMark + "\n> \n" + marks(labelLines(":", "\n", apple...)+"\n"+complaint),
			`<div><br><blockquote type="cite"><div>` + l.appleMark + `</div><br class="Apple-interchange-newline">` + bold(`<div style="margin-top: 0px; margin-right: 0px; margin-bottom: 0px; margin-left: 0px;">`, ": ", "<br></div>", apple...) + `<br><div>` + divs + `</div></blockquote></div>`},
		{"Apple Mail without marks", "Fwd: ", "\n" + l.appleMark + "\n\n" + labelLines(":", "\n", apple...) + "\n" + complaint, ""},
		{"iPhone", "Fwd: ", "\n\nVerstuurd vanaf mijn iPhone\n\n" + l.appleMark + "\n\n" + marks(labelLines(":", "\n", ios...)) + "\n" + marks(complaint),
			`<br><div dir="ltr">Verstuurd vanaf mijn iPhone</div><div dir="ltr"><br>` + l.appleMark + `<br><br></div><blockquote type="cite"><div dir="ltr">` + bold("", ":", "<br>", ios...) + `<br></div></blockquote><blockquote type="cite"><div dir="ltr">` + divs + `</div></blockquote>`},
		{"Thunderbird", "Fwd: ", "\n\n-------- " + l.forward + " --------\n" + labelLines(l.colon, "\n", thunder...) + "\n\n\n" + complaint,
			`<div class="moz-forward-container"><br><br>-------- ` + l.forward + ` --------` + table(thunder...) + `<br><br>` + divs + `</div>`},
		{"Yahoo", "Fw: ", "\n\n   ----- " + l.forward + " ----- " + strings.Join([]string{l.from + l.colon + " " + variantFrom, l.to + l.colon + " " + variantTo, l.sent + l.colon + " " + l.long, l.subject + l.colon + " klacht"}, "") + "\n   " + complaint,
			`<div id="yahoo_quoted_1" class="yahoo_quoted"><div style="font-size:13px;color:#26282a;"><div>----- ` + l.forward + ` -----</div>` + bold("<div>", l.colon, "</div>", yahoo...) + `<div><br></div><div>` + divs + `</div></div></div>`},
		{"Yahoo in lines", "Fw: ", "\n----- " + l.forward + " -----\n" + labelLines(l.colon, "\n", yahoo...) + "\n" + complaint, ""},
		{"Samsung", "Fwd: ", "\n-------- " + l.original + " --------\n" + labelLines(l.colon, " \n", samsung...) + "\n" + complaint,
			`<div style="font-size:100%;color:#000000"><!-- originalMessage --><div>-------- ` + l.original + ` --------</div>` + "<div>" + strings.ReplaceAll(html.EscapeString(strings.TrimSuffix(labelLines(l.colon, " \n", samsung...), "\n")), "\n", "</div><div>") + `</div><div><br></div></div>` + divs},
		{"Samsung on one line", "Fwd: ", "\n-------- " + l.original + " --------" + labelLines(l.colon, " ", samsung...) + "\n" + complaint, ""},
		{"ProtonMail", "Fw: ", "------- " + l.protonMark + " -------\n" + labelLines(l.colon, "\n", proton...) + "\n" + complaint,
			`<div class="protonmail_quote">------- ` + l.protonMark + ` -------<br>` + strings.ReplaceAll(html.EscapeString(labelLines(l.colon, "\n", proton...)), "\n", "<br>") + `<br><blockquote class="protonmail_quote" type="cite">` + divs + `</blockquote></div>`},
		{"ProtonMail with marks", "Fw: ", "------- " + l.protonMark + " -------\n" + labelLines(l.colon, "\n", proton...) + "\n" + marks(complaint), ""},
	}
}

// TestForwardVariants reads forwards as many programs write them, in four
// languages, as text and as HTML alone, with a note above them and without.
func TestForwardVariants(t *testing.T) {
	for _, l := range tongues {
		for _, v := range append(l.outlooks(), l.others()...) {
			for _, note := range []string{"", "Kun jij dit oppakken?"} {
				t.Run(fmt.Sprintf("%s/%s/text/%v", l.name, v.program, note != ""), func(t *testing.T) {
					text := v.plain
					if note != "" {
						text = note + "\n\n" + text
					}
					sameForward(t, Parse(mailWith(v.prefix+"klacht", text)), note)
				})
				if v.html == "" {
					continue
				}
				t.Run(fmt.Sprintf("%s/%s/HTML/%v", l.name, v.program, note != ""), func(t *testing.T) {
					body := "<html><body><div>" + note + "</div><div><br></div>" + v.html + "</body></html>"
					sameForward(t, Parse([]byte("From: piet@voorbeeld.example\nSubject: "+v.prefix+"klacht\nContent-Type: text/html; charset=utf-8\n\n"+body)), note)
				})
			}
		}
	}
}

func sameForward(t *testing.T, m *Message, note string) {
	t.Helper()
	if len(m.Originals) != 1 {
		t.Fatalf("%d originals in\n%s", len(m.Originals), m.Text)
	}
	o := m.Originals[0]
	to := ""
	if len(o.To) > 0 {
		to = o.To[0].Address
	}
	if o.From == nil || *o.From != (Address{"Els Mulder", "els@b.example"}) || to != variantTo || o.Day != "2026-06-11" || o.Subject != "klacht" {
		t.Errorf("from %v, to %q, day %q, subject %q in\n%s", o.From, to, o.Day, o.Subject, m.Text)
	}
	if strings.Join(strings.Fields(o.Text), " ") != "Ik ben boos. Els" || o.Note != note || m.Answer != note {
		t.Errorf("text %q, note %q, answer %q in\n%s", o.Text, o.Note, m.Answer, m.Text)
	}
}
