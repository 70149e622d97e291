package intake

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"klachtd/internal/command"
	"klachtd/internal/proof"
)

// own is what the coordinator writes herself in the mails below: no command.
const ownWords = "Dank, ik kijk ernaar.\n\nGroet, Anna\n"

// layout is a place in a mail where commands must not act. %s is where they stand; type is that of the mail, text/plain
// when it says nothing.
type layout struct{ name, media, body string }

func marked(s, mark string) string { return mark + strings.ReplaceAll(s, "\n", "\n"+mark) }

// quotes are what programs put above what they quote, in Dutch and English.
var quotes = []string{
	"Op ma 18 mei 2026 om 09:12 schreef Klachten <klachten@voorbeeld.example>:", "Op ma 18 mei 2026 09:12 schreef Klachten <\nklachten@voorbeeld.example>:",
	"Op 18 mei 2026, om 09:12 heeft Klachten <klachten@voorbeeld.example> het volgende geschreven:", "Op 18-05-2026 om 09:12 schreef Klachten:",
	"Op maandag 18 mei 2026 om 09:12:34 CEST schreef Klachten <klachten@voorbeeld.example>:", "Klachten schreef op 2026-05-18 09:12:",
	"On Mon, May 18, 2026 at 9:12 AM Klachten <klachten@voorbeeld.example> wrote:", "On 18 May 2026, at 09:12, Klachten <klachten@voorbeeld.example> wrote:",
	"On 18/05/2026 09:12, Klachten wrote:", "On Monday, May 18th, 2026 at 9:12 AM, Klachten <klachten@voorbeeld.example> wrote:", "Klachten <klachten@voorbeeld.example> wrote:",
}

// blocks stand above the text that is answered or passed on, which bears no marks.
var blocks = []string{
	"Van: Klachten <klachten@voorbeeld.example>\nVerzonden: maandag 18 mei 2026 09:12\nAan: Anna <anna@voorbeeld.example>\nOnderwerp: [K2026-0001] Klacht\n",
	"From: Klachten <klachten@voorbeeld.example>\nSent: Monday, May 18, 2026 9:12 AM\nTo: Anna <anna@voorbeeld.example>\nSubject: [K2026-0001] Klacht\n",
	"________________________________\nVan: Klachten <klachten@voorbeeld.example>\nVerzonden: maandag 18 mei 2026 09:12\nAan: Anna <anna@voorbeeld.example>\nOnderwerp: Klacht\n",
	"________________________________\nFrom: Klachten <klachten@voorbeeld.example>\nSent: 18 May 2026 09:12\nTo: Anna <anna@voorbeeld.example>\nSubject: Klacht\n",
	"-----Oorspronkelijk bericht-----\nVan: Klachten <klachten@voorbeeld.example>\nVerzonden: maandag 18 mei 2026 09:12\nAan: Anna\nOnderwerp: Klacht\n",
	"-----Original Message-----\nFrom: Klachten <klachten@voorbeeld.example>\nSent: Monday, May 18, 2026 9:12 AM\nTo: Anna\nSubject: Klacht\n",
	"-------- Oorspronkelijk bericht --------\nVan: Klachten <klachten@voorbeeld.example>\nDatum: 18-05-2026 09:12 (GMT+01:00)\nAan: Anna <anna@voorbeeld.example>\nOnderwerp: Klacht\n",
	"-------- Original message --------\nFrom: Klachten <klachten@voorbeeld.example>\nDate: 18/05/2026 09:12 (GMT+01:00)\nTo: Anna <anna@voorbeeld.example>\nSubject: Klacht\n",
	"---------- Forwarded message ---------\nVan: Els Mulder <els@burger.example>\nDate: ma 18 mei 2026 om 09:12\nSubject: Klacht\nTo: <anna@voorbeeld.example>\n",
	"---------- Forwarded message ---------\nFrom: Els Mulder <els@burger.example>\nDate: Mon, May 18, 2026 at 9:12 AM\nSubject: Klacht\nTo: <anna@voorbeeld.example>\n",
	"---------- Doorgestuurd bericht ----------\nVan: Els Mulder <els@burger.example>\nDatum: 18 mei 2026 09:12\nOnderwerp: Klacht\nAan: <anna@voorbeeld.example>\n",
	"-------- Doorgestuurd bericht --------\nOnderwerp: Klacht\nDatum: Mon, 18 May 2026 09:12:00 +0200\nVan: Els Mulder <els@burger.example>\nAan: anna@voorbeeld.example\n",
	"Begin doorgestuurd bericht:\n\nVan: Els Mulder <els@burger.example>\nOnderwerp: Klacht\nDatum: 18 mei 2026 om 09:12:00 CEST\nAan: anna@voorbeeld.example\n",
	"Begin forwarded message:\n\nFrom: Els Mulder <els@burger.example>\nSubject: Klacht\nDate: 18 May 2026 at 09:12:00 CEST\nTo: anna@voorbeeld.example\n",
}

