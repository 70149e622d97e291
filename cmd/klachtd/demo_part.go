package main

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// htmlPart finds the HTML of one of our own letters, "" when it has none.
func htmlPart(raw []byte) string {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return ""
	}
	return findHTML(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body, 0)
}

// maxDepth bounds the nesting of parts; our letters have two.
const maxDepth = 4

func findHTML(contentType, encoding string, body io.Reader, depth int) string {
	kind, params, err := mime.ParseMediaType(contentType)
	switch {
	case err != nil || depth > maxDepth:
		return ""
	case kind == "text/html":
		if strings.EqualFold(encoding, "quoted-printable") {
			body = quotedprintable.NewReader(body)
		}
		text, err := io.ReadAll(body)
		if err != nil {
			return ""
		}
		return string(text)
	case !strings.HasPrefix(kind, "multipart/"):
		return ""
	}
	for r := multipart.NewReader(body, params["boundary"]); ; {
		part, err := r.NextRawPart()
		if err != nil {
			return ""
		}
		found := findHTML(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part, depth+1)
		if found != "" {
			return found
		}
	}
}
