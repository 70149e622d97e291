package procedure

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"klachtd/internal/tomltree"
)

// joinedKey marks a text that was joined from its parts, and checked, before: in it nobody can tell any more what was
// inherited, so what holds only for a regulation's own words is not asked again.
const joinedKey = "joined"

// canonical writes the joined tree as one file: a line for each value, with its whole name, in the order of the
// file. Comments, spacing and the split over two files are gone, so that only a change of meaning changes the hash;
// the order stays, because terms and acts are shown in it.
func canonical(root *tomltree.Node) (text []byte, hash string) {
	var b strings.Builder
	b.WriteString(joinedKey + " = true\n")
	root.Remove(joinedKey)
	writeTable(&b, nil, root)
	sum := sha256.Sum256([]byte(b.String()))
	return []byte(b.String()), hex.EncodeToString(sum[:])
}

func writeTable(b *strings.Builder, path []string, n *tomltree.Node) {
	for _, name := range n.Names() {
		value := n.Find(name)
		here := append(path[:len(path):len(path)], bareKey(name))
		if value.Kind == tomltree.Table && len(value.Names()) > 0 {
			writeTable(b, here, value)
			continue
		}
		b.WriteString(strings.Join(here, "."))
		b.WriteString(" = ")
		writeValue(b, value)
		b.WriteByte('\n')
	}
}

func writeValue(b *strings.Builder, n *tomltree.Node) {
	switch n.Kind {
	case tomltree.Text:
		writeString(b, n.Text)
	case tomltree.List:
		b.WriteByte('[')
		for i, item := range n.Items {
			if i > 0 {
				b.WriteString(", ")
			}
			writeValue(b, item)
		}
		b.WriteByte(']')
	case tomltree.Table:
		b.WriteByte('{')
		for i, name := range n.Names() {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(bareKey(name) + " = ")
			writeValue(b, n.Find(name))
		}
		b.WriteByte('}')
	default:
		b.WriteString(n.Text)
	}
}

// writeString writes a basic string of TOML: quotes, backslashes and controls are escaped, the rest stands.
func writeString(b *strings.Builder, s string) {
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < 0x20 || r == 0x7f:
			b.WriteString(`\u` + strings.ToUpper(leftPad(strconv.FormatInt(int64(r), 16), 4)))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
}

func leftPad(s string, width int) string { return strings.Repeat("0", width-len(s)) + s }

func bareKey(name string) string {
	if name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == "" {
		return name
	}
	var b strings.Builder
	writeString(&b, name)
	return b.String()
}

// valueAt is the value with a dotted name, as a person would read it.
func (p *parser) valueAt(dotted string) string {
	n := p.root.Get(strings.Split(dotted, ".")...)
	switch {
	case n == nil || isPlaceholder(n.Text):
		return ""
	case n.Kind == tomltree.List:
		var all []string
		for _, item := range n.Items {
			if item.Kind == tomltree.Text && !isPlaceholder(item.Text) {
				all = append(all, item.Text)
			}
		}
		return strings.Join(all, "; ")
	case n.Kind == tomltree.Table:
		return ""
	}
	return n.Text
}
