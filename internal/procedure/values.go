package procedure

import "slices"

// The closed lists of words that a regulation file takes as the value of a key. Each is a type, its constants, and the list
// of them from which the parser offers a word to who wrote another. What conditions ask is in act.go, what acts do in act_effects.go.

// Part is the part of handling to which an act belongs.
type Part string

// Parts of handling.
const (
	PartAsking      Part = "asking" // only asks klachtd something
	PartRegistering Part = "registering"
	PartJudging     Part = "judging"
	PartHandling    Part = "handling"
	PartDeciding    Part = "deciding"
	PartEnding      Part = "ending"
	PartTrays       Part = "trays"
)

var parts = []Part{PartAsking, PartRegistering, PartJudging, PartHandling, PartDeciding, PartEnding, PartTrays}

// Parts are all parts, in the order in which help and show list acts.
func Parts() []Part { return slices.Clone(parts) }

// Weight is how much proof an act wants of who gives its command (DESIGN section 6).
type Weight string

// Weights of acts, the lighter ones first.
const (
	WeightLight       Weight = "light"
	WeightRegistering Weight = "registering"
	WeightNormal      Weight = "normal"
	WeightHeavy       Weight = "heavy"
)

var weights = []Weight{WeightLight, WeightRegistering, WeightNormal, WeightHeavy}

// Then is what an act does when one of its gates does not hold.
type Then string

// What follows.
const (
	ThenRefuse Then = ""     // it is not done
	ThenWarn   Then = "warn" // it is done, and the transcript says so
	ThenSend   Then = "send" // the letters of the gate go first; it is what a gate with letters does
)

var thens = []Then{ThenWarn} // what a file says; the others follow from it

// Sending says when the letter of an extension leaves.
type Sending string

// Moments of such a letter.
const (
	SendActBy Sending = "act_by" // by itself, on the last working day before the end
	SendLead  Sending = "lead"   // by itself, earlier
	SendNever Sending = "never"  // on a command only
)

var sendings = []Sending{SendActBy, SendLead, SendNever}

// Repeat says how often those are told again whom the end of a term concerns; "" once.
type Repeat string

// Rhythms of what is told again.
const (
	RepeatDaily  Repeat = "working day"
	RepeatWeekly Repeat = "week"
)

var repeats = []Repeat{RepeatDaily, RepeatWeekly}

// BeyondLimit says what becomes of a turn that would end after the limit of all turns; "" there is no limit.
type BeyondLimit string

// Ways to deal with the limit: see Rounds.
const (
	BeyondWarn    BeyondLimit = "warn"
	BeyondCap     BeyondLimit = "cap"
	BeyondSuspend BeyondLimit = "suspend"
)

var beyondLimits = []BeyondLimit{BeyondWarn, BeyondCap, BeyondSuspend}

// Closed is what an access rule closes.
type Closed string

// What can be closed to somebody: see AccessRule.
const (
	ClosedCase     Closed = "case"
	ClosedIdentity Closed = "identity"
	ClosedNotes    Closed = "notes"
)

var closings = []Closed{ClosedCase, ClosedIdentity, ClosedNotes}

// Anonymous is what becomes of a complaint without a name; "" the regulation does not say.
type Anonymous string

// What is done with them: see Admissibility.
const (
	AnonymousRegistered Anonymous = "registered"
	AnonymousHandled    Anonymous = "handled"
)

var anonymous = []Anonymous{AnonymousRegistered, AnonymousHandled}

// OnRequest is on whose request a dossier is destroyed before its time; "" nobody's.
type OnRequest string

// Requests to destroy: see Retention.
const (
	OnRequestDestroy OnRequest = "destroy" // the complainant's
	OnRequestGDPR    OnRequest = "gdpr"    // one under the GDPR
)

var onRequests = []OnRequest{OnRequestDestroy, OnRequestGDPR}

// Cadence is how often a report or check comes.
type Cadence string

// Cadences of reports and checks.
const (
	CadenceDaily      Cadence = "daily" // every working day
	CadenceMonthly    Cadence = "monthly"
	CadenceQuarterly  Cadence = "quarterly"
	CadenceHalfYearly Cadence = "half-yearly"
	CadenceYearly     Cadence = "yearly"
)

var cadences = []Cadence{CadenceDaily, CadenceMonthly, CadenceQuarterly, CadenceHalfYearly, CadenceYearly}

// ReportKind is what a scheduled report is about.
type ReportKind string

// Kinds of reports.
const (
	ReportDigest   ReportKind = "digest" // the daily overview: the roles of the report get it too
	ReportMonth    ReportKind = "month"
	ReportQuarter  ReportKind = "quarter"
	ReportYear     ReportKind = "year"
	ReportLearning ReportKind = "learning"
	ReportMeasures ReportKind = "measures"
	ReportTrends   ReportKind = "trends"
)

var reportKinds = []ReportKind{ReportDigest, ReportMonth, ReportQuarter, ReportYear, ReportLearning, ReportMeasures, ReportTrends}

// PublicStatus is what those outside the case hear of its state: a word of the contract.
type PublicStatus string

// Public statuses.
const (
	PublicOpen    PublicStatus = "in behandeling"
	PublicSettled PublicStatus = "afgehandeld"
)

var publicStatuses = []PublicStatus{PublicOpen, PublicSettled}

// Track is how formally a case is handled: a word of the contract; "" the regulation makes no difference.
type Track string

// Tracks of cases.
const (
	TrackFormal   Track = "formal"
	TrackInformal Track = "informal"
)

var tracks = []Track{TrackFormal, TrackInformal}

// Intake is the kind of mailbox that a regulation counts on.
type Intake string

// Kinds of mailboxes.
const (
	IntakeComplaints Intake = "complaints" // each message of a person is a case at once
	IntakeMixed      Intake = "mixed"      // a message waits on a list until somebody calls it a complaint
)

var intakes = []Intake{IntakeComplaints, IntakeMixed}

// StaffMail says what a mail of staff is that holds no original (DESIGN 10.22).
type StaffMail string

// Readings of such a mail.
const (
	StaffMailAsk StaffMail = "ask"           // the sender is asked
	StaffMailOwn StaffMail = "own complaint" // he complains himself
)

var staffMails = []StaffMail{StaffMailAsk, StaffMailOwn}

// Mode says whether a letter leaves by itself.
type Mode string

// Modes of letters.
const (
	ModeAuto  Mode = "auto"
	ModeDraft Mode = "draft"
)

var modes = []Mode{ModeAuto, ModeDraft}
