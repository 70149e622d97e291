package store

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"klachtd/internal/dossier"
)

const countMeasure = "measure" // the last number of a measure taken

// NextMeasure returns the number that the next measure gets: measures are numbered through all cases, so that a word
// that names one needs no case. It takes nothing; PutMeasure does.
func (tx *Tx) NextMeasure() (int, error) {
	n, err := tx.counter(countMeasure)
	return int(n) + 1, err
}

// PutMeasure notes to which case a measure belongs ("M12") and takes its number. Doing it again changes nothing.
func (tx *Tx) PutMeasure(id string, ref dossier.Ref) error {
	n, ok := measureNumber(id)
	if !ok {
		return fmt.Errorf("measure %q: %w", id, ErrNotFound)
	}
	c, err := tx.count(countMeasure)
	if err != nil {
		return err
	}
	if uint64(n) > c.n {
		c.n, c.dirty = uint64(n), true
	}
	return tx.putRoot(tabMeasure, be32(n), be32(uint32(ref)))
}

// CaseOfMeasure finds the case of a measure; ok is false when there is none, or when it was destroyed.
func (tx *Tx) CaseOfMeasure(id string) (ref dossier.Ref, ok bool, err error) {
	n, ok := measureNumber(id)
	if !ok {
		return 0, false, nil
	}
	v, err := tx.getRoot(tabMeasure, be32(n))
	if err != nil || len(v) != 4 {
		return 0, false, err
	}
	return dossier.Ref(binary.BigEndian.Uint32(v)), true, nil
}

// measureNumber reads "M12", in upper or lower case.
func measureNumber(id string) (uint32, bool) {
	digits, ok := strings.CutPrefix(strings.ToUpper(id), "M")
	n, err := strconv.ParseUint(digits, 10, 32)
	return uint32(n), ok && err == nil && n > 0 && strconv.FormatUint(n, 10) == digits
}
