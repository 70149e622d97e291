package message

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
)

// What hides text without a doubt is left out of it, see html_hidden.go. Styles
// know many more ways to show something so that nobody sees it, and each year
// adds some. Where one of them may be at work the text stays, for a person to
// read, but a line of it that looks like a command is none. So this list may
// be too long, and does no harm where it is.
//
//	<p style="clip-path: inset(100%)">#sluiten</p>
//	<style>body p:first-child { color: #fefefe }</style>
//	<dialog>#sluiten</dialog>

const (
	smallest  = 4    // pixels or points of letters that are surely read
	least     = 0.3  // of a size or of opacity
	narrow    = 6    // pixels of a box in which something is read
	faint     = 40   // of 255, by how much letters differ from what is behind them
	far       = 500  // pixels by which something is moved out of sight
	maxParens = 4    // in each other, in a selector
	maxDoubt  = 4096 // places that are remembered; beyond them all is doubtful
)

// shade is the colour of the letters and of what is behind them.
type shade struct {
	ink, behind       rgb
	inked, backed     bool // that colour is not the usual one
	unknown, pictured bool // the colour of the letters, or what is behind them, could not be read
}

// unclear says whether the letters may not stand out.
func (s shade) unclear() bool {
	ink, behind := rgb{}, rgb{255, 255, 255}
	if s.inked {
		ink = s.ink
	}
	if s.backed {
		behind = s.behind
	}
	return s.unknown || alike(ink, behind, faint) || s.pictured && alike(ink, rgb{255, 255, 255}, faint)
}

// tone gives the shade inside an element with that paint.
func (p *paint) tone(s shade) shade {
	if v := strings.TrimSpace(p.background); v != "" && v != "none" && v != "inherit" && v != "initial" && v != "transparent" {
		s.behind, s.backed = colour(v)
		s.pictured = !s.backed
	}
	if v := p.color; v != "" && v != "inherit" && v != "currentcolor" {
		var known bool
		if s.ink, known = colour(v); !known && pastel[v] {
			s.ink, known = rgb{250, 250, 250}, true
		}
		s.inked = known
		s.unknown = !known && strings.Contains(v, "(") || v == "transparent"
	}
	return s
}

// pastel are the names of colours that are hardly seen on white.
var pastel = words("snow ivory azure ghostwhite mintcream floralwhite aliceblue lavenderblush seashell whitesmoke honeydew oldlace linen " +
	"lightyellow cornsilk beige lightcyan lavender canvas window field background buttonface buttonhighlight lightgoldenrodyellow lemonchiffon")

// suspects are properties that move, cut, fade or cover text whatever they say,
// but for the values in harmless.
var suspects = words("clip clip-path transform filter backdrop-filter content-visibility mask mask-image mask-size -webkit-mask -webkit-mask-image " +
	"-webkit-text-fill-color -webkit-text-security -webkit-clip-path -webkit-transform -webkit-filter -ms-transform -moz-transform mix-blend-mode animation animation-name " +
	"translate rotate offset-path offset-distance perspective unicode-bidi text-decoration-color background-clip -webkit-background-clip contain " +
	"content shape-outside view-transition-name position-area inset interpolate-size")

// moved are properties that put text elsewhere when they are large.
var moved = []string{"margin", "padding", "left", "top", "right", "bottom", "inset", "text-indent", "border", "word-spacing"}

var harmless = words("none auto normal visible inherit initial unset 1 100% border-box padding-box isolate embed plaintext")

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// doubtful says whether a property may hide text.
func doubtful(property, value string) bool {
	n, unit, ok := length(value)
	computed := strings.Contains(value, "(")
	switch property {
	case "position":
		return value != "static" && value != "relative" && value != "inherit" && value != "initial"
	case "opacity", "zoom", "scale":
		return computed || ok && (n < least || unit == "%" && n < 100*least)
	case "font", "font-size":
		return computed || tooSmall(value)
	case "line-height":
		return computed || ok && n < least
	case "text-decoration", "text-decoration-line":
		return strings.Contains(value, "line-through")
	case "z-index", "letter-spacing":
		return computed || ok && n < 0
	case "width", "height", "max-width", "max-height", "block-size", "inline-size", "max-block-size", "max-inline-size":
		return ok && n < narrow && (unit == "" || unit == "px" || unit == "pt" || n == 0 || n < 1) || strings.Contains(value, "(0") || strings.Contains(value, "var(")
	}
	for _, name := range moved {
		if strings.HasPrefix(property, name) {
			return distant(value)
		}
	}
	return suspects[property] && !harmless[value]
}

// tooSmall looks at each size in a value.
func tooSmall(value string) bool {
	for _, w := range strings.FieldsFunc(value, func(r rune) bool { return r == ' ' || r == '/' || r == ',' }) {
		n, unit, ok := length(w)
		switch {
		case !ok || unit == "" && n >= 100: // a weight
		case n <= 0, unit == "%" && n < 100*least, (unit == "px" || unit == "pt") && n < smallest, unit != "%" && unit != "" && n < least:
			return true
		}
	}
	return false
}

