package letter

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/emersion/go-message/mail"
)

// TestBrowser lays every letter out in a real browser, in frames as wide as a telephone and as a mail program, and wants
// that nobody has to scroll sideways. It runs where Chromium is.
func TestBrowser(t *testing.T) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium")
	}
	for _, width := range []int{400, 800} {
		t.Run(strconv.Itoa(width), func(t *testing.T) {
			var page strings.Builder
			names := []string{}
			for _, s := range samples(t) {
				in := s.in
				in.Language = "nl"
				letter := htmlOf(t, render(t, in))
				names = append(names, s.name)
				fmt.Fprintf(&page, `<iframe width=%d height=600 style="border:0" srcdoc="%s"></iframe>`, width, html.EscapeString(letter))
			}
			page.WriteString(`<script>onload = () => { document.title = [...document.querySelectorAll("iframe")].map(
				f => f.contentDocument.documentElement.scrollWidth + ":" + f.contentDocument.body.innerText.length).join(" ") }</script>`)
			for i, measured := range laidOut(t, chromium, page.String()) {
				wide, text, _ := strings.Cut(measured, ":")
				if n, _ := strconv.Atoi(wide); n > width {
					t.Errorf("%s is %s wide in a frame of %d", names[i], wide, width)
				}
				if n, _ := strconv.Atoi(text); n < 80 {
					t.Errorf("%s shows %s characters", names[i], text)
				}
			}
		})
	}
}

var title = regexp.MustCompile(`<title>([^<]*)</title>`)

// laidOut is what the browser measured of each frame of a page: its width, and how much text it shows.
func laidOut(t *testing.T, chromium, page string) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "letters.html")
	if err := os.WriteFile(file, []byte("<!doctype html><title></title>"+page), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), chromium, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000",
		"--user-data-dir="+t.TempDir(), "--dump-dom", "file://"+file)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	found := title.FindSubmatch(out)
	if found == nil || len(found[1]) == 0 {
		t.Fatal("the browser measured nothing")
	}
	return strings.Fields(string(found[1]))
}

// htmlOf is the HTML part of a letter.
func htmlOf(t *testing.T, raw []byte) string {
	t.Helper()
	r, err := mail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for {
		part, err := r.NextPart()
		if err != nil {
			t.Fatalf("no HTML part: %v", err)
		}
		if h, ok := part.Header.(*mail.InlineHeader); ok {
			if kind, _, _ := h.ContentType(); kind == "text/html" {
				text, err := io.ReadAll(part.Body)
				if err != nil {
					t.Fatal(err)
				}
				return string(text)
			}
		}
	}
}
