package letter

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// builtIn are the built-in letters, loaded once.
var builtIn = sync.OnceValue(func() *Templates {
	ts, err := Load("")
	if err != nil {
		panic("\n" + err.Error())
	}
	return ts
})

func render(t testing.TB, in Input) []byte {
	t.Helper()
	raw, err := builtIn().Render(in)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestGolden compares every letter, in both languages, with the bytes that were read and approved by a person.
func TestGolden(t *testing.T) {
	for _, s := range samples(t) {
		for _, language := range languages {
			name := s.name + "." + language
			t.Run(name, func(t *testing.T) {
				in := s.in
				in.Language = language
				got := render(t, in)
				if again := render(t, in); !bytes.Equal(got, again) {
					t.Error("the same input gave other bytes")
				}
				file := filepath.Join("testdata", name+".eml")
				if *update {
					if err := os.WriteFile(file, got, 0o644); err != nil {
						t.Fatal(err)
					}
					return
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got, want) {
					t.Errorf("differs from %s; run with -update and read the difference\n%s", file, got)
				}
			})
		}
	}
}

func BenchmarkRender(b *testing.B) {
	for _, s := range samples(b) {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				raw := render(b, s.in)
				b.SetBytes(int64(len(raw)))
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(""); err != nil {
			b.Fatal(err)
		}
	}
}
