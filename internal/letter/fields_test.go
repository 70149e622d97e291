package letter

import (
	"reflect"
	"strings"
	"testing"

	"klachtd/internal/dossier"
)

// fieldsOf fills the fields of an input as a letter to staff sees them.
func fieldsOf(in Input) *Fields {
	m := maker{in: &in, w: builtIn().words[language(in.Language)], lang: language(in.Language)}
	return m.fields(true)
}

func TestSentLeavesOutTheReader(t *testing.T) {
	in := registered(t)
	in.Case.Duties = []dossier.Duty{
		{ID: "d1", Letter: "acknowledgement", To: toComplainant, State: dossier.DutyAccepted},
		{ID: "d2", Letter: "acknowledgement", To: toComplainant, State: dossier.DutyQueued},
		{ID: "d3", Letter: "delay_notice_1", To: toRespondent, State: dossier.DutyUnknown},
		{ID: "d4", Letter: "delay_notice_2", To: toRespondent, State: dossier.DutySuppressed},
		{ID: "d5", Letter: "receiver_receipt", To: toReceiver, State: dossier.DutyBounced},
		{ID: "d6", Letter: "reminder", To: toCoordinator, State: dossier.DutyAccepted},
		{ID: in.Duty.ID, Letter: "task", To: toReceiver, State: dossier.DutyQueued},
	}
	want := []SentLine{{"de ontvangstbevestiging", "de klager"}, {"het bericht van uitstel", "de aangesprokene"}}
	if got := fieldsOf(in).Sent; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestStepsOfRunningTermsOnly(t *testing.T) {
	in := registered(t)
	if n := len(fieldsOf(in).Steps); n != 2 {
		t.Errorf("%d steps of a running term", n)
	}
	in.Case.Term(dossier.TermSettle).State = dossier.TermMetState
	if n := len(fieldsOf(in).Steps); n != 0 {
		t.Errorf("%d steps of a term that was met", n)
	}
}

func TestNotesOnceEach(t *testing.T) {
	in := registered(t)
	in.Case.Tasks = []dossier.Task{
		{ID: "t1", Kind: dossier.TaskTermPassed, Reason: "settle"},
		{ID: "t2", Kind: dossier.TaskTermPassed, Reason: "settle"},
		{ID: "t3", Kind: dossier.TaskPrint, Done: in.Date},
		{ID: "t4", Kind: "of_a_regulation", Reason: "wacht_op_brief"},
	}
	want := []NoteLine{
		{Text: "Een termijn is voorbij: de klacht afhandelen."}, {Text: "Er wacht iets op u in dit dossier.", Reason: "wacht op brief"},
	}
	if got := fieldsOf(in).Notes; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestRowsOfStrangersAreHarmless(t *testing.T) {
	in := trayList(t)
	in.Mails[0].Subject, in.Mails[0].From = "kijk op https://elders.example\u202e", "a\r\nb <c@d.example>"
	row := fieldsOf(in).Rows[0]
	if row.Subject != "kijk op hxxps://elders[.]example<U+202E>" || row.From != "a b <c@d.example>" ||
		!strings.Contains(row.Excerpt, "hxxp://elders[.]example/verhaal") {
		t.Errorf("got %+v", row)
	}
}

func TestTextOfAPerson(t *testing.T) {
	in := delay(t, "delay_notice_1", toComplainant, 0, "2026-04-16")
	in.Duty.Details.Text = "Wij wachten op de opname.\r\n\r\n\r\nDie komt *volgende* week, zie {{.Number}} & <b>.\n"
	r := parsed(t, render(t, in))
	if !strings.Contains(r.text, "\n\nWij wachten op de opname.\n\nDie komt *volgende* week, zie {{.Number}} & <b>.\n\nUw zaaknummer") {
		t.Errorf("the text says\n%s", r.text)
	}
	if !strings.Contains(r.html, "Die komt *volgende* week, zie {{.Number}} &amp; &lt;b&gt;.</p>") {
		t.Errorf("the HTML says\n%s", r.html)
	}
}

// TestMarkdown holds the two forms of one text against each other.
func TestMarkdown(t *testing.T) {
	for _, c := range []struct{ name, in, text, html string }{
		{"lines become one", "een\ntwee", "een twee", "een\ntwee</p>"},
		{"a line end is kept", "een\\\ntwee", "een\ntwee", "een<br>\ntwee</p>"},
		{"characters of HTML", `a \< b & c "d" &euro; \*e\*`, `a < b & c "d" € *e*`, "a &lt; b &amp; c &#34;d&#34; € *e*</p>"},
		{"emphasis", "**vet** en *schuin* en `#klager`", "vet en schuin en #klager", "<strong>vet</strong> en <em>schuin</em> en <code"},
		{"numbers", "3. drie\n4. vier\n   en meer\n", "3. drie\n4. vier en meer", `<ol start="3"`},
		{"two paragraphs in an item", "- een\n\n  twee\n- drie", "- een\n  twee\n- drie", "een<br>twee</li>"},
		{"facts", "- **Naam:** Jan\n- **Dag:** *nu*", "Naam: Jan\nDag: nu", "Naam</td>"},
		{"half facts are a list", "- **Naam:** Jan\n- Dag", "- Naam: Jan\n- Dag", "<ul"},
		{"code", "    #klager x\n    #ontvangen y", "    #klager x\n    #ontvangen y", "#klager x\n#ontvangen y</pre>"},
		{"quote", "> een\n> twee\n\n> drie", "> een twee\n> drie", "een\ntwee<br></div>"},
		{"rule", "een\n\n---\n\ntwee", "een\n\n" + strings.Repeat("-", 40) + "\n\ntwee", "<hr "},
		{"link", "[regels](https://a.example/b?c=\"d\")", `regels (https://a.example/b?c="d")`, `href="https://a.example/b?c=&#34;d&#34;"`},
		{"link that names itself", "[https://a.example](https://a.example)", "https://a.example", ">https://a.example</a>"},
		{"address", "[schrijf](mailto:a@b.example) <https://c.example>", "schrijf (a@b.example) https://c.example", `href="mailto:a@b.example"`},
		{"actions stay whole", "**{{.Number}}** _{{.Name}}_ [{{.RulesURL}}]({{.RulesURL}})", "{{.Number}} {{.Name}} {{.RulesURL}}", `<a href="{{.RulesURL}}"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := parseMarkdown(piece{text: c.in}, false, func(line, column int, text, hint string) { t.Errorf("%d: %s", line, text) })
			if got := spaceOut(m.text()); got != c.text {
				t.Errorf("text %q, want %q", got, c.text)
			}
			if got := m.html(); !strings.Contains(got, c.html) {
				t.Errorf("HTML %q lacks %q", got, c.html)
			}
		})
	}
}

// TestRehearsal: what fails only when there is something to print is found when the letter is loaded.
func TestRehearsal(t *testing.T) {
	body := "\n{{range .Terms}}\n{{if eq .Name 1}}een{{end}}\n{{end}}\n"
	got := mistakesOf(t, own(t, map[string]string{"nl/reminder.md": strings.Replace(note, "Kort over {{.Number}}.", body, 1)}))
	if !strings.Contains(got, "nl/reminder.md:5:1: this letter can't be filled:") {
		t.Error(got)
	}
}

func TestFileNames(t *testing.T) {
	for in, want := range map[string]string{
		"brief.pdf": "brief.pdf", "../../etc/passwd": "_.._etc_passwd", "C:\\x": "C__x", "fdp\u202eexe.txt": "fdpexe.txt", " . ": "file",
		"een\r\nBcc: x": "eenBcc_ x", strings.Repeat("é", 200): strings.Repeat("é", MaxFileNameRunes),
	} {
		if got := safeFileName(in); got != want {
			t.Errorf("safeFileName(%q) = %q, want %q", in, got, want)
		}
	}
	if got := displayName("\u3164Klachten \\\"=?x?= \u202e& Zo"); got != "Klachten x & Zo" {
		t.Errorf("displayName = %q", got)
	}
}

// A name that a regulation made itself is said with the title that it has there; klachtd's own names have better words.
func TestNamesOfARegulation(t *testing.T) {
	in := registered(t)
	in.Named = func(group, name string) string {
		return map[string]string{"terms advice": "advies van de commissie", "letters decision": "besluit op de klacht",
			"roles committee": "de klachtencommissie", "terms settle": "afhandeling"}[group+" "+name]
	}
	in.Duty.Details = dossier.LetterDetails{Term: "advice", Letter: "decision"}
	in.Case.Duties = []dossier.Duty{{ID: "d1", Letter: "decision", To: dossier.Recipient{Role: "committee"}, State: dossier.DutyAccepted}}
	f := fieldsOf(in)
	if f.Term != "advies van de commissie" || f.Letter != "de brief “besluit op de klacht”" {
		t.Errorf("term %q, letter %q", f.Term, f.Letter)
	}
	if want := []SentLine{{"de brief “besluit op de klacht”", "de klachtencommissie"}}; !reflect.DeepEqual(f.Sent, want) {
		t.Errorf("sent %v", f.Sent)
	}
	in.Duty.Details = dossier.LetterDetails{Term: "settle", Letter: "second_thoughts"}
	if f := fieldsOf(in); f.Term != "de klacht afhandelen" || f.Letter != "second thoughts" {
		t.Errorf("term %q, letter %q", f.Term, f.Letter)
	}
}
