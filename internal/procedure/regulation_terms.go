package procedure

import (
	"slices"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Roll says how a term ends that ends on a closed day.
type Roll = calendar.Roll

// TermRule is a term of the regulation. Its end is counted from the day of its anchor, day 0, which does not count.
//
// From: "received", "filed" and "closed" are days of the case. "LETTER sent" is the day on which the server took the
// letter (or on which it went by another way); sent again it begins the term anew. "ACT" is the day that the act
// counts from: the arrival of the party's mail that it answers or speaks of, else of the command. Opens in an act
// begins the term on that day too, whatever its own anchor is; a term that runs already begins anew.
//
// Kinds, States: the term runs for cases of these kinds, in these states. When a case begins, changes its kind or
// changes its state, each term from received, filed or closed that fits and that the case does not have yet is
// opened, counted from its own anchor, so that it may be past at once. A term that no longer fits because of the
// kind is cancelled; a state never cancels one but an end.
//
// MetBy: the term is met on the day on which one of these happens: the letter was accepted (by every recipient of
// the act or moment that ordered it), the act was done, or "mail of ROLE": a mail of a person with that role, or of
// the party that the term binds for "mail of party", was filed in the case, counted from its arrival; machines and
// receipts do not count. A name that is both a letter and an act: the letter, when the act sent one; else (another
// way, a draft that waits) the act. MetByAll: not one of them but all together; it is met on the day of the last. A
// bounce takes its letter away again.
//
// Again: met by mail, the term begins anew on the day of that mail, as long as the case runs. Other ways of meeting
// end it.
//
// Pause: groups of which each must hold (as Effect.If). On a day on which they hold, reminders and alerts of this
// term do not leave; they leave on the first working day on which they no longer do, at most one of each rule. The
// term itself runs on, and what AtEnd.Letter says leaves on its day.
type TermRule struct {
	Name     dossier.TermName
	Title    Text
	Length   calendar.Length
	From     string // an anchor: "received", "filed", "closed", "<letter> sent", "<act>"
	Binds    dossier.Role
	Roll     Roll
	Kinds    []dossier.Kind  // empty: for all
	States   []dossier.State // empty: in all
	MetBy    []string        // letters and acts that meet it, and "mail of <role>"
	MetByAll bool            // all of MetBy together meet it, not any one of them
	Again    bool
	Pause    [][]Condition
	Remind   []ReminderRule
	Steps    []StepRule
	Notice   NoticeRule
	AtEnd    EndRule
	Clause
}

// ReminderRule is one reminder before the end of its term, or after its beginning.
//
// Before counts back from the act-by day of the term as it stands, and of each extension that will come by itself.
// In working days: the n-th working day before it. In days, weeks or months: that calendar day, or the last working
// day before it when it is closed. One that would lie before the beginning is left out.
//
// After counts from the beginning, day 0. In working days: the n-th working day. In days, weeks, months: that
// calendar day, or the first working day after it when it is closed (day 7 of Saturday 12 December is Saturday 19,
// so Monday 21).
//
// Rules that fall on one day make one reminder to each reader. It leaves at the opening of letters.hours.
//
// Unless is asked when the day has come: when one of the conditions holds nothing leaves, and the reminder is over.
// What is listed as coming leaves out a reminder of which one holds today, unless it keeps a Record.
//
// Record is kept when the day has come and the term still runs, whether or not Unless held: that somebody was made to
// look. Its text names what was found: "open" or, with Unless, the phrase that held.
type ReminderRule struct {
	Before calendar.Length
	After  calendar.Length
	Day    int // N of After when it counts working days
	To     []dossier.Role
	Offers []string // acts that the reminder offers: those that may be done in the state of the case
	Unless []Condition
	Record string // "" none
	item   int    // which one of the file's reminders it was read from, from 1
	Clause
}

// NoticeRule says how early a delay must be told when the regulation provides no extension of its own. The notice needs a
// date and a reason from a person, so it never leaves by itself: an act that extends the term sends the letter.
//
// The last day for it is the Lead-th working day before the act-by day of the term (in days, weeks: as
// ReminderRule.Before). On that day, when the term still runs and has not been extended since it began, those whom
// the reminders of the term go to are reminded that it has to leave today. From the next day on the notice is late:
// an extension still goes through, the letter leaves, and the record Late is kept with the day. One notice for each
// extension: after it the count begins anew from the new end.
type NoticeRule struct {
	Letter   dossier.LetterName // "" when the term has no such rule
	Audience []dossier.Role
	Lead     calendar.Length // at the latest so long before the end
	Late     string          // record; "" none
	Clause
}

// StepRule is one extension that the regulation itself provides. To is counted from the term's own anchor, not from
// the end that it moves, and rolls as the term does.
//
// When is the moment of its letter. act_by: by itself, at the opening of letters.hours on the act-by day of the end
// before it. lead: by itself, the Lead-th working day before that act-by day (in days or weeks: as
// ReminderRule.Before). never: only with an act that extends the term. In all three the term moves to To when the
// letter is queued; an act that extends the term before is the step: to its own date instead of To, and the step is
// done. What an act chooses beyond To is done with the steps up to it.
type StepRule struct {
	To       calendar.Length
	Letter   dossier.LetterName
	Audience []dossier.Role
	When     Sending
	Lead     calendar.Length // with SendLead
	Clause
}

// ByPerson says whether a person's command alone extends the term.
func (t *TermRule) ByPerson() bool {
	return len(t.Steps) > 0 && !slices.ContainsFunc(t.Steps, func(s StepRule) bool { return s.When != SendNever })
}

// EndRule says what happens when a term passes unmet: on the day after its last day, in the order below. Nothing
// else happens by itself; the term stays passed until it is met.
//
// Ask: a task for that role, which offers Offers. It stays open until one of Offers was done or the term is met.
//
// Letter leaves at the opening of letters.hours on the first working day after the end, to its own audience
// (LetterRule.To and Cc), once for each time that the term ends; a letter of mode draft is put up as one.
//
// Lapses: nobody had to do anything; the term lapses in silence. For a day that binds only who chooses something, as the
// last day to say that a complaint is not handled. It goes with none of the others.
//
// Alert: those are told, at the same hour. Repeat "working day": on every working day after that until it is met or
// cancelled. "week": seven days after the last alert or reminder of this term, or on the first working day after
// when that day is closed. "" once.
type EndRule struct {
	Alert  []dossier.Role
	Repeat Repeat
	Ask    dossier.Role
	Offers []string
	Letter dossier.LetterName
	Lapses bool
	Clause
}

// Rounds are the turns in which parties react to each other. Each is a term round_1, round_2, ..., which begins on
// the day on which Letter was sent to the party whose turn it is, is met by the first mail of that party, and rolls
// forward. The next turn is opened by the act with the effect round, never by itself; what was said goes along as
// "statement": the complaint and what was supplied in turn 1, after that the mails that met the turn before.
//
// A turn that ended without a word, or that the act passes over, is kept as the record Skipped (its value the number
// of the turn); the one after it then reacts to what was said last.
//
// BeyondLimit: when a turn is opened and its end would lie after the end of the term Limit as that stands: warn: the
// turn keeps its length; the transcript says so; the record Overrun is kept once, with the reason; Notice leaves
// once to each party, with the end of the last turn still to come as its date. cap: the turn ends Margin before the
// end of Limit instead (in working days: the n-th working day before it), at the earliest on the day it begins.
// suspend: Limit stands still while the turn runs, and its end moves by as many days as the turn took.
type Rounds struct {
	OnlyWith    dossier.Role
	BeyondLimit BeyondLimit
	Order       []RoundRule
	Letter      dossier.LetterName
	Limit       dossier.TermName // the term that BeyondLimit is about
	Margin      calendar.Length
	Overrun     string
	Notice      dossier.LetterName
	Skipped     string
	Clause
}

// RoundRule is one turn.
type RoundRule struct {
	Party  dossier.Role
	Length calendar.Length
	Last   bool
	Clause
}
