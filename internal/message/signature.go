package message

import "strings"

// maxSignature is how many lines a signature behind "-- " may have; more is
// text that a person wrote below a dash.
const maxSignature = 25

// trimSignature takes from the end of lines what a person did not type for
// this mail: the block behind the signature mark, the advertisement of a
// program, the disclaimer of an organisation, ruled lines.
func trimSignature(all []line) []line {
	all = trimBlank(cutDisclaimer(all))
	for i := range all {
		if (all[i].signs || isSignatureMark(all[i].raw) && !separates(all, i)) && len(all)-i <= maxSignature || i > 0 && (all[i-1].blank() || strings.HasPrefix(all[i].text, "__________")) && isRuledOff(all[i:]) {
			all = all[:i]
			break
		}
	}
	for {
		before := len(all)
		all = trimBlank(all)
		n := len(all)
		switch {
		case n > 0 && (isRule(all[n-1].text) || isDeviceLine(all[n-1].text)):
			all = all[:n-1]
		case n > 1 && isLink(all[n-1].text) && isDeviceLine(all[n-2].text):
			all = all[:n-2]
		}
		if len(all) == before {
			return all
		}
	}
}

func trimBlank(all []line) []line {
	for len(all) > 0 && all[len(all)-1].blank() {
		all = all[:len(all)-1]
	}
	for len(all) > 0 && all[0].blank() {
		all = all[1:]
	}
	return all
}

// isSignatureMark knows "-- " of RFC 3676 4.3 and the forms in which programs
// lose its blank or make a dash of it.
func isSignatureMark(raw string) bool {
	switch strings.TrimRight(raw, " \u00a0") {
	case "--", "—", "–", "--=20", "-- ":
		return true
	}
	return false
}

// separates says whether the dash in line i stands between two pieces of what
// a person writes: alone, and with a paragraph below that goes on at length.
//
//	Het eerste punt is de wachttijd.
//
//	--
//
//	Het tweede is hoe men mij te woord stond. Daarover heb ik u al ...
func separates(all []line, i int) bool {
	if i == 0 || i+1 >= len(all) || !all[i-1].blank() || !all[i+1].blank() {
		return false
	}
	start := skipBlank(all, i+1)
	n, next := 0, start
	for ; next < len(all) && !all[next].blank(); next++ {
		n += len(all[next].text)
	}
	return n > 2*maxRuledOffLine && endsSentence(all[next-1].text) && !isDisclaimer(paragraphAt(all, start))
}

// What a signature below a ruled line may have at most.
const (
	maxRuledOff     = 8  // lines
	maxRuledOffLine = 60 // bytes
)

// isRuledOff says whether all is a ruled line and a signature below it. A
// person draws such lines between what he writes, and below his titles, too:
// no sentences stand below this one, and above it a blank line, unless it is
// one of underscores as lists and offices draw.
//
//	_______________
//	Jan de Boer
//	Dorpsstraat 1, Ede
func isRuledOff(all []line) bool {
	if len(all) < 2 || !isRule(all[0].text) || len(all[0].text) < 3 {
		return false
	}
	n, facts := 0, 0
	for _, l := range all[1:] {
		if l.blank() {
			continue
		}
		if name, _, ok := strings.Cut(l.text, ": "); ok && !contactLabels[strings.ToLower(strings.TrimSpace(name))] {
			if facts++; facts > 1 {
				return false
			}
		}
		if n++; n > maxRuledOff || len(l.text) > maxRuledOffLine || endsSentence(l.text) || strings.HasPrefix(l.text, "#") || strings.HasSuffix(l.text, ":") || strings.HasSuffix(l.text, ",") {
			return false
		}
	}
	return n > 0
}

// contactLabels stand in signatures; other labels are what a person tells.
var contactLabels = map[string]bool{"t": true, "tel": true, "tel.": true, "telefoon": true, "phone": true, "m": true, "mob": true, "mobiel": true, "mobile": true, "e": true, "e-mail": true, "email": true,
	"mail": true, "f": true, "fax": true, "w": true, "web": true, "website": true, "i": true, "internet": true, "kvk": true, "btw": true, "adres": true, "bezoekadres": true, "postadres": true}

// isLink says whether a line is nothing but the address of a page.
func isLink(text string) bool {
	text = strings.Trim(text, "<>()[] ")
	return (strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "www.")) && !strings.ContainsAny(text, " ")
}

