package procedure

import (
	"slices"

	"klachtd/internal/dossier"
)

// Effect is one thing that an act does. What it does that to, a name of the regulation or a word of a closed list, says the
// method for its kind: Letter, Term, State and so on. Each is "" for an effect of another kind, so that nothing can be taken
// for what it is not.
//
// A fact takes its value from what the command gave: the answer set of that name; received, filed, category, language and
// facts_dates from the argument of that kind (filed without a date: the day that the act counts from); any other from the
// word, else the text; and where the command takes none of these, "ja".
type Effect struct {
	Do   EffectKind
	what string         // as the file names it
	To   []dossier.Role // of a letter: roles, or one of the Audience roles
	Cc   []dossier.Role // letters of their own
	With []string       // what a letter encloses
	Mode Mode           // of a letter: draft puts it up although the letter leaves by itself otherwise; "" as the letter says
	If   [][]Condition  // of each of these one must hold; empty: always
}

// EffectKind is what an effect does.
type EffectKind string

// Effects that an act may have: the closed list.
const (
	DoLetter   EffectKind = "letter"   // a letter leaves, or waits as a draft
	DoOpen     EffectKind = "open"     // a term begins
	DoMeet     EffectKind = "meet"     // a term is met
	DoEnd      EffectKind = "end"      // a term is cancelled
	DoExtend   EffectKind = "extend"   // a term gets the date that is given
	DoSuspend  EffectKind = "suspend"  // a term stands still
	DoResume   EffectKind = "resume"   // and goes on
	DoState    EffectKind = "state"    // the case moves
	DoKind     EffectKind = "kind"     // it is another kind of case
	DoTrack    EffectKind = "track"    // it takes another track
	DoOutcome  EffectKind = "outcome"  // it has an outcome: a name, or the one given
	DoParty    EffectKind = "party"    // who is given becomes a party with a role
	DoAssign   EffectKind = "assign"   // a person of the organisation gets a role in the case
	DoFact     EffectKind = "fact"     // what is given is set in a field
	DoRecord   EffectKind = "record"   // a record is kept
	DoTask     EffectKind = "task"     // something waits for a person
	DoDone     EffectKind = "done"     // and is done
	DoMeasure  EffectKind = "measure"  // proposed, done, not done
	DoLink     EffectKind = "link"     // this case and another belong together
	DoCase     EffectKind = "case"     // a case is opened, merged, split; a message is moved
	DoRound    EffectKind = "round"    // the next turn is opened, or one is passed over
	DoAccess   EffectKind = "access"   // an identity or a case is opened
	DoKeep     EffectKind = "keep"     // the dossier is held, frozen, released, destroyed
	DoTray     EffectKind = "tray"     // a message in the tray is taken in or put aside
	DoRelease  EffectKind = "release"  // a letter that waits may leave, or went by another way
	DoAbsence  EffectKind = "absence"  // somebody is away
	DoAnswer   EffectKind = "answer"   // klachtd answers: help, status, agenda, dossier
	DoCommands EffectKind = "commands" // about the command mail itself: rehearse, undo
)

// Letter is the letter that leaves.
func (e Effect) Letter() dossier.LetterName { return named[dossier.LetterName](e, DoLetter) }

// Term is the term that begins, is met, ends, stands still, goes on or gets another date.
func (e Effect) Term() dossier.TermName { return named[dossier.TermName](e, termKinds...) }

var termKinds = []EffectKind{DoOpen, DoMeet, DoEnd, DoExtend, DoSuspend, DoResume}

// State is the state to which the case comes; "before" is the one from which it came.
func (e Effect) State() dossier.State { return named[dossier.State](e, DoState) }

// Kind is the kind of case that it becomes.
func (e Effect) Kind() dossier.Kind { return named[dossier.Kind](e, DoKind) }

// Track is the track that the case takes.
func (e Effect) Track() Track { return named[Track](e, DoTrack) }

// Outcome is an outcome of the regulation, or one of the two that a command decides.
func (e Effect) Outcome() string { return named[string](e, DoOutcome) }

// Role is what somebody becomes in the case.
func (e Effect) Role() dossier.Role { return named[dossier.Role](e, DoParty, DoAssign) }

// Field is the field that is set.
func (e Effect) Field() string { return named[string](e, DoFact) }

// Record is the record that is kept.
func (e Effect) Record() string { return named[string](e, DoRecord) }

