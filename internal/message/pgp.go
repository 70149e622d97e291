package message

import "strings"

// A text that PGP signs in clear (RFC 9580 7) stands between lines of armour,
// and its lines that begin with a dash got another one before them. The
// answer is without; the text keeps them as evidence.
//
//	-----BEGIN PGP SIGNED MESSAGE-----
//	Hash: SHA256
//
//	Ik ga akkoord.
//	-----BEGIN PGP SIGNATURE-----

const (
	pgpSigned    = "-----BEGIN PGP SIGNED MESSAGE-----"
	pgpSignature = "-----BEGIN PGP SIGNATURE-----"
	pgpEnd       = "-----END PGP SIGNATURE-----"
)

// withoutArmour takes the armour off text.
func withoutArmour(text string) string {
	before, signed, ok := strings.Cut(text, pgpSigned)
	if !ok || before != "" && !strings.HasSuffix(before, "\n") {
		return text
	}
	if _, body, ok := strings.Cut(signed, "\n\n"); ok {
		signed = body
	}
	signed, rest, _ := strings.Cut(signed, pgpSignature)
	if _, below, ok := strings.Cut(rest, pgpEnd); ok {
		rest = below
	} else {
		rest = ""
	}
	return before + strings.TrimPrefix(strings.ReplaceAll("\n"+signed, "\n- ", "\n"), "\n") + rest
}
