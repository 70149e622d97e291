package letter

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"klachtd/internal/dossier"
)

// hostile draws what strangers write to break letters: line ends of every kind, encoded words, directions, templates,
// Markdown, HTML, and plain words between them.
func hostile() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{
			"\r\n", "\n", "\r", "\u2028", "\u2029", "\u0085", "\x00", "\v", "\f", "\x1b[2J", "\u202e", "\u2066", "\u200b", "\ufeff", "\x7f",
			"Bcc: dief@elders.example", "\r\nBcc: dief@elders.example\r\n\r\n", "=?UTF-8?q?hoi=0D=0ABcc:dief@elders.example?=",
			"\r\n.\r\nMAIL FROM:<dief@elders.example>", "\n.\n", "..", "--", "-- \n", "{{.Env}}", `{{template "x"}}`, `{{printf "%s" .}}`,
			"${HOME}", "%s%n", "zq0000qz", "\x01\x02\x03\x04", "# kop", "- punt", "> citaat", "**vet**", "[klik](https://elders.example)",
			"https://elders.example/a?b=c", "www.elders.example", "javascript:alert(1)", "<script>alert(1)</script>", "<img src=\"http://elders.example/x",
			"<base href=//elders.example>", "</td></table>", "<style>@import url(x)</style>", "\xff\xfe", "é", "😀", "👩\u200d👧", "\u0301", strings.Repeat("a", 1200),
		}),
		rapid.StringN(0, 20, 60),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), "")
	})
}

// infect puts hostile words wherever a stranger's words can reach a letter.
func infect(t *rapid.T, in Input) Input {
	draw := func(name string) string { return hostile().Draw(t, name) }
	in.Case.Parties = slices.Clone(in.Case.Parties)
	for i := range in.Case.Parties {
		in.Case.Parties[i].Name = draw("name")
	}
	in.Greeting, in.To.Name = draw("greeting"), draw("to")
	in.Quote = draw("quote")
	in.Attachments = []dossier.Attachment{{Name: draw("file")}}
	in.Mails = []MailLine{{ID: "m17", From: draw("from"), Subject: draw("subject"), Excerpt: draw("excerpt")}}
	in.InReplyTo, in.References = draw("in-reply-to"), []string{draw("reference"), "<" + draw("id") + "@elders.example>"}
	in.Duty.Details.SMTP, in.Duty.Details.Text = draw("smtp"), draw("text")
	in.Duty.Details.Script = slices.Clone(in.Duty.Details.Script)
	for i := range in.Duty.Details.Script {
		in.Duty.Details.Script[i].Word, in.Duty.Details.Script[i].Rest = draw("word"), draw("rest")
	}
	if in.Offers = slices.Clone(in.Offers); len(in.Offers) > 0 {
		in.Offers[0] = Offer{draw("line"), draw("does"), draw("mailto")}
	}
	in.Statement = []Statement{
		{Title: draw("title"), Who: draw("who"), Name: draw("whose"), Day: in.Case.Received, Text: draw("words")}, {Text: draw("more words")},
	}
	in.Held, in.Draft, in.Memo = []string{draw("held")}, draw("draft"), draw("memo")
	if len(in.Journal) > 0 {
		in.Journal = []JournalLine{{What: draw("what"), Who: draw("who")}}
	}
	return in
}

// together is how many letters share one run of the property below: each is drawn a dozen times in a run of a hundred.
const together = 8

// TestNothingIsInjected renders every letter with hostile words: no header field, no part, no element and no line mark
// comes of them. Reference: security.md tests 67, 71, 72, 73, 78.
func TestNothingIsInjected(t *testing.T) {
	for some := range slices.Chunk(samples(t), together) {
		t.Run(some[0].name, func(t *testing.T) {
			clean := map[string]map[string]int{}
			for _, s := range some {
				clean[s.name] = shape(t, parsed(t, render(t, s.in)).html)
			}
			rapid.Check(t, func(rt *rapid.T) {
				s := some[rapid.IntRange(0, len(some)-1).Draw(rt, "letter")]
				unharmed(rt, infect(rt, s.in), clean[s.name])
			})
		})
	}
}

// unharmed renders a letter and fails on anything in it that acts, hides, or is no part of the letter as it was written.
func unharmed(t *rapid.T, in Input, clean map[string]int) {
	raw, err := builtIn().Render(in)
	if err != nil {
		t.Fatal(err)
	}
	r := sound(t, raw)
	if strings.Contains(r.text, "<no value>") || strings.ContainsAny(r.text, "\x00\x01\x02\x03\x04\x1b\u202e\u2066\u200b\u2028") {
		t.Fatalf("the text shows what it should not:\n%q", r.text)
	}
	if strings.Contains(r.html, "ZgotmplZ") || !utf8.ValidString(r.html) || !utf8.ValidString(r.text) {
		t.Fatal("a part is not what it should be")
	}
	for element, n := range shape(t, r.html) {
		if clean[element] == 0 && n > 0 && !slices.Contains(repeated, element) {
			t.Fatalf("the HTML holds <%s>", element)
		}
	}
}

