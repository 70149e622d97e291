package letter

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Fields are what a text can say: {{.Number}} and so on. A field that is not known is empty; a text asks for it with
// {{if .Field}}. Fields marked only:"staff" hold words of a stranger or what one party may not know of the other, and
// can't stand in a letter to a party; Load sees to that. mailtemplates/README.md lists all fields.
type Fields struct {
	// The letter.
	Today   string // its day, written out: "vrijdag 10 april 2026"
	Name    string // the recipient's name, when somebody vouches for it
	Article string // article of the regulation that demands it
	Paper   bool   // it goes by post

	// Of the frame only: a text can't name these.
	Language string          `only:"frame"`
	Subject  string          `only:"frame"`
	Trial    string          `only:"frame"` // the visible line of the sandbox
	Shown    map[string]bool `only:"frame"` // the blocks to print

	// The organisation.
	Organisation string
	Office       string // postal address
	Telephone    string
	Address      string // the complaints address
	RulesURL     string
	PrivacyURL   string
	Register     string // number in the trade register
	FromName     string
	Board        string // address at which the board takes complaints

	// The case.
	Number    string // K2026-0001
	Received  string // day of receipt
	Forwarded bool   // a member of staff passed it on
	Target    string // last day of the term settle
	Period    string // length of the term settle: "2 weken"
	OuterDate string // last day of the term hard_limit

	// What this letter is about.
	Term      string   // "de klacht afhandelen"
	NewDate   string   // the new or named date
	DueDate   string   // last day of the term
	ActBy     string   // last working day on or before it; empty when it is the same day
	Reason    string   // a sentence of words.md
	Text      []string // paragraphs that a person of the organisation wrote
	CallSlots []string // proposed times for a telephone call

	// Of the letter that answers #status of a party: nothing else of the case may stand in it.
	Public   string     // public status, in words
	OwnDates []TermLine // the terms that concern the reader

	// The reader, and what a command decided (fields_party.go). Codes are compared in a text (eq .Consent "identity").
	Role       string     // code: complainant (also who represents him), respondent, witness, involved; else a role
	Concerns   string     // whom the complaint is about; for Copy only
	Copy       bool       // the reader is of the organisation and gets what was written to another
	Hidden     bool       // who complains is withheld from the reader
	Kind       string     // code of what the case is: complaint, question, retaliation, ...
	KindTitle  string     // the same in words
	Category   string     // in words
	Outcome    string     // in words: "gegrond"
	Clearly    bool       // clearly upheld
	Means      string     // what the outcome means, a sentence of words.md
	Ground     string     // why a complaint is not handled, a sentence
	Consent    string     // code of what consent is asked for: documents, identity, on_behalf_of
	Way        string     // by which way, in words
	Told       bool       // that way was a talk: no letter says it
	OtherCase  string     // another case number
	Underlying string     // code: continue or suspend; what becomes of the case underneath
	Round      int        // turn of the rounds, from 1
	Last       bool       // it is the last one
	From       string     // first day of a period that ends on NewDate
	Time       string     // of a moment on NewDate: "10.00", or "10:00" in English
	Place      string     //
	Handler    string     // who handles it from now on
	Signatory  string     // who signs
	Keep       string     // how long the dossier stays: "5 jaar"
	KeepUntil  string     // its last day
	AppealOn   string     // the day on which an appeal came in
	DecideIn   string     // length of the term appeal: "30 dagen"
	DecideBy   string     // its last day
	Enclosed   bool       // something is enclosed
	Measures   []string   // measures, each with its date when it has one
	Costs      []CostRow  // what was asked, and what became of it
	CostTotal  string     // what is granted in all
	Said       []SaidText // words of somebody else that the reader may see
	SaidDead   bool       // links in them were made harmless
	AppealText []string   // texts of the organisation: what who is not satisfied can do
	Texts      []TextOf   // all texts of the regulation, by name: for those that a regulation makes itself
	Support    []string   // and other ways to support
	Rules      []string   // lines of the regulation
	Statistics []string   // of a destroyed dossier: the line that stays

	Paused bool // the case waits for somebody outside its handling, to sign for example
	Rounds bool // the delay is that both sides are heard: the date is that of the last reaction

	// For staff only.
	ReasonWord   string       `only:"staff"` // the reason in a few words
	Letter       string       `only:"staff"` // the letter that this one is about, in words
	Task         string       `only:"staff"` // the task in a few words
	Passed       bool         `only:"staff"` // the term is over
	Idle         bool         `only:"staff"` // a reminder: nobody recorded that anything was done
	Looking      bool         `only:"staff"` // a reminder: it is the look whether the complaint is settled
	Trying       bool         `only:"staff"` // the letter did not arrive yet, and is tried again
	Again        string       `only:"staff"` // how often a passed term is told: day | week | "" once
	Opened       string       `only:"staff"` // the case that a command opened
	LastDay      bool         `only:"staff"` // of a reminder: tomorrow a notice of delay would be late
	Awaited      bool         `only:"staff"` // the term is one in which a party was asked something
	Returned     bool         `only:"staff"` // a proposal goes back to who made it
	About        string       `only:"staff"` // the party role to which the letter went that failed
	Channel      string       `only:"staff"` // by which way the complaint came
	HowKnown     string       `only:"staff"` // how the day of receipt is known
	Uncertain    bool         `only:"staff"` // the day of receipt is to be confirmed
	Supplied     bool         `only:"staff"` // it answers staff who added something to the dossier
	Confirm      bool         `only:"staff"` // the receiver has to confirm who complains
	Complainant  string       `only:"staff"`
	ComplainAddr string       `only:"staff"` // the complainant's address
	Unverified   bool         `only:"staff"` // no mail server vouches for that address
	Receiver     string       `only:"staff"` // the member of staff who passed it on
	Recipient    string       `only:"staff"` // to whom the letter went that failed: name and address
	SMTP         string       `only:"staff"` // what the mail server answered
	AckBy        string       `only:"staff"` // last day of the term acknowledge
	NextLetter   string       `only:"staff"` // the letter that leaves by itself when nobody acts
	NextOn       string       `only:"staff"` // and on which day
	NextDate     string       `only:"staff"` // and the date that it names
	Terms        []TermLine   `only:"staff"`
	Steps        []StepLine   `only:"staff"` // letters that leave by themselves when nobody acts
	Missing      []string     `only:"staff"` // what a complete dossier still needs
	Notes        []NoteLine   `only:"staff"` // what waits for a person
	Sent         []SentLine   `only:"staff"` // what klachtd already sent
	Sender       string       `only:"staff"` // who wrote the mail that is quoted: name and address
	Quote        []string     `only:"staff"` // the complaint's own text
	QuoteCut     bool         `only:"staff"` // the rest of it is left out
	DeadLinks    int          `only:"staff"` // links in it that were made harmless
	Attachments  []AttachLine `only:"staff"`
	Rows         []Row        `only:"staff"` // lines of a list letter
	Suggested    []string     `only:"staff"` // who could handle the case, by its category
	Second       bool         `only:"staff"` // a second person has to agree
	Registered   bool         `only:"staff"` // lines were not carried out, but the complaint of their mail is registered
	Unregistered bool         `only:"staff"` // the complaint that the lines would register is not registered
	NoCode       bool         `only:"staff"` // the answer to a letter with a code held none
	WrongCode    bool         `only:"staff"` // the code that came is not the one that was sent
	Denied       bool         `only:"staff"` // somebody gave a command that is not his to give
	Proposes     bool         `only:"staff"` // the handler has to propose a settlement to the coordinator
	Extends      bool         `only:"staff"` // the term of the letter is one that a person can put off
	Candidates   bool         `only:"staff"` // all of them are mail of a service mailbox, which waits in the inbox
	Cut          int          `only:"staff"` // how many further lines are left out
	Page         []string     `only:"staff"` // lines of a letter to be printed
	PostalTo     []string     `only:"staff"` // lines of its postal address
	LeftOut      []AttachLine `only:"staff"` // enclosures that did not fit

	// Of letters to staff about commands and dossiers (fields_script.go).
	Script        []ScriptRow  `only:"staff"` // of a transcript: what became of each line
	Result        string       `only:"staff"` // done, refused, rehearsed or code
	State         string       `only:"staff"` // where the case stands now, in words
	Urgent        bool         `only:"staff"`
	Tight         bool         `only:"staff"` // with a respondent the first term can hardly be met
	Respondent    string       `only:"staff"`
	Running       []TermLine   `only:"staff"` // terms that still ask for something, the first first
	Lacks         []LackLine   `only:"staff"` // what is missing, with the command that fills it
	Groups        []GroupRow   `only:"staff"` // of help
	Code          string       `only:"staff"`
	CodeUntil     string       `only:"staff"`
	Held          []string     `only:"staff"` // the lines that wait for the code
	Flood         bool         `only:"staff"` // a digest after very much mail at once
	Sections      []SectionRow `only:"staff"` // of a digest
	Checks        []MeasureRow `only:"staff"` // measures of which the reader has to say what became of them
	Diary         []DiaryLine  `only:"staff"` // the journal
	Draft         []string     `only:"staff"` // paragraphs of a letter that waits for a person
	Memo          []string     `only:"staff"` // what travels with it
	Person        string       `only:"staff"` // the person of the organisation that the letter is about
	TodayShort    string       `only:"staff"` // the day of the letter, as a command takes it
	ReceivedShort string       `only:"staff"` // the day of receipt, or of the letter where there is none
	Files         []AttachLine `only:"staff"` // what is enclosed
	Offers        []OfferRow   `only:"frame"`
	OfferHelp     string       `only:"frame"`
	OfferText     string       `only:"frame"` // how to use them by typing
	OfferTitle    string       `only:"frame"`
}