// isRule says whether a line is nothing but a ruled line.
func isRule(text string) bool {
	if len(text) < 2 {
		return text == "ᐧ"
	}
	if text == "ᐧ" || strings.Trim(text, "\u200b\u00ad\ufeffᐧ") == "" {
		return true
	}
	return strings.Trim(text, "-‐–—_=*#~+ ") == "" && len(strings.TrimSpace(text)) >= 2
}

const maxDeviceLine = 140 // bytes

// isDeviceLine says whether a line is the advertisement of a program. Only
// the last lines of what a person wrote are asked.
func isDeviceLine(text string) bool {
	if len(text) > maxDeviceLine {
		return false
	}
	low := strings.ToLower(strings.Trim(strings.ReplaceAll(text, "[", ""), " \t\u00a0\u200b\u2063\ufeff<>()]*_-."))
	for _, begin := range deviceBeginnings {
		if strings.HasPrefix(low, begin) {
			return !strings.HasPrefix(begin, "ver") && !strings.HasPrefix(begin, "sent ") || containsAny(low, deviceWords) && !containsAny(low, []string{" your ", " uw ", " jullie "})
		}
	}
	for _, end := range deviceEndings {
		if strings.HasSuffix(low, end) && len(low) < 80 {
			return true
		}
	}
	return false
}

var deviceBeginnings = []string{
	"verstuurd vanaf", "verzonden vanaf", "verzonden met", "verstuurd met", "verzonden via", "verstuurd via", "verzonden vanuit", "verstuurd vanuit", "vanaf mijn iphone", "vanaf mijn ipad", "vanaf mijn mobiel", "outlook voor ios", "outlook voor android", "download outlook", "van mijn samsung",
	"sent from", "sent via", "sent with", "sent by", "sent using", "sent on", "from my iphone", "from my ipad", "from my android", "get outlook for", "download outlook for", "sent mobile", "envoyé depuis", "envoyé de mon", "envoyé de ma", "envoyé à partir", "envoyé avec", "télécharger outlook", "obtenir outlook", "obtenez outlook",
	"von meinem", "gesendet von", "gesendet mit", "gesendet über", "von unterwegs", "diese nachricht wurde von mein", "holen sie sich outlook", "outlook für ios", "outlook für android", "outlook für", "enviado desde", "enviado de", "enviado do", "inviato da", "skickat från", "sendt fra", "wysłane z", "wysłano z", "odesláno z", "отправлено с", "lähetetty", "bluemail voor", "bluemail for", "spark voor", "spark for", "مُرسل من", "أرسلت من", "надіслано з", "trimis de pe", "nosūtīts no", "saadetud minu", "poslano s", "beveiligd met", "secured with", "從我的", "从我的", "自我的",
	"virusvrij", "virus-free", "virenfrei", "deze e-mail is gecontroleerd op virus", "dit e-mailbericht is gecontroleerd op virus", "diese e-mail wurde von", "deze e-mail is gecontroleerd door avast", "deze e-mail is gecontroleerd door avg", "this email has been scanned", "this message has been scanned", "this email has been checked for viruses", "mail voor windows", "mail for windows", "denk aan het milieu", "please consider the environment", "p please consider", "p denk aan het milieu", "save a tree", "think before you print", "sent securely",
}

// deviceWords tell an advertisement from a letter that was sent by post.
var deviceWords = []string{"mijn ", " my ", "iphone", "ipad", "samsung", "galaxy", "android", "mobie", "mobile", "phone", "telefoon", "tablet", "outlook", "mail", "yahoo", "proton", "blackberry", "huawei", "nokia", "xperia", "motorola", "pixel", "oneplus",
	"xiaomi", "windows", "device", "apparaat", "toestel", "app", "spark", "tuta", "ziggo", "hotmail", "ios", "mac", "workspace", "hey", "thunderbird", "office", "teams", "smart", "virus", "galaxy", "securely", "canary", "front", "superhuman", "shift", "missive", "postbox"}

var deviceEndings = []string{"from mobile", "from my mobile", "mobilgerät gesendet", "iphone gesendet", "handy gesendet", "k-9 mail gesendet", "傳送", "发送", "에서 보냄", "から送信", "umdan gönderildi", "ımdan gönderildi", "dan gönderildi", "den gönderildi"}

