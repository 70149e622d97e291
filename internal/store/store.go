// Package store keeps everything that klachtd knows: cases as their events, mail as it came, letters as they leave,
// and the indexes between them. It is one bbolt file, a key file and a master key in a directory that only klachtd's
// user can enter.
//
// # What holds
//
//   - Every change is a transaction ([Store.Update]); its function may run more than once. When its error comes back,
//     nothing changed. When the commit itself fails, nobody knows: the error is [ErrCommitUnknown], and the Store
//     refuses everything until it is opened again, where the identities of mail and letters decide what is still to do.
//   - Every value is sealed (AES-256-GCM, random nonce), with its table and key as additional data: a flipped bit, and
//     a record put in another's place, do not open. [Store.Verify] reads all of it.
//   - What belongs to a case is sealed under the case's own key. Destroying that key ([Store.DropKey]) destroys the
//     case in this file and in every copy of it, deleted pages included; deleting rows would not.
//   - No key of a row shows a name, an address, a subject or a Message-ID: those are keyed digests (HMAC-SHA256, 16
//     bytes; a mailbox 8 bytes).
//   - Attempts are counted before they begin: the first in the transaction that stores the message or the letter.
//
// # Keys
//
// The master key opens the key file and nothing else. The key file holds the store's own key, the intake key and a key
// per case, each wrapped; a key's place follows from its id, a case's id is its reference. Keys are made 256 at a time
// and fsynced before one is used; the file is written anew only to drop one. A message has a random key of its own,
// wrapped by the intake key until it is filed, and then by its case's: so a message costs no rewriting when it is
// filed, and dies with its case. To destroy for good what was wrapped by the intake key, that key has to be replaced
// and the messages that no case holds be wrapped anew: the record says under which key it is.
//
// # Layout
//
// Numbers in keys are big-endian; times are Unix nanoseconds with the sign bit turned; mailbox is 8 bytes of digest.
// Sealed by: s the store's key, c the case's, m the message's.
//
//	meta       name                                  s  counters; the mark of the store, the only record in clear
//	cursor     mailbox                               s  how far the mailbox was read, and the last UID taken in
//	mail       message                               s  what is known of a message, and its wrapped key
//	uid        mailbox uidvalidity uid               s  a copy on the server: which message, where it stands
//	copy       message mailbox uidvalidity uid       s  the copies behind the first (index)
//	digest     mailbox digest(bytes)                 s  message
//	content    mailbox digest(content)               s  first message with it
//	pending    arrived message                       s  messages without an outcome (index)
//	unfiled    outcome settled message               s  mail that no case holds (index)
//	filing     mailbox uidvalidity uid               s  copies that have to be moved (index)
//	piece      message n                             m  raw mail, 256 KiB at a time, compressed
//	loose      message                               s  pieces whose message is not visible yet
//	event      case first-seq                        c  the events of one Append
//	case       case                                  c  summary, with the moment at which the case is due
//	number     prefix 0 year n                       s  case
//	due        at case                               s  (index)
//	thread     digest(message-id) case               s  party, person, duty
//	address    digest(address) ^case                 s  (index, newest first)
//	procedure  content hash                          s  the text of a version of a regulation
//	letter     case duty "/" n                       c  envelope and state; of case 0: s
//	letter_raw case duty "/" n                       c  final bytes
//	outbox     mailbox next case duty "/" n          s  letters that have to leave (index)
//	started    case duty "/" n                       s  letters of which an attempt runs (index)
//	sent       mailbox case duty "/" n               s  letters whose copy has to go to Sent (index)
//	office     0 | 1 seq                             s  snapshot | events
//	answer     day digest(scope) minute              s  letters that answered at once
//	measure    number                                s  case
//	command    0 digest(commands) | 1 day digest     s  when they were carried out | (index)
//	held       0 message | 1 case message | 2 until message   s  a mail that waits for its code | (indexes)
//	filed      case message                          s  the messages that a case holds (index)
//	destroyed  case                                  s  the tombstone of a case
//	statistic  digest(kind, outcome, ...)            s  how many destroyed cases were like that
//	expunge    mailbox digest(what)                  s  messages on the server that have to go with their case
//	long       table len(key) key n                  .  pieces of a record longer than one value, sealed like it
//
// A value is a byte for its form (plain, compressed, head of a long one), the nonce, the sealed content and the tag.
// Content is JSON of the types in records.go and record_*.go, which are not those of package dossier: names in them
// never change, so that every released version stays readable; a newer one is refused ([ErrNewer]).
//
// # Why not
//
//   - Not SQL: one writer and ordered keys are all that is needed, and the layer below (kv.go) keeps to what
//     PostgreSQL could also give: no iterator outlives its transaction, keys up to 1 KiB, values up to 256 KiB.
//   - Not whole-file encryption: one key for all could destroy nothing.
//   - Not the folded case as the stored form: what the journal shows must be what happened, so the case is folded from
//     it, and only a summary for lists stands beside it.
//   - Not NoFreelistSync: it makes opening linear in the size of the file.
package store