// TermLine is one term of the case.
type TermLine struct {
	Name    string
	Due     string
	ActBy   string // empty when it is the last day itself
	Article string
	Met     string // the day on which it was met
}

// StepLine is an extension that comes by itself.
type StepLine struct {
	Letter string
	On     string // the day on which the letter leaves
	Date   string // the date that it names
}

// NoteLine is something that waits for a person.
type NoteLine struct {
	Text   string
	Reason string
	Due    string // the day by which it should be done
}

// SentLine is a letter that is on its way or has arrived.
type SentLine struct {
	Letter string
	To     string // role, in words
}

// AttachLine is an attachment, named only.
type AttachLine struct {
	Name string
	Size string
}

// Row is one line of a list letter.
type Row struct {
	N       int
	Number  string
	Letter  string
	Date    string
	Reason  string
	From    string
	Subject string
	Excerpt string
	Count   int // of a digest or a tray list: how many of these there are, instead of one
	Age     int // of a digest: days since the complaint came in, 0 where that says nothing
}

// maker fills Fields from an Input.
type maker struct {
	in    *Input
	w     words
	lang  string
	inner string // of print_page: the text of the letter to be printed
}

// say gives the words for a name: those of words.md, else the title that the regulation gives to a name of its own.
func (m *maker) say(group, name string) string {
	if _, ok := m.w[group][name]; !ok && m.in.Named != nil {
		title := line(m.in.Named(group, name), 120)
		if title != "" && group == "letters" {
			return strings.ReplaceAll(m.w.say("frame", "letter_named"), "{name}", title)
		}
		if title != "" {
			return title
		}
	}
	return m.w.say(group, name)
}

