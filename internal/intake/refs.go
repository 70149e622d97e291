package intake

import (
	"strconv"
	"strings"

	"klachtd/internal/dossier"
)

// PartyRef is a party's number in tokens and keyed ids: "p3" is 3.
func PartyRef(id dossier.PartyID) uint32 { return number(string(id), "p") }

// DutyRef is a duty's number in keyed ids: "d12" is 12. DutyOf is the way back.
func DutyRef(id dossier.DutyID) uint32 { return number(string(id), "d") }

// DutyOf makes a duty's id from its number.
func DutyOf(seq uint32) dossier.DutyID {
	return dossier.DutyID("d" + strconv.FormatUint(uint64(seq), 10))
}

func number(id, prefix string) uint32 {
	n, err := strconv.ParseUint(strings.TrimPrefix(id, prefix), 10, 32)
	if err != nil {
		return 0
	}
	return uint32(n)
}
