package config

import (
	"fmt"
	"log/slog"
)

// masked is what anybody sees of a secret who does not ask for it by name.
const masked = "***"

// Secret is a password. Whatever prints, logs or encodes it gets three stars; Reveal gives it away.
type Secret string

// Reveal returns the password itself.
func (s Secret) Reveal() string { return string(s) }

// String returns stars.
func (s Secret) String() string { return masked }

// Format writes stars for every verb; %d or %x would else print the bytes.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(masked)) }

// LogValue returns stars.
func (s Secret) LogValue() slog.Value { return slog.StringValue(masked) }

// MarshalText returns stars: encoders look here, in nested fields too, where slog does not.
func (s Secret) MarshalText() ([]byte, error) { return []byte(masked), nil }
