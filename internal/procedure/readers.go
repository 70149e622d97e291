package procedure

import (
	"slices"

	"klachtd/internal/dossier"
)

// Readers are the roles to which a regulation sends a letter, wherever it says so: each of them has to find words that are
// meant for him. Of an audience that depends on what an act is about these are the parties that it is mostly about, and a
// colleague; who gave a command is left out.
func (r *Regulation) Readers(letter dossier.LetterName) []dossier.Role {
	rule := r.Letters[letter]
	said := slices.Concat(rule.To, rule.Cc)
	for _, a := range r.Acts {
		for _, e := range a.Effects {
			if e.Do == DoLetter && e.Letter() == letter {
				said = append(append(said, e.To...), e.Cc...)
			}
		}
	}
	for _, t := range r.Terms {
		if t.Notice.Letter == letter {
			said = append(said, t.Notice.Audience...)
		}
		for _, s := range t.Steps {
			if s.Letter == letter {
				said = append(said, s.Audience...)
			}
		}
	}
	var readers []dossier.Role
	for _, role := range said {
		for _, reader := range readersAs(role) {
			if !slices.Contains(readers, reader) {
				readers = append(readers, reader)
			}
		}
	}
	return readers
}

func readersAs(audience dossier.Role) []dossier.Role {
	switch audience {
	case AudienceParty, AudienceOtherParty, AudienceEachParty:
		return []dossier.Role{dossier.RoleComplainant, dossier.RoleRespondent}
	case AudiencePerson:
		return []dossier.Role{dossier.RoleStaff}
	case AudienceSender:
		return nil
	}
	return []dossier.Role{audience}
}
