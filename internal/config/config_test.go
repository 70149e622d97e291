package config

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// place copies a configuration into a directory with the password files that it names, and returns its path.
func place(t *testing.T, text []byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, secret := range map[string]string{
		"imap.secret": "hunter2\n", "smtp.secret": "correct horse\r\n", "empty.secret": "\n", "lines.secret": "one\ntwo\n",
	} {
		write(t, filepath.Join(dir, name), secret, 0o600)
	}
	write(t, filepath.Join(dir, "open.secret"), "hunter2\n", 0o644)
	path := filepath.Join(dir, "klachtd.toml")
	write(t, path, string(text), 0o644)
	return path
}

func write(t *testing.T, path, content string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func TestMistakes(t *testing.T) {
	files, err := filepath.Glob("testdata/mistakes/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no wrong configurations: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".toml"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			path := place(t, text)
			c, mistakes, err := Load(path)
			if err != nil || c != nil {
				t.Fatalf("got config %v, error %v; want mistakes only", c, err)
			}
			golden(t, strings.TrimSuffix(file, ".toml")+".txt",
				strings.ReplaceAll(mistakes.Error(), filepath.Dir(path)+string(filepath.Separator), "")+"\n")
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", file, diff)
	}
}