import (
	"crypto/cipher"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Names of the files in the directory of the store.
const (
	storeName  = "klachtd.db"
	keysName   = "case.keys"
	masterName = "master.key"
)

// lockWait is how long Open waits for another process that holds the store.
const lockWait = 2 * time.Second

// Options say where the store is. The zero value of each optional field is its default.
type Options struct {
	Dir       string        // required; made with mode 0700
	MasterKey string        // path of the master key; "" is Dir/master.key. Made at the first start when it is missing
	Timeout   time.Duration // how long to wait for the lock; 0 is two seconds

	// For tests. BeforeCommit and AfterCommit are called around each commit, with the lock held; an error makes the
	// commit fail, before or after it reached the file. Rerun says of each Update whether to run its function once in
	// vain first.
	BeforeCommit, AfterCommit func() error
	Rerun                     func() bool
}

// Store is an open store. Safe for concurrent use: one Update runs at a time, beside any number of Views.
type Store struct {
	opts    Options
	path    string
	engine  *engine
	keys    *keyFile
	root    secret
	rootKey cipher.AEAD
	digests digester
	packer  packer

	tokens atomic.Pointer[generations]

	gate sync.RWMutex // held for reading by transactions, for writing by Compact

	mu     sync.Mutex
	broken error
}

// Open opens the store and holds its lock; the first time it makes directory, keys and store. It returns ErrLocked,
// ErrNewer, ErrKeys or ErrModes, wrapped, for what the operator has to settle. It removes what a crash left
// unfinished, and marks letters as unknown whose attempt began and has no result.
func Open(o Options) (*Store, error) {
	s := &Store{opts: o, path: filepath.Join(o.Dir, storeName)}
	if s.opts.Timeout == 0 {
		s.opts.Timeout = lockWait
	}
	if s.opts.MasterKey == "" {
		s.opts.MasterKey = filepath.Join(o.Dir, masterName)
	}
	if err := s.open(); err != nil {
		s.release()
		return nil, fmt.Errorf("open store %s: %w", o.Dir, err)
	}
	return s, nil
}

func (s *Store) open() error {
	if err := s.prepare(); err != nil {
		return err
	}
	if err := checkPrivate(s.path); err != nil {
		return err
	}
	var err error
	if s.engine, err = lockEngine(s.path, s.opts.Timeout); err != nil {
		return err
	}
	if err = s.checkSchema(); err != nil {
		return err
	}
	if err = s.openKeys(); err != nil {
		return err
	}
	if err = sweepFiles(s.opts.Dir); err != nil {
		return err
	}
	return s.recover()
}

// lockEngine opens the engine; damage that stops it is told in words of our own.
func lockEngine(path string, wait time.Duration) (e *engine, err error) {
	defer trapFaults()()
	defer fence(0, &err)
	e, err = openEngine(path, wait, false)
	if err != nil && !errors.Is(err, ErrLocked) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return e, err
}

func (s *Store) openKeys() (err error) {
	s.keys, err = openRotated(filepath.Join(s.opts.Dir, keysName), s.opts.MasterKey)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%w: %w", ErrKeys, err)
	}
	if err != nil {
		return err
	}
	if s.root, err = s.keys.secret(rootKey); err != nil {
		return err
	}
	s.digests = digester{derive(s.root, "index digests")}
	s.rootKey, err = derive(s.root, "seal records").aead()
	return err
}

