package control

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// WriteJSON writes one document, indented, with a line end. Characters that a terminal would obey are written as
// escapes, which mean the same to every reader of JSON.
func WriteJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	if err := encode(&b, v, "  "); err != nil {
		return err
	}
	_, err := w.Write(visible(b.Bytes()))
	return err
}

// WriteJSONLine is WriteJSON on one line.
func WriteJSONLine(w io.Writer, v any) error {
	var b bytes.Buffer
	if err := encode(&b, v, ""); err != nil {
		return err
	}
	_, err := w.Write(visible(b.Bytes()))
	return err
}

func encode(b *bytes.Buffer, v any, indent string) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	return e.Encode(v)
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	err := encode(&b, v, "")
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// visible rewrites what stands hidden in strings; outside of strings JSON is ASCII.
func visible(text []byte) []byte {
	var out []byte
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRune(text[i:])
		if c != '\n' && hidden(c) {
			out = appendEscape(out, c)
		} else {
			out = append(out, text[i:i+size]...)
		}
		i += size
	}
	return out
}

func appendEscape(out []byte, c rune) []byte {
	if c > 0xFFFF {
		high, low := utf16.EncodeRune(c)
		return fmt.Appendf(out, `\u%04x\u%04x`, high, low)
	}
	return fmt.Appendf(out, `\u%04x`, c)
}

// array writes the elements of a JSON array one by one, each on a line of its own.
type array struct {
	w io.Writer
	n int
}

func (a *array) add(v any) error {
	separator := ",\n"
	if a.n == 0 {
		separator = "[\n"
	}
	a.n++
	if _, err := io.WriteString(a.w, separator); err != nil {
		return err
	}
	text, err := marshal(v)
	if err != nil {
		return err
	}
	_, err = a.w.Write(visible(text))
	return err
}

func (a *array) end() error {
	closing := "\n]\n"
	if a.n == 0 {
		closing = "[]\n"
	}
	_, err := io.WriteString(a.w, closing)
	return err
}

// writeArray writes a whole list.
func writeArray[T any](w io.Writer, list []T) error {
	a := &array{w: w}
	for _, v := range list {
		if err := a.add(v); err != nil {
			return err
		}
	}
	return a.end()
}