// repeated are elements that more or fewer fields bring, with nothing in them that acts.
var repeated = []string{"br", "div", "li", "ul", "p", "h2", "table", "tbody", "tr", "td", "strong", "a", "span", "code"}

// shape counts the elements of a page and fails on anything that acts or loads.
func shape(t failer, page string) map[string]int {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		count[n.Data]++
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "background" || a.Key == "action" || strings.Contains(a.Val, "url("):
				t.Fatalf("<%s %s=%q>", n.Data, a.Key, a.Val)
			case a.Key == "href" && a.Val != voorbeeld.RulesURL && a.Val != voorbeeld.PrivacyURL && !opensReply(a.Val):
				t.Fatalf("a link to %q", a.Val)
			}
		}
	}
	for _, element := range []string{"script", "img", "iframe", "object", "form", "base", "link", "svg", "math", "input"} {
		if count[element] > 0 {
			t.Fatalf("the HTML holds <%s>", element)
		}
	}
	return count
}

// opensReply says whether a link opens a mail to our own address, with nothing but a subject and a text in it.
func opensReply(link string) bool {
	to, fields, _ := strings.Cut(link, "?")
	if to != "mailto:klachten@voorbeeld.example" && to != "mailto:klachten+c4qx3tokenbbb@voorbeeld.example" {
		return false
	}
	for f := range strings.SplitSeq(fields, "&") {
		if name, value, _ := strings.Cut(f, "="); name != "" && name != "subject" && name != "body" || strings.ContainsAny(value, "?+ \r\n") {
			return false
		}
	}
	return true
}

// TestAcknowledgementEchoesNothing: to somebody for whom nobody vouches, no run of eight bytes of what he wrote comes
// back. Reference: security.md test 10.
func TestAcknowledgementEchoesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		word := rapid.StringMatching(`[qxzjQXZJ0-9]{8,30}`) // nothing that a letter of ours holds
		in := acknowledgement(t, amnestyBlocks)
		in.Greeting = ""
		name, subject, body, file := word.Draw(rt, "name"), word.Draw(rt, "subject"), word.Draw(rt, "body"), word.Draw(rt, "file")
		in.To.Name, in.Case.Parties[0].Name = name, name
		in.Quote, in.Attachments = body, []dossier.Attachment{{Name: file}}
		in.Mails = []MailLine{{ID: "m1", From: name, Subject: subject, Excerpt: body}}
		in.Duty.About, in.Case.Facts = "m1", map[string][]string{"reason": {body}}
		raw, err := builtIn().Render(in)
		if err != nil {
			rt.Fatal(err)
		}
		r := parsed(rt, raw)
		seen := string(raw) + r.text + r.html
		for _, w := range []string{name, subject, body, file} {
			for i := 0; i+8 <= len(w); i++ {
				if strings.Contains(seen, w[i:i+8]) {
					rt.Fatalf("the letter holds %q", w[i:i+8])
				}
			}
		}
	})
}

// TestRespondentLearnsNothing: a letter to the respondent names no complainant (rule 10).
func TestRespondentLearnsNothing(t *testing.T) {
	for _, name := range []dossier.LetterName{"delay_notice_1", "delay_notice_2"} {
		in := delay(t, name, toRespondent, 0, "2026-04-16")
		in.Quote, in.Duty.Details.Text = complaint, "Jan de Boer belde nog."
		r := parsed(t, render(t, in))
		for _, secret := range []string{"Boer", "jan@", "rekeningnummer", "Piet"} {
			if strings.Contains(r.text+r.html+fmt.Sprint(r.header), secret) {
				t.Errorf("%s to the respondent holds %q", name, secret)
			}
		}
	}
}

// TestLettersDoNotMix renders two cases at the same time, over and over: no letter holds a word of the other case.
// Reference: security.md test 136.
func TestLettersDoNotMix(t *testing.T) {
	var wait sync.WaitGroup
	for i, marker := range []string{"Qaaqaa", "Xbbxbb"} {
		wait.Go(func() {
			other := []string{"Xbbxbb", "Qaaqaa"}[i]
			for range 200 {
				in := registered(t)
				in.Case.Number, in.Case.Parties[0].Name = dossier.Number(marker), marker
				raw, err := builtIn().Render(in)
				if err != nil {
					t.Error(err)
					return
				}
				if s := string(raw); strings.Contains(s, other) || !strings.Contains(s, marker) {
					t.Errorf("the letter of %s is mixed", marker)
					return
				}
			}
		})
	}
	wait.Wait()
}

func FuzzRender(f *testing.F) {
	f.Add("Jan de Boer", "Klacht", complaint, "brief.pdf")
	f.Add("=?utf-8?q?=0D=0A?=", "\r\nBcc: a@b.example", "{{.Env}}\x00\u202e", "../../x")
	f.Fuzz(func(t *testing.T, name, subject, body, file string) {
		in := registered(t)
		in.Case.Parties[0].Name, in.To.Name, in.Greeting = name, name, name
		in.Quote, in.Attachments = body, []dossier.Attachment{{Name: file}}
		in.Duty.Details.SMTP, in.InReplyTo = subject, subject
		r := sound(t, render(t, in))
		shape(t, r.html)
	})
}