// cutDisclaimer takes off the paragraph in which an organisation speaks of
// intended recipients, and what follows it. It must not be the first thing
// written: a person may ask for confidence in words like these.
func cutDisclaimer(all []line) []line {
	for i := max(1, len(all)-maxDisclaimer); i < len(all); i++ {
		if all[i].blank() || !all[i-1].blank() && !isRule(all[i-1].text) {
			continue
		}
		if isDisclaimer(paragraphAt(all, i)) && len(trimBlank(all[:i])) > 0 {
			return all[:i]
		}
	}
	return all
}

// maxDisclaimer is how many lines at the end may be one.
const maxDisclaimer = 80

// paragraphAt joins the lines from i to the next blank one, in lower case.
func paragraphAt(all []line, i int) string {
	var p strings.Builder
	for ; i < len(all) && !all[i].blank() && p.Len() < 1200; i++ {
		p.WriteString(strings.ToLower(all[i].text))
		p.WriteByte(' ')
	}
	return p.String()
}

// isDisclaimer asks for three signs: what it is about, who may read that, and
// that it is a notice; or for its own name. A person who complains about mail that was not meant
// for him speaks of himself.
func isDisclaimer(low string) bool {
	if containsAny(" "+low, firstPerson) || containsAny(" "+low, plaintiffWords) {
		return false
	}
	title := strings.TrimLeft(low, "*_-# ")
	return strings.HasPrefix(title, "disclaimer") || strings.HasPrefix(title, "proclaimer") || strings.HasPrefix(title, "confidentiality notice") || containsAny(low, disclaimerWhole) ||
		containsAny(low, disclaimerReaders) && containsAny(low, disclaimerNotices) && containsAny(low, disclaimerObjects)
}

var (
	disclaimerReaders = []string{"geadresseerde", "beoogde ontvanger", "bedoelde ontvanger", "niet de ontvanger", "bestemd voor", "addressee", "intended recipient", "intended only", "intended solely", "intended for", "empfänger", "adressat", "destinataire", "niet voor u bestemd", "ten onrechte heeft ontvangen", "ten onrechte hebt ontvangen", "ten onrechte ontvangt", "this email in error", "this e-mail in error", "this message in error"}
	disclaimerObjects = []string{"dit bericht", "deze e-mail", "deze email", "deze mail", "dit e-mailbericht", "dit mailbericht", "deze boodschap", "de informatie", "de inhoud", "disclaimer", "this e-mail", "this email", "this mail", "this message", "this communication", "this transmission", "the information", "the content",
		"confidentiality", "diese e-mail", "dieser e-mail", "dieser nachricht", "diese email", "diese nachricht", "diese mail", "ce message", "cet e-mail", "cet email", "ce courriel", "ce mail", "deze verzending", "het bericht", "this electronic", "information contained"}
	disclaimerWhole = []string{"disclaimer van toepassing", "our disclaimer applies", "kunnen geen rechten worden ontleend", "informatie van eset", "information from eset", "für unseren disclaimer", "voor onze disclaimer", "for our disclaimer", "read our disclaimer", "lees onze disclaimer", "bekijk onze disclaimer"}
	firstPerson     = []string{" ik ", " mij ", " mijn ", " i ", " my ", " ich ", " mein ", " j'ai ", " je suis "}
	// plaintiffWords speak to whoever handles complaints: no house does in its disclaimer.
	plaintiffWords    = []string{" uw disclaimer", " your disclaimer", " onder uw ", " houdt zich ", " u houdt ", " uw collega", " uw medewerker", " your colleague", "klachtenco", "klachtencommissie", "klachtenfunctionaris", "klachtbehandel", "complaints officer", "complaints co", "complaints handler", " buren ", " buurman "}
	disclaimerNotices = []string{"disclaimer", "verboden", "niet geoorloofd", "aansprakelijk", "prohibited", "unauthorized", "unauthorised", "unbefugt", "sole use", "vertrouwelijk", "rechten worden ontleend", "niet toegestaan", "confidential", "privileged", "if you are not", "if you have received", "indien u dit bericht", "als u dit bericht", "indien u niet", "onterecht", "abusievelijk", "in error", "vertraulich", "irrtümlich", "confidentiel", "par erreur"}
)
