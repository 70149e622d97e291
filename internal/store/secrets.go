package store

import (
	"fmt"
	"time"
)

// TokenGraceDays is how long tokens of the secret before are accepted after a rotation: as long as a token of staff lives.
const TokenGraceDays = 180

// TokenSecret is one secret for tokens. Its ID stands in each token made with it.
type TokenSecret struct {
	ID     byte
	Secret [32]byte
}

// Secrets are what package proof signs with. They follow from the store's own key, so that whoever has the key file
// and the master key has them, and nobody else.
type Secrets struct {
	Token  [2]TokenSecret // the first issues, both are accepted; the second is all zero until a rotation, and after its grace
	Letter [32]byte       // for keyed Message-IDs; the same for good
}

// Generations of the secrets of tokens, counters of table meta, and when the last rotation was.
const (
	countToken   = "tokens"         // the one in use
	countRetired = "tokens retired" // up to which none is accepted any more
)

var keyRotated = []byte("tokens rotated")

// generations is what the two counters say.
type generations struct{ current, retired uint64 }

// Secrets returns the secrets as they stand. After RotateTokens and RetireTokens they are others: who holds them asks
// anew.
func (s *Store) Secrets() Secrets {
	g := *s.tokens.Load()
	out := Secrets{Letter: derive(s.root, "letters")}
	out.Token[0] = s.tokenSecret(g.current + 1)
	if g.current > g.retired {
		out.Token[1] = s.tokenSecret(g.current)
	}
	return out
}

func (s *Store) tokenSecret(generation uint64) TokenSecret {
	return TokenSecret{ID: byte(generation), Secret: derive(s.root, fmt.Sprintf("tokens %d", generation))}
}

func (tx *Tx) generations() (g generations, err error) {
	if g.current, err = tx.counter(countToken); err != nil {
		return g, err
	}
	g.retired, err = tx.counter(countRetired)
	return g, err
}

// RotateTokens makes a new secret for tokens. Tokens of the one before stay good for TokenGraceDays, or until the next
// rotation: two rotations in a row end all that was issued.
func (s *Store) RotateTokens(now time.Time) error {
	var g generations
	err := s.Update(func(tx *Tx) (err error) {
		if _, err = tx.next(countToken); err != nil {
			return err
		}
		if g, err = tx.generations(); err != nil {
			return err
		}
		return tx.putRoot(tabMeta, keyRotated, timeKey(utc(now)))
	})
	if err != nil {
		return fmt.Errorf("rotate secrets of tokens: %w", err)
	}
	s.tokens.Store(&g)
	return nil
}

// RetireTokens ends the secret before the one in use when its grace is over, and says whether it did.
func (s *Store) RetireTokens(now time.Time) (done bool, err error) {
	if g := *s.tokens.Load(); g.current <= g.retired {
		return false, nil
	}
	var g generations
	err = s.Update(func(tx *Tx) error {
		done = false
		v, err := tx.getRoot(tabMeta, keyRotated)
		if err != nil || len(v) != 8 || now.Before(keyTime(v).AddDate(0, 0, TokenGraceDays)) {
			return err
		}
		if g, err = tx.generations(); err != nil {
			return err
		}
		c, err := tx.count(countRetired)
		if err != nil {
			return err
		}
		c.n, c.dirty = g.current, true
		g.retired, done = g.current, true
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("retire secrets of tokens: %w", err)
	}
	if done {
		s.tokens.Store(&g)
	}
	return done, nil
}
