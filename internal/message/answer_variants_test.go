package message

import (
	"fmt"
	"html"
	"strings"
	"testing"
)

// reply is how one program in one language answers: what stands above the
// quote, and whether it puts marks before it.
type reply struct{ program, above string }

func repliesIn(l tongue) []reply {
	block := func(sent string) string {
		return labelLines(l.colon, "\n", l.from, "Klachten Zorg <klachten@voorbeeld.example>", sent, l.long, l.to, "Els Mulder <els@b.example>", l.subject, "RE: klacht") + "\n"
	}
	all := []reply{
		{"Outlook", block(l.sent)},
		{"Outlook Mac", block(l.date)},
		{"new Outlook", "________________________________\n" + block(l.sent)},
		{"old Outlook", "-----" + l.original + "-----\n" + block(l.sent)},
		{"Samsung", "-------- " + l.original + " --------\n" + labelLines(l.colon, "\n", l.from, "Klachten <klachten@voorbeeld.example>", l.date, l.short, l.to, "els@b.example", l.subject, "Re: klacht") + "\n"},
	}
	for i, s := range sentences[l.name] {
		all = append(all, reply{fmt.Sprintf("sentence %d", i+1), s + "\n"})
	}
	return all
}

// sentences stand above the quote, as Gmail, Apple Mail, iPhone, Thunderbird,
// Yahoo, ProtonMail and Outlook for telephones write them.
var sentences = map[string][]string{
	"Dutch": {
		"Op do 11 jun 2026 om 10:12 schreef Klachten Zorg <klachten@voorbeeld.example>:", "Op do 11 jun. 2026 10:12 schreef Klachten Zorg <\nklachten@voorbeeld.example>:",
		"Op 11 jun 2026, om 10:12 heeft Klachten Zorg <klachten@voorbeeld.example> het volgende geschreven:", "Op 11 jun 2026 om 10:12 heeft Klachten Zorg <klachten@voorbeeld.example> het\nvolgende geschreven:",
		"Op 11-06-2026 om 10:12 schreef Klachten Zorg:", "Op 11-6-2026 10:12, schreef klachten@voorbeeld.example:", "Op donderdag 11 juni 2026 om 10:12:13 CEST schreef Klachten Zorg <klachten@voorbeeld.example>:",
		"Op donderdag 11 juni 2026 om 10:12 AM schreef Klachten Zorg <klachten@voorbeeld.example>:", "Klachten Zorg <klachten@voorbeeld.example> schreef op 11 juni 2026 10:12:13 CEST:", "Klachten Zorg schreef op 2026-06-11 10:12:",
		"> Op 11 jun 2026 om 10:12 heeft Klachten Zorg <klachten@voorbeeld.example> het volgende geschreven:\n>",
	},
	"English": {
		"On Thu, Jun 11, 2026 at 10:12 AM Klachten Zorg <klachten@voorbeeld.example> wrote:", "On Thu, 11 Jun 2026 at 10:12, Klachten Zorg <klachten@voorbeeld.example>\nwrote:", "On 11 Jun 2026, at 10:12, Klachten Zorg <klachten@voorbeeld.example> wrote:",
		"On 11/06/2026 10:12, Klachten Zorg wrote:", "On Thursday, June 11, 2026 at 10:12:13 AM GMT+2, Klachten Zorg <klachten@voorbeeld.example> wrote:", "On Thursday, June 11th, 2026 at 10:12 AM, Klachten Zorg <klachten@voorbeeld.example> wrote:",
		"On 11 June 2026 10:12:13 CEST, Klachten Zorg <klachten@voorbeeld.example> wrote:", "Klachten Zorg <klachten@voorbeeld.example> wrote:", "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Thursday, June 11th, 2026 at 10:12, Klachten Zorg <klachten@voorbeeld.example> wrote:",
	},
	"German": {
		"Am Do., 11. Juni 2026 um 10:12 Uhr schrieb Klachten Zorg <klachten@voorbeeld.example>:", "Am 11.06.2026 um 10:12 schrieb Klachten Zorg <klachten@voorbeeld.example>:", "Am 11.06.26 um 10:12 schrieb Klachten Zorg:", "Am Donnerstag, 11. Juni 2026 um 10:12:13 MESZ hat Klachten Zorg <klachten@voorbeeld.example> Folgendes geschrieben:",
		"Gesendet: Donnerstag, 11. Juni 2026 um 10:12 Uhr\nVon: \"Klachten Zorg\" <klachten@voorbeeld.example>\nAn: els@b.example\nBetreff: Re: klacht",
	},
	"French": {
		"Le jeu. 11 juin 2026 à 10:12, Klachten Zorg <klachten@voorbeeld.example> a écrit :", "Le 11 juin 2026 à 10:12, Klachten Zorg <klachten@voorbeeld.example> a écrit :", "Le 11/06/2026 à 10:12, Klachten Zorg a écrit\u00a0:", "Le jeudi 11 juin 2026 à 10:12:13 UTC+2, Klachten Zorg <klachten@voorbeeld.example> a écrit :",
		"Le jeu. 11 juin 2026 à 10:12, Klachten Zorg <klachten@voorbeeld.example> a\nécrit :",
	},
}

