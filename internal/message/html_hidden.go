package message

import (
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
)

// What a browser does not show, or shows so that no person sees it: commands
// hidden in a mail must not be carried out, and the previews of newsletters
// are no text. Some styles take everything inside with them; others are
// inherited and can be set anew:
//
//	<div style="display:none">never shown</div>
//	<td style="font-size:0"><div style="font-size:14px">shown</div></td>

// look is what of the style an element inherits.
type look struct {
	tiny   bool // letters of at most unreadable points
	pale   bool // in the colour of what is behind them
	unseen bool // visibility
}

const (
	unreadable = 1    // pixels or points
	offScreen  = -500 // pixels; menus and previews are put further away
	paleness   = 6    // of 255, by how much a channel may differ unseen
)

// concealed says whether text would not be seen here.
func (w *walker) concealed() bool { return w.hidden > 0 || w.look != look{} }

// conceal keeps text that is passed over, to tell of it. What an element that
// is never shown holds, as a script, is no text.
func (w *walker) conceal(s string) {
	for _, e := range w.open {
		if notShown(e.tag) {
			sheet := e.tag == atom.Head || e.tag == atom.Style
			w.tinted = w.tinted || sheet && strings.Contains(s, "background")
			if last := w.open[len(w.open)-1].tag; last == atom.Style && w.lost == 0 {
				w.sheet(s)
			}
			return
		}
	}
	if len(w.unshown)+len(s) <= maxScan {
		w.unshown = append(append(w.unshown, ' '), s...)
	}
}

// declarations calls f with each property of a style and its value.
func declarations(style string, f func(property, value string)) {
	for d := range strings.SplitSeq(plainCSS(style), ";") {
		property, value, _ := strings.Cut(d, ":")
		value, _, _ = strings.Cut(value, "!important")
		f(strings.TrimSpace(property), strings.TrimSpace(value))
	}
}

// paint reads how an element shows its text.
type paint struct {
	hides, shows       bool // display, or the like
	size, visibility   string
	color, background  string
	height, overflow   string
	position, sideways string

	doubts bool // it may hide text, see html_doubt.go
}

func (p *paint) put(property, value string) {
	p.doubts = p.doubts || doubtful(property, value)
	switch property {
	case "display":
		p.hides = p.hides || value == "none"
		p.shows = value != "none"
	case "mso-hide":
		p.hides = p.hides || value == "all"
	case "opacity":
		n, unit, ok := length(value)
		p.hides = p.hides || ok && unit == "" && n < 0.05
	case "visibility":
		p.visibility = value
	case "font-size", "font":
		p.size = value
	case "color":
		p.color = value
	case "background", "background-color", "background-image":
		p.background = strings.TrimSpace(p.background + " " + value)
	case "height", "max-height":
		if n, _, ok := length(value); ok && n == 0 {
			p.height = "0"
		}
	case "overflow":
		p.overflow = value
	case "position":
		p.position = value
	case "left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top":
		if n, _, ok := length(value); ok && n <= offScreen {
			p.sideways = property
		}
	}
}

// gone says whether nothing of the element is shown, whatever stands inside.
func (p *paint) gone() bool {
	moved := p.sideways != "" && (p.position == "absolute" || p.position == "fixed" || strings.Contains(p.sideways, "-"))
	return p.hides || moved || p.height == "0" && p.overflow == "hidden"
}

// over gives the look of an element with that paint inside one of look l.
// tinted says that a colour was put behind some text before.
func (p *paint) over(l look, tinted bool) look {
	switch p.visibility {
	case "hidden", "collapse":
		l.unseen = true
	case "visible":
		l.unseen = false
	}
	if n, unit, ok := length(p.size); ok {
		relative := unit == "em" || unit == "%"
		l.tiny = n == 0 || l.tiny && relative || n <= unreadable && (unit == "px" || unit == "pt")
	} else if p.size != "" {
		l.tiny = l.tiny && p.size == "inherit"
	}
	if p.tints() {
		l.pale = false
	}
	if p.color != "" && p.color != "inherit" {
		l.pale = p.fades(tinted)
	}
	return l
}

// fades says whether the colour of the letters is that behind them: the
// element's own background, and white where nothing has one.
func (p *paint) fades(tinted bool) bool {
	if p.color == "transparent" {
		return true
	}
	letters, ok := colour(p.color)
	if !ok {
		return false
	}
	if p.background != "" {
		behind, ok := colour(p.background)
		return ok && near(letters, behind)
	}
	return !tinted && near(letters, rgb{255, 255, 255})
}

// tints says whether the element puts a colour or picture behind its text.
func (p *paint) tints() bool {
	switch p.background {
	case "", "none", "transparent", "inherit", "initial", "unset":
		return false
	}
	behind, ok := colour(p.background)
	return !ok || !near(behind, rgb{255, 255, 255})
}

type rgb [3]int

func near(a, b rgb) bool { return alike(a, b, paleness) }

// alike says whether no channel of two colours differs by more than that.
func alike(a, b rgb, most int) bool {
	for i := range a {
		if d := a[i] - b[i]; d > most || d < -most {
			return false
		}
	}
	return true
}

// colour reads #fff, #ffffff, rgb(255, 255, 255), rgba(0, 0, 0, 0.8), white and black.
func colour(s string) (c rgb, ok bool) {
	if hex, is := strings.CutPrefix(s, "#"); is {
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		n, err := strconv.ParseUint(hex, 16, 32)
		return rgb{int(n >> 16 & 255), int(n >> 8 & 255), int(n & 255)}, err == nil && len(hex) == 6
	}
	if name, numbers, is := strings.Cut(s, "("); is && (name == "rgb" || name == "rgba") {
		return channels(strings.TrimSuffix(numbers, ")"))
	}
	switch s {
	case "white":
		return rgb{255, 255, 255}, true
	case "black":
		return rgb{}, true
	}
	return c, false
}

// channels reads the numbers of rgb(255, 255, 255) and rgb(0 0 0 / 80%); what can be seen through is mixed with white.
func channels(numbers string) (c rgb, ok bool) {
	parts := strings.FieldsFunc(numbers, func(r rune) bool { return r == ',' || r == ' ' || r == '/' })
	if len(parts) != 3 && len(parts) != 4 {
		return c, false
	}
	values := [4]float64{3: 1}
	for i, part := range parts {
		n, unit, ok := length(part)
		switch {
		case !ok || unit != "" && unit != "%":
			return c, false
		case unit == "%" && i < 3:
			n *= 255.0 / 100
		case unit == "%":
			n /= 100
		}
		values[i] = n
	}
	opaque := min(max(values[3], 0), 1)
	for i := range c {
		c[i] = int(values[i]*opaque + 255*(1-opaque))
	}
	return c, true
}

// length splits 12.5px into its number and unit.
func length(s string) (n float64, unit string, ok bool) {
	end := 0
	for end < len(s) && (isDigit(s[end]) || s[end] == '.' || s[end] == '-') {
		end++
	}
	n, err := strconv.ParseFloat(s[:end], 64)
	return n, strings.TrimSpace(s[end:]), err == nil
}
