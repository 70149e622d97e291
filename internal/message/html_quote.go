package message

import "strings"

// Programs that write HTML name the element that holds what they quote, or the
// sentence above it; that tells the answer from the quote in any language. The
// text made of it marks where such an element begins, as html_signature.go
// does with signatures.
//
//	<div class="gmail_attr">ในวันที่ พ. 10 มิ.ย. 2026 Piet Smit เขียนว่า:<br></div>
//	<div id="divRplyFwdMsg">...   <div class="moz-cite-prefix">...

// quoteMark is of Unicode's private use area.
const quoteMark = "\uE07E"

// quoteNames are ids and classes, in lower case; webmail puts prefixes before
// those of the mail that it answers.
var quoteNames = []string{
	"gmail_attr", "moz-cite-prefix", "protonmail_quote", "yahoo_quoted", "divrplyfwdmsg", "olk_src_body_section",
	"mail-editor-reference-message-container", "messagereplysection", "quoted-content", "zwchr",
}

// isQuote says whether an element holds a quote or begins one.
func (a *attributes) isQuote() bool {
	if a.id == "" && a.class == "" && a.name == "" {
		return false
	}
	for _, name := range quoteNames {
		if strings.HasSuffix(a.id, name) || strings.Contains(a.id, "yahoo_quoted") || a.name == name {
			return true
		}
		for class := range strings.FieldsSeq(a.class) {
			if class == name {
				return true
			}
		}
	}
	return false
}

// beginQuote owes the mark before the next text.
func (w *walker) beginQuote() {
	if !w.concealed() && w.quotes == 0 {
		w.breakLine(1)
		w.cites = true
	}
}

// isIndent says whether a blockquote is what an editor makes of the button for
// an indent, and no quote.
//
//	<blockquote style="margin:0 0 0 40px;border:none;padding:0px">
func (a *attributes) isIndent() bool { return a.borderless && !a.cited }

// citedAt gives where the quote ends that the HTML begins in line i: behind
// the sentence when text in a blockquote follows it, else at the end.
func citedAt(all []line, i int) (end int, rest bool) {
	for end = i + 1; end < len(all) && end-i < maxAttributionLines && !all[end].blank() && all[end].depth == 0; end++ {
	}
	if next := skipBlank(all, end); next < len(all) && all[next].depth > 0 {
		return end, false
	}
	return len(all), true
}