const (
	quotedLetter = "Geachte mevrouw Mulder,\n\nWilt u langskomen voor een gesprek?\nHeeft u nog stukken?\n\nMet vriendelijke groet,\nKlachten Zorg"
	ownLetter    = "Beste mensen,\n\nJa, dat wil ik graag. Liefst op dinsdag om 10:30.\n\nGroet,\nEls Mulder"
)

// tails follow what a person wrote, and belong to the program or to the house.
var tails = []string{
	"", "\n\n-- \nEls Mulder\nDorpsstraat 1\n1234 AB Ede\n06-12345678", "\n\nVerstuurd vanaf mijn iPhone", "\n\nVerzonden met mijn Samsung Galaxy smartphone.", "\n\nVerzonden vanuit Outlook voor Android<https://aka.ms/AAb9ysg>",
	"\n\nSent from my iPad", "\n\nGet Outlook for iOS<https://aka.ms/o0ukef>", "\n\nVerzonden met Proton Mail beveiligde e-mail.", "\n\nSent from Yahoo Mail on Android", "\n\nVon meinem iPhone gesendet", "\n\nEnvoyé de mon iPhone", "\n\nVerzonden vanuit Mail voor Windows", "\n\nOutlook voor iOS downloaden<https://aka.ms/o0ukef>",
	"\n\nDit bericht is uitsluitend bestemd voor de geadresseerde. Als u dit bericht per abuis ontvangt, verzoeken wij u het te verwijderen. Het bericht kan vertrouwelijke informatie bevatten.",
	"\n\nDisclaimer: De inhoud van deze e-mail is vertrouwelijk en alleen bestemd voor de geadresseerde(n). Aan dit bericht kunnen geen rechten worden ontleend.",
	"\n\nThis email and any files transmitted with it are confidential and intended solely for the use of the individual or entity to whom they are addressed. If you have received this email in error please notify the sender.",
	"\n\nDiese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind oder diese E-Mail irrtümlich erhalten haben, informieren Sie bitte sofort den Absender.",
	"\n\nCe message est confidentiel et destiné exclusivement à ses destinataires. Si vous avez reçu ce message par erreur, merci de le détruire.",
}

func marked(s string) string { return "> " + strings.ReplaceAll(s, "\n", "\n> ") }

// TestAnswerVariants reads replies above the quote, below it and between its
// lines, with every sentence that introduces a quote and every tail.
func TestAnswerVariants(t *testing.T) {
	for _, l := range tongues {
		for _, r := range repliesIn(l) {
			quote := quotedLetter
			own := strings.HasPrefix(r.program, "sentence")
			if own && !strings.HasPrefix(r.above, "Gesendet") {
				quote = marked(quotedLetter)
			}
			for i, tail := range tails {
				t.Run(fmt.Sprintf("%s/%s/above/%d", l.name, r.program, i), func(t *testing.T) {
					sameAnswer(t, ownLetter+tail+"\n\n"+r.above+"\n"+quote, ownLetter)
				})
			}
			if quote == quotedLetter {
				continue
			}
			t.Run(l.name+"/"+r.program+"/below", func(t *testing.T) {
				sameAnswer(t, r.above+quote+"\n\n"+ownLetter+"\n\n-- \nEls Mulder", ownLetter)
			})
			t.Run(l.name+"/"+r.program+"/between", func(t *testing.T) {
				sameAnswer(t, r.above+marked("Geachte mevrouw,\n\nWilt u langskomen?")+"\n\nJa, graag.\n\n"+marked("Heeft u stukken?")+"\n\nNee.\nDie heb ik niet.\n\nVerstuurd vanaf mijn iPhone", "Ja, graag.\n\nNee.\nDie heb ik niet.")
			})
			t.Run(l.name+"/"+r.program+"/without marks", func(t *testing.T) {
				if strings.HasPrefix(r.above, ">") {
					return
				}
				sameAnswer(t, ownLetter+"\n\n"+r.above+"\n"+quotedLetter, ownLetter)
			})
		}
	}
}

