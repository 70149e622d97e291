package message

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestQuirks has an example of each row of the table in the package comment.
func TestQuirks(t *testing.T) {
	base := "From: jan@b.example\nSubject: klacht\n"
	multi := base + "Content-Type: multipart/mixed; boundary=b\n\n"
	for _, c := range []struct {
		name, raw, text, warning string
		subject                  string // "" for klacht
		files                    string // names of the attachments, joined
	}{
		// header
		{name: "byte order mark", raw: "\xEF\xBB\xBF" + base + "\ntekst", text: "tekst"},
		{name: "blank lines above", raw: "\n\r\n  \n" + base + "\ntekst", text: "tekst"},
		{name: "mbox line", raw: "From jan@b.example Thu Jun 11 10:12:13 2026\n" + base + "\ntekst", text: "tekst"},
		{name: "quoted mbox line", raw: ">From jan@b.example Thu Jun 11 10:12:13 2026\n" + base + "\ntekst", text: "tekst"},
		{name: "first field indented", raw: " " + base + "\ntekst", text: "tekst"},
		{name: "a line that is no field", raw: "From: jan@b.example\ndit is geen veld\nSubject: klacht\n\ntekst", text: "tekst", warning: "no field"},
		{name: "no blank line", raw: base + "Beste mensen,\n\ntekst", text: "Beste mensen,\n\ntekst", warning: "no blank line"},
		{name: "blank before the colon", raw: "From : jan@b.example\nSubject\t: klacht\n\ntekst", text: "tekst"},
		{name: "fold of blanks only", raw: "From: jan@b.example\n \nSubject: klacht\n\ntekst", text: "tekst"},
		{name: "parameter lost its indent", raw: base + "Content-Type: text/plain;\ncharset=utf-8\n\ncaf\xc3\xa9", text: "café", warning: "indent"},
		{name: "recipients lost their indent", raw: "From: jan@b.example\nTo: a@b.example,\nels@b.example\nSubject: klacht\n\ntekst", text: "tekst", warning: "indent"},
		{name: "line ends of the Mac", raw: "From: jan@b.example\rSubject: klacht\r\rtekst\rtwee", text: "tekst\ntwee"},
		{name: "doubled carriage returns", raw: "From: jan@b.example\r\r\nSubject: klacht\r\r\n\r\r\ntekst\r\r\ntwee", text: "tekst\ntwee"},
		{name: "only a header", raw: base, text: ""},
		{name: "no header", raw: "\nzomaar tekst", text: "zomaar tekst", subject: "-"},
		{name: "nothing", raw: "", text: "", subject: "-"},
		// charsets
		{name: "latin1 means windows-1252", raw: base + "Content-Type: text/plain; charset=iso-8859-1\n\n\x80 5", text: "€ 5"},
		{name: "alias of another program", raw: base + "Content-Type: text/plain; charset=8859-15\n\n\xa4 5", text: "€ 5"},
		{name: "us-ascii lies", raw: base + "Content-Type: text/plain; charset=us-ascii\n\ncaf\xe9", text: "café"},
		{name: "utf-8 lies", raw: base + "Content-Type: text/plain; charset=utf-8\n\ncaf\xe9 of niet", text: "café of niet", warning: "windows-1252"},
		{name: "no charset, UTF-8", raw: base + "\ncaf\xc3\xa9", text: "café"},
		{name: "no charset, windows-1252", raw: base + "\ncaf\xe9", text: "café", warning: "no charset, read as windows-1252"},
		{name: "unknown charset", raw: base + "Content-Type: text/plain; charset=default_charset\n\ncaf\xe9", text: "café", warning: "unknown charset default_charset, read as windows-1252"},
		{name: "latin1 that is UTF-8", raw: base + "Content-Type: text/plain; charset=iso-8859-1\n\ncaf\xc3\xa9", text: "café"},
		{name: "utf-7", raw: base + "Content-Type: text/plain; charset=unicode-1-1-utf-7\n\n+ADw-caf+AOk-+AD4- a+-b", text: "<café> a+b"},
		{name: "UTF-16 without a mark", raw: base + "Content-Type: text/plain; charset=utf-16\n\nh\x00o\x00i\x00", text: "hoi"},
		{name: "ASCII that is called UTF-16", raw: base + "Content-Type: text/plain; charset=utf-16\n\nhoi", text: "hoi"},
		{name: "iso-2022-jp undeclared", raw: base + "\n\x1b$B$3$s$K$A$O\x1b(B", text: "こんにちは", warning: "iso-2022-jp"},
		{name: "big5 that is called us-ascii", raw: base + "Content-Type: text/plain; charset=us-ascii\n\n" + strings.Repeat("\xa7A\xa6n\xa1A\xb3o\xacO\xa4@\xab\xca\xabH\xa1C", 6), text: strings.Repeat("你好，這是一封信。", 6), warning: "read as big5"},
		{name: "ks_c_5601-1987", raw: base + "Content-Type: text/plain; charset=ks_c_5601-1987\n\n\xc7\xd1\xb1\xdb", text: "한글"},
		{name: "broken UTF-8", raw: base + "Content-Type: text/plain; charset=utf-8\n\n\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9 en \xc3", text: "éééé en \uFFFD", warning: "broken utf-8"},
		{name: "charset quoted twice", raw: base + "Content-Type: text/plain; charset=\"'utf-8'\"\n\ncaf\xc3\xa9", text: "café"},
		{name: "charset in the HTML", raw: base + "Content-Type: text/html\n\n<meta charset=\"iso-8859-2\"><p>\xb3\xf3d\xbc</p>", text: "łódź"},
		{name: "NUL and escapes", raw: base + "\na\x00b\x1b[2Jc", text: "ab[2Jc"},
		{name: "iso-2022-kr", raw: base + "Content-Type: text/plain; charset=iso-2022-kr\n\n\x1b$)C\x0eGQ1[\x0f ok \x0eGQ\n\x0fa", text: "한글 ok 한\na"},
		{name: "iso-2022-cn", raw: base + "Content-Type: text/plain; charset=iso-2022-cn\n\n\x1b$)A\x0e5gL]\x0f", text: "电梯"},
		{name: "a hyphen lost in the label", raw: base + "Content-Type: text/plain; charset=ISO-88592\n\n\xa3\xf3d\xbc", text: "Łódź"},
		{name: "UTF-8 that is called gb2312", raw: base + "Content-Type: text/plain; charset=gb2312\n\ncaf\xc3\xa9, re\xc3\xbcnie", text: "café, reünie"},
		{name: "UTF-8 that is called koi8-r", raw: base + "Content-Type: text/plain; charset=koi8-r\n\n\xd0\x9b\xd0\xb8\xd1\x84\xd1\x82", text: "Лифт"},
		{name: "gb2312 that could be UTF-8", raw: base + "Content-Type: text/plain; charset=gb2312\n\n\xc4\xa3", text: "模"},
		{name: "a line of Korean without a label", raw: base + "\n\xbe\xc8\xb3\xe7\xc7\xcf\xbc\xbc\xbf\xe4. \xb8\xae\xc7\xc1\xc6\xae\xb0\xa1 \xb0\xed\xc0\xe5\xb3\xb5\xbd\xc0\xb4\xcf\xb4\xd9.", text: "안녕하세요. 리프트가 고장났습니다.", warning: "read as euc-kr"},
		{name: "a line of Shift_JIS without a label", raw: base + "\n\x83\x8a\x83\x74\x83\x67\x82\xaa\x8e\x7e\x82\xdc\x82\xc1\x82\xc4\x82\xa2\x82\xdc\x82\xb7\x81\x42\x82\xc6", text: "リフトが止まっています。と", warning: "read as shift_jis"},
		// transfer encodings
		{name: "footer behind base64", raw: base + "Content-Transfer-Encoding: base64\n\naGFsbG8K\n\n-- \nDeze mail is gescand!\n", text: "hallo\n\n-- \nDeze mail is gescand!", warning: "behind the base64"},
		{name: "base64 with a blank line in it", raw: base + "Content-Transfer-Encoding: base64\n\naGFsbG8K\n\naGFsbG8K\n", text: "hallo\nhallo"},
		{name: "quoted printable with a blank", raw: base + "Content-Transfer-Encoding: quoted printable\n\ncaf=C3=A9 =\nen 50 % = half =zz", text: "café en 50 % = half =zz"},
		{name: "7-bit", raw: base + "Content-Transfer-Encoding: 7-bit\n\ntekst", text: "tekst"},
		{name: "unknown encoding", raw: base + "Content-Transfer-Encoding: rot13\n\ntekst", text: "tekst", warning: "unknown transfer encoding"},
		{name: "base64 with rubbish", raw: base + "Content-Transfer-Encoding: base64\n\naGFs*\n!bG8=\n", text: "hallo"},
		{name: "base64 without padding", raw: base + "Content-Transfer-Encoding: base64\n\naGFsbG8", text: "hallo"},
		{name: "base64 joined of two", raw: base + "Content-Transfer-Encoding: base64\n\naGE=\nbGxv\n", text: "hallo"},
		{name: "called base64", raw: base + "Content-Transfer-Encoding: base64\n\nBeste mensen, ik heb een klacht.\nEn nog een.", text: "Beste mensen, ik heb een klacht.\nEn nog een.", warning: "called base64 but is not"},
		{name: "called base64, without blanks", raw: base + "Content-Transfer-Encoding: base64\n\nhttps://b.example/klacht?nr=5&x=[1]#a,b.c.d\n", text: "https://b.example/klacht?nr=5&x=[1]#a,b.c.d", warning: "called base64 but is not"},
		{name: "uuencoded", raw: base + "Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a.txt\n%:&%L;&\\\n`\nend\n", text: "hallo"},
		{name: "a file uuencoded in the text", raw: base + "\nZie:\nbegin 644 a.txt\n%:&%L;&\\\n`\nend\n", text: "Zie:\nbegin 644 a.txt\n%:&%L;&\\\n`\nend", files: "a.txt"},
		{name: "a file in yEnc in the text", raw: base + "Content-Type: text/plain; charset=iso-8859-1\n\nZie:\n=ybegin line=128 size=3 name=a b.txt\n\x92\x8b=\xd3\n=yend size=3\n", text: "Zie:\n=ybegin line=128 size=3 name=a b.txt\n’‹=Ó\n=yend size=3", files: "a b.txt"},
		// structure
		{name: "content type of a slash", raw: base + "Content-Type: /\n\ntekst", text: "tekst"},
		{name: "content type without what follows the slash", raw: base + "Content-Type: text/\n\ntekst", text: "tekst"},
		{name: "multipart without a subtype", raw: base + "Content-Type: multipart; boundary=b\n\n--b\n\ntekst\n--b\nContent-Type: image/png; name=a.png\n\nxx\n--b--", text: "tekst", files: "a.png"},
		{name: "end boundary missing", raw: multi + "--b\n\ntekst\n--b\nContent-Type: image/png; name=a.png\n\nxx", text: "tekst", files: "a.png", warning: "closing boundary missing"},
		{name: "no boundary declared", raw: base + "Content-Type: multipart/mixed\n\n--x1\nContent-Type: text/plain\n\ntekst\n--x1--\n", text: "tekst", warning: "taken from the body"},
		{name: "wrong boundary declared", raw: base + "Content-Type: multipart/mixed; boundary=abc\n\n--ABC\nContent-Type: text/plain\n\ntekst\n--ABC--\n", text: "tekst", warning: "taken from the body"},
		{name: "no part at all", raw: base + "Content-Type: multipart/mixed; boundary=b\n\ntekst", text: "tekst", warning: "multipart without parts"},
		{name: "boundary not quoted", raw: base + "Content-Type: multipart/mixed; boundary=--=_a?b\n\n----=_a?b\n\ntekst\n----=_a?b--\n", text: "tekst"},
		{name: "boundary that another begins with", raw: base + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\ntekst\n--bb--\n--b--\n", text: "tekst"},
		{name: "blanks behind the boundary", raw: multi + "--b  \n\ntekst\n--b-- \t\n", text: "tekst"},
		{name: "parts behind the end", raw: multi + "--b\n\ntekst\n--b--\n--b\nContent-Type: image/png; name=a.png\n\nxx\n--b--\n", text: "tekst", files: "a.png"},
		{name: "part without a header", raw: multi + "--b\nniet eens een kop\n--b--\n", text: "niet eens een kop"},
		{name: "content type without subtype", raw: base + "Content-Type: text\n\ntekst", text: "tekst"},
		{name: "content type with rubbish", raw: base + "Content-Type: text/plain>\n\ntekst", text: "tekst"},
		{name: "content type without semicolon", raw: base + "Content-Type: text/plain charset=iso-8859-15\n\n\xa4", text: "€"},
		{name: "inline with a name is a file", raw: multi + "--b\n\ntekst\n--b\nContent-Type: text/plain\nContent-Disposition: inline; filename=log.txt\n\nregel\n--b--\n", text: "tekst", files: "log.txt"},
		{name: "text behind a file", raw: multi + "--b\n\neen\n--b\nContent-Type: image/png; name=a.png\n\nx\n--b\n\ntwee\n--b--\n", text: "een\ntwee", files: "a.png"},
		{name: "empty text, HTML", raw: base + "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n \n--b\nContent-Type: text/html\n\n<p>tekst</p>\n--b--\n", text: "tekst"},
		{name: "text and HTML differ", raw: base + "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nniets te zien\n--b\nContent-Type: text/html\n\n<p>de medewerker heeft mij zeer onheus bejegend tijdens een gesprek over mijn klacht</p>\n--b--\n", text: "niets te zien", warning: "something else"},
		{name: "HTML with the text's words", raw: base + "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nde medewerker heeft mij zeer onheus bejegend tijdens een gesprek\n--b\nContent-Type: text/html\n\n<style>p{color:red;font-family:verdana}</style><p>de medewerker heeft mij zeer onheus <b>bejegend</b> tijdens&nbsp;een gesprek</p>\n--b--\n", text: "de medewerker heeft mij zeer onheus bejegend tijdens een gesprek"},
		{name: "HTML with a footer of its own", raw: base + "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n" + strings.Repeat("mijn klacht gaat over een gesprek dat niet prettig verliep ", 8) + "\n--b\nContent-Type: text/html\n\n<p>" + strings.Repeat("mijn klacht gaat over een gesprek dat niet prettig verliep ", 8) + "</p><p>volg ons via sociale media waar wij dagelijks nieuws plaatsen</p>\n--b--\n", text: strings.Repeat("mijn klacht gaat over een gesprek dat niet prettig verliep ", 8)},
		{name: "picture in HTML", raw: base + "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>tekst</p><img src=cid:x>\n--b\nContent-Type: image/png; name=a.png\nContent-Disposition: inline\n\nx\n--b--\n", text: "tekst", files: "a.png"},
		// names
		{name: "name in pieces", raw: multi + "--b\n\ntekst\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename*1*=%C3%A9n.pdf; filename*0*=utf-8''brief%20\n\nx\n--b--\n", text: "tekst", files: "brief én.pdf"},
		{name: "name as an encoded word", raw: multi + "--b\n\ntekst\n--b\nContent-Type: application/pdf; name=\"=?iso-8859-1?q?caf=E9.pdf?=\"\n\nx\n--b--\n", text: "tekst", files: "café.pdf"},
		{name: "name in raw bytes, not quoted", raw: multi + "--b\n\ntekst\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=mijn caf\xe9.pdf; size=3\n\nx\n--b--\n", text: "tekst", files: "mijn café.pdf"},
		{name: "name in raw bytes of the text's charset", raw: multi + "--b\nContent-Type: text/plain; charset=koi8-r\n\n\xec\xc9\xc6\xd4\n--b\nContent-Type: application/pdf; name=\"\xf6\xc1\xcc\xcf\xc2\xc1.pdf\"\n\nx\n--b--\n", text: "Лифт", files: "Жалоба.pdf"},
		{name: "name without its closing quote", raw: multi + "--b\n\ntekst\n--b\nContent-Disposition: attachment; filename=\"a.pdf\n\nx\n--b--\n", text: "tekst", files: "a.pdf"},
		// subjects
		{name: "subject in raw bytes", raw: "From: jan@b.example\nSubject: caf\xe9\n\n", subject: "café"},
		{name: "character cut between two words", raw: "From: jan@b.example\nSubject: =?utf-8?q?caf=C3?=\n =?utf-8?q?=A9?=\n\n", subject: "café"},
		{name: "base64 cut in the middle of a group", raw: "From: jan@b.example\nSubject: =?utf-8?B?S2xhY2h0IG?=\n =?utf-8?B?92ZXI=?=\n\n", subject: "Klacht over"},
		{name: "word cut off", raw: "From: jan@b.example\nSubject: =?utf-8?q?caf=C3=A9\n\n", subject: "café"},
		{name: "word with blanks", raw: "From: jan@b.example\nSubject: =?utf-8?q?een caf=C3=A9?=\n\n", subject: "een café"},
		{name: "text between words", raw: "From: jan@b.example\nSubject: Re: =?utf-8?b?w6k=?= en =?iso-8859-1?q?=E9?=\n\n", subject: "Re: é en é"},
		{name: "line end in a word", raw: "From: jan@b.example\nSubject: =?utf-8?q?a=0D=0ABcc:_x@b.example?=\n\n", subject: "a Bcc: x@b.example"},
		{name: "raw header in the charset of the body", raw: "From: \xcf\xb8\xf2\xf0 <jan@b.example>\nSubject: \xe6\xe0\xeb\xee\xe1\xe0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=windows-1251\n\n\xf2\xe5\xea\xf1\xf2\n--b--", text: "текст", subject: "жалоба"},
		{name: "header and text in a charset that is not the declared one", raw: "From: jan@b.example\nSubject: \xa4\xb3\xa4\xf3\xa4\xcb\xa4\xc1\xa4\xcf\xa1\xa3\xb6\xec\xbe\xf0\xa4\xac\xa4\xa2\xa4\xea\xa4\xde\xa4\xb9\xa1\xa3\xc3\xb4\xc5\xf6\xbc\xd4\xa4\xac\xbc\xba\xce\xe9\xa4\xc7\xa4\xb7\xa4\xbf\xa1\xa3\xc5\xc5\xcf\xc3\xa4\xce\xc2\xd0\xb1\xfe\xa4\xac\xb0\xad\xa4\xab\xa4\xc3\xa4\xbf\xa4\xc7\xa4\xb9\xa1\xa3\nContent-Type: text/plain; charset=us-ascii\n\n\xa4\xb3\xa4\xf3\xa4\xcb\xa4\xc1\xa4\xcf\xa1\xa3\xb6\xec\xbe\xf0\xa4\xac\xa4\xa2\xa4\xea\xa4\xde\xa4\xb9\xa1\xa3\xc3\xb4\xc5\xf6\xbc\xd4\xa4\xac\xbc\xba\xce\xe9\xa4\xc7\xa4\xb7\xa4\xbf\xa1\xa3\xc5\xc5\xcf\xc3\xa4\xce\xc2\xd0\xb1\xfe\xa4\xac\xb0\xad\xa4\xab\xa4\xc3\xa4\xbf\xa4\xc7\xa4\xb9\xa1\xa3", text: "こんにちは。苦情があります。担当者が失礼でした。電話の対応が悪かったです。", subject: "こんにちは。苦情があります。担当者が失礼でした。電話の対応が悪かったです。", warning: "read as euc-jp"},
		{name: "a text that is called an attachment", raw: base + "Content-Type: text/plain\nContent-Disposition: attachment\n\ntekst", text: "tekst"},
		{name: "a text that is a file", raw: base + "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\ntekst", files: "a.txt"},
		{name: "a disposition of parameters only", raw: multi + "--b\n\ntekst\n--b\nContent-Type: image/png\nContent-Disposition: filename=a.png\n\nx\n--b--", text: "tekst", files: "a.png"},
		{name: "text and the same as HTML", raw: multi + "--b\n\neen  twee\n--b\nContent-Type: text/html\n\n<p>een twee</p>\n--b--", text: "een  twee"},
		// bodies that are not what they are called
		{name: "multipart without a header", raw: base + "\nThis is a multi-part message in MIME format.\n\n------=_Next\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nRen=E9\n------=_Next\nContent-Type: text/html\n\n<p>Ren&eacute;</p>\n------=_Next--\n", text: "René", warning: "no header announces"},
		{name: "multipart without a header, a file", raw: base + "\n--b\nContent-Type: text/plain\n\ntekst\n--b\nContent-Type: image/png; name=a.png\n\nx\n--b--", text: "tekst", files: "a.png", warning: "no header announces"},
		{name: "multipart further down", raw: base + "\nBeste mensen,\n\n--b\nContent-Type: text/plain\n\ntekst\n--b--", text: "Beste mensen,\n\n--b\nContent-Type: text/plain\n\ntekst\n--b--"},
		{name: "HTML called plain text", raw: base + "Content-Type: text/plain\n\n<html><body><p>een<br>twee</p></body></html>", text: "een\ntwee", warning: "called plain text"},
		{name: "plain text called HTML", raw: base + "Content-Type: text/html\n\neen &amp; twee,\n\n1 < 2", text: "een & twee,\n\n1 < 2"},
		{name: "enriched", raw: base + "Content-Type: text/enriched\n\n<bold>een</bold>\ntwee\n\n<color><param>red</param><<drie></color>", text: "een twee\n<drie>"},
		{name: "utf-8 and windows-1252", raw: base + "Content-Type: text/plain; charset=utf-8\n\nRen\xe9, caf\xc3\xa9", text: "René, café", warning: "in one text"},
		{name: "parts without a name", raw: base + "Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\nx\n--b--", files: "version.txt, encrypted.asc", warning: "encrypted"},
		{name: "signature without a name", raw: base + "Content-Type: multipart/signed; boundary=b\n\n--b\n\ntekst\n--b\nContent-Type: application/pkcs7-signature\n\nx\n--b--", text: "tekst", files: "smime.p7s"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse([]byte(c.raw))
			if c.subject == "" {
				c.subject = "klacht"
			}
			if c.subject == "-" {
				c.subject = ""
			}
			var files []string
			for _, a := range m.Attachments {
				files = append(files, a.Name)
			}
			got := [...]string{m.Subject, m.Text, strings.Join(files, ", ")}
			if diff := cmp.Diff([...]string{c.subject, c.text, c.files}, got); diff != "" {
				t.Errorf("subject, text, files: want -, got +\n%s", diff)
			}
			warnings := strings.Join(m.Warnings, "; ")
			if c.warning == "" && warnings != "" || !strings.Contains(warnings, c.warning) {
				t.Errorf("warnings %q, want %q", warnings, c.warning)
			}
			check(t, m, []byte(c.raw))
		})
	}
}

func TestEncryptedAndSigned(t *testing.T) {
	for _, c := range []struct {
		name, raw         string
		encrypted, signed bool
		files             int
	}{
		{"plain", "From: a@b.example\n\ntekst", false, false, 0},
		{"PGP", "From: a@b.example\nContent-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream; name=encrypted.asc\n\nx\n--b--", true, false, 2},
		{"PGP in the text", "From: a@b.example\n\n-----BEGIN PGP MESSAGE-----\n\nx\n-----END PGP MESSAGE-----", true, false, 0},
		{"S/MIME", "From: a@b.example\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nAAAA", true, false, 1},
		{"S/MIME, signed and wrapped", "From: a@b.example\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nAAAA", false, false, 1},
		{"signed", "From: a@b.example\nContent-Type: multipart/signed; boundary=b\n\n--b\n\ntekst\n--b\nContent-Type: application/pgp-signature; name=s.asc\n\nx\n--b--", false, true, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse([]byte(c.raw))
			if m.Encrypted != c.encrypted || m.Signed != c.signed || len(m.Attachments) != c.files {
				t.Errorf("encrypted %v, signed %v, %d files", m.Encrypted, m.Signed, len(m.Attachments))
			}
		})
	}
}