// today is the local day of the letter.
func (m *maker) today() calendar.Date { return calendar.Of(m.in.Date, m.in.Date.Location()) }

func (m *maker) long(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Long(m.lang)
}

// unless gives the written date of d, or nothing when it is the same day as other.
func (m *maker) unless(d, other calendar.Date) string {
	if d == other {
		return ""
	}
	return m.long(d)
}

// fields fills everything; what the letter's text does not name costs little.
func (m *maker) fields(staff bool) *Fields {
	in, o := m.in, m.in.Organisation
	f := &Fields{
		Language: m.lang,
		Today:    m.long(m.today()),
		Name:     personName(in.Greeting),
		Article:  line(in.Duty.Article, 0),

		Organisation: line(o.Name, 0), Office: line(o.Office, 0), Telephone: line(o.Telephone, 0),
		Address: line(in.From.Address, 0), RulesURL: line(o.RulesURL, 0), PrivacyURL: line(o.PrivacyURL, 0),
		Register: line(o.Register, 0), FromName: line(fromName(in), 0), Board: line(o.Board, 0),
	}
	if in.Sandbox {
		f.Trial = m.say("frame", "sandbox")
	}
	m.caseFields(f)
	m.dutyFields(f)
	m.partyFields(f)
	m.own(f)
	if staff {
		f.PrivacyURL = "" // it is for the people whose data klachtd keeps
		m.staffFields(f)
	}
	return f
}

