package procedure

import (
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Regulation is one file of config/procedures with what it inherits from common.toml and the organisation's own
// choices filled in. It is data: the engine knows the ideas below and no regulation by name.
type Regulation struct {
	Name     string
	Title    string
	Source   string // the document that the file renders
	Version  string
	Language string // of that document: nl | en
	Hash     string // of Text: what a case keeps (DESIGN 10.20)
	Text     []byte // the regulation with all that it inherits and the organisation's choices, as one file
	InForce  InForce
	Roles    map[dossier.Role]RoleRule
	Parties  map[dossier.Role]Text // what the regulation calls the parties of a case
	Kinds    []KindRule
	States   map[dossier.State]StateRule
	Begin    Begin
	Terms    []TermRule      // in the order of the file
	Blocks   map[string]Text // what a letter can be told to hold
	Letters  map[dossier.LetterName]LetterRule
	Acts     []Act
	Fields   []FieldRule
	Category []CategoryRule
	Outcomes Outcomes
	Rounds   Rounds
	Admit    Admissibility
	Retain   Retention
	Access   []AccessRule
	Folders  []FolderRule
	Reports  []ReportRule
	Measures MeasuresRule
	Choices  []Choice // what an organisation may set in klachtd.toml, as set

	Records   map[string]RecordRule // what acts write down
	Tasks     map[dossier.TaskKind]TaskRule
	Answers   map[string]AnswerRule // sets of words that a command takes
	Texts     map[string]TextRule   // texts of the organisation that letters print
	Recognise []RecogniseRule
	Recur     Recurrence
}

// Clause is where a rule comes from: the article, and, where the text leaves room, the choice that was made.
type Clause struct {
	Article  string
	Choice   string // "" when the text itself says it; in the language of the regulation
	ChoiceEN string // the same in English; "" where there is none
}

// Why is the basis that an event of this rule carries.
func (c Clause) Why(rule string) dossier.Basis { return dossier.Basis{Article: c.Article, Rule: rule} }

// Text is a short text in both languages, for show, letters and lists.
type Text struct{ NL, EN string }

// In picks the language; Dutch stands in where English is empty.
func (t Text) In(lang string) string {
	if lang == "en" && t.EN != "" {
		return t.EN
	}
	return t.NL
}

// Bare leaves out the article with which titles of roles and parties begin: "de klager" gives "klager".
func (t Text) Bare(lang string) string {
	s := t.In(lang)
	for _, article := range []string{"de ", "het ", "the "} {
		s = strings.TrimPrefix(s, article)
	}
	return s
}

// InForce says since when facts count.
type InForce struct {
	Since calendar.Date
	Clause
}

// RoleRule says what a role is called and whether the regulation cannot do without.
type RoleRule struct {
	Title    Text
	Required bool
	StandsIn dossier.Role // whose place it takes when that role is absent or shut out
	Clause
}

// KindRule is a kind of case that the regulation knows.
type KindRule struct {
	Kind  dossier.Kind
	Title Text
	Clause
}

// StateRule says what a state means to the outside.
type StateRule struct {
	Title  Text
	Public string // the public status, Dutch word of the contract
	Ends   bool   // running terms are cancelled, retention begins
	Clause
}

// StaffMail says what a mail of staff is that holds no original (DESIGN 10.22).
type StaffMail string

// Values of StaffMail.
const (
	StaffMailAsk StaffMail = "ask"
	StaffMailOwn StaffMail = "own complaint"
)

// Begin says how a case begins.
type Begin struct {
	State        dossier.State
	Kind         dossier.Kind
	Track        string
	StaffMail    StaffMail
	AskState     dossier.State // state of a case whose complainant is not known yet
	AfterForward []dossier.LetterName
	Letters      []dossier.LetterName // that leave at registration besides the acknowledgement and case_registered
	Intake       string               // the kind of mailbox that the regulation counts on: complaints | mixed
	Clause
}

// Roll says how a term ends that ends on a closed day.
type Roll = calendar.Roll

// TermRule is a term of the regulation.
type TermRule struct {
	Name     dossier.TermName
	Title    Text
	Length   calendar.Length
	From     string // an anchor: "received", "filed", "closed", "<letter> sent", "<act>"
	Binds    dossier.Role
	Roll     Roll
	Kinds    []dossier.Kind  // the term runs for these kinds only; empty: for all that the regulation handles
	States   []dossier.State // the term is opened only when the case begins in, or comes to, one of these; empty: at the beginning
	MetBy    []string        // letters and acts that meet it, and "mail of <role>"
	MetByAll bool            // all of MetBy together meet it, not any one of them
	Remind   []ReminderRule
	Steps    []StepRule
	Notice   NoticeRule
	AtEnd    EndRule
	Clause
}

// ReminderRule is one reminder before the end of its term, or after its beginning.
type ReminderRule struct {
	Before calendar.Length // before the act-by day; zero with After set
	After  calendar.Length // after the start; a closed day moves on to the next working day
	Day    int             // N of After when it counts working days
	To     []dossier.Role
	Offers []string    // acts that the reminder offers
	Unless []Condition // any of these makes it needless
	Clause
}

// NoticeRule says how early a delay must be told when the regulation provides no extension of its own. The notice
// needs a date and a reason from a person, so it never leaves by itself; without it the term is a breach.
type NoticeRule struct {
	Letter   dossier.LetterName // "" when the term has no such rule
	Audience []dossier.Role
	Lead     calendar.Length // at the latest so long before the end
	Clause
}

// StepRule is one extension that the regulation itself provides.
type StepRule struct {
	To       calendar.Length // from the term's own anchor
	Letter   dossier.LetterName
	Audience []dossier.Role
	When     string          // "act_by": by itself on the act-by day; "lead": earlier; "never": only by command
	Lead     calendar.Length // with When = "lead"
	Clause
}

// EndRule says what happens when a term passes unmet.
type EndRule struct {
	Alert  []dossier.Role // who is told
	Repeat string         // "" once, "working day" every working day until it is met
	Ask    dossier.Role   // who has to decide
	Offers []string       // acts offered
	Letter dossier.LetterName
	Clause
}

// Mode says whether a letter leaves by itself.
type Mode string

// Modes of letters.
const (
	ModeAuto  Mode = "auto"
	ModeDraft Mode = "draft"
)

// LetterRule is a letter of the regulation.
type LetterRule struct {
	Name   dossier.LetterName
	Title  Text
	To     []dossier.Role
	Cc     []dossier.Role // letters of their own, to these
	Blocks []string
	Mode   Mode
	Meets  dossier.TermName // the first term that names it in met_by
	Clause
}

// FieldRule is something that a dossier should hold.
type FieldRule struct {
	Name    string
	Title   Text
	Hard    bool   // without it a case cannot be closed
	IfAny   bool   // not missing when nobody names it
	Late    bool   // not missing before the end of the case comes near
	Pattern string // how it is found in the text of a complaint (RE2); group 1 is the value
	Clause
}

// CategoryRule is a category with its routing.
type CategoryRule struct {
	Name  string
	Title Text
	Topic string       // handlers with this topic are suggested
	To    dossier.Role // or the role that gets it
	When  string       // "" always, "structural" only when it recurs or the coordinator says so
	Asks  []string     // fields that the routing needs
	Sets  []string     // what is suggested with it: "underlying opschorten"
	Clause
}

// Outcomes are the values that end a case.
type Outcomes struct {
	Values  []OutcomeRule
	Binding bool
	Clause
}

// OutcomeRule is one value; Name is what a command writes in Dutch, Title.EN names it in English.
type OutcomeRule struct {
	Name  string
	Title Text
	Clause
}

// Rounds are the turns in which parties react to each other.
type Rounds struct {
	OnlyWith    dossier.Role
	BeyondLimit string // warn | cap | suspend
	Order       []RoundRule
	Letter      dossier.LetterName
	Limit       dossier.TermName // the term that BeyondLimit is about
	Clause
}

// RoundRule is one turn.
type RoundRule struct {
	Party  dossier.Role
	Length calendar.Length
	Last   bool
	Clause
}

// Admissibility says which complaints may be handled.
type Admissibility struct {
	MaxAge    calendar.Length
	MaxAgeBy  Clause
	Anonymous string // "registered" | "handled" | ""
	AnonBy    Clause
	Repeated  string // "new facts" | ""
	RepeatBy  Clause
	Grounds   []OutcomeRule // for which a complaint is not handled
}

// Retention says how long a dossier stays after its end.
type Retention struct {
	Length    calendar.Length
	Minimum   calendar.Length
	OnRequest string // "destroy" | "gdpr" | ""
	Clause
}

// AccessRule closes something to somebody (DESIGN 10.12).
type AccessRule struct {
	To      dossier.Role
	Closed  string // "case" | "identity" | "notes"
	When    string // the condition as the file writes it; "" always
	If      []Condition
	Without []dossier.Role // roles that are shut out with it
	Clause
}

// FolderRule sets the folder of a case's mail.
type FolderRule struct {
	On   string // an act or a state
	Name string // with fields {initials} {complainant} {number}
	Clause
}

// ReportRule is a scheduled report.
type ReportRule struct {
	Kind    string
	Cadence string // monthly | quarterly | half-yearly | yearly
	To      []dossier.Role
	Public  bool
	Clause
}

// MeasuresRule is the periodic check of measures.
type MeasuresRule struct {
	Cadence string
	To      []dossier.Role
	Repeat  calendar.Length
	Clause
}

// Choice is something that the text leaves to the organisation.
type Choice struct {
	Key   string
	Title Text
	Sets  []string // what it sets, as written in a file: "term.settle.length"
	Value string   // as it stands after the organisation's choice; "" when the file's own value holds
	Clause
}

// RecordRule is something that acts write down. A record may be open: not to be used, or still asking for
// something, until one of the conditions holds.
type RecordRule struct {
	Name  string
	Title Text
	Until []Condition // empty: a record of this kind is never open
	Clause
}

// TaskRule is something that waits for a person.
type TaskRule struct {
	Kind   dossier.TaskKind
	Title  Text
	For    dossier.Role
	Remind calendar.Length // a reminder after so long; zero: none
	OnDate bool            // a reminder on the date that the act was given
	Clause
}

// AnswerRule is a set of words of which a command takes one.
type AnswerRule struct {
	Name   string
	Values []OutcomeRule
}

// TextRule is a text of the organisation that letters print.
type TextRule struct {
	Lines []string
	Clause
}

// RecogniseRule finds what a new message may be. It only ever suggests.
type RecogniseRule struct {
	Name   string
	Words  []string // any of these in subject or text, without regard to case
	Offers []string // acts that the notice to the coordinator offers
	Task   dossier.TaskKind
	Clause
}

// Recurrence says when complaints of one category count as structural.
type Recurrence struct {
	Times  int
	Within calendar.Length
	Clause
}

// Term finds a term rule; nil when the regulation has none of that name.
func (r *Regulation) Term(name dossier.TermName) *TermRule {
	for i := range r.Terms {
		if r.Terms[i].Name == name {
			return &r.Terms[i]
		}
	}
	return nil
}

// Act finds an act by its Dutch or English word, without #; nil when no act has it.
func (r *Regulation) Act(word string) *Act {
	for i := range r.Acts {
		if word != "" && (r.Acts[i].Words.NL == word || r.Acts[i].Words.EN == word) {
			return &r.Acts[i]
		}
	}
	return nil
}
