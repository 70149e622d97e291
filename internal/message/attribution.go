package message

import "strings"

// attribution is the sentence above a quote: "Op 27 okt. 2021 om 09:31 schreef
// Jan <jan@b.example>:".
type attribution struct {
	end    int    // index of the line behind it
	text   string // its lines joined
	strong bool   // it holds an address or a time: no person writes such a sentence
}

const (
	maxAttributionLines = 4
	maxAttribution      = 400 // bytes
)

// verbs end or stand in attributions, in lower case with blanks around.
var verbs = []string{
	" schreef ", " schreef:", " geschreven:", " heeft het volgende geschreven", " heeft geschreven", " wrote:", " wrote ", " writes:", " schrieb ", " schrieb:", " hat geschrieben", " geschrieben:",
	" a écrit", " écrit :", " escribió:", " escribió ", " escreveu:", " escreveu ", " ha scritto:", " ha scritto ", " scrive:", " skrev ", " skrev:", " skrev följande", " napisał", " napisała", " pisze:", " napsal", " írta:", " kirjoitti:", " kirjoitti ",
	" yazdı:", " şunu yazdı:", " написал", " пишет:", " написав", " a scris:", " je napisao", " napísal", " έγραψε", " написа:", " menulis:", " đã viết:", " va escriure", " kirjutas", " rašė", " rakstīja", " כתב", " كتب", " تمت كتابة", " เขียน", " said:", " reageerde:", " zitat von ", " 写道", "：", " のメッセージ", "님이 작성",
}

// attributionAt reads the attribution that begins at line i; ok is false when
// none does.
func attributionAt(all []line, i int) (a attribution, ok bool) {
	if all[i].blank() || all[i].depth > 1 || len(all[i].text) > maxAttribution || startsList(all[i].text) {
		return a, false
	}
	depth := all[i].depth
	for n := 0; n < maxAttributionLines && i+n < len(all); n++ {
		l := all[i+n]
		if l.blank() || l.depth != depth || len(a.text)+len(l.text) > maxAttribution {
			break
		}
		a.text = undashed(strings.TrimPrefix(a.text+" "+l.text, " "))
		a.end = i + n + 1
		if endsAttribution(undashed(l.text)) && a.judge(all) {
			return a, !beginsLater(all, i, a.end)
		}
	}
	return a, false
}

// undashed takes the dashes off a sentence that stands between them, as Zoho
// writes it.
//
//	---- On Thu, 11 Jun 2026 10:12:13 +0200 Piet <piet@b.example> wrote ----
func undashed(text string) string {
	if !strings.HasPrefix(text, "---") || !strings.HasSuffix(text, "---") {
		return text
	}
	if text = strings.Trim(text, "- "); !strings.HasSuffix(text, ":") {
		text += ":"
	}
	return text
}

// beginsLater says whether the sentence that ends before end begins below line
// i: then line i is the last one that a person wrote, with no blank line below.
//
//	Ja, dat wil ik graag.
//	Op 11 juni 2026 om 10:12 schreef Piet:
func beginsLater(all []line, i, end int) bool {
	for k := i + 1; k < end; k++ {
		rest := attribution{end: end, text: all[k].text}
		for _, l := range all[k+1 : end] {
			rest.text += " " + l.text
		}
		if (startsAttribution(all[k].text) || !startsAttribution(all[i].text) && (endsSentence(all[k-1].text) || hasRoom(all[k-1].text, all[k].text))) && rest.judge(all) {
			return true
		}
	}
	return false
}

// lineWidth is less than where programs break the lines of a sentence.
const lineWidth = 60 // bytes

// hasRoom says whether the first word of next would have fitted behind above:
// then no program broke the line there.
//
//	Groet, Els
//	Piet Smit <piet@b.example> schreef op 11 juni 2026 10:12:
func hasRoom(above, next string) bool {
	word, _, _ := strings.Cut(next, " ")
	return len(above)+1+len(word) < lineWidth && !strings.HasSuffix(above, "<") && !strings.HasSuffix(above, ",")
}

// starters begin the sentences of programs.
var starters = []string{"Op ", "On ", "Am ", "Le ", "El ", "Em ", "Il ", "Den ", "Dne ", "W dniu ", "Pe ", "În "}

func startsAttribution(text string) bool {
	for _, s := range starters {
		if strings.HasPrefix(text, s) {
			return true
		}
	}
	return false
}

func endsSentence(text string) bool {
	return strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?")
}

