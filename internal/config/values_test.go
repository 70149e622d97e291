package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"klachtd/internal/tomltree"
)

func TestSecretIsNeverShown(t *testing.T) {
	s := IMAP{Password: "hunter2"}
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	logger.Info("x", "nested", s, "plain", s.Password)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "nested", s, "plain", s.Password)
	encoded, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	shown := log.String() + string(encoded) + fmt.Sprint(s, &s, s.Password) + fmt.Errorf("with %w and %v", errNested, s).Error()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t"} {
		shown += fmt.Sprintf(verb, s.Password) + fmt.Sprintf(verb, s)
	}
	for _, leak := range []string{"hunter2", "68756e74657232", "68756E74657232", "104 117"} {
		if strings.Contains(shown, leak) {
			t.Errorf("%q is shown in %s", leak, shown)
		}
	}
	if got := s.Password.Reveal(); got != "hunter2" {
		t.Errorf("Reveal gives %q", got)
	}
}

var errNested = fmt.Errorf("something")

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Fenna Kuipers":              "FK",
		"Joris van den Dam":          "JD",
		"Jean-Luc de l'Étoile":       "JLÉ",
		"'t Hoen":                    "H",
		"anneke visser":              "AV",
		"Directie":                   "D",
		"A. B. C. D. E. F. G. H. I.": "ABCDEFGH",
		"":                           "",
		"!!":                         "",
	} {
		if got := initials(name); got != want {
			t.Errorf("%q has initials %q, want %q", name, got, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Klachten@DeBrug.Example", "klachten@debrug.example"},
		{"a+b.c@localhost", "a+b.c@localhost"},
		{strings.Repeat("a", 64) + "@x.example", strings.Repeat("a", 64) + "@x.example"},
		{strings.Repeat("a", 65) + "@x.example", ""},
		{"a@" + strings.Repeat("b", 64) + ".example", ""},
		{"a@b@c.example", ""},
		{"a..b@x.example", ""},
		{".a@x.example", ""},
		{"a@-x.example", ""},
		{"a@x..example", ""},
		{`"a b"@x.example`, ""},
		{"é@x.example", ""},
		{"a@[127.0.0.1]", ""},
		{"a", ""},
		{"a@", ""},
		{"@x.example", ""},
	} {
		r := &reader{}
		if got := r.checkAddress(tomltree.Place{Line: 1, Col: 1}, tt.in); got != tt.want || (got == "") != (len(r.mistakes) == 1) {
			t.Errorf("%q becomes %q with mistakes %v, want %q", tt.in, got, r.mistakes, tt.want)
		}
	}
}

func TestSizes(t *testing.T) {
	for in, want := range map[string]int64{
		"50MB": 50_000_000, "50 MB": 50_000_000, "10kb": 10_000, "1GB": 1_000_000_000, "7B": 7,
		"50": -1, "MB": -1, "-1MB": -1, "1.5MB": -1, "50MiB": -1, "99999999999999999999MB": -1, "": -1,
	} {
		got, ok := parseSize(in)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q is %d bytes, want %d", in, got, want)
		}
	}
}
