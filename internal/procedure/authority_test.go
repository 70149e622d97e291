package procedure

import "testing"

// TestAuthority: every weight with every proof, in every profile (DESIGN section 6). The daemon never asks about a mail
// that the server refutes; the answer is no all the same.
func TestAuthority(t *testing.T) {
	for _, weight := range weights {
		for _, profile := range []string{"rfc8601", "google", profileMicrosoft, profileNone} {
			for _, verdict := range []string{verdictPass, verdictFail, "missing"} {
				for n := range 8 {
					e := Evidence{Token: n&1 > 0, Code: n&2 > 0, Second: n&4 > 0, Verdict: verdict, Profile: profile}
					opens := n&4 > 0
					if got, want := authority(&Act{Weight: weight}, e, opens, false), weighed(weight, e, opens); got != want {
						t.Errorf("%s with %+v, opens %v: %d, want %d", weight, e, opens, got, want)
					}
				}
			}
		}
	}
}

// weighed is the table of DESIGN section 6, read row by row.
func weighed(weight Weight, e Evidence, opens bool) standing {
	pass, some := e.Verdict == "pass", e.Token || e.Verdict == "pass"
	both := e.Token && pass
	switch {
	case e.Verdict == "fail":
		return standsRefused
	case e.Code,
		weight == "light" && some,
		weight == "registering" && some,
		weight == "normal" && (both || e.Token && e.Profile == "none"),
		weight == "heavy" && both && (e.Profile == "rfc8601" || e.Profile == "google"):
		return standsFirm
	case weight == "registering" && opens:
		return standsUnconfirmed
	}
	return standsCode
}

// TestAlwaysACode: what cannot be taken back wants a code, whatever else is shown; where two have to agree, of both.
func TestAlwaysACode(t *testing.T) {
	all := Evidence{Token: true, Verdict: verdictPass, Profile: "rfc8601"}
	destroy := &Act{Weight: WeightHeavy, Effects: []Effect{{Do: DoKeep, what: string(KeepDestroy)}}}
	lift := &Act{Weight: WeightHeavy, Effects: []Effect{{Do: DoAccess, what: string(AccessConfidentiality)}}}
	coded, agreed := all, all
	coded.Code, agreed.Code, agreed.Second = true, true, true
	for _, c := range []struct {
		name   string
		act    *Act
		e      Evidence
		second bool
		want   standing
	}{
		{"destruction", destroy, all, false, standsCode},
		{"destruction with its code", destroy, coded, false, standsFirm},
		{"destruction by one of two", destroy, coded, true, standsCode},
		{"destruction by both", destroy, agreed, true, standsFirm},
		{"confidentiality", lift, all, false, standsCode},
		{"confidentiality with its code", lift, coded, true, standsFirm},
	} {
		if got := authority(c.act, c.e, false, c.second); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
