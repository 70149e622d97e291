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

// InForce says since when facts count. A date in the fact facts_dates that lies before Since is flagged: see
// Admissibility.
type InForce struct {
	Since  calendar.Date
	Ground string // of Admissibility.Grounds: what the flag proposes; "" none
	Clause
}

// RoleRule says what a role is called and whether the regulation cannot do without.
//
// StandsIn: who has this role may give every command of the other role, and gets its mail when nobody is left to: all who
// bear that role are absent, or shut out of the case, or there are none. It goes on along a chain (board, director,
// coordinator).
//
// Of: nobody of the configuration bears the role; it follows from the people of a case who bear the role Of. There
// are two such roles, and the configuration says for each member of staff who they are: team_coordinator and
// line_manager (Person.TeamCoordinator, Person.LineManager). Mail to the role goes to them, each once. Nobody known:
// people who bear the role in the configuration after all; and nobody there either: a letter goes without them, and
// one that is for them alone is put to the coordinator as a task.
type RoleRule struct {
	Title    Text
	Required bool
	StandsIn dossier.Role
	Of       dossier.Role
	Clause
}

// KindRule is a kind of case that the regulation knows. A case that comes in by a mailbox with route "board" is of kind
// board where the regulation knows that kind.
type KindRule struct {
	Kind  dossier.Kind
	Title Text
	Clause
}

// StateRule says what a state means to the outside.
type StateRule struct {
	Title  Text
	Public PublicStatus
	Ends   bool // running terms are cancelled, retention begins
	Clause
}

// Begin says how a case begins.
//
// Letters are owed to their own audiences when a case is registered as one that is handled: at once when it begins
// in a state other than AskState, else when it first comes to Begin.State. They leave at once, whatever the
// complainant hears; an audience to which [access] closes the case is passed over. They do not leave again when the
// case is opened anew.
type Begin struct {
	State        dossier.State
	Kind         dossier.Kind
	Track        Track
	StaffMail    StaffMail
	StaffForward bool          // in a mixed mailbox, what a colleague forwards is a case at once, no candidate as all mail
	AskState     dossier.State // state of a case whose complainant is not known yet
	AfterForward []dossier.LetterName
	Letters      []dossier.LetterName // that leave at registration besides the acknowledgement and case_registered
	Intake       Intake
	Clause
}

// LetterRule is a letter of the regulation. A role that nobody has in the case gets none. A letter to a complainant
// goes to the representative instead, unless InPerson. Who assists a party (adviser) gets what that party gets.
//
// Mode draft: the letter is put up for a person, who releases it with the act that releases drafts; or an act that
// sends the letter does. When the case ends in another way, a draft that waits is waived.
//
// Answer: a mail that answers this letter (Message.Answers) is kept as this record, with party or person, text and
// attachments, when the conditions hold; "given attachment" asks whether the mail has one.
type LetterRule struct {
	Name     dossier.LetterName
	Title    Text
	To       []dossier.Role
	Cc       []dossier.Role // letters of their own, to these
	Blocks   []string
	With     []string // what it encloses, whoever sends it, besides what the act says
	Mode     Mode
	InPerson bool
	Answer   AnswerRecord
	Meets    dossier.TermName // the first term that names it in met_by
	Clause
}

// AnswerRecord is what an answer to a letter is kept as.
type AnswerRecord struct {
	Record string // "" none
	If     [][]Condition
}

// FieldRule is something that a dossier should hold.
type FieldRule struct {
	Name    string
	Title   Text
	Hard    bool           // without it a case cannot be closed
	IfAny   bool           // not missing when nobody names it
	Late    bool           // not missing before the end of the case comes near
	Kinds   []dossier.Kind // empty: for all
	Pattern string         // how it is found in the text of a complaint (RE2); group 1 is the value
	Records []string       // one of these records fills it too
	Clause
}

// CategoryRule is a category with its routing. Routing suggests; a person assigns. When the category of a running
// case is set and the case has no handler, the coordinator is shown who: in the transcript of the command that set
// it, or in the notice of registration.
//
// Who: the people of the case's mailbox one of whose topics is Topic, then, when there are none, those who bear the
// role To. A Topic in braces, {campaign}, is the value of that fact. With To alone, that role. Nobody: the
// coordinator is asked. When structural: only for a case that is marked so (fact structural) or that Recurrence
// makes so; else as if nothing stood here. Asks: a field that is empty is asked of the coordinator first, as a task
// that the act that sets it ends.
//
// Sets are facts that the category brings ("underlying opschorten": field, value) as long as nobody has set them with
// a command; they change with the category.
type CategoryRule struct {
	Name  string
	Title Text
	Topic string
	To    dossier.Role
	When  string
	Asks  []string
	Sets  []string
	Kind  dossier.Kind // a case that a command opens as this kind has the category from the beginning
	Per   Text         // what reports set the number against ("gevoerde gesprekken"); the figure is asked for when a report is made
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

// Choice is something that the text leaves to the organisation. Either Sets names values that all become what the
// organisation says, or Options are named sets of values of which it picks one.
type Choice struct {
	Key     string
	Title   Text
	Sets    []string // what it sets, as written in a file: "term.settle.length"
	Value   string   // as it stands after the organisation's choice; "" when the file's own value holds
	Options []OptionRule
	Clause
}

// OptionRule is one way in which a choice can be made. Chosen is the one that holds; at first the one that sets nothing.
type OptionRule struct {
	Name   string
	Title  Text
	Chosen bool
}

// RecordRule is something that acts write down. A record may be open: not to be used, or still asking for
// something, until one of the conditions holds, by what happened after it was kept. Where the record is about a party,
// "recorded X" there means one about the same party, and "by other party" means each of the others to whom it was put.
type RecordRule struct {
	Name    string
	Title   Text
	Until   []Condition // empty: a record of this kind is never open
	Private bool        // it stands in the dossier only: in no report, listing or letter
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

// RecogniseRule finds what a message of a complainant may be: any of Words in its subject or its own text (not in
// what it quotes), as whole words, without regard to case or accents. It only ever suggests: the notice of
// registration, of new mail, or of a candidate offers those of Offers that may be done now. Task is opened once as
// long as it is open. A candidate that a rule finds is told at once (tray_notice), not with the list.
//
// Holds: when the message opens a case, these letters are put up as drafts instead of leaving by themselves, since
// what is meant must be asked first. Their terms run and remind.
//
// Party: the rule is about what a colleague writes above a complaint that he brings in: it says that he is this party. He
// becomes it, and nobody is written to.
type RecogniseRule struct {
	Name   string
	Words  []string
	Offers []string
	Task   dossier.TaskKind
	Holds  []dossier.LetterName
	Party  dossier.Role
	Clause
}

// Recurrence says when complaints of one category count as structural: when the case is at least the Times-th of the
// same complainant (by address, or by member number) with that category that was received within Within before it,
// itself counted; or when the act that sets the category says so. It is asked when the category is set.
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
