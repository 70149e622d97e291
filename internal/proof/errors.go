package proof

import "errors"

// ErrToken is returned when a text is no token of ours: forged, damaged, or made with a key that lives no more.
// It does not say which.
var ErrToken = errors.New("not a token of this desk")
