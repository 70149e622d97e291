// Package message turns the raw bytes of a mail into a Message: who wrote it,
// to whom, when, as an answer to what; its text, what of that the sender wrote
// himself, what he forwarded, what lies beside it; and whether a person wrote
// it at all.
//
// It is one pure function. Parse never fails: every byte sequence gives a
// Message with valid UTF-8 text, whatever could be saved, and Warnings. It
// does no I/O and keeps nothing. Every limit is a constant in limits.go.
//
// The order in which a message is understood:
//
//  1. header: the fields of the block, repaired; header.go, field.go,
//     quirk_header.go; what they say: address.go, address_scan.go, id.go,
//     date.go, date_words.go, subject.go, word.go
//  2. part: the tree of parts, split at boundaries down to 20 deep. Only
//     places in the raw bytes are noted; part.go, boundary.go, param.go
//  3. body: text parts are decoded and joined, HTML only where there is no
//     text; all else becomes an attachment; body.go, transfer.go, charset.go,
//     html.go, html_layout.go, html_hidden.go, attachment.go
//  4. kind: a report by its type, then a bounce by its words, then the marks
//     of automatic mail, then those of lists; kind.go, automatic.go,
//     automatic_words.go, bounce.go, bounce_text.go, bounce_words.go
//  5. originals: enclosed messages, and only without any the text is searched
//     for a forward; originals.go, forward.go, block.go, marker.go, label.go
//  6. answer: the text without quotes, signature, disclaimer; answer.go,
//     attribution.go, signature.go
//  7. what callers make of it: inspect.go, digest.go; errors.go
//
// Why not go-message's own reader: it stops at the first thing that is wrong,
// and on a help desk's collection that loses one message in six; it reads from
// a stream, and an attachment that is to be found again needs its place in the
// bytes. From go-message come the tables of charsets, in the tests the
// agreement on what is well formed, and in the benchmark the floor: Parse
// stays within twice go-message's walk.
//
// # Quirks
//
// What mail really looks like, and where it is dealt with. Each row has an
// example beside the code and one in the tests.
//
//	header   byte order mark, blank lines, mbox line above it   quirk_header.go skipLeading
//	         first field indented; blanks before the colon      header.go fieldStart
//	         fold that lost its indent                          quirk_header.go lostFold
//	         line that is no field; no blank line at the end    quirk_header.go strayLine
//	         fold of blanks only                                quirk_header.go blankInside
//	         \r\r\n; line ends of the old Mac                    field.go nextLine, parse.go macLines
//	charset  aliases; latin1 that means windows-1252            charset.go labels
//	         label missing, unknown or wrong                    charset.go toText, undeclared
//	         two charsets in one text                           charset_western.go mixed
//	         utf-7                                              charset_western.go utf7
//	         text in other scripts without a label              charset_detect.go
//	         UTF-8 that is called East Asian                    charset.go notEastAsian
//	         iso-2022-kr; short Korean without a label          charset_korean.go
//	         short Japanese without a label                     charset_japanese.go
//	         file name in raw bytes, in the body's charset      header_charset.go hintedName
//	         raw 8-bit in a header, in the body's charset       word.go rawText, header_charset.go hinted
//	         encoded words cut in two, cut off, with blanks     word.go decodeWords, nextWord, add
//	encoding misspelt names                                     transfer.go transfer
//	         base64 with rubbish, without padding, in pieces    transfer.go decodeBase64
//	         plain text behind base64                           base64_footer.go
//	         quoted-printable with bare equals signs            transfer.go decodeQP
//	         uuencoded part; uuencoded file in the text         transfer.go decodeUU, attachment.go
//	         file in yEnc in the text                           yenc.go
//	parts    boundary missing, wrong, not closed                boundary.go
//	         multipart without parts                            part.go openMultipart
//	         multipart whose header is lost                     quirk_body.go isBareMultipart
//	         HTML called plain text, and the reverse            quirk_body.go isHTML, isNoHTML
//	         text/enriched                                      quirk_body.go plainEnriched
//	         parts of S/MIME and PGP without a name             quirk_body.go securityNames
//	         enclosed message under another type, or encoded    part.go looksLikeMail, openEnclosed
//	         parameters without semicolon, quote, order         param.go parseParams, joinPieces
//	         inline text with a name is a file                  body.go gatherLeaf
//	         format=flowed: paragraphs cut into lines           flowed.go
//	         text empty, twice, or another than the HTML        body.go join, mismatch.go
//	         text hidden by its style, or by a style sheet      html_hidden.go, html_sheet.go
//	         commands that a style may hide                     html_doubt.go doubtful
//	         winmail.dat of Outlook                             tnef.go
//	         text inside an opaque S/MIME signature             signed.go
//	people   lists that net/mail refuses                        address.go addresses
//	         blanks around the @; blanks for commas             address_blank.go
//	         several senders, none, only a Sender               parse.go people
//	         From that others may read as somebody else         from_plain.go writtenPlainly
//	         Return-Path that the sender wrote himself          parse.go returnPath
//	ids      without brackets, with commas, folded inside       id.go
//	dates    any layout; impossible years and zones             date.go
//	forwards labels of thirty languages                         label.go, label_words.go
//	         VS, a reply of Finns and a forward of Danes        subject_vs.go
//	         mark and labels on one line (Yahoo)                forward.go crammedForward
//	         the sentence of a reply above it (Outlook, Mac)    forward.go attributedForward
//	         all of it quoted but the labels (ProtonMail)       forward.go quotedDepth
//	         blank lines and folds between the labels           block.go blockAt
//	         one line between marks (GroupWise)                 groupwise.go
//	         a date in the mark (Orange); a mark at the end     marker.go startsOrange, forward.go untilEndMark
//	kinds    read receipt without a report                      receipt_words.go
//	         daily report of DMARC or TLS                       domain_report.go
//	         absence in words that people use, too              absence.go
//	         a person who keeps a mail system                   bounce_person.go
//	bounces  a recipient without a domain, a help desk beside   bounce_nodomain.go
//	         line of blanks between the groups of a status      bounce_status.go
//	         a language that nobody here speaks                 bounce_language.go
//	         JSON of Amazon                                     bounce_sns.go
//	quotes   "Jan> text"; attributions over several lines       answer.go nameQuoted, attribution.go
//	         no blank line between an answer and the sentence   attribution.go beginsLater
//	         the line that asks to answer above it              reply_line.go
//	         signature in an element of its own, below a rule   html_signature.go, signature.go isRuledOff
//	         quote in an element that a program names           html_quote.go
//	         a letter that begins with lines of a header        form_letter.go
//	         text signed in clear                               pgp.go
//	         lists and citations that people mark with >        citation.go citationAt
//	         advertisement of a program and its link            signature.go isDeviceLine, isLink
//	         a command that only the text part shows            mismatch.go hiddenCommands
package message