func sameAnswer(t *testing.T, text, want string) {
	t.Helper()
	m := Parse([]byte("From: Els Mulder <els@b.example>\nIn-Reply-To: <k@voorbeeld.example>\nSubject: Re: klacht\nContent-Type: text/plain; charset=utf-8\n\n" + text))
	if m.Answer != want || len(m.Originals) > 0 {
		t.Errorf("answer %q, %d originals, of\n%s", m.Answer, len(m.Originals), text)
	}
}

// TestAnswerVariantsOfHTML does the same with the marking of Gmail, Apple
// Mail, Thunderbird, Yahoo, ProtonMail and Outlook.
func TestAnswerVariantsOfHTML(t *testing.T) {
	quote := "<div>Geachte mevrouw,</div><div><br></div><div>Wilt u langskomen?</div>"
	for _, l := range tongues {
		pairs := []string{l.from, "Klachten Zorg <klachten@voorbeeld.example>", l.sent, l.long, l.to, "Els Mulder", l.subject, "RE: klacht"}
		variants := map[string]string{
			"Outlook":        `<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">` + bold("", l.colon, "<br>", pairs...) + `<o:p></o:p></p></div></div><p class="MsoNormal">Geachte mevrouw,</p>`,
			"Outlook on web": `<div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr">` + bold("", l.colon, "<br>", pairs...) + `<div>&nbsp;</div></div>` + quote,
			"Outlook mobile": `<div id="ms-outlook-mobile-signature"><div></div>Verzonden vanuit <a href="https://aka.ms/o0ukef">Outlook voor iOS</a></div><div id="mail-editor-reference-message-container"><hr><div id="divRplyFwdMsg">` + bold("", l.colon+" ", "<br>", pairs...) + `</div>` + quote + `</div>`,
		}
		for i, s := range sentences[l.name] {
			if strings.HasPrefix(s, ">") || strings.HasPrefix(s, "Gesendet") || strings.HasPrefix(s, "‐") {
				continue
			}
			s := html.EscapeString(strings.ReplaceAll(s, "\n", " "))
			variants[fmt.Sprintf("Gmail %d", i)] = `<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">` + s + `<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">` + quote + `</blockquote></div>`
			variants[fmt.Sprintf("Apple %d", i)] = `<div><br><blockquote type="cite"><div>` + s + `</div><br class="Apple-interchange-newline"><div>` + quote + `</div></blockquote></div><br>`
			variants[fmt.Sprintf("iPhone %d", i)] = `<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Verstuurd vanaf mijn iPhone</div><div dir="ltr"><br><blockquote type="cite">` + s + `<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">` + quote + `</div></blockquote>`
			variants[fmt.Sprintf("Thunderbird %d", i)] = `<div class="moz-cite-prefix">` + s + `<br></div><blockquote type="cite" cite="mid:k@voorbeeld.example">` + quote + `</blockquote><pre class="moz-signature" cols="72">-- ` + "\n" + `Els Mulder</pre>`
			variants[fmt.Sprintf("Yahoo %d", i)] = `<div id="yahoo_quoted_1" class="yahoo_quoted"><div><div>` + s + `</div><div><br></div><div><br></div><div>` + quote + `</div></div></div>`
			variants[fmt.Sprintf("ProtonMail %d", i)] = `<div class="protonmail_signature_block">Verzonden met <a href="https://proton.me/">Proton Mail</a> beveiligde e-mail. </div><div class="protonmail_quote">` + s + `<br><blockquote class="protonmail_quote" type="cite">` + quote + `</blockquote></div>`
		}
		for name, below := range variants {
			for kind, own := range map[string]string{
				"divs":       "<div>Beste mensen,</div><div><br></div><div>Ja, dat wil ik graag.</div>",
				"paragraphs": "<p>Beste mensen,</p><p>Ja, dat wil ik graag.</p>",
				"Mso":        `<p class="MsoNormal">Beste mensen,<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">Ja, dat wil ik graag.<o:p></o:p></p>`,
			} {
				t.Run(l.name+"/"+name+"/"+kind, func(t *testing.T) {
					m := Parse([]byte("From: els@b.example\nSubject: Re: klacht\nContent-Type: text/html; charset=utf-8\n\n<html><head><style>p.MsoNormal{margin:0cm;font-size:11.0pt}</style></head><body>" + own + below + "</body></html>"))
					if want := "Beste mensen,\n\nJa, dat wil ik graag."; m.Answer != want || len(m.Originals) > 0 {
						t.Errorf("answer %q, %d originals, of\n%s", m.Answer, len(m.Originals), m.Text)
					}
				})
			}
		}
	}
}
