package command

import (
	"strings"
	"testing"
)

func TestSynonyms(t *testing.T) {
	for written, want := range map[string]string{
		"#verleng": "#uitstel", "#Verlengen": "#uitstel", "#dicht": "#sluiten", "#afsluiten": "#sluiten", "#sluit": "#sluiten",
		"#toewijs": "#toewijzen", "#wijs-toe": "#toewijzen", "#assigned": "#toewijzen", "#beantwoord": "#vraag", "#doorsturen": "#doorverwijzen",
		"#delete": "#vernietigen", "#verwijderen": "#vernietigen", "#hulp": "#help", "#goedkeuren": "#fiat", "#akkoord": "#fiat",
		"#uitnodigen": "#horen", "#getuigen": "#getuige", "#weigeren": "#weiger", "#toewijsen": "#toewijzen", "#uitstell": "#uitstel",
		"#ＡＫＫＯＯＲＤ": "#fiat", "#banaan": "",
	} {
		if got, _ := standard.Suggest(written); got != want {
			t.Errorf("Suggest(%q) = %q, want %q", written, got, want)
		}
		if len(Lines(written+" 1 juni 2026")) > 0 {
			t.Errorf("%s acts", written)
		}
	}
}

// TestSynonymsMeanCommands: each stands for a word that there is, and is none itself.
func TestSynonymsMeanCommands(t *testing.T) {
	for command, list := range synonyms {
		if standard.dutch[command] != command {
			t.Errorf("%s is no command", command)
		}
		for _, word := range strings.Fields(list) {
			if known, ok := standard.Lookup("#" + word); ok {
				t.Errorf("%s is the command %s, no other word for %s", word, known, command)
			}
			if got, ok := meant[plain(word)]; !ok || got != command {
				t.Errorf("%s means %s and %s", word, command, got)
			}
		}
	}
}

func TestVocabulary(t *testing.T) {
	own := NewVocabulary([]Word{{"bemiddelen", "mediate"}, {"#klacht", "#complaint"}})
	got := own.Parse("#MEDIATE jan\n#bemiddelen\n#klacht\n#bemidelen")
	if len(got.Lines) != 3 || got.Lines[0].Word != "#bemiddelen" || got.Lines[2].Word != "#klacht" {
		t.Errorf("lines %v", got.Lines)
	}
	if len(got.Near) != 1 || got.Near[0].Suggestion != "#bemiddelen" {
		t.Errorf("near %v", got.Near)
	}
	if len(Lines("#bemiddelen")) > 0 {
		t.Error("one regulation's word became everybody's")
	}
	if NewVocabulary([]Word{{"klacht", "complaint"}}) != standard {
		t.Error("a regulation without words of its own has a vocabulary of its own")
	}
}

func TestFew(t *testing.T) {
	few := NewVocabulary(nil).Few("status", "beroep")
	for answer, want := range map[string]int{
		"#status\n#beroep\nOmdat": 2, "#appeal": 1, "#sluiten": 0, "#statsu": 0, "#status\n#sluiten\n#beroep": 1,
	} {
		if got := few.Parse(answer); len(got.Lines) != want || len(got.Near) > 0 {
			t.Errorf("%q: lines %v, near %v", answer, got.Lines, got.Near)
		}
	}
}
