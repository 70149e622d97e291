package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// FuzzDecode reads records of any content: what is refused must be refused with an error, and what is taken must be
// written again as it was read.
func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "records", "*.json"))
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		events, err := decodeEvents(content)
		if err != nil {
			return
		}
		once, err := encode(eventsOf(events))
		if err != nil {
			return // a time beyond the year 9999
		}
		again, err := decodeEvents(once)
		if err != nil {
			t.Fatal(err)
		}
		if twice, err := encode(eventsOf(again)); err != nil || !bytes.Equal(once, twice) {
			t.Errorf("%s became %s: %v", once, twice, err)
		}
	})
}

// FuzzOpen opens values of any content.
func FuzzOpen(f *testing.F) {
	a, err := derive(secret{}, "fuzz").aead()
	if err != nil {
		f.Fatal(err)
	}
	s := &Store{}
	f.Add([]byte("k"), sealValue(a, tabMeta, []byte("k"), formPlain, []byte("content")))
	f.Add([]byte("k"), sealValue(a, tabMeta, []byte("k"), formZstd, s.packer.pack(nil, bytes.Repeat([]byte("content"), 300))))
	f.Add([]byte{}, []byte{formLong})
	f.Fuzz(func(t *testing.T, key, value []byte) {
		if _, content, err := openValue(a, tabMeta, key, value); err != nil && content != nil {
			t.Error("content came with an error")
		}
		if content, err := s.packer.unpack(value); err == nil && len(content) > maxRecord {
			t.Errorf("%d bytes came out of %d", len(content), len(value))
		}
		_, _ = numberKey(string(key))
		_, _ = letterKeyOf(string(key))
	})
}
