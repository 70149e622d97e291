package daemon_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"klachtd/internal/daemon"
	"klachtd/internal/dossier"
	"klachtd/internal/proof"
	"klachtd/internal/store"
)

// meddle does what happens around an office: somebody leaves, keys are rotated. It is false for other commands.
func (d *desk) meddle(words []string) bool {
	switch words[0] {
	case "leaves":
		d.down()
		d.opts.People = slices.DeleteFunc(d.opts.People, func(p daemon.Person) bool { return p.Address == words[1] })
		d.up()
	case "rotate":
		d.down()
		st, err := store.Open(d.storeOpt)
		check(d.t, err)
		check(d.t, st.RotateTokens(time.Now()))
		check(d.t, st.Close())
		d.up()
	default:
		return false
	}
	return true
}

var carried = regexp.MustCompile(`\{(token|id) (\S+)(?: (\S+))?\}`)

// carry puts the token, or the Message-ID, of the last letter of a name where a story says {token LETTER} or {id LETTER
// ADDRESS}.
func (d *desk) carry(body string) string {
	return carried.ReplaceAllStringFunc(body, func(s string) string {
		m := carried.FindStringSubmatch(s)
		raw := d.last(m[2], m[3]).Raw
		if m[1] == "id" {
			return header(raw, "Message-ID")
		}
		tokens := proof.FindToken([]string{header(raw, "Reply-To")}, ourAddress)
		if len(tokens) == 0 {
			d.t.Fatalf("no token in the last %s to %q", m[2], m[3])
		}
		return tokens[0]
	})
}

// discreet: no letter of a case goes to somebody who is neither of the organisation nor a party of it, none without a case
// tells a number to the outside, and no word of `# secret: WORD` leaves the organisation (security 60).
func (d *desk) discreet(t *testing.T, script string) {
	t.Helper()
	var secrets []string
	for line := range strings.Lines(script) {
		if word, ok := strings.CutPrefix(strings.TrimSpace(line), "# secret: "); ok {
			secrets = append(secrets, word)
		}
	}
	for _, tr := range d.office.Accepted() {
		if d.ours(tr.To) {
			continue
		}
		name, number := header(tr.Raw, "X-Klachtd-Letter"), header(tr.Raw, "X-Klachtd-Case")
		text := header(tr.Raw, "Subject") + "\n" + plainText(t, tr.Raw)
		if number == "" && strings.Contains(text, "K2026-") {
			t.Errorf("%s to %s tells the number of a case", name, tr.To)
		}
		for _, secret := range secrets {
			if strings.Contains(strings.ToLower(text), strings.ToLower(secret)) {
				t.Errorf("%s to %s holds %q", name, tr.To, secret)
			}
		}
		if number != "" && d.d != nil {
			d.party(t, name, number, tr.To)
		}
	}
}

// ours says whether an address is of the organisation.
func (d *desk) ours(address string) bool {
	return strings.HasSuffix(strings.ToLower(address), "@voorbeeld.example") ||
		slices.ContainsFunc(d.opts.People, func(p daemon.Person) bool { return strings.EqualFold(p.Address, address) })
}

// party wants an address to be one of a case's parties, once or now.
func (d *desk) party(t *testing.T, letter, number, address string) {
	c, ok, err := d.d.Source().Case(number)
	check(t, err)
	if !ok || len(c.Journal) == 0 || len(c.Parties) == 0 {
		return // destroyed since
	}
	for _, e := range c.Journal {
		was := ""
		switch b := e.Body.(type) {
		case dossier.PartyAdded:
			was = b.Party.Address
		case dossier.PartyChanged:
			was = b.Party.Address
		}
		if was != "" && strings.EqualFold(was, address) {
			return
		}
	}
	t.Errorf("%s of %s to %s, who is no party of it", letter, number, address)
}
