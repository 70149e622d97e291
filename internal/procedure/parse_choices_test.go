package procedure_test

import (
	"fmt"
	"strings"
	"testing"
)

// The texts of the five contradict themselves or leave gaps in 42 places. Each has its proposed way out in a file,
// with its code beside it, so that a reader finds what was decided and why.
func TestEveryGapIsDecided(t *testing.T) {
	gaps := map[string]int{"AI": 16, "NO": 8, "MD": 6, "DC": 6, "GT": 4, "ALL": 2}
	var all strings.Builder
	for _, name := range append([]string{"common"}, five...) {
		all.Write(read(t, name))
	}
	text := all.String()
	for source, n := range gaps {
		for i := 1; i <= n; i++ {
			code := fmt.Sprintf("C-%s-%d", source, i)
			if !strings.Contains(text, code+"\n") && !strings.Contains(text, code+",") && !strings.Contains(text, code+")") &&
				!strings.Contains(text, code+":") {
				t.Errorf("no file decides %s", code)
			}
		}
	}
}
