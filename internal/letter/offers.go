package letter

import (
	"net/url"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Limits of what letters about commands show.
const (
	MaxOffers     = 12   // of one letter
	MaxTrayOffers = 30   // of a list of the tray, which has two or three for each message
	MaxOfferRunes = 200  // of a ready line
	MaxMailto     = 1800 // bytes of a link: Outlook and Windows cut longer ones
	maxOfferLines = 20
)

// Act is something that the reader may do. Does and Needs are texts of the regulation.
type Act struct {
	Name  string // of the act in the regulation
	Does  string // the end of a sentence: "vraagt de klager om aanvulling"
	Line  string // an example, ready to be sent: "#aanvullen [wat u nodig hebt]"
	Needs string // what stands after the word, in words: "datum, tekst"
	May   string // what may stand there too
	Who   string // who may do it, in words; "" when it goes without saying
}

// ActGroup is a part of the help letter. Title is a part of the language ("registering"), which words.md says in words,
// or a title as it is.
type ActGroup struct {
	Title string
	Acts  []Act
}

// Offer is a command that makes sense now. Mailto may be empty: the letter then makes the link itself, to the address
// that the letter is answered to.
type Offer struct {
	Line   string // ready to be sent; further lines stand in the reply below it
	Does   string // the end of a sentence
	Mailto string
}

// JournalLine is one line of a dossier's journal.
type JournalLine struct {
	Day  calendar.Date
	What string
	Who  string
}

// Statement is what somebody wrote or said, as the dossier holds it. To a party only what a command released may be
// given here, as the plain text of the words themselves; it is the one text of a stranger that a party's letter shows.
type Statement struct {
	Title string // "de klacht", "verslag van het gesprek"
	Who   string // to a party: the role in words, never a name; to staff a name or a role
	Name  string // to a party: the name, when the reader may know it; "" when the identity is withheld
	Day   calendar.Date
	Text  string
}

// Measure is a measure of a case, for the letter that asks what became of it.
type Measure struct {
	Number dossier.Number
	dossier.Measure
}

// Mailto is a link that opens a mail to address with subject and body filled in (RFC 6068). Line ends of the body
// become %0D%0A (section 5). The mail answers the message inReplyTo where a mail program takes that over; "" for none.
func Mailto(address, subject, body, inReplyTo string) string {
	var b strings.Builder
	b.WriteString("mailto:" + escapeMailto(address, "@+")) // section 2: both stand for themselves
	sep := "?"
	for _, f := range [][2]string{{"subject", subject}, {"body", body}, {"In-Reply-To", inReplyTo}} {
		if f[1] != "" {
			b.WriteString(sep + f[0] + "=" + escapeMailto(f[1], ""))
			sep = "&"
		}
	}
	return b.String()
}

// escapeMailto escapes a value of a mailto link: a space is %20 (+ is a plus sign there), a line end %0D%0A.
func escapeMailto(s, keep string) string {
	s = strings.ReplaceAll(url.QueryEscape(lineEnds.Replace(s)), "+", "%20")
	s = strings.ReplaceAll(s, "%0A", "%0D%0A")
	for _, c := range keep {
		s = strings.ReplaceAll(s, url.QueryEscape(string(c)), string(c))
	}
	return s
}
