package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestRetiredTokens(t *testing.T) {
	s := quick(t, Options{})
	retire := func(days int, want bool) {
		t.Helper()
		for range 2 {
			done, err := s.RetireTokens(start.AddDate(0, 0, days))
			if done != want || err != nil {
				t.Errorf("day %d: retired %v, want %v: %v", days, done, want, err)
			}
			want = false
		}
	}
	retire(10_000, false) // nothing was rotated
	if err := s.RotateTokens(start); err != nil {
		t.Fatal(err)
	}
	second := s.Secrets()
	retire(TokenGraceDays-1, false)
	if s.Secrets() != second {
		t.Error("the secret before went within its grace")
	}
	retire(TokenGraceDays, true)
	for range 2 {
		if now := s.Secrets(); now.Token[1].Secret != [32]byte{} || now.Token[0] != second.Token[0] {
			t.Error("the secret before is accepted beyond its grace")
		}
		sound(t, s)
		s = reopen(t, s)
	}
	retire(10_000, false)
	if err := errors.Join(s.RotateTokens(start), s.RotateTokens(start)); err != nil {
		t.Fatal(err)
	}
	if now := s.Secrets(); now.Token[0] == second.Token[0] || now.Token[1] == second.Token[0] || now.Token[1].Secret == [32]byte{} {
		t.Error("two rotations leave the secret of before the first")
	}
}

func TestRotateMaster(t *testing.T) {
	dir := t.TempDir()
	s := build(t, quick(t, Options{MasterKey: filepath.Join(dir, "my.key")}))
	if err := s.DropKey(300); err == nil {
		t.Fatal("there is one block of cases")
	}
	was, secrets := picture(t, s), s.Secrets()
	master, err := os.ReadFile(s.opts.MasterKey)
	keys, err2 := os.ReadFile(s.keys.path)
	if err := errors.Join(err, err2, s.RotateMaster()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if picture(t, s) != was || s.Secrets() != secrets {
			t.Error("the store shows something else")
		}
		sound(t, s)
		if s = reopen(t, s); s.opts.MasterKey == "" {
			t.Fatal("opened with another key")
		}
		was = picture(t, s)
	}
	destroy(t, s, 1)
	gone(t, s, 1)
	sound(t, s)
	now, _ := os.ReadFile(s.keys.path)
	for i := int(blockOffset(0)); i+entrySize <= len(keys); i += entrySize {
		if e := keys[i : i+entrySize]; !bytes.Equal(e, make([]byte, entrySize)) && bytes.Contains(now, e) {
			t.Fatalf("the key at %d is wrapped as it was", i)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("beside the master key: %v", entries)
	}
	if err := errors.Join(s.Close(), os.WriteFile(s.opts.MasterKey, master, 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(s.opts); !errors.Is(err, ErrKeys) {
		t.Errorf("the old master key: %v", err)
	}
}

// A rotation of the master key is cut short at each of its steps: the next Open finds the key that fits.
func TestDeathWhileRotating(t *testing.T) {
	s := build(t, quick(t, Options{}))
	was := picture(t, s)
	before := at(t, s)
	if err := s.RotateMaster(); err != nil {
		t.Fatal(err)
	}
	after := at(t, s)
	read := func(dir, name string) []byte {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	for name, files := range map[string]map[string][]byte{
		"not begun":               {masterName: read(before, masterName), keysName: read(before, keysName)},
		"half of the next key":    {masterName: read(before, masterName), keysName: read(before, keysName), masterName + nextMaster + temporary + "x": []byte("kl")},
		"next key":                {masterName: read(before, masterName), keysName: read(before, keysName), masterName + nextMaster: read(after, masterName)},
		"keys wrapped anew":       {masterName: read(before, masterName), keysName: read(after, keysName), masterName + nextMaster: read(after, masterName)},
		"next key took its place": {masterName: read(after, masterName), keysName: read(after, keysName)},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "d")
			if err := os.CopyFS(dir, os.DirFS(before)); err != nil {
				t.Fatal(err)
			}
			for file, content := range files {
				if err := os.WriteFile(filepath.Join(dir, file), content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			private700(t, dir)
			c := quick(t, Options{Dir: dir})
			for range 2 {
				sound(t, c)
				if entries, _ := os.ReadDir(dir); len(entries) != 3 {
					t.Errorf("files: %v", entries)
				}
				c = reopen(t, c)
			}
			if got := picture(t, c); got != picture(t, quickCopy(t, before)) {
				t.Error("the store shows something else")
			}
			if err := c.RotateMaster(); err != nil {
				t.Error(err)
			}
			sound(t, c)
		})
	}
	if picture(t, s) != was {
		t.Error("the store shows something else")
	}
}

// quickCopy opens a copy of a directory, so that it stays as it is.
func quickCopy(t testing.TB, from string) *Store {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "d")
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	private700(t, dir)
	return quick(t, Options{Dir: dir})
}

func TestDamagedKeysAreNotRotated(t *testing.T) {
	s := build(t, quick(t, Options{}))
	if err := turn(s.keys.path, blockOffset(1)+5); err != nil {
		t.Fatal(err)
	}
	if err := s.RotateMaster(); !errors.Is(err, ErrKeys) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(s.opts.MasterKey + nextMaster); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the next key stays: %v", err)
	}
}