// Task is the task that is opened or done.
func (e Effect) Task() dossier.TaskKind { return named[dossier.TaskKind](e, DoTask, DoDone) }

// Deed is what exactly is done, of an effect that names nothing of the regulation.
func (e Effect) Deed() Deed {
	if deeds[e.Do] == nil {
		return ""
	}
	return Deed(e.what)
}

// named is what an effect of one of these kinds names.
func named[T ~string](e Effect, kinds ...EffectKind) T {
	if !slices.Contains(kinds, e.Do) {
		return ""
	}
	return T(e.what)
}

// Deed is a word of the closed lists of effects that name nothing of the regulation.
type Deed string

// Deeds of DoCase. The first five are the ways by which a complaint came (dossier.Channel).
const (
	CaseMail        Deed = "mail"
	CasePhone       Deed = "phone"
	CaseOral        Deed = "oral"
	CasePost        Deed = "post"
	CaseReception   Deed = "reception"
	CaseOwn         Deed = "own" // the sender's own complaint
	CaseComplaint   Deed = "complaint"
	CaseRetaliation Deed = "retaliation"
	CaseMerge       Deed = "merge"
	CaseSplit       Deed = "split"
	CaseMove        Deed = "move"
)

// Deeds of DoLink: how two cases belong together.
const (
	LinkEarlier     Deed = "earlier"
	LinkRetaliation Deed = "retaliation"
	LinkNewFacts    Deed = "new facts"
	LinkExternal    Deed = "external"
)

// Deeds of the other kinds.
const (
	MeasurePropose Deed = "propose"
	MeasureDone    Deed = "done"
	MeasureNotDone Deed = "not done"

	AccessIdentity        Deed = "identity"
	AccessConfidentiality Deed = "confidentiality"
	AccessNote            Deed = "note"

	KeepHold    Deed = "hold"
	KeepFreeze  Deed = "freeze"
	KeepRelease Deed = "release"
	KeepDestroy Deed = "destroy"

	TrayAccept Deed = "accept"
	TrayReject Deed = "reject"

	ReleaseDraft     Deed = "draft"          // letters that wait leave
	ReleaseOtherwise Deed = "sent otherwise" // a letter went by another way

	AbsencePerson Deed = "person"

	AnswerHelp    Deed = "help"
	AnswerStatus  Deed = "status"
	AnswerAgenda  Deed = "agenda"
	AnswerDossier Deed = "dossier"
	AnswerAccess  Deed = "access request" // to one's own personal data

	CommandsRehearse Deed = "rehearse" // the mail is a rehearsal
	CommandsUndo     Deed = "undo"     // the commands before are taken back
	CommandsEnd      Deed = "end"      // nothing below is a command

	RoundNext Deed = "next"
)

// deeds are the closed lists of the kinds that have one.
var deeds = map[EffectKind][]Deed{
	DoCase: {CaseMail, CasePhone, CaseOral, CasePost, CaseReception, CaseOwn, CaseComplaint, CaseRetaliation, CaseMerge, CaseSplit,
		CaseMove},
	DoLink:     {LinkEarlier, LinkRetaliation, LinkNewFacts, LinkExternal},
	DoMeasure:  {MeasurePropose, MeasureDone, MeasureNotDone},
	DoAccess:   {AccessIdentity, AccessConfidentiality, AccessNote},
	DoKeep:     {KeepHold, KeepFreeze, KeepRelease, KeepDestroy},
	DoTray:     {TrayAccept, TrayReject},
	DoRelease:  {ReleaseDraft, ReleaseOtherwise},
	DoAbsence:  {AbsencePerson},
	DoAnswer:   {AnswerHelp, AnswerStatus, AnswerAgenda, AnswerDossier, AnswerAccess},
	DoCommands: {CommandsRehearse, CommandsUndo, CommandsEnd},
	DoRound:    {RoundNext},
}

// does says whether an act has an effect of this kind; with what, one that names it.
func (a *Act) does(do EffectKind, what string) bool {
	return slices.ContainsFunc(a.Effects, func(e Effect) bool { return e.Do == do && (what == "" || e.what == what) })
}

// doesDeed says whether an act has an effect of this kind with that deed.
func (a *Act) doesDeed(do EffectKind, deed Deed) bool { return a.does(do, string(deed)) }
