package message

import (
	"strings"
	"testing"
)

func TestAnswers(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing quoted", "Hallo,\n\neen vraag.", "Hallo,\n\neen vraag."},
		{"Gmail, Dutch", "Dank.\n\nOp do 11 jun. 2026 om 10:12 schreef Piet Smit <piet@b.example>:\n\n> Geachte\n> heer\n", "Dank."},
		{"Gmail, Dutch, broken", "Dank.\n\nOp do 11 jun. 2026 om 10:12 schreef Piet Smit <\npiet@b.example>:\n\n> Geachte\n", "Dank."},
		{"Apple, Dutch", "Dank.\n\n> Op 11 jun. 2026 om 10:12 heeft Piet Smit <piet@b.example> het volgende geschreven:\n> \n> Geachte\n", "Dank."},
		{"Thunderbird, Dutch", "Dank.\n\nOp 11-06-2026 om 10:12 schreef Piet Smit:\n> Geachte\n", "Dank."},
		{"Gmail, English", "Thanks.\n\nOn Thu, Jun 11, 2026 at 10:12 AM Piet Smit <piet@b.example> wrote:\n\n> Dear\n", "Thanks."},
		{"German", "Danke.\n\nAm 11.06.2026 um 10:12 schrieb Piet Smit:\n> Sehr\n", "Danke."},
		{"French", "Merci.\n\nLe jeu. 11 juin 2026 à 10:12, Piet Smit <piet@b.example> a écrit :\n\n> Bonjour\n", "Merci."},
		{"Outlook", "Dank.\n\nGroet, Els\n\nVan: Piet <piet@b.example>\nVerzonden: donderdag 11 juni 2026 10:12\nAan: Els\nOnderwerp: klacht\n\nGeachte\n", "Dank.\n\nGroet, Els"},
		{"Outlook with a rule", "Dank.\n\n________________________________\nVan: Piet <piet@b.example>\nVerzonden: donderdag 11 juni 2026 10:12\nAan: Els\nOnderwerp: klacht\n\nGeachte\n", "Dank."},
		{"the original announced", "Dank.\n\n-----Oorspronkelijk bericht-----\nVan: Piet\nGeachte", "Dank."},
		{"quote without marks behind a program's sentence", "Dank.\n\nOp 11 jun. 2026 om 10:12 schreef Piet <piet@b.example>:\nGeachte heer\n", "Dank."},
		{"a person's sentence", "Op 11 juni schreef uw medewerker:\nU bent gek.\nDat kan niet.", "Op 11 juni schreef uw medewerker:\nU bent gek.\nDat kan niet."},
		{"between and below", "Op 11 jun. 2026 om 10:12 schreef Piet <piet@b.example>:\n> Bent u boos?\n\nJa.\n\n> Heel boos?\n\nOok.\n", "Ja.\n\nOok."},
		{"below", "> Bent u boos?\n\nJa.", "Ja."},
		{"signature", "Dank.\n\n-- \nEls Mulder\nStraat 1", "Dank."},
		{"signature, then a quote, then text", "Dank.\n-- \nEls\n\n> Ja?\n\nJa.", "Dank.\n\nJa."},
		{"phone", "Dank.\n\nVerstuurd vanaf mijn iPhone", "Dank."},
		{"phone above the quote", "Dank.\n\nVerzonden vanaf Outlook voor Android\n________________________________\nVan: Piet <piet@b.example>\nVerzonden: 11 juni 2026\nOnderwerp: x\n\nGeachte", "Dank."},
		{"a person who sends", "Verzonden met de post op 3 mei.\nNiets gehoord.", "Verzonden met de post op 3 mei.\nNiets gehoord."},
		{"disclaimer", "Dank.\n\nEls\n\nDe informatie in dit bericht is uitsluitend bestemd voor de geadresseerde. Indien u dit bericht onterecht ontvangt, verwijder het.\n\nStichting", "Dank.\n\nEls"},
		{"a person asks for confidence", "Dit bericht is vertrouwelijk en alleen bestemd voor de coördinator.\n\nIk word gepest.", "Dit bericht is vertrouwelijk en alleen bestemd voor de coördinator.\n\nIk word gepest."},
		{"a person asks for confidence below a quote", "> Ja?\n\nDit bericht is vertrouwelijk en alleen bestemd voor de coördinator.", "Dit bericht is vertrouwelijk en alleen bestemd voor de coördinator."},
		{"a list with a dash", "Twee zaken:\n- de beller\n- de brief", "Twee zaken:\n- de beller\n- de brief"},
		{"a rule in the text", "Eerste deel.\n-----\nTweede deel.", "Eerste deel.\n-----\nTweede deel."},
		{"names as quote marks", "On Thu, Jun 11, 2026 at 10:12, Piet wrote:\n\nPiet> Dear\nPiet> Els\n\nYes.", "Yes."},
		{"an arrow", "a -> b\nx>y", "a -> b\nx>y"},
		{"only a quote", "> a\n> b", ""},
		{"empty", "", ""},
		{"commands", "#toewijzen chris\n#uitstel 1-6-2026\nTekst\n\nOp 11 jun. 2026 om 10:12 schreef klachtd <k@b.example>:\n> #sluiten\n", "#toewijzen chris\n#uitstel 1-6-2026\nTekst"},
		{"old Gmail", "Dank.\n\n2026/6/11 Piet Smit <piet@b.example>\n\n> Geachte\n", "Dank."},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse(mailWith("Re: klacht", c.text))
			if m.Answer != c.want {
				t.Errorf("answer = %q, want %q", m.Answer, c.want)
			}
			if m.Text != strings.Trim(c.text, "\n") {
				t.Errorf("text = %q: something was cut from it", m.Text)
			}
		})
	}
}

// TestAnswersOfHTML reads replies that have no text part.
func TestAnswersOfHTML(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"Gmail", `<div dir="ltr">Dank.<div><br></div><div>Els</div></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Op do 11 jun. 2026 om 10:12 schreef Piet &lt;<a href="mailto:piet@b.example">piet@b.example</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0"><div>Geachte</div></blockquote></div>`, "Dank.\n\nEls"},
		{"Outlook", `<p class="MsoNormal">Dank.</p><p class="MsoNormal">Els</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>Van:</b> Piet &lt;piet@b.example&gt;<br><b>Verzonden:</b> donderdag 11 juni 2026 10:12<br><b>Aan:</b> Els<br><b>Onderwerp:</b> klacht</p></div></div><p class="MsoNormal">Geachte</p>`, "Dank.\nEls"},
		{"Apple", `<div>Dank.</div><div><br></div><blockquote type="cite"><div>Op 11 jun. 2026 om 10:12 heeft Piet &lt;piet@b.example&gt; het volgende geschreven:</div><div>Geachte</div></blockquote>`, "Dank."},
		{"Outlook on the web", `<div>Dank.</div><hr><div id="divRplyFwdMsg"><font><b>Van:</b> Piet &lt;piet@b.example&gt;<br><b>Verzonden:</b> donderdag 11 juni 2026 10:12<br><b>Aan:</b> Els<br><b>Onderwerp:</b> klacht</font></div><div>Geachte</div>`, "Dank."},
		{"hidden commands don't count", `<div style="display:none">#sluiten</div><div>Dank.</div>`, "Dank."},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse([]byte("From: jan@b.example\nSubject: Re: x\nContent-Type: text/html; charset=utf-8\n\n" + c.html))
			if m.Answer != c.want {
				t.Errorf("answer = %q, want %q; text\n%s", m.Answer, c.want, m.Text)
			}
		})
	}
}
