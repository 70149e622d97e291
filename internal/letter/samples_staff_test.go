package letter

import (
	"testing"
	"time"

	"klachtd/internal/dossier"
)

var (
	toHandler = dossier.Recipient{Role: dossier.RoleHandler, Person: "kees@voorbeeld.example"}
	toBoard   = dossier.Recipient{Role: dossier.RoleBoard, Person: "bestuur@voorbeeld.example"}
)

// staffSamples are the letters of the command language and of what people of the organisation have to do.
func staffSamples(t testing.TB) []sample {
	return append(commandSamples(t), workSamples(t)...)
}

func commandSamples(t testing.TB) []sample {
	return []sample{
		{"transcript_done", done(t)},
		{"transcript_refused", refused(t)},
		{"transcript_rehearsed", result(done(t), dossier.ScriptRehearsed)},
		{"transcript_code", result(done(t), dossier.ScriptCode)},
		{"transcript_office", officeScript(t)},
		{"help", help(t)},
		{"form_template", form(t)},
		{"status", status(t)},
		{"status_party", partyStatus(t)},
		{"one_time_code", code(t)},
		{"one_time_code_second", secondCode(t)},
		{"security_notice", suspect(t)},
		{"digest", digest(t)},
		{"retention_list", retention(t)},
		{"measures_check", measuresCheck(t)},
		{"case_registered_tight", tight(t)},
	}
}

func workSamples(t testing.TB) []sample {
	return []sample{
		{"handler_assignment", assignment(t)},
		{"settlement_proposal", proposal(t)},
		{"director_notice", work(t, "director_notice", dossier.LetterDetails{})},
		{"appeal_to_board", appealToBoard(t)},
		{"advice", work(t, "advice", dossier.LetterDetails{Text: "Laat wie nee zegt aan de deur geen bevestiging meer krijgen."})},
		{"consultation", consultation(t)},
		{"action_request", work(t, "action_request", dossier.LetterDetails{Text: "Wis het rekeningnummer.", Date: day(t, "2026-04-20")})},
		{"draft_circulation", draftOf(t, "draft_circulation")},
		{"signing_request", draftOf(t, "signing_request")},
		{"review_referral", referral(t)},
		{"dossier_copy_staff", copyForStaff(t)},
	}
}

var offers = []Offer{
	{Line: "#toewijzen [naam]", Does: "wijst een behandelaar aan, die het dossier krijgt"},
	{Line: "#vraag klager\n[uw vraag]", Does: "stelt de klager een vraag; het antwoord komt in het dossier"},
	{Line: "#help", Does: "geeft alles wat u nu kunt doen"},
}

var acts = map[string]Act{
	"respondent": {Does: "legt vast over wie wordt geklaagd, en stuurt die persoon bericht"},
	"extend":     {Does: "geeft meer tijd, met de brief die het reglement vraagt"},
	"ask":        {Does: "stelt een vraag aan een partij"},
	"rule":       {Does: "doet uitspraak over de klacht"},
}

// script is a transcript of a mail that the coordinator sent on the day after the complaint.
func script(t testing.TB, lines ...dossier.ScriptLine) Input {
	in := later(t, basic(t, "transcript", toCoordinator), "2026-04-03")
	in.Date = time.Date(2026, 4, 3, 14, 0, 0, 0, amsterdam)
	in.InReplyTo, in.References = "<c1@voorbeeld.example>", []string{"<c1@voorbeeld.example>"}
	in.Duty.Details, in.Acts, in.Offers = dossier.LetterDetails{Script: lines}, acts, offers
	in.Gates = map[string]string{
		"told confidentiality to respondent": "de aangesprokene is gewezen op de plicht tot geheimhouding",
		"recorded hearing":                   "er een verslag van het gesprek is vastgelegd",
	}
	in.People = map[dossier.PersonID]string{"kees@voorbeeld.example": "Kees Vis", "anna@voorbeeld.example": "Anna de Vries"}
	return in
}

func result(in Input, r dossier.ScriptResult) Input {
	in.Result = r
	return in
}

