package config

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"klachtd/internal/tomltree"
)

// Every regulation that ships loads, with the roles that it demands and the choices that it leaves.
func TestShippedRegulations(t *testing.T) {
	choices := map[string]string{
		"generic":   "[procedure.generic]\nsettle = \"21 days\"\nappeal_text = \"Schrijf het bestuur.\"\n",
		"ombudsman": "[procedure.ombudsman]\ncall_slots = [\"ma 10:00-12:00\", \"do 14:00-16:00\"]\n",
	}
	if len(embedded()) != 6 {
		t.Errorf("%d regulations ship, want 6: %q", len(embedded()), embedded())
	}
	for _, name := range embedded() {
		t.Run(name, func(t *testing.T) {
			c, _ := load(t, strings.Replace(withRoles(t, name), `"amnesty"`, `"`+name+`"`, 1)+choices[name])
			if got := c.Mailboxes[0].Regulation; got == nil || got.Name != name {
				t.Errorf("the mailbox has the regulation %v, want %s", got, name)
			}
		})
	}
}

// withRoles is the least configuration with everybody whom a regulation demands.
func withRoles(t *testing.T, name string) string {
	t.Helper()
	text, ok := readEmbedded(name)
	if !ok {
		t.Fatalf("no %s among the embedded files", name)
	}
	roles := `"coordinator"`
	for _, m := range regexp.MustCompile(`(?ms)^\[role\.(\w+)\]\n[^\[]*?^required`).FindAllStringSubmatch(string(text), -1) {
		if m[1] != "deputy" && m[1] != "coordinator" {
			roles += `, "` + m[1] + `"`
		}
	}
	people := strings.Replace(least, `roles = ["coordinator"]`, "roles = ["+roles+"]", 1)
	return strings.Replace(people, `"deputy", "management"`, `"deputy"`, 1)
}

func TestTwoRegulationsOfOneName(t *testing.T) {
	text, ok := readEmbedded("amnesty")
	if !ok {
		t.Fatal("no amnesty among the embedded files")
	}
	second := strings.NewReplacer(`"klachten"`, `"bestuur"`, "Klachten@", "bestuur@", `"amnesty"`, `"ours.toml"`,
		"[mailbox.imap]", "[mailbox.imap]\ninbox = \"Bestuur\"").Replace(least[strings.Index(least, "[[mailbox]]"):strings.Index(least, "[[person]]")])
	path := place(t, []byte(least+second))
	write(t, filepath.Join(filepath.Dir(path), "ours.toml"), string(text), 0o644)
	_, mistakes, err := Load(path)
	if err != nil || len(mistakes) != 1 || !strings.Contains(mistakes[0].Text, `both called "amnesty"`) {
		t.Errorf("got mistakes %v, error %v; want one about the name", mistakes, err)
	}
}

func TestOwnRegulation(t *testing.T) {
	text, ok := readEmbedded("amnesty")
	if !ok {
		t.Fatal("no amnesty among the embedded files")
	}
	path := place(t, []byte(strings.Replace(least, `"amnesty"`, `"rules/ours.toml"`, 1)+"\n[procedure.brug]\nin_force_since = 2024-01-01\n"))
	rules := filepath.Join(filepath.Dir(path), "rules")
	if err := os.Mkdir(rules, 0o755); err != nil {
		t.Fatal(err)
	}
	ours := regexp.MustCompile(`(?m)^name( *)= "amnesty"`).ReplaceAllString(string(text), `name = "brug"`)
	write(t, filepath.Join(rules, "ours.toml"), ours, 0o644)
	c, mistakes, err := Load(path)
	if err != nil || len(mistakes) > 0 {
		t.Fatalf("error %v, mistakes:\n%v", err, mistakes)
	}
	m := c.Mailboxes[0]
	if m.Procedure != "brug" || m.Regulation.InForce.Since.String() != "2024-01-01" {
		t.Errorf("regulation %q in force since %s, want brug since 2024-01-01", m.Procedure, m.Regulation.InForce.Since)
	}
	write(t, filepath.Join(rules, "ours.toml"), strings.Replace(ours, "[in_force]", "[in_forse]", 1), 0o644)
	_, mistakes, _ = Load(path)
	if len(mistakes) == 0 || mistakes[0].File != filepath.Join(rules, "ours.toml") || mistakes[0].Line == 0 {
		t.Errorf("mistakes of an own regulation: %v", mistakes)
	}
}

// What README.md shows must be true: each configuration in it has no unknown key, each mistake is one of the goldens.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../../config/README.md")
	if err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	files, err := filepath.Glob("testdata/mistakes/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		lines, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		told.Write(lines)
	}
	for _, block := range regexp.MustCompile("(?s)```toml\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		_, broken := tomltree.Read("README.md", []byte(block[1]))
		_, mistakes := Parse("README.md", []byte(block[1]))
		for _, m := range mistakes {
			if strings.HasPrefix(m.Text, "unknown key") || broken != nil {
				t.Errorf("README.md shows\n%s\n%v", block[1], m)
			}
		}
		if strings.Contains(block[1], "[organisation]") {
			load(t, block[1])
		}
	}
	shown := regexp.MustCompile(`(?m)^klachtd\.toml:.*$`).FindAllString(string(text), -1)
	if len(shown) == 0 {
		t.Error("README.md shows no mistakes")
	}
	for _, line := range shown {
		if !strings.Contains(told.String(), line+"\n") {
			t.Errorf("README.md shows a mistake that klachtd does not tell: %s", line)
		}
	}
	for _, name := range embedded() {
		if !strings.Contains(string(text), "`\""+name+"\"`") {
			t.Errorf("README.md does not know the regulation %s", name)
		}
	}
}
