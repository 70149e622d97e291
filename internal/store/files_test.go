package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain is also the second process of TestSecondProcess.
func TestMain(m *testing.M) {
	if dir := os.Getenv("STORE_TEST_HOLD"); dir != "" {
		hold(dir)
		return
	}
	os.Exit(m.Run())
}

// hold opens the store, says so, and waits until its input ends.
func hold(dir string) {
	s, err := Open(Options{Dir: dir, Timeout: 10 * time.Millisecond})
	if err != nil {
		os.Stdout.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
	os.Stdout.WriteString("open\n")
	os.Stdin.Read(make([]byte, 1))
	s.Close()
}

func TestSecondProcess(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), "STORE_TEST_HOLD="+dir)
	in, err := other.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 5)
	if _, err := out.Read(line); err != nil || string(line) != "open\n" {
		t.Fatalf("%q, %v", line, err)
	}
	began := time.Now()
	_, err = Open(Options{Dir: dir, Timeout: 50 * time.Millisecond})
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), "another process holds the store") {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("waited %s", took)
	}
	in.Close()
	if err := other.Wait(); err != nil {
		t.Fatal(err)
	}
	quick(t, Options{Dir: dir})
}

func TestModes(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	s := quick(t, Options{})
	newCase(t, s, "K", 2026)
	if err := s.DropKey(1); err != nil { // the key file is written anew
		t.Fatal(err)
	}
	want := map[string]fs.FileMode{".": fs.ModeDir | 0o700, storeName: 0o600, keysName: 0o600, masterName: 0o600}
	seen := 0
	err := filepath.WalkDir(s.opts.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		name, _ := filepath.Rel(s.opts.Dir, path)
		if info.Mode() != want[name] {
			t.Errorf("%s has mode %s", name, info.Mode())
		}
		seen++
		return err
	})
	if err != nil || seen != len(want) {
		t.Errorf("%d files: %v", seen, err)
	}
}

// spoiled is what may not be as it is, and what the operator is told.
var spoiled = map[string]struct {
	spoil func(dir string) error
	want  error
	words string
}{
	"store that the group may read": {chmod(storeName, 0o640), ErrModes, "klachtd.db has mode 0640, not 0600"},
	"keys that all may read":        {chmod(keysName, 0o604), ErrModes, "case.keys has mode 0604"},
	"master key that all may read":  {chmod(masterName, 0o644), ErrModes, "master.key has mode 0644"},
	"directory open to all":         {chmod(".", 0o755), ErrModes, "has mode 0755, not 0700"},
	"no key file":                   {remove(keysName), ErrKeys, "case.keys"},
	"no master key":                 {remove(masterName), ErrKeys, "master.key"},
	"store is a link": {func(dir string) error {
		return errors.Join(os.Rename(filepath.Join(dir, storeName), filepath.Join(dir, "x")), os.Symlink("x", filepath.Join(dir, storeName)))
	}, ErrModes, "is a link"},
	"store is a pipe": {func(dir string) error {
		return errors.Join(remove(storeName)(dir), syscall.Mkfifo(filepath.Join(dir, storeName), 0o600))
	}, ErrModes, "is no regular file"},
	"master key of another store": {func(dir string) error {
		path := filepath.Join(dir, "fresh")
		_, err := loadMaster(path, true)
		return errors.Join(err, os.Rename(path, filepath.Join(dir, masterName)))
	}, ErrKeys, "does not open"},
	"master key that is none": {func(dir string) error {
		return os.WriteFile(filepath.Join(dir, masterName), []byte("secret"), 0o600)
	}, ErrKeys, "not a master key file"},
	"key file of another store": {func(dir string) error {
		master, err := loadMaster(filepath.Join(dir, masterName), false)
		return errors.Join(err, remove(keysName)(dir), createKeys(filepath.Join(dir, keysName), master))
	}, ErrKeys, ""},
	"key file cut short":      {func(dir string) error { return os.Truncate(filepath.Join(dir, keysName), blockOffset(1)) }, ErrKeys, "ends before case 1"},
	"key file cut to nothing": {func(dir string) error { return os.Truncate(filepath.Join(dir, keysName), 0) }, ErrKeys, "header"},
	"damaged key block": {func(dir string) error {
		path := filepath.Join(dir, keysName)
		return turn(path, blockOffset(1)+5)
	}, ErrKeys, "is damaged"},
	"newer schema":           {mark(func(m []byte) { m[len(markMagic)+1] = 2 }), ErrNewer, "stored form 2, this version knows 1"},
	"other store's id":       {mark(func(m []byte) { m[markSize-1] ^= 1 }), ErrKeys, ""},
	"no schema":              {mark(func(m []byte) { m[len(markMagic)+1] = 0 }), ErrDamaged, ""},
	"another program's file": {mark(func(m []byte) { m[0] = 'x' }), ErrDamaged, "not a store of klachtd"},
	"no bbolt file": {func(dir string) error {
		return os.WriteFile(filepath.Join(dir, storeName), bytes.Repeat([]byte("text "), 5000), 0o600)
	}, ErrDamaged, ""},
}

func chmod(name string, mode fs.FileMode) func(string) error {
	return func(dir string) error { return os.Chmod(filepath.Join(dir, name), mode) }
}

func remove(name string) func(string) error {
	return func(dir string) error { return os.Remove(filepath.Join(dir, name)) }
}

