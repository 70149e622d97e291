package message

import (
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
)

// Style sheets hide text too: the previews of newsletters stand in a class
// that is not displayed, and a command could. Of what a rule sets only what
// hides is read; a sheet for telephones or for paper says nothing of what a
// person saw.
//
//	<style>.preview { display: none } @media (max-width: 600px) { .wide { display: none } }</style>

const (
	maxSheet    = 64 << 10 // bytes of one sheet
	maxHiders   = 200      // selectors that hide
	phoneScreen = 1200     // pixels; a sheet for screens up to that is not for all
)

// sheet reads the rules of a sheet.
func (w *walker) sheet(css string) {
	css = stripComments(css[:min(len(css), maxSheet)])
	for css != "" {
		selectors, rest, ok := strings.Cut(css, "{")
		if !ok {
			return
		}
		selectors = strings.TrimSpace(selectors)
		if i := strings.LastIndexAny(selectors, "};"); i >= 0 {
			selectors = strings.TrimSpace(selectors[i+1:])
		}
		if strings.HasPrefix(selectors, "@") {
			if css = rest; !forThisScreen(selectors) {
				css = behindBlock(rest)
			}
			continue
		}
		body, after, _ := strings.Cut(rest, "}")
		w.rule(selectors, body)
		css = after
	}
}

// rule notes the selectors whose elements the declarations hide, and forgets
// those that they show again.
func (w *walker) rule(selectors, body string) {
	var p, all paint
	shows := false
	declarations(body, func(property, value string) {
		all.put(property, value)
		switch property {
		case "color", "background", "background-color", "background-image":
			return // what lies behind the text is not known here
		case "display", "visibility", "font-size":
			shows = true
		}
		p.put(property, value)
	})
	w.suspect(strings.ToLower(selectors), &all)
	hides := p.gone() || p.over(look{}, false) != look{}
	if !hides && !shows {
		return
	}
	for s := range strings.SplitSeq(strings.ToLower(selectors), ",") {
		switch s = lastCompound(s); {
		case s == "":
		case !hides:
			delete(w.hiders, s)
		case len(w.hiders) < maxHiders:
			if w.hiders == nil {
				w.hiders = map[string]bool{}
			}
			w.hiders[s] = true
		}
	}
}

// lastCompound gives the element that a selector is about and one class of it,
// "" when that cannot be told. What must stand around it is passed over: a
// person's mail hides nothing that way, and what hides a command may.
func lastCompound(selector string) string {
	selector = strings.TrimSpace(selector)
	if i := strings.LastIndexAny(selector, " >+~"); i >= 0 {
		selector = selector[i+1:]
	}
	if i := strings.LastIndexByte(selector, '.'); i > 0 && strings.IndexByte(selector, '.') < i {
		selector = selector[i:]
	}
	if strings.ContainsAny(selector, "[:*") {
		return ""
	}
	return selector
}

// hiddenBySheet says whether a selector that hides fits the element.
func (w *walker) hiddenBySheet(tag atom.Atom, a *attributes) bool { return matches(w.hiders, tag, a) }

// matches says whether one of the selectors fits an element.
func matches(selectors map[string]bool, tag atom.Atom, a *attributes) bool {
	if len(selectors) == 0 {
		return false
	}
	name := tag.String()
	if selectors[name] || a.id != "" && (selectors["#"+a.id] || selectors[name+"#"+a.id]) {
		return true
	}
	for class := range strings.FieldsSeq(a.class) {
		if selectors["."+class] || selectors[name+"."+class] {
			return true
		}
	}
	return false
}

// forThisScreen judges the condition of a block.
func forThisScreen(condition string) bool {
	condition = strings.ToLower(condition)
	name, _, _ := strings.Cut(strings.ReplaceAll(condition, "(", " "), " ")
	switch name {
	case "@media", "@supports", "@layer", "@container", "@scope", "@starting-style", "@document":
	default:
		return false
	}
	if strings.Contains(condition, "print") || strings.Contains(condition, "prefers-") {
		return false
	}
	for _, name := range []string{"max-width:", "max-device-width:"} {
		if _, v, ok := strings.Cut(strings.ReplaceAll(condition, " ", ""), name); ok {
			pixels, err := strconv.Atoi(v[:digits(v, 0)])
			return err != nil || pixels > phoneScreen
		}
	}
	return true
}

// behindBlock gives what follows the block that css is inside of.
func behindBlock(css string) string {
	depth := 1
	for i := range len(css) {
		switch css[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return css[i+1:]
			}
		}
	}
	return ""
}

func stripComments(css string) string {
	if !strings.Contains(css, "/*") {
		return css
	}
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(css, "/*")
		out.WriteString(before)
		if !ok {
			return out.String()
		}
		_, css, _ = strings.Cut(rest, "*/")
	}
}