// layouts are the places: quoted, answered and passed on without marks, below a signature or a disclaimer, hidden, and
// behind words of one's own. above is what stands before the quote: nothing at all is a reply too.
func layouts() []layout {
	var all []layout
	for i, q := range quotes {
		all = append(all,
			layout{fmt.Sprintf("quote %d", i), "", ownWords + "\n" + q + "\n> %s\n"},
			layout{fmt.Sprintf("quote %d alone", i), "", q + "\n> %s\n"},
			layout{fmt.Sprintf("quote %d twice", i), "", ownWords + "\n" + q + "\n>> %s\n"},
		)
	}
	for i, b := range blocks {
		all = append(all,
			layout{fmt.Sprintf("block %d", i), "", ownWords + "\n" + b + "\n%s\n"},
			layout{fmt.Sprintf("block %d alone", i), "", b + "\n%s\n"},
		)
	}
	tails := []string{
		"-- \nAnna\n%s\n", "--\nAnna de Vries\n%s\n", "Verstuurd vanaf mijn iPhone\n\n%s\n", "Sent from my iPad\n%s\n", "Verzonden vanuit Outlook voor Android<https://aka.ms/x>\n%s\n",
		"Disclaimer: De inhoud van deze e-mail is vertrouwelijk en alleen bestemd voor de geadresseerde(n).\n%s\n",
		"This email and any files transmitted with it are confidential and intended solely for the use of the individual.\n%s\n",
		"%s\n", "En dan: %s\n", "Zoals ik zei:\n\n%s\n", "#einde\n%s\n",
	}
	for i, tail := range tails {
		all = append(all, layout{fmt.Sprintf("tail %d", i), "", ownWords + "\n" + tail})
	}
	hides := []string{
		`style="display:none"`, `style="color:#ffffff"`, `style="font-size:0"`, `style="visibility:hidden"`, `style="opacity:0"`, `hidden`,
		`style="position:absolute;left:-9999px"`, `style="mso-hide:all"`, `style="height:0;overflow:hidden"`, `style="color:white"`, `style="font-size:1px"`,
	}
	for i, hide := range hides {
		all = append(all,
			layout{fmt.Sprintf("hidden %d", i), "text/html", "<div " + hide + ">%s</div><p>Dank, ik kijk ernaar.</p>"},
			layout{fmt.Sprintf("hidden %d alone", i), "text/html", "<div " + hide + ">%s</div>"},
		)
	}
	for i, html := range []string{
		"<p>Dank.</p><blockquote><div>%s</div></blockquote>", "<p>Dank.</p><div class=\"gmail_quote\"><div class=\"gmail_attr\">Op ma 18 mei 2026 om 09:12 schreef Klachten:</div><blockquote>%s</blockquote></div>",
		"<blockquote type=\"cite\">%s</blockquote>", "<p>Dank.</p><hr><div id=\"divRplyFwdMsg\"><b>Van:</b> Klachten &lt;klachten@voorbeeld.example&gt;<br><b>Verzonden:</b> maandag 18 mei 2026 09:12<br><b>Aan:</b> Anna<br><b>Onderwerp:</b> Klacht</div><div>%s</div>",
		"<!-- %s --><p>Dank.</p>", "<style>%s</style><p>Dank.</p>", "<title>%s</title><p>Dank.</p>", "<p>Dank.</p><p>%s</p>", "<script>%s</script><p>Dank.</p>",
	} {
		all = append(all, layout{fmt.Sprintf("markup %d", i), "text/html", html})
	}
	return all
}

// commandless reads a layout as a mail of the coordinator with all proofs, and fails when a line of it acts.
func commandless(t testing.TB, o *office, token string, l layout, lines string) string {
	body := strings.ReplaceAll(l.body, "> %s", marked(lines, "> "))
	body = strings.ReplaceAll(body, ">> %s", marked(lines, ">> "))
	if l.media == "text/html" {
		lines = strings.ReplaceAll(lines, "\n", "<br>")
	}
	body = strings.ReplaceAll(body, "%s", lines)
	mail := letter{from: annaFrom, subject: "Re: [K2026-0001] Klacht", token: token, body: body}
	if l.media != "" {
		mail.head = "Content-Type: " + l.media + "; charset=utf-8\r\n"
	}
	r := o.read(mail)
	if r.Command != nil && len(r.Command.Lines) > 0 {
		return fmt.Sprintf("%s acts: %+v in\n%s", l.name, r.Command.Lines, body)
	}
	return ""
}

