package procedure_test

import (
	"testing"

	"klachtd/internal/procedure"
)

func BenchmarkLoadFive(b *testing.B) {
	common := read(b, "common")
	texts := map[string][]byte{}
	for _, name := range shipped {
		texts[name] = read(b, name)
	}
	for b.Loop() {
		for _, name := range shipped {
			if _, mistakes := procedure.Parse(name+".toml", texts[name], common, filled[name]); mistakes != nil {
				b.Fatal(mistakes)
			}
		}
	}
}
