package tomltree

import (
	"strconv"
	"testing"
)

func TestError(t *testing.T) {
	for _, tt := range []struct {
		m    Mistake
		want string
	}{
		{Mistake{File: "amnesty.toml", Line: 14, Col: 3, Text: `unknown act "horne"`, Hint: `did you mean "horen"?`},
			`amnesty.toml:14:3: unknown act "horne"; did you mean "horen"?`},
		{Mistake{File: "amnesty.toml", Text: "nothing"}, "amnesty.toml: nothing"},
	} {
		if got := tt.m.Error(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestSorted(t *testing.T) {
	var ms Mistakes
	for _, at := range []Place{{"b", 2, 1}, {"a", 1, 1}, {"own", 3, 1}, {"own", 1, 9}, {"own", 1, 2}, {"a", 1, 1}} {
		ms.Tell(at, "wrong", "")
	}
	want := "own:1:2: wrong\nown:1:9: wrong\nown:3:1: wrong\na:1:1: wrong\nb:2:1: wrong"
	if got := ms.Sorted("own").Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for i := range 2 * MaxMistakes {
		ms.Tell(Place{"own", i + 10, 1}, strconv.Itoa(i), "")
	}
	if got := len(ms.Sorted("own")); got != MaxMistakes {
		t.Errorf("%d mistakes are told, want %d", got, MaxMistakes)
	}
	if got := Mistakes(nil).Sorted(""); got != nil {
		t.Errorf("no mistakes become %v", got)
	}
}
