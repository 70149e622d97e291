package store

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// testEngine makes an engine in a directory of its own.
func testEngine(t testing.TB) *engine {
	t.Helper()
	e, err := openEngine(filepath.Join(t.TempDir(), "kv.db"), time.Second, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.close() })
	return e
}

func begin(t testing.TB, e *engine, write bool) *kv {
	t.Helper()
	k, err := e.begin(write)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// The conformance of the layer below everything: another engine would have to pass it too.
func TestOrderedTables(t *testing.T) {
	e := testEngine(t)
	k := begin(t, e, true)
	for _, key := range []string{"b", "a\x00", "a", "c", "\xff"} {
		if err := k.put(tabMeta, []byte(key), []byte("v"+key)); err != nil {
			t.Fatal(err)
		}
	}
	if err := k.put(tabMail, []byte("b"), []byte("other table")); err != nil {
		t.Fatal(err)
	}
	if err := k.commit(); err != nil {
		t.Fatal(err)
	}
	k = begin(t, e, false)
	defer k.rollback()
	scans := []struct {
		name     string
		from, to []byte
		limit    int
		want     []string
	}{
		{"all, bytewise", nil, nil, 10, []string{"a", "a\x00", "b", "c", "\xff"}},
		{"from is in, to is out", []byte("a\x00"), []byte("c"), 10, []string{"a\x00", "b"}},
		{"limit", nil, nil, 2, []string{"a", "a\x00"}},
		{"resumed behind a key", after([]byte("a")), nil, 2, []string{"a\x00", "b"}},
		{"a prefix", []byte("a"), beyond([]byte("a")), 10, []string{"a", "a\x00"}},
		{"the last prefix", []byte("\xff"), beyond([]byte("\xff")), 10, []string{"\xff"}},
		{"nothing", []byte("d"), []byte("e"), 10, nil},
		{"no rows asked", nil, nil, 0, nil},
	}
	for _, s := range scans {
		t.Run(s.name, func(t *testing.T) {
			rows, err := k.scan(tabMeta, s.from, s.to, s.limit)
			if err != nil {
				t.Fatal(err)
			}
			var got, keys []string
			for _, r := range rows {
				got = append(got, string(r.key))
				if string(r.value) != "v"+string(r.key) {
					t.Errorf("value of %q is %q", r.key, r.value)
				}
			}
			only, err := k.keys(tabMeta, s.from, s.to, s.limit)
			if err != nil {
				t.Fatal(err)
			}
			for _, key := range only {
				keys = append(keys, string(key))
			}
			if !slices.Equal(got, s.want) || !slices.Equal(keys, s.want) {
				t.Errorf("rows %q, keys %q, want %q", got, keys, s.want)
			}
		})
	}
	if n, err := k.count(tabMeta); n != 5 || err != nil {
		t.Errorf("count %d, %v", n, err)
	}
}

func TestValuesAreCopies(t *testing.T) {
	e := testEngine(t)
	k := begin(t, e, true)
	key, value := []byte("k"), []byte("value")
	if err := k.put(tabMeta, key, value); err != nil {
		t.Fatal(err)
	}
	got, _ := k.get(tabMeta, key)
	got[0] = 'X'
	rows, _ := k.scan(tabMeta, nil, nil, 1)
	rows[0].key[0], rows[0].value[0] = 'X', 'X'
	if again, _ := k.get(tabMeta, []byte("k")); string(again) != "value" {
		t.Errorf("a caller changed the store: %q", again)
	}
	if err := k.commit(); err != nil {
		t.Fatal(err)
	}
	k = begin(t, e, false)
	got, _ = k.get(tabMeta, []byte("k"))
	k.rollback()
	if string(got) != "value" {
		t.Errorf("a value died with its transaction: %q", got)
	}
}

func TestLimits(t *testing.T) {
	k := begin(t, testEngine(t), true)
	defer k.rollback()
	long := bytes.Repeat([]byte{1}, maxKey)
	large := make([]byte, maxValue)
	for _, c := range []struct {
		name       string
		key, value []byte
		want       error
	}{
		{"largest key", long, nil, nil},
		{"key too long", append(long, 1), nil, ErrTooLarge},
		{"no key", nil, nil, ErrTooLarge},
		{"largest value", []byte("k"), large, nil},
		{"value too long", []byte("k"), append(large, 1), ErrTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := k.put(tabMeta, c.key, c.value); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
	for n := range maxScan + 10 {
		if err := k.put(tabUID, be32(uint32(n)), nil); err != nil {
			t.Fatal(err)
		}
	}
	if rows, _ := k.scan(tabUID, nil, nil, 1<<30); len(rows) != maxScan {
		t.Errorf("a scan gave %d rows", len(rows))
	}
}

func TestReadersSeeOneMoment(t *testing.T) {
	e := testEngine(t)
	reader := begin(t, e, false)
	defer reader.rollback()
	w := begin(t, e, true)
	if err := w.put(tabMeta, []byte("k"), []byte("v")); err != nil {
		t.Fatal(err)
	}
	if err := w.commit(); err != nil {
		t.Fatal(err)
	}
	if v, _ := reader.get(tabMeta, []byte("k")); v != nil {
		t.Error("a reader sees what was written later")
	}
	if err := reader.put(tabMeta, []byte("k"), nil); err == nil {
		t.Error("a reader wrote")
	}
}

// model is the layer as a map of maps.
type model struct {
	committed, working map[string]string
}

// The layer against a model: random transactions, some of them rolled back, some run twice, with reopening between.
func TestTablesAgainstModel(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		path := filepath.Join(dir, fmt.Sprintf("%d.db", n))
		e, err := openEngine(path, time.Second, true)
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { e.close() }()
		m := &model{committed: map[string]string{}}
		for range rapid.IntRange(1, 8).Draw(rt, "transactions") {
			k := begin(t, e, true)
			m.working = maps.Clone(m.committed)
			for range rapid.IntRange(0, 12).Draw(rt, "operations") {
				operate(rt, k, m)
			}
			if rapid.Bool().Draw(rt, "commit") {
				if err := k.commit(); err != nil {
					rt.Fatal(err)
				}
				m.committed = m.working
			} else {
				k.rollback()
			}
			if rapid.Bool().Draw(rt, "reopen") {
				if err := e.close(); err != nil {
					rt.Fatal(err)
				}
				if e, err = openEngine(path, time.Second, false); err != nil {
					rt.Fatal(err)
				}
			}
			k = begin(t, e, false)
			compare(rt, k, m.committed, nil, nil)
			k.rollback()
		}
	})
}

func operate(rt *rapid.T, k *kv, m *model) {
	key := rapid.SampledFrom([]string{"a", "a\x00", "ab", "b", "\xff", "\xff\xff", "zz"}).Draw(rt, "key")
	switch rapid.IntRange(0, 3).Draw(rt, "operation") {
	case 0, 1:
		v := rapid.StringN(0, 300, -1).Draw(rt, "value")
		if err := k.put(tabMeta, []byte(key), []byte(v)); err != nil {
			rt.Fatal(err)
		}
		m.working[key] = v
	case 2:
		if err := k.delete(tabMeta, []byte(key)); err != nil {
			rt.Fatal(err)
		}
		delete(m.working, key)
	case 3:
		to := rapid.SampledFrom([]string{"", "ab", "b", "\xff\xff"}).Draw(rt, "to")
		compare(rt, k, m.working, []byte(key), []byte(to))
	}
}

// compare holds a scan against the model; an empty end is the end of the table.
func compare(rt *rapid.T, k *kv, want map[string]string, from, to []byte) {
	if len(to) == 0 {
		to = nil
	}
	var keys []string
	for key := range want {
		if key >= string(from) && (to == nil || key < string(to)) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	rows, err := k.scan(tabMeta, from, to, maxScan)
	if err != nil || len(rows) != len(keys) {
		rt.Fatalf("%d rows, want %d: %v", len(rows), len(keys), err)
	}
	for i, r := range rows {
		got, _ := k.get(tabMeta, r.key)
		if string(r.key) != keys[i] || string(r.value) != want[keys[i]] || !bytes.Equal(got, r.value) {
			rt.Fatalf("row %d is %q", i, r.key)
		}
	}
}