func TestNeverActs(t *testing.T) {
	o := newOffice(t, "amnesty")
	token := o.token(1, proof.Staff, "anna@voorbeeld.example", 3)
	all := layouts()
	if len(all) < 60 {
		t.Errorf("%d layouts", len(all))
	}
	for _, l := range all {
		for _, lines := range []string{"#sluiten", "#toewijzen chris\n#uitstel 1 juni 2026: wacht", "#vernietigen K2026-0001"} {
			if wrong := commandless(t, o, token, l, lines); wrong != "" {
				t.Error(wrong)
			}
		}
	}
}

// TestNeverActsGenerated: a thousand mails, each with commands somewhere that is not their writer's own text.
func TestNeverActsGenerated(t *testing.T) {
	o := newOffice(t, "amnesty")
	token := o.token(1, proof.Staff, "anna@voorbeeld.example", 3)
	all := layouts()
	mails := 0
	rapid.Check(t, func(t *rapid.T) {
		for range 10 { // of a hundred checks
			l := rapid.SampledFrom(all).Draw(t, "layout")
			var lines []string
			for range rapid.IntRange(1, 4).Draw(t, "lines") {
				w := rapid.SampledFrom(command.Words).Draw(t, "word")
				word := rapid.SampledFrom([]string{w.Dutch, w.English, strings.ToUpper(w.Dutch)}).Draw(t, "language")
				lines = append(lines, word+" "+rapid.SampledFrom([]string{"", "chris@voorbeeld.example", "1 juni 2026", "gegrond: omdat", "klager"}).Draw(t, "rest"))
			}
			mails++
			if wrong := commandless(o.t, o, token, l, strings.Join(lines, "\n")); wrong != "" {
				t.Fatal(wrong)
			}
		}
	})
	if mails < 1000 {
		t.Errorf("%d mails", mails)
	}
}

// TestLookAlikes: a line that only looks like a command is told, and does nothing.
func TestLookAlikes(t *testing.T) {
	o := newOffice(t, "amnesty")
	for _, line := range []string{
		"＃sluiten", "#\u200bsluiten", "#slui\u00adten", "#ѕluiten", "\u202e#sluiten", "#s\u0336luiten", "# sluiten", "*#sluiten*", "#sluitenn",
		"#dicht", "﹟sluiten", "#klager jan\u200b@b.example",
	} {
		r := o.anna(line + "\nTekst")
		if r.Command == nil || len(r.Command.Lines) > 0 || len(r.Command.Near) != 1 {
			t.Errorf("%q: %+v", line, r.Command)
		}
	}
}

// TestTextPlainOnly: where the HTML says something else than the text, the text counts; what the text alone shows in
// secret does not.
func TestTextPlainOnly(t *testing.T) {
	o := newOffice(t, "amnesty")
	both := func(text, html string) Reading {
		return o.read(letter{
			from: annaFrom, subject: "Re: [K2026-0001]", token: o.token(1, proof.Staff, "anna@voorbeeld.example", 3),
			head: "Content-Type: multipart/alternative; boundary=b\r\n",
			body: "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text + "\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html + "\r\n--b--\r\n",
		})
	}
	r := both("#uitstel 2026-06-01 wacht", "<p>#uitstel 2027-01-01 wacht</p>")
	if r.Command == nil || len(r.Command.Lines) != 1 || r.Command.Lines[0].Args.Date != june1 {
		t.Errorf("%+v", r.Command)
	}
	if r := both("Dank.", "<p>#sluiten</p>"); r.Command != nil {
		t.Errorf("the HTML acts: %+v", r.Command)
	}
	if r := both("#sluiten\nDank.", `<div style="display:none">#sluiten</div><p>Dank.</p>`); r.Command != nil && len(r.Command.Lines) > 0 {
		t.Errorf("what the HTML hides acts: %+v", r.Command)
	}
}

// TestForwardOfCommands: a colleague's forward whose text is a command is a complaint, and no command.
func TestForwardOfCommands(t *testing.T) {
	o := newOffice(t, "amnesty")
	for i, b := range blocks {
		if !strings.Contains(b, "els@burger.example") {
			continue
		}
		r := o.read(letter{from: "piet@voorbeeld.example", subject: "Fwd: Klacht", body: b + "\n#vernietigen K2026-0001\nIk wacht al weken.\n"})
		if r.Place != PlaceNew || r.Command != nil || r.Input.Opens.Complainant == nil || r.Input.Opens.Complainant.Address != "els@burger.example" {
			t.Errorf("block %d: place %s, %+v", i, r.Place, r.Command)
		}
	}
}
