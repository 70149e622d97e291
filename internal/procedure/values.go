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
