package procedure

import "slices"

// The closed lists of words that a regulation file takes as the value of a key. Each is a type, its constants, and the list
// of them from which the parser offers a word to who wrote another. What acts do and conditions ask is in act.go.

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
