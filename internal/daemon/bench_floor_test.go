package daemon_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"net/smtp"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-message"
	bolt "go.etcd.io/bbolt"
)

// plainLoop is the floor: what a mail costs with the libraries alone. It fetches a batch, walks its parts, commits it
// in one transaction, sends its letters one recipient each over a kept connection, commits that they were sent, and
// marks the mail as seen. It decides nothing, renders nothing, seals nothing and forgives nothing.
type plainLoop struct {
	tb   testing.TB
	imap *imapclient.Client
	smtp *smtp.Client
	db   *bolt.DB
	next imap.UID

	letters [][]byte // to be sent for each mail: as ours are in size and number
}

var floorTables = []string{"mail", "digest", "case", "outbox", "sent"}

func newPlainLoop(tb testing.TB, ic *imapclient.Client, sc *smtp.Client, user, password string) *plainLoop {
	tb.Helper()
	check(tb, ic.Login(user, password).Wait())
	selected, err := ic.Select("INBOX", nil).Wait()
	check(tb, err)
	db, err := bolt.Open(filepath.Join(tb.TempDir(), "floor.db"), 0o600, &bolt.Options{FreelistType: bolt.FreelistMapType})
	check(tb, err)
	tb.Cleanup(func() { db.Close(); ic.Close(); sc.Close() })
	check(tb, db.Update(func(tx *bolt.Tx) error {
		for _, name := range floorTables {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		return nil
	}))
	return &plainLoop{tb: tb, imap: ic, smtp: sc, db: db, next: selected.UIDNext}
}

// take works off n mails that wait, in batches.
func (f *plainLoop) take(n, batch int) {
	f.tb.Helper()
	check(f.tb, f.imap.Noop().Wait()) // servers show what came at the end of a command
	for n > 0 {
		size := min(n, batch)
		var set imap.UIDSet
		set.AddRange(f.next, f.next+imap.UID(size)-1)
		raws := f.fetch(set)
		if len(raws) != size {
			f.tb.Fatalf("fetched %d mails, want %d", len(raws), size)
		}
		for _, raw := range raws {
			f.walk(raw)
		}
		f.commit(raws)
		for range raws {
			for _, l := range f.letters {
				f.send(l)
			}
		}
		f.sent(size)
		seen := imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen}}
		check(f.tb, f.imap.Store(set, &seen, nil).Close())
		f.next += imap.UID(size)
		n -= size
	}
}

func (f *plainLoop) fetch(set imap.UIDSet) (raws [][]byte) {
	body := &imap.FetchItemBodySection{Peek: true}
	mails, err := f.imap.Fetch(set, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{body}}).Collect()
	check(f.tb, err)
	for _, m := range mails {
		raws = append(raws, m.FindBodySection(body))
	}
	return raws
}

func (f *plainLoop) walk(raw []byte) {
	e, err := message.Read(bytes.NewReader(raw))
	if err != nil && !message.IsUnknownCharset(err) {
		f.tb.Fatal(err)
	}
	check(f.tb, e.Walk(func(_ []int, part *message.Entity, err error) error {
		if kind, _, _ := part.Header.ContentType(); err != nil || strings.HasPrefix(kind, "multipart/") {
			return err
		}
		_, copyErr := io.Copy(io.Discard, part.Body)
		return copyErr
	}))
}

func (f *plainLoop) commit(raws [][]byte) {
	check(f.tb, f.db.Update(func(tx *bolt.Tx) error {
		for i, raw := range raws {
			key := binary.BigEndian.AppendUint32(nil, uint32(f.next)+uint32(i))
			digest := sha256.Sum256(raw)
			err := errors.Join(
				tx.Bucket([]byte("mail")).Put(key, raw), tx.Bucket([]byte("digest")).Put(digest[:], key),
				tx.Bucket([]byte("case")).Put(key, raw[:500]),
			)
			for n, l := range f.letters {
				err = errors.Join(err, tx.Bucket([]byte("outbox")).Put(append(key, byte(n)), l))
			}
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

func (f *plainLoop) send(raw []byte) {
	check(f.tb, f.smtp.Mail(ourAddress))
	check(f.tb, f.smtp.Rcpt("iemand@burger.example"))
	w, err := f.smtp.Data()
	check(f.tb, err)
	_, err = w.Write(raw)
	check(f.tb, errors.Join(err, w.Close()))
}

func (f *plainLoop) sent(n int) {
	check(f.tb, f.db.Update(func(tx *bolt.Tx) error {
		for i := range n {
			key := binary.BigEndian.AppendUint32(nil, uint32(f.next)+uint32(i))
			for l := range f.letters {
				if err := tx.Bucket([]byte("sent")).Put(append(key, byte(l)), []byte("250 accepted")); err != nil {
					return err
				}
			}
		}
		return nil
	}))
}

// clear empties the inbox of the loop, outside of what is measured: the other inbox is emptied by its moves.
func (f *plainLoop) clear() {
	deleted := imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}
	var all imap.UIDSet
	all.AddRange(1, 0)
	check(f.tb, f.imap.Store(all, &deleted, nil).Close())
	check(f.tb, f.imap.Expunge().Close())
}
