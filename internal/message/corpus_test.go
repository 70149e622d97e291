package message

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// shared finds the sample mails that lie beside the repository.
func shared(t testing.TB) string {
	dir := os.Getenv("KLACHTD_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	dir = filepath.Join(dir, "mail")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the sample mails are not here: set KLACHTD_SHARED")
	}
	return dir
}

func TestDump(t *testing.T) {
	f := os.Getenv("DUMP")
	if f == "" {
		t.Skip()
	}
	raw, err := os.ReadFile(f)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := json.MarshalIndent(Inspect(Parse(raw)), "", " ")
	t.Log(string(b))
}
