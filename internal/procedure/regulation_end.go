package procedure

import (
	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Admissibility says which complaints may be handled. It only ever flags: a person declares a complaint inadmissible.
//
// MaxAge: the limit is the day of the anchor (MaxAgeFrom: received or filed) minus MaxAge, clamped at the end of a
// month. A date of the fact facts_dates on that day is still in time; one before it is too old. InForce.Since is the
// same from the other side: a date before it is too early. Both are judged whenever facts_dates, received or filed
// change: one task for the coordinator with the limits and each date that lies outside, and whether others lie
// inside; it proposes the grounds. When all lie inside again, the task is done.
//
// Anonymous: "registered" keeps a case without a name from being handled, by a person's word; "handled" has no rule.
//
// Repeated: when a case is registered whose complainant has an ended one among Context.Related, the registration
// names the newest five of those with number, category and outcome, and proposes RepeatGround.
type Admissibility struct {
	MaxAge       calendar.Length
	MaxAgeFrom   string // "received" | "filed"
	MaxAgeGround string // of Grounds; "" none
	MaxAgeBy     Clause
	Anonymous    Anonymous
	AnonBy       Clause
	Repeated     bool // one that was dealt with before is handled again only when there are new facts
	RepeatGround string
	RepeatBy     Clause
	Grounds      []OutcomeRule // for which a complaint is not handled
}

// Retention says how long a dossier stays after its end. The term retention begins on the day on which the case came
// to a state that ends it (Case.Closed), is cancelled when the case is opened again, and begins anew at its next
// end. From the day after its last day the case stands in the list of what is due; nothing is destroyed without a
// person's word, and never while the case is open, held or frozen.
//
// OnRequest is what holds before that day. destroy: on the complainant's request at any time after the end. gdpr: on
// a request under the GDPR. In both the word is that of the act that destroys, whose text names the request. Before
// Closed plus Minimum that text is a weighing of interests, and the transcript says so; where Minimum is not zero
// and a dossier would stay longer than Minimum, the choice beside Length says why.
type Retention struct {
	Length    calendar.Length
	Minimum   calendar.Length
	OnRequest OnRequest
	Clause
}

// AccessRule closes something to somebody (DESIGN 10.12) as long as its conditions hold; a rule without any always
// holds. It is asked anew for each letter, command and listing, never remembered.
//
// case: who bears the role To, or one of Without, gets no letter about the case, gives no command in it, and finds
// it in no listing, digest or count by number; mail to them goes to who stands in. Who bears a role for the mailbox
// of the case alone (a person with mailboxes) and the case came in there by route "board" keeps it: the rule is
// about those of the line. For a party To: letters that the regulation sends to that role do not leave, and what the
// party asks is answered with the public status only. identity: letters to To name the complainant neither by name
// nor by address, and enclose the complaint as text from which both, and the signature, were taken out. notes:
// records of calls, meetings and notes are in no letter to To, but for an act that encloses a note.
type AccessRule struct {
	To      dossier.Role
	Closed  Closed
	When    string // the condition as the file writes it; "" always
	If      []Condition
	Without []dossier.Role // roles that are shut out with it
	Clause
}

// FolderRule sets the folder of a case's mail from the act or state On onwards; the last one that came holds. All
// mail of the case that klachtd filed or files is moved there, below the inbox, with the server's delimiter for each
// /. A name that another case has already gets " NUMBER" behind it, characters that the server refuses become hyphens,
// an empty field leaves no double blank. Copies of letters to parties stand there too. When the handler changes, the folder is named anew.
type FolderRule struct {
	On   string
	Name string // with fields {initials} of the handler, else of the coordinator who gave the act; {complainant} {number}
	Clause
}

// ReportRule is a scheduled report. Kind digest is the overview of what is open and what is due, which the
// coordinator gets in any case: its roles get it too, each without what is closed to him; when it leaves is the
// organisation's setting.
type ReportRule struct {
	Kind    ReportKind
	Cadence Cadence
	To      []dossier.Role
	Public  bool
	Clause
}

// MeasuresRule is the periodic check of measures.
type MeasuresRule struct {
	Cadence Cadence
	To      []dossier.Role
	Repeat  calendar.Length
	Clause
}
