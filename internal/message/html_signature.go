package message

import "strings"

// Programs that write HTML wrap the signature in an element of its own. Text
// made of it marks where that begins by a character that no mail holds; it is
// taken out again when the answer has been found.
//
//	<div class="gmail_signature">Jan de Boer</div>
//	<div id="Signature">...   <pre class="moz-signature">...

// signatureMark is of Unicode's private use area.
const signatureMark = "\uE07F"

// signatureNames are the ids and classes, in lower case.
var signatureNames = []string{
	"gmail_signature", "moz-signature", "protonmail_signature_block", "ms-outlook-mobile-signature", "composer_signature", "applemailsignature",
	"ymail_android_signature", "ymail_ios_signature", "linebreakatbeginningofsignature", "signature", "x_signature", "tutanota_signature", "zimbra-signature",
}

// isSignature says whether an element holds a signature.
func (a *attributes) isSignature() bool {
	if !strings.Contains(a.id, "signature") && !strings.Contains(a.class, "signature") {
		return false
	}
	for _, name := range signatureNames {
		if a.id == name {
			return true
		}
		for class := range strings.FieldsSeq(a.class) {
			if class == name && name != "signature" {
				return true
			}
		}
	}
	return false
}

// beginSignature owes the mark before the next text.
func (w *walker) beginSignature() {
	if !w.concealed() && w.quotes == 0 {
		w.breakLine(1)
		w.signs = true
	}
}

// withoutMarks takes the marks out of all that was made of the text.
func (m *Message) withoutMarks() {
	if !strings.Contains(m.Text, signatureMark) && !strings.Contains(m.Text, quoteMark) {
		return
	}
	marks := strings.NewReplacer(signatureMark, "", quoteMark, "")
	clean := func(s *string) { *s = marks.Replace(*s) }
	clean(&m.Text)
	clean(&m.Answer)
	for i := range m.Originals {
		clean(&m.Originals[i].Text)
		clean(&m.Originals[i].Note)
		clean(&m.Originals[i].Subject)
	}
}