import "time"

// Kind says who wrote a message: a person or which sort of machine.
type Kind string

// The kinds of contract values "inspect kind".
const (
	KindHuman    Kind = "human"
	KindBounce   Kind = "bounce"
	KindAuto     Kind = "auto"
	KindList     Kind = "list"
	KindFeedback Kind = "feedback"
	KindReceipt  Kind = "receipt"
)

// Message is what was understood of one mail. Everything in it but Fields is
// valid UTF-8 without control characters other than newline and tab.
type Message struct {
	Kind    Kind
	Because []string // why Kind is not KindHuman

	Subject       string
	From          *Address // nil when no address could be found
	SenderProblem string   // why From is nil or doubtful, "" when all is well
	FromDoubtful  bool     // From is written so that another program may read somebody else, or is missing
	Sender        *Address
	ReplyTo       *Address
	To, Cc        []Address
	DeliveredTo   []Address // Delivered-To, X-Original-To, Envelope-To

	Date       time.Time // zero when unknown; keeps the zone of the field
	MessageID  string    // with its angle brackets, "" when there is none
	InReplyTo  []string
	References []string

	Text   string // the body as text: text/plain, else made from HTML
	Answer string // what the sender wrote, without quotes and signature

	Originals   []Original
	Attachments []Attachment
	Bounce      *Bounce // set when Kind is KindBounce
	Warnings    []string

	Fields        []Field // the top header in order, values raw but unfolded
	ReturnPath    string  // the address of the first Return-Path field, "" for <> and for none
	ReturnPathTop bool    // a Return-Path stands above all other fields: our own server wrote it
	NullSender    bool    // ReturnPathTop and the path is <>

	Encrypted bool
	Signed    bool

	enclosed []enclosure

	// Commands is left for the caller; Inspect prints it.
	Commands []any
}
