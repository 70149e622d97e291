package store

import "fmt"

// TokenSecret is one secret for tokens. Its ID stands in each token made with it.
type TokenSecret struct {
	ID     byte
	Secret [32]byte
}

// Secrets are what package proof signs with. They follow from the store's own key, so that whoever has the key file
// and the master key has them, and nobody else.
type Secrets struct {
	Token  [2]TokenSecret // the first issues, both are accepted; the second is all zero until the first rotation
	Letter [32]byte       // for keyed Message-IDs; the same for good
}

// Secrets returns the secrets as they stand.
func (s *Store) Secrets() Secrets {
	n := s.tokens.Load()
	out := Secrets{Letter: derive(s.root, "letters")}
	out.Token[0] = s.tokenSecret(n + 1)
	if n > 0 {
		out.Token[1] = s.tokenSecret(n)
	}
	return out
}

func (s *Store) tokenSecret(generation uint64) TokenSecret {
	return TokenSecret{ID: byte(generation), Secret: derive(s.root, fmt.Sprintf("tokens %d", generation))}
}

// RotateTokens makes a new secret for tokens. Tokens of the one before stay good until the next rotation.
func (s *Store) RotateTokens() error {
	var n uint64
	err := s.Update(func(tx *Tx) (err error) {
		n, err = tx.next(countToken)
		return err
	})
	if err != nil {
		return fmt.Errorf("rotate secrets of tokens: %w", err)
	}
	s.tokens.Store(n)
	return nil
}