func fromName(in *Input) string {
	if in.Organisation.FromName != "" {
		return in.Organisation.FromName
	}
	return in.Organisation.Name
}

func (m *maker) caseFields(f *Fields) {
	c := &m.in.Case
	f.Number, f.Received = string(c.Number), m.long(c.Received)
	f.Forwarded = c.Channel == dossier.ChannelForward
	if t := c.Term(dossier.TermSettle); t != nil {
		f.Target = m.long(t.Due)
		if !t.Count.Length.IsZero() {
			f.Period = t.Count.Length.Text(m.lang)
		}
	}
	if t := c.Term(dossier.TermHardLimit); t != nil {
		f.OuterDate = m.long(t.Due)
		if named := m.in.Duty.Details.Date; t.State == dossier.TermSuspended && named.After(t.Due) { // it will end later
			f.OuterDate = m.long(named)
		}
	}
}

// dutyFields says what the letter is about. Dates that the details do not give are those of the term's step.
func (m *maker) dutyFields(f *Fields) {
	d := m.in.Duty
	name := d.Details.Term
	if name == "" {
		name = d.Term
	}
	f.Term = m.say("terms", string(name))
	date, due, act := d.Details.Date, d.Details.DueDate, d.Details.ActBy
	if t := m.in.Case.Term(name); t != nil && d.Step >= 0 && d.Step < len(t.Steps) {
		s := t.Steps[d.Step]
		date, due = or(date, s.To), or(due, s.End)
	}
	due = or(due, d.Due)
	f.NewDate, f.DueDate, f.ActBy = m.long(date), m.long(due), m.unless(act, due)
	if due.IsZero() {
		f.ActBy = ""
	}
	f.Reason = m.w.known("reasons", d.Details.Reason)
	f.Rounds, f.Paused = d.Details.Reason == "rounds", d.Details.Reason == "paused"
	f.Text, _ = linesOf(d.Details.Text, MaxQuoteRunes, MaxQuoteLines)
	f.Text = paragraphs(f.Text)
}

func or(d, other calendar.Date) calendar.Date {
	if d.IsZero() {
		return other
	}
	return d
}

// clip makes each value one line and the list at most MaxRows long.
func clip(list []string) []string {
	var lines []string
	for _, s := range list[:min(len(list), MaxRows)] {
		if s = line(s, 200); s != "" {
			lines = append(lines, s)
		}
	}
	return lines
}

// capital makes the first letter of s a capital: {{cap .Term}}.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return strings.ToUpper(string(unicode.ToUpper(r))) + s[n:]
}