// distant says whether a value holds a length, or more than that, which leads out of sight.
func distant(value string) bool {
	if strings.Contains(value, "(") {
		return true
	}
	for w := range strings.FieldsSeq(value) {
		if n, unit, ok := length(w); ok && (n >= far || n <= -far || unit != "px" && unit != "pt" && unit != "" && (n > narrow*narrow && unit != "%" || n < -narrow || n >= 100 || n <= -100)) {
			return true
		}
	}
	return false
}

// doubtfulElement says whether what an element holds is perhaps not shown, or
// shown as struck out or turned around, or is what a program quotes.
func doubtfulElement(tag atom.Atom, a *attributes) bool {
	switch tag {
	case atom.Dialog, atom.Details, atom.Datalist, atom.Audio, atom.Video, atom.Canvas, atom.Progress, atom.Meter, atom.Marquee, atom.S, atom.Strike, atom.Del, atom.Bdo,
		atom.Rt, atom.Rp, atom.Optgroup, atom.Option, atom.Button, atom.Output, atom.Map, atom.Picture, atom.Frameset, atom.Applet:
		return true
	}
	return strings.Contains(a.class, "gmail_quote") || strings.Contains(a.class, "yahoo_quoted") || strings.Contains(a.class, "protonmail_quote")
}

var (
	cssEscape = regexp.MustCompile(`\\([0-9a-f]{1,6})[ \t\r\n]?|\\(.)`)
	cssParens = regexp.MustCompile(`\([^()]*\)`)
	cssAttrs  = regexp.MustCompile(`\[[^\]]*\]`)
	cssPseudo = regexp.MustCompile(`::?[a-z-]+`)
	cssActing = regexp.MustCompile(`:(hover|focus|active|visited|link|before|after|selection|placeholder|first-letter|-)`)
)

// plainCSS resolves comments and escapes, by which a style says the same in other letters.
func plainCSS(css string) string {
	css = stripComments(strings.ToLower(css))
	if !strings.Contains(css, `\`) {
		return css
	}
	return cssEscape.ReplaceAllStringFunc(css, func(s string) string {
		if n, err := strconv.ParseUint(strings.TrimSpace(s[1:]), 16, 32); err == nil && n > 0x20 && n < 0x10ffff {
			return string(rune(n))
		}
		return s[1:]
	})
}

// suspect notes which elements a rule of a sheet may hide: those that its
// selectors could mean, and more.
func (w *walker) suspect(selectors string, p *paint) {
	if !p.doubts && !p.gone() && p.over(look{}, false) == (look{}) && !p.tone(shade{}).unclear() {
		return
	}
	for range maxParens {
		selectors = cssParens.ReplaceAllString(selectors, "")
	}
	for s := range strings.SplitSeq(cssAttrs.ReplaceAllString(selectors, ""), ",") {
		if cssActing.MatchString(s) || strings.HasPrefix(strings.TrimSpace(s), "@") {
			continue
		}
		if s = lastCompound(strings.ReplaceAll(cssPseudo.ReplaceAllString(s, ""), "*", "")); s == "" || len(w.suspects) >= maxHiders {
			s = anything
		}
		if w.suspects == nil {
			w.suspects = map[string]bool{}
		}
		w.suspects[s] = true
	}
}

// anything is the selector of every element.
const anything = "*"

// unclosed is for an element whose end will not be known: what it hides may be
// all that follows.
func (w *walker) unclosed(e element) {
	switch e.tag {
	case atom.Svg, atom.Math, atom.Head, atom.Title, atom.Object, atom.Script, atom.Style:
		e.hides = false
	}
	if e.hides || e.doubts || w.look != e.before || w.shade.unclear() {
		w.doubts++
	}
	w.look, w.shade = e.before, e.around
}

// mistrust is for an end tag of open[i]. A browser passes over one that stands
// in a cell or paragraph inside the element, or belongs to an element with
// another name that is not known here; then the element goes on. Nothing that
// follows is a command when it could be hidden by that.
func (w *walker) mistrust(tag atom.Atom, i int) {
	if i == len(w.open)-1 && tag != 0 || notShown(tag) {
		return
	}
	inside := w.look
	for k := i; k < len(w.open); k++ {
		e := w.open[k]
		if e.doubts || w.shade.unclear() || !notShown(e.tag) && (e.hides || e.before != inside) {
			w.doubts++
			return
		}
	}
}

// doubt remembers that what is written next may not be seen.
func (w *walker) doubt() {
	if w.doubts == 0 && !w.shade.unclear() {
		return
	}
	if len(w.doubted) < maxDoubt {
		w.doubted = append(w.doubted, len(w.out))
	}
}

// doubtedCommands lists the lines that begin with a # and hold text that may
// not be seen.
func (w *walker) doubtedCommands() (all []string) {
	if len(w.doubted) == 0 {
		return nil
	}
	next := 0
	for start := 0; start < len(w.out); {
		end := start + len(w.out[start:])
		if n := bytes.IndexByte(w.out[start:], '\n'); n >= 0 {
			end = start + n
		}
		for next < len(w.doubted) && w.doubted[next] < start {
			next++
		}
		holds := next < len(w.doubted) && w.doubted[next] <= end || len(w.doubted) == maxDoubt
		if line := strings.TrimSpace(cleanText(string(w.out[start:end]))); holds && strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
		start = end + 1
	}
	return all
}
