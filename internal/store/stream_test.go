package store

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestStream(t *testing.T) {
	big := []byte(random(9 << 20))
	for _, c := range []struct {
		name string
		size int
	}{{"empty", 0}, {"one byte", 1}, {"one piece", pieceSize}, {"a byte more", pieceSize + 1},
		{"one batch", batchPieces * pieceSize}, {"more", len(big)}} {
		t.Run(c.name, func(t *testing.T) {
			s := quick(t, Options{})
			m := mailOf(1)
			res, err := s.AddMailStream(m, iotest.HalfReader(bytes.NewReader(big[:c.size])))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(rawOf(t, s, res.ID), big[:c.size]) {
				t.Error("bytes differ")
			}
			m.UID++
			if res, err = s.AddMailStream(m, bytes.NewReader(big[:c.size])); err != nil || res.Same != "m1" {
				t.Errorf("the same again: %+v, %v", res, err)
			}
			if n := rows(t, s, tabPiece); n != stored(t, s, "m1").piecesWanted() {
				t.Errorf("%d pieces are left", n)
			}
			sound(t, s)
		})
	}
}

func (m Mail) piecesWanted() int { return int((m.Bytes + pieceSize - 1) / pieceSize) }

func rows(t testing.TB, s *Store, tab table) (n int) {
	t.Helper()
	view(t, s, func(tx *Tx) (err error) {
		n, err = tx.kv.count(tab)
		return err
	})
	return n
}

// A stream that breaks off, and one during which the process dies, leave nothing behind.
func TestStreamCutShort(t *testing.T) {
	big := random(9 << 20)
	broken := errors.New("connection lost")
	s := quick(t, Options{})
	_, err := s.AddMailStream(mailOf(1), io.MultiReader(strings.NewReader(big[:5<<20]), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if n := rows(t, s, tabPiece) + rows(t, s, tabLoose); n != 0 {
		t.Errorf("a broken stream left %d rows", n)
	}
	commits := 0
	s.opts.BeforeCommit = func() error {
		if commits++; commits == 3 {
			return broken
		}
		return nil
	}
	if _, err := s.AddMailStream(mailOf(1), strings.NewReader(big)); !errors.Is(err, ErrCommitUnknown) {
		t.Fatal(err)
	}
	s = reopen(t, s)
	if n := rows(t, s, tabPiece) + rows(t, s, tabLoose); n != 0 {
		t.Errorf("a crash left %d rows", n)
	}
	if _, err := s.AddMailStream(mailOf(1), strings.NewReader(big)); err != nil {
		t.Fatal(err)
	}
	sound(t, s)
}

func TestMailTooLarge(t *testing.T) {
	s := quick(t, Options{})
	m := mailOf(1)
	m.Raw = make([]byte, MaxInline+1)
	if err := s.Update(func(tx *Tx) error { _, err := tx.AddMail(m); return err }); !errors.Is(err, ErrTooLarge) {
		t.Errorf("inline: %v", err)
	}
	_, err := s.AddMailStream(m, io.LimitReader(zeros{}, MaxMail+1))
	if !errors.Is(err, ErrTooLarge) {
		t.Errorf("stream: %v", err)
	}
	if n := rows(t, s, tabPiece); n != 0 {
		t.Errorf("%d pieces are left", n)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
