package procedure

import "klachtd/internal/dossier"

// Act is something that a person can do in a case: the words for it, who may, when, what it needs and what it does.
// Effects and conditions are closed lists; a regulation combines them.
type Act struct {
	Name    string
	Part    Part
	Words   Text // command words without the #
	Does    Text // what it does, as the end of a sentence: "vraagt de klager om aanvulling"
	Who     []dossier.Role
	Weight  Weight
	New     bool // it can be given where there is no case
	In      []dossier.State
	Kinds   []dossier.Kind // the kinds of case that it is for; empty: all
	Needs   []string       // of the list of needs, a name of Regulation.Answers, or "field <name>"
	May     []string       // of the same; may be left out
	Gates   []Gate
	Effects []Effect
	Clause
}

// Gate is a condition that must hold before an act.
type Gate struct {
	Need string      // as the file writes it
	Any  []Condition // of which one must hold
	Then Then
	Send []dossier.LetterName // with ThenSend: of these the one that has the party as its audience
	Clause
}

// Audiences of letters that are no role: they depend on what the act is about.
const (
	AudienceParty      dossier.Role = "party"       // the party that the act names
	AudienceOtherParty dossier.Role = "other_party" // the other side of that party
	AudienceEachParty  dossier.Role = "each_party"  // complainant and respondent
	AudiencePerson     dossier.Role = "person"      // the person that the act names
	AudienceSender     dossier.Role = "sender"      // who gave the command
)

// Condition is one condition of the closed list. It stands in a file as an English phrase (parse_condition.go).
type Condition struct {
	Is    ConditionKind
	Not   bool
	Name  string       // letter, block, record, term, field, consent or subject
	Of    dossier.Role // role or audience; "" none
	Value string       // with CondIs
}

// ConditionKind is what a condition asks: the word with which its phrase begins, or "is".
type ConditionKind string

// Conditions: the closed list.
const (
	CondSent     ConditionKind = "sent"     // the letter was accepted for Of
	CondTold     ConditionKind = "told"     // a letter with this block was accepted for Of
	CondRecorded ConditionKind = "recorded" // the record was kept
	CondAnswered ConditionKind = "answered" // Of answered the letter
	CondExpired  ConditionKind = "expired"  // the term went by unmet
	CondOver     ConditionKind = "over"     // the term was opened and no longer runs, whether met, passed or ended
	CondWithin   ConditionKind = "within"   // the date that is given is no later than the term may end, with the extensions that it has
	CondOpen     ConditionKind = "open"     // the term, record or task is open
	CondHas      ConditionKind = "has"      // the field is filled
	CondGiven    ConditionKind = "given"    // what may be left out of the command was not
	CondParty    ConditionKind = "party"    // the case has such a party
	CondAgreed   ConditionKind = "agreed"   // Of gave consent
	CondReleased ConditionKind = "released" // who complains was made known to Of, and the consent for it still stands
	CondIs       ConditionKind = "is"       // the subject has the value
	CondAbsent   ConditionKind = "absent"   // everybody who bears the role is away
)
