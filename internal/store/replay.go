package store

import (
	"fmt"
	"time"
)

// Mail with commands is remembered by a digest of what makes it the same commands, so that it acts once however often it
// comes. The digest is keyed once more on its way in: a row shows nothing to whoever knows the mail.
const (
	CommandDays  = 400 // how long it is remembered, at least; a token of staff lives 180 days
	commandSweep = 64  // rows removed with one mail
)

// What the keys of table command start with: the commands, and the days on which they came (index).
var (
	commandRow = []byte{0}
	commandDay = []byte{1}
)

// PutCommand remembers that commands were carried out at a time. When they are known, the first time stays. What is
// older than CommandDays is swept away.
func (tx *Tx) PutCommand(commands [32]byte, at time.Time) error {
	_, seen, err := tx.CommandSeen(commands)
	if err != nil || seen {
		return err
	}
	of := tx.s.digests.of(domCommand, string(commands[:]))
	if err := tx.putRoot(tabCommand, join(commandRow, of[:]), timeKey(utc(at))); err != nil {
		return fmt.Errorf("remember commands: %w", err)
	}
	if err := tx.putRoot(tabCommand, join(commandDay, be32(day(at)), of[:]), nil); err != nil {
		return fmt.Errorf("remember commands: %w", err)
	}
	return tx.sweepCommands(at)
}

// CommandSeen says whether commands were carried out before, and when.
func (tx *Tx) CommandSeen(commands [32]byte) (at time.Time, seen bool, err error) {
	of := tx.s.digests.of(domCommand, string(commands[:]))
	v, err := tx.getRoot(tabCommand, join(commandRow, of[:]))
	if err != nil || v == nil {
		return time.Time{}, false, err
	}
	if len(v) != 8 {
		return time.Time{}, false, fmt.Errorf("commands that were seen: %w", ErrDamaged)
	}
	return keyTime(v), true, nil
}

func (tx *Tx) sweepCommands(at time.Time) error {
	old := join(commandDay, be32(day(at.AddDate(0, 0, -CommandDays))))
	keys, err := tx.kv.keys(tabCommand, commandDay, old, commandSweep)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if err := tx.kv.delete(tabCommand, k); err != nil {
			return err
		}
		if err := tx.kv.delete(tabCommand, join(commandRow, k[len(k)-len(digest{}):])); err != nil {
			return err
		}
	}
	return nil
}
