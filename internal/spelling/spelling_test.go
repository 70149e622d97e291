package spelling

import (
	"testing"

	"pgregory.net/rapid"
)

func TestDistance(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"settle", "settle", 0}, {"", "abc", 3}, {"settel", "settle", 1}, {"setle", "settle", 1},
		{"settles", "settle", 1}, {"sattle", "settle", 1}, {"lettse", "settle", 2}, {"ca", "abc", 3},
	} {
		if got := Distance(tc.a, tc.b); got != tc.want {
			t.Errorf("from %q to %q: %d, want %d", tc.a, tc.b, got, tc.want)
		}
	}
}

// The way back is as long, no way is longer than the longer word, and only a word itself is at no distance.
func TestDistanceProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-c]{0,8}`)
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		d := Distance(a, b)
		if d != Distance(b, a) || d > max(len(a), len(b)) || d < max(len(a)-len(b), len(b)-len(a)) || (d == 0) != (a == b) {
			t.Fatalf("from %q to %q: %d, and back: %d", a, b, d, Distance(b, a))
		}
	})
}

func TestClosest(t *testing.T) {
	known := []string{"acknowledge", "settle", "to"}
	for word, want := range map[string]string{
		"aknowlegde": "acknowledge", "setle": "settle", "ot": "to", "t": "to", "tp": "to", "afhandeling": "", "": "", "x": "", "xy": "",
	} {
		if got := Closest(word, known); got != want {
			t.Errorf("%q is taken for %q, want %q", word, got, want)
		}
	}
}