func done(t testing.TB) Input {
	at := time.Date(2026, 4, 3, 12, 10, 0, 0, time.UTC)
	in := script(t,
		dossier.ScriptLine{Line: 1, Word: "#aangesprokene", Act: "respondent", Rest: "werving@voorbeeld.example", Article: "9.5.1",
			Letters: []dossier.ScriptLetter{{Letter: "respondent_notice", To: toRespondent, State: dossier.DutyQueued, At: at}},
			Terms:   []dossier.TermName{dossier.TermSettle}},
		dossier.ScriptLine{Line: 2, Word: "#vraag", Act: "ask", Rest: "klager", Warned: []string{"recorded hearing"},
			Letters: []dossier.ScriptLetter{
				{Letter: "question", To: toComplainant, State: dossier.DutyQueued, At: at.AddDate(0, 0, 4)},
				{Letter: "delay_notice_1", To: toComplainant, State: dossier.DutyDraft},
			}, State: dossier.StateSupplement})
	in.Case.State = dossier.StateSupplement
	return result(in, dossier.ScriptDone)
}

func refused(t testing.TB) Input {
	in := script(t,
		dossier.ScriptLine{Line: 1, Word: "#uitsel", Rest: "1 mei 2026", Refused: "unknown", Suggest: "#uitstel"},
		dossier.ScriptLine{Line: 2, Word: "#oordeel", Act: "rule", Rest: "gegrond", Refused: "gate", Need: "told confidentiality to respondent", Article: "3.2"},
		dossier.ScriptLine{Line: 3, Word: "#uitstel", Act: "extend", Rest: "ooit", Refused: "unreadable", Need: "date"},
		dossier.ScriptLine{Line: 4, Word: "#vraag", Act: "ask", Rest: "klager", Refused: "other"})
	return result(in, dossier.ScriptRefused)
}

// officeScript answers a mail that decided about the tray: no case.
func officeScript(t testing.TB) Input {
	in := script(t, dossier.ScriptLine{Line: 1, Word: "#weiger", Act: "reject", Rest: "3"})
	in.Case, in.Offers, in.Acts = dossier.Case{}, nil, map[string]Act{"reject": {Does: "haalt een mail van de lijst, zonder brief"}}
	return result(in, dossier.ScriptDone)
}

func help(t testing.TB) Input {
	in := later(t, basic(t, "help", toCoordinator), "2026-04-03")
	in.Case, in.Offers = dossier.Case{}, offers[2:]
	in.Groups = []ActGroup{
		{Title: "registering", Acts: []Act{
			{Does: "legt een klacht vast die per telefoon kwam", Line: "#telefoon 5 juni 2026", Needs: "tekst", May: "datum", Who: "alle medewerkers"},
			{Does: "legt vast wie de klager is", Line: "#klager Jan Jansen jan@voorbeeld.example", Needs: "naam en adres"},
		}},
		{Title: "trays", Acts: []Act{{Does: "maakt van een mail een zaak", Line: "#klacht 2"}}},
	}
	return in
}

func form(t testing.TB) Input {
	in := later(t, basic(t, "form_template", toReceiver), "2026-04-03")
	in.Case = dossier.Case{}
	return in
}

func status(t testing.TB) Input {
	in := later(t, basic(t, "status", toCoordinator), "2026-04-03")
	in.Case.Category, in.Offers = "werving_aan_de_deur", offers
	in.Case.Tasks = []dossier.Task{{ID: "t4", Kind: dossier.TaskReceivedDate}}
	in.Missing = []string{"facts_dates", "correspondence"}
	in.People = map[dossier.PersonID]string{"kees@voorbeeld.example": "Kees Vis"}
	return in
}

func partyStatus(t testing.TB) Input {
	in := later(t, basic(t, "status", toComplainant), "2026-04-03")
	in.Case.Public, in.Offers = "in behandeling", offers
	supplement := term(t, "supplement", "9.2", day(t, "2026-04-03"), "2 weeks")
	supplement.Binds = dossier.RoleComplainant
	round := term(t, "round_1", "9.5.1", day(t, "2026-04-03"), "1 week")
	round.Binds = dossier.RoleRespondent
	in.Case.Terms = append(in.Case.Terms, supplement, round)
	return in
}