// startsList says whether text begins with a bullet.
func startsList(text string) bool {
	if strings.HasSuffix(text, "]:") && strings.Contains(text, "@") {
		return false // * Jan <jan@b.example> [2026-06-11 10:12]: of Mutt
	}
	return strings.HasPrefix(text, "- ") || strings.HasPrefix(text, "* ") || strings.HasPrefix(text, "•")
}

// attributionTail may stand behind the last sign: emphasis, a bracket, and the marks of
// scripts that run from right to left.
const attributionTail = " \u00a0*_]\u200e\u200f\u202a\u202b\u202c"

func endsAttribution(text string) bool {
	text = strings.TrimRight(text, attributionTail)
	return strings.HasSuffix(text, ":") || strings.HasSuffix(text, "：") || strings.HasSuffix(text, ">") || strings.HasSuffix(text, "wrote") || strings.HasSuffix(text, ")")
}

// judge says whether the joined lines are an attribution.
func (a *attribution) judge(all []line) bool {
	low := " " + strings.ToLower(a.text) + " "
	address := strings.Contains(a.text, "@")
	digit := strings.ContainsAny(a.text, "0123456789")
	clock := hasClock(a.text)
	a.strong = address || clock
	colon := strings.HasSuffix(strings.TrimRight(a.text, attributionTail), ":") || strings.HasSuffix(a.text, "：")
	if (colon || strings.HasSuffix(a.text, "wrote")) && (address || digit) && containsAny(strings.ReplaceAll(low, "\u00a0", " "), verbs) {
		return true
	}
	if colon && clock && strings.Contains(a.text, "20") && strings.Contains(a.text, "<") && strings.Contains(a.text, ">") && address {
		return true // in any language: a year, a time and an address in brackets
	}
	next := skipBlank(all, a.end)
	quoteFollows := next < len(all) && next-a.end <= 1 && all[next].depth > all[a.end-1].depth
	if quoteFollows && colon && len(a.text) < 120 && (containsAny(low, bareVerbs) || containsAny(low[:min(len(low), 12)], quotingVerbs)) {
		return true // without a date: Jan de Boer schreef:
	}
	// Old Gmail: 2013/9/25 Jan <jan@b.example>
	return quoteFollows && address && digit && (colon || strings.HasSuffix(a.text, ">")) && len(a.text) < 160
}

// prose says whether a person may have written the sentence: it shows no
// address in brackets, and words that programs do not use. In an answer a
// title may be part of the name that a program writes.
//
//	Op 3 mei om 10:15 schreef uw medewerker mij een brief:
func (a *attribution) prose(reply bool) bool {
	if strings.Contains(a.text, "<") {
		return false
	}
	low := " " + strings.Trim(strings.ToLower(a.text), " :*_") + " "
	return containsAny(low, proseWords) || !reply && containsAny(low, proseTitles)
}

// proseWords are those of somebody who tells a story; proseTitles name whom it
// is about.
var (
	proseWords = []string{" mij ", " ons ", " een ", " dat ", " uw ", " mijn ", " ik ", " wij ", " zijn ", " hun ", " zoals ", " dit ", " hij ", " zij ",
		" me ", " us ", " that ", " my ", " your ", " his ", " their ", " we ", " i ", " he ", " she ", " this ", " mich ", " mir ", " uns ", " ihr ", " ihre ", " ich ", " wir ", " votre ", " notre ", " nous ", " m'a "}
	proseTitles = []string{" mevrouw ", " meneer ", " de heer ", " haar ", " her ", " as ", " mrs ", " ms ", " mr ", " frau ", " herr ", " mme ", " madame ", " monsieur "}
)

// bareVerbs end the sentence that holds nothing but a name.
var bareVerbs = []string{" schreef: ", " wrote: ", " schrieb: ", " a écrit : ", " a écrit: ", " heeft geschreven: ", " citeren: "}

// quotingVerbs begin the sentence of Horde.
var quotingVerbs = []string{" quoting ", " citeren ", " citeer ", " citaat van ", " zitat von ", " citation "}

// hasClock says whether text holds a time of day.
func hasClock(text string) bool {
	for i := 1; i+2 < len(text); i++ {
		if (text[i] == ':' || text[i] == '.' || text[i] == 'h') && isDigit(text[i-1]) && isDigit(text[i+1]) && isDigit(text[i+2]) &&
			(i+3 == len(text) || !isDigit(text[i+3])) && (i < 3 || !isDigit(text[i-3])) {
			if text[i] == ':' || i+3 == len(text) || text[i+3] != '.' && text[i+3] != ',' {
				return true
			}
		}
	}
	return false
}
