package procedure_test

import (
	"slices"
	"testing"

	"klachtd/internal/dossier"
)

// A letter is read by whom its own table, an act, an extension or a notice sends it to.
func TestReaders(t *testing.T) {
	for _, tc := range []struct {
		regulation string
		letter     dossier.LetterName
		want       []dossier.Role
	}{
		{"awb", "judgement", []dossier.Role{"complainant"}},
		{"awb", "hearing_invitation", []dossier.Role{"complainant", "respondent"}},
		{"awb", "handler_assignment", []dossier.Role{"handler", "staff"}},
		{"amnesty", "delay_notice_1", []dossier.Role{"complainant", "respondent"}},
		{"awb", "transcript", nil},
		{"awb", "none_such", nil},
	} {
		got := parse(t, tc.regulation).Readers(tc.letter)
		slices.Sort(got)
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: %s is read by %q, want %q", tc.regulation, tc.letter, got, tc.want)
		}
	}
}