func code(t testing.TB) Input {
	in := later(t, basic(t, "one_time_code", toCoordinator), "2026-04-03")
	in.Code, in.CodeUntil, in.Held = "7KQ4-MX2P", time.Date(2026, 4, 6, 8, 0, 0, 0, amsterdam), []string{"#oordeel gegrond", "#maatregel Wis het rekeningnummer"}
	return in
}

// secondCode asks a colleague to agree with the command of another.
func secondCode(t testing.TB) Input {
	in := code(t)
	in.Duty.Details.Reason = dossier.ReasonSecond
	return in
}

func suspect(t testing.TB) Input {
	in := later(t, basic(t, "security_notice", toCoordinator), "2026-04-03")
	in.Duty.About, in.Duty.Details = "m17", dossier.LetterDetails{Reason: "fail", Person: "kees@voorbeeld.example"}
	in.People = map[dossier.PersonID]string{"kees@voorbeeld.example": "Kees Vis"}
	in.Mails, in.Held = []MailLine{{ID: "m17", From: "Kees Vis <kees@voorbeeld.example>"}}, []string{"#vernietigen"}
	return in
}

func digest(t testing.TB) Input {
	in := later(t, basic(t, "digest", toCoordinator), "2026-04-13")
	in.Case = dossier.Case{}
	in.Duty.Details.Cases = []dossier.CaseLine{
		{Section: "week", Number: "K2026-0001", Reason: "settle", Date: day(t, "2026-04-16")},
		{Section: "today", Number: "K2026-0003", Reason: "acknowledge", Date: day(t, "2026-04-13")},
		{Section: "overdue", Number: "K2026-0002", Reason: "hard_limit", Date: day(t, "2026-04-10")},
		{Section: "tasks", Number: "K2026-0002", Reason: "find_sender"},
		{Section: "drafts", Number: "K2026-0001", Letter: "ruling"},
		{Section: "undelivered", Number: "K2026-0004", Letter: "acknowledgement", Reason: "undelivered", Date: day(t, "2026-04-10")},
		{Section: "tasks", Reason: "quarantine", Count: 3},
		{Section: "tasks", Count: 7},
		{Section: "tray", Count: 2},
		{Section: "new", Number: "K2026-0005", Date: day(t, "2026-04-12")},
		{Section: "destroy", Number: "K2021-0007", Reason: "retention", Date: day(t, "2026-04-01")},
	}
	return in
}

func retention(t testing.TB) Input {
	in := later(t, basic(t, "retention_list", toCoordinator), "2026-04-13")
	in.Case = dossier.Case{}
	in.Duty.Details.Cases = []dossier.CaseLine{{Number: "K2021-0007", Date: day(t, "2026-04-01")}, {Number: "K2021-0009", Date: day(t, "2026-04-03")}}
	return in
}

func measuresCheck(t testing.TB) Input {
	in := later(t, basic(t, "measures_check", toCoordinator), "2026-04-01")
	in.Case = dossier.Case{}
	in.Measures = []Measure{
		{"K2026-0001", dossier.Measure{ID: "M1", Text: "Wie nee zegt aan de deur, krijgt geen bevestiging meer.", Owner: "afdeling Werving", Due: day(t, "2026-03-15")}},
		{"K2026-0002", dossier.Measure{ID: "M2", Text: "Uitleg over privacy op de website.", Person: "kees@voorbeeld.example", Due: day(t, "2026-06-01")}},
	}
	in.People = map[dossier.PersonID]string{"kees@voorbeeld.example": "Kees Vis"}
	return in
}

func tight(t testing.TB) Input {
	in := registered(t)
	in.Tight, in.Offers = true, offers
	return in
}

// work is a letter of a command to somebody of the organisation.
func work(t testing.TB, name dossier.LetterName, d dossier.LetterDetails) Input {
	in := later(t, basic(t, name, toHandler), "2026-04-09")
	in.To = Address{Name: "Kees Vis", Address: "kees@voorbeeld.example"}
	in.Case.Category = "werving_aan_de_deur"
	in.Duty.Details, in.Handler = d, "Anna de Vries"
	return in
}

