package mailbox

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestLineGauge(t *testing.T) {
	long := strings.Repeat("x", answerLine)
	for name, c := range map[string]struct {
		read string
		bad  bool
	}{
		"lines":              {"* OK hello\r\n" + strings.Repeat("* 1 EXISTS\r\n", 1000), false},
		"a line of the size": {long + "\n" + long + "\n", false},
		"a longer one":       {"* OK " + long, true},
		"a long literal":     {"* 1 FETCH (BODY[] {16777221}\r\nabcde" + long + ")\r\n", false},
		"and a line behind":  {"* 1 FETCH (BODY[] {5}\r\nabcde" + long + "x", true},
		"too long a literal": {"* 1 FETCH (BODY[] {4294967295}\r\n", true},
		"no literal":         {"* OK {12\r\n" + long + "x", true},
		"a literal+":         {"A {3+}\r\na\nb\r\n", false},
		"no number":          {"* OK {x}\r\n* OK {-1}\r\n* OK {99999999999999999999999999}\r\n}\r\n", false},
	} {
		g := new(lineGauge)
		if err := g.pass([]byte(c.read)); (err != nil) != c.bad {
			t.Errorf("%s: %v", name, err)
		}
		if err := g.pass([]byte("* OK\r\n")); (err != nil) != c.bad {
			t.Errorf("%s, and then: %v", name, err)
		}
	}
}

// TestLineGaugeInPieces: in whatever pieces an answer comes, its lines are the same.
func TestLineGaugeInPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		answer := []byte(strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"* OK", " {7}\r\n", "\r\n", "abc", "}", "{12}\n", "x {3+}\r\n"})).Draw(t, "answer"), ""))
		whole, pieces := lineGauge{}, lineGauge{}
		if err := whole.pass(answer); err != nil {
			t.Fatal(err)
		}
		for rest := answer; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "piece")
			if err := pieces.pass(rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if whole.length != pieces.length || whole.literal != pieces.literal || !bytes.Equal(whole.tail, pieces.tail) {
			t.Fatalf("%+v, in pieces %+v", whole, pieces)
		}
	})
}