func TestStartRefuses(t *testing.T) {
	for name, c := range spoiled {
		t.Run(name, func(t *testing.T) {
			s := quick(t, Options{})
			newCase(t, s, "K", 2026)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if err := c.spoil(s.opts.Dir); err != nil {
				t.Fatal(err)
			}
			again, err := Open(Options{Dir: s.opts.Dir})
			if err == nil {
				again.Close()
			}
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.words) {
				t.Errorf("got %v, want %v with %q", err, c.want, c.words)
			}
		})
	}
}

// mark changes the mark of a closed store.
func mark(change func([]byte)) func(string) error {
	return func(dir string) error {
		e, err := openEngine(filepath.Join(dir, storeName), time.Second, false)
		if err != nil {
			return err
		}
		defer e.close()
		k, err := e.begin(true)
		if err != nil {
			return err
		}
		m, err := k.get(tabMeta, keyMark)
		if err != nil {
			return err
		}
		change(m)
		return errors.Join(k.put(tabMeta, keyMark, m), k.commit())
	}
}

func TestMarkThatWasChanged(t *testing.T) {
	s := quick(t, Options{})
	update(t, s, func(tx *Tx) error {
		other := sealValue(s.rootKey, tabMeta, keySealedMark, formPlain, []byte("another mark"))
		return tx.kv.put(tabMeta, keySealedMark, other)
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(s.opts); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

func TestForeignOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	for _, name := range []string{".", storeName, keysName, masterName} {
		s := quick(t, Options{})
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(filepath.Join(s.opts.Dir, name), 1234, 1234); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(s.opts); !errors.Is(err, ErrModes) {
			t.Errorf("%s belongs to somebody else: %v", name, err)
		}
	}
}

// The first start dies after each of its steps; the next one takes up what is there.
func TestFirstStartIsCutShort(t *testing.T) {
	whole := quick(t, Options{})
	if err := whole.Close(); err != nil {
		t.Fatal(err)
	}
	for _, have := range [][]string{{}, {masterName}, {masterName, keysName}, {masterName, keysName, storeName}} {
		dir := t.TempDir()
		if err := os.Chmod(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		for _, name := range append(have, "klachtd.db"+temporary+"X") {
			content, err := os.ReadFile(filepath.Join(whole.opts.Dir, name))
			if err != nil {
				content = []byte("half a file")
			}
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s := quick(t, Options{Dir: dir})
		newCase(t, s, "K", 2026)
		sound(t, s)
		if left, _ := filepath.Glob(filepath.Join(dir, "*"+temporary+"*")); len(left) != 0 {
			t.Errorf("with %v: %v is left", have, left)
		}
	}
}

func TestMasterKeyElsewhere(t *testing.T) {
	dir := t.TempDir()
	o := Options{Dir: filepath.Join(dir, "d"), MasterKey: filepath.Join(dir, "credential")}
	s := quick(t, o)
	newCase(t, s, "K", 2026)
	if _, err := os.Stat(filepath.Join(o.Dir, masterName)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a master key stands in the directory: %v", err)
	}
	sound(t, reopen(t, s))
}

// A block of keys that was cut off while it was made is made again, as long as no case uses it.
func TestBlockOfKeysCutShort(t *testing.T) {
	for name, spoil := range map[string]func(content []byte) []byte{
		"half a block":   func(c []byte) []byte { return append(c, make([]byte, blockSize/2)...) },
		"an empty block": func(c []byte) []byte { return append(c, make([]byte, blockSize)...) },
	} {
		t.Run(name, func(t *testing.T) {
			s := quick(t, Options{})
			update(t, s, func(tx *Tx) error {
				c, err := tx.count(countRef)
				c.n, c.dirty = keysPerBlock-1, true
				return err
			})
			newCase(t, s, "K", 2026)
			path := s.keys.path
			content, err := os.ReadFile(path)
			if err == nil {
				err = errors.Join(s.Close(), os.WriteFile(path, spoil(content), 0o600))
			}
			if err != nil {
				t.Fatal(err)
			}
			s = quick(t, Options{Dir: s.opts.Dir})
			ref, _ := newCase(t, s, "K", 2026)
			if s = reopen(t, s); ref != keysPerBlock+1 || s.keys.blocks != 3 {
				t.Errorf("case %d, %d blocks", ref, s.keys.blocks)
			}
			sound(t, s)
		})
	}
}

// Nothing of a complaint stands in the files as it is: no name, address, subject, word or identifier.
func TestNothingInClear(t *testing.T) {
	s := build(t, quick(t, Options{}))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	words := []string{"Jan de Boer", "jan1@", "voorbeeld", "example", "Klacht over", "werving", "straat", "klachten",
		"K2026-0001", "acknowledgement", "complainant", "amnesty", "sha256", "received", "quarantine", "stranger", "250 ok", "anna@"}
	for _, name := range []string{storeName, keysName} {
		content, err := os.ReadFile(filepath.Join(s.opts.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		lower := bytes.ToLower(content)
		for _, w := range words {
			if bytes.Contains(lower, []byte(strings.ToLower(w))) {
				t.Errorf("%q stands in %s", w, name)
			}
		}
		for n := 1; n <= 2; n++ { // a digest without a key could be guessed
			if sum := sha256.Sum256(complaint(n)); bytes.Contains(content, sum[:16]) {
				t.Errorf("the digest of a mail stands in %s", name)
			}
		}
	}
}