// recover puts right what a crash left open.
func (s *Store) recover() error {
	whole, err := s.engine.complete()
	if err == nil && !whole {
		err = s.engine.createTables()
	}
	if err != nil {
		return err
	}
	var taken uint64
	var tokens generations
	var doomed []keyID
	err = s.View(func(tx *Tx) (err error) {
		if err = tx.checkMark(); err != nil {
			return err
		}
		if taken, err = tx.counter(countRef); err != nil {
			return err
		}
		if tokens, err = tx.generations(); err != nil {
			return err
		}
		doomed, err = tx.condemned()
		return err
	})
	if err != nil {
		return err
	}
	s.tokens.Store(&tokens)
	if err := s.keys.settle(refOf(taken)); err != nil {
		return err
	}
	if len(doomed) > 0 {
		if err := s.dropKeys(doomed); err != nil {
			return err
		}
	}
	return s.Update(func(tx *Tx) error {
		return errors.Join(tx.sweepLoose(), tx.unfinishedAttempts())
	})
}

// Close releases the store. Transactions must have ended.
func (s *Store) Close() error { return s.release() }

func (s *Store) release() (err error) {
	if s.engine != nil {
		err = s.engine.close()
	}
	if s.keys != nil {
		err = errors.Join(err, s.keys.close())
	}
	s.engine, s.keys = nil, nil
	return err
}

// Path returns the path of the store's file.
func (s *Store) Path() string { return s.path }

// Update runs f in a writing transaction and commits it. When f returns an error, nothing is changed and the error is
// returned as it is. f may run more than once: what it changes besides the transaction it must set, not add to.
//
// An error that wraps ErrCommitUnknown means that the changes may be there or not; the Store then refuses everything.
func (s *Store) Update(f func(*Tx) error) error {
	if err := s.usable(); err != nil {
		return err
	}
	if s.opts.Rerun != nil && s.opts.Rerun() {
		if err := s.try(f, false); err != nil {
			return err
		}
	}
	return s.try(f, true)
}

func (s *Store) try(f func(*Tx) error, keep bool) error {
	s.gate.RLock()
	defer s.gate.RUnlock()
	defer trapFaults()()
	kv, err := s.engine.begin(true)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	done := false
	defer func() {
		if !done {
			kv.rollback()
		}
	}()
	tx := newTx(s, kv)
	if err := f(tx); err != nil {
		return s.stop(err)
	}
	if err := tx.flush(); err != nil {
		return err
	}
	if !kv.dirty || !keep {
		return nil
	}
	done = true
	if err := s.commit(kv); err != nil || len(tx.doomed) == 0 {
		return err
	}
	return s.dropKeys(tx.doomed)
}

// commit ends a writing transaction. After an error nobody knows what is in the file, so the Store stops here.
func (s *Store) commit(kv *kv) (err error) {
	if s.opts.BeforeCommit != nil {
		err = s.opts.BeforeCommit()
	}
	if err != nil {
		kv.rollback()
	} else if err = kv.commit(); err != nil {
		kv.rollback()
	} else if s.opts.AfterCommit != nil {
		err = s.opts.AfterCommit()
	}
	if err == nil {
		return nil
	}
	return s.stop(fmt.Errorf("%w: %w", ErrCommitUnknown, err))
}

// stop makes the Store refuse everything after an error that leaves its files in an unknown state; other errors pass.
func (s *Store) stop(err error) error {
	if errors.Is(err, ErrCommitUnknown) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.broken = err
	}
	return err
}

func (s *Store) usable() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.broken
}

// View runs f in a reading transaction, which sees the store as it is at its start. It should be short: as long as it
// runs, no page is used again.
func (s *Store) View(f func(*Tx) error) error {
	if err := s.usable(); err != nil {
		return err
	}
	s.gate.RLock()
	defer s.gate.RUnlock()
	defer trapFaults()()
	kv, err := s.engine.begin(false)
	if err != nil {
		return fmt.Errorf("begin reading: %w", err)
	}
	defer kv.rollback()
	return f(newTx(s, kv))
}