func theComplaint(t testing.TB) []Statement {
	return []Statement{{Title: "de klacht", Who: "Jan de Boer", Day: day(t, "2026-04-02"), Text: complaint}}
}

func assignment(t testing.TB) Input {
	in := work(t, "handler_assignment", dossier.LetterDetails{Text: "Wil jij deze doen? Jij kent de ploeg."})
	in.Statement, in.Duty.Article, in.Handler = theComplaint(t), "5.4", "Kees Vis"
	in.Files = []File{TextFile("dossier.txt", "Dossier K2026-0001", []string{"2 april 2026: klacht ontvangen"})}
	in.Offers = []Offer{{Line: "#vraag klager", Does: "stelt de klager een vraag"}, {Line: "#voorstel gegrond", Does: "legt uw voorstel voor aan de klachtencoördinator"}}
	return in
}

func proposal(t testing.TB) Input {
	in := work(t, "settlement_proposal", dossier.LetterDetails{Text: "Wij wissen het nummer en bieden excuus aan.", Outcome: "gegrond"})
	in.Duty.To, in.To = toCoordinator, Address{Name: "Anna de Vries", Address: "anna@voorbeeld.example"}
	in.Draft, in.Handler = reasons, "Kees Vis"
	in.Case.Measures = []dossier.Measure{{ID: "M1", Text: "Wie nee zegt, krijgt geen bevestiging meer.", Due: day(t, "2026-06-01")}}
	in.Offers = []Offer{{Line: "#fiat", Does: "keurt het voorstel goed; de brief gaat weg"}, {Line: "#terug\n[wat er anders moet]", Does: "stuurt het voorstel terug"}}
	return in
}

func appealToBoard(t testing.TB) Input {
	in := work(t, "appeal_to_board", dossier.LetterDetails{})
	in.Duty.To, in.To = toBoard, Address{Name: "Bestuur", Address: "bestuur@voorbeeld.example"}
	in.Case.Terms = append(in.Case.Terms, term(t, "appeal", "8", day(t, "2026-04-08"), "30 days"))
	in.Case.Outcome, in.Statement = "ongegrond", theComplaint(t)
	return in
}

func consultation(t testing.TB) Input {
	in := work(t, "consultation", dossier.LetterDetails{Text: "Mag een werver na drie keer nee nog een mail sturen?", Date: day(t, "2026-04-14")})
	in.Statement = theComplaint(t)
	return in
}

func draftOf(t testing.TB, name dossier.LetterName) Input {
	in := work(t, name, dossier.LetterDetails{Date: day(t, "2026-04-14")})
	in.Draft, in.Signatory = reasons, "de ombudsman"
	if name == "signing_request" {
		in.Memo = "Deze brief wijkt af van een eerder oordeel."
	}
	in.Files = []File{{Name: "concept 2.docx", Type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Data: []byte("x")}}
	return in
}

func referral(t testing.TB) Input {
	in := work(t, "review_referral", dossier.LetterDetails{Person: "kees@voorbeeld.example"})
	in.Statement, in.Blocks = theComplaint(t), []string{"review_conditions"}
	in.People = map[dossier.PersonID]string{"kees@voorbeeld.example": "Kees Vis"}
	return in
}

func copyForStaff(t testing.TB) Input {
	in := later(t, basic(t, "dossier_copy", toCoordinator), "2026-04-09")
	in.Case.State, in.Statement, in.Blocks = dossier.StateOpen, theComplaint(t), []string{"contact"}
	in.Journal = []JournalLine{
		{day(t, "2026-04-02"), "klacht ontvangen", "Jan de Boer"},
		{day(t, "2026-04-02"), "de ontvangstbevestiging is verstuurd", "klachtd"},
	}
	in.Files = []File{TextFile("verklaringen.txt", "Verklaringen", []string{"Jan de Boer: zie de klacht"})}
	return in
}
