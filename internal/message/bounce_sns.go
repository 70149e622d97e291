package message

import (
	"encoding/json"
	"strings"
)

// Amazon SES tells of bounces and complaints as JSON in the text of a mail,
// when its owner had them sent to an address.
//
//	{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":
//	 [{"emailAddress":"jan@b.example","action":"failed","status":"5.1.1"}]},
//	 "mail":{"commonHeaders":{"messageId":"<a@b.example>"}}}

// notice is what such a text says.
type notice struct {
	Type   string `json:"notificationType"`
	Event  string `json:"eventType"` // the same, from a configuration set
	Bounce struct {
		Type       string `json:"bounceType"`
		Recipients []struct {
			Address    string `json:"emailAddress"`
			Action     string `json:"action"`
			Status     string `json:"status"`
			Diagnostic string `json:"diagnosticCode"`
		} `json:"bouncedRecipients"`
	} `json:"bounce"`
	Mail struct {
		Headers struct {
			ID string `json:"messageId"`
		} `json:"commonHeaders"`
	} `json:"mail"`
}

// noticeIn reads the notice that the text of m begins with; its type is ""
// when there is none.
func noticeIn(m *Message) (n notice) {
	head := strings.ReplaceAll(clip(m.Text, 60), " ", "")
	if !strings.HasPrefix(head, `{"notificationType":"`) && !strings.HasPrefix(head, `{"eventType":"`) {
		return notice{}
	}
	if json.NewDecoder(strings.NewReader(m.Text)).Decode(&n) != nil {
		return notice{}
	}
	if n.Type == "" {
		n.Type = n.Event
	}
	return n
}

// readNotice takes the recipients and the id of a notice.
func (b *Bounce) readNotice(n notice) {
	for _, r := range n.Bounce.Recipients {
		a := cleanAddress(r.Address)
		if a == "" || len(b.Recipients) >= maxRecipients {
			continue
		}
		b.Recipients = append(b.Recipients, a)
		if b.Status == "" {
			b.Status = enhanced(r.Status)
		}
		b.Permanent = b.Permanent || strings.HasPrefix(r.Status, "5") || replyClass(r.Diagnostic) == '5'
		if class := actions[word(r.Action)]; weight[class] > weight[b.Class] {
			b.Class = class
		}
	}
	if id := ids(n.Mail.Headers.ID); len(id) > 0 {
		b.OriginalMessageID = id[0]
	}
	if b.Class == ClassUnknown {
		b.Class = ClassFailed
	}
	b.Permanent = b.Permanent || n.Bounce.Type == "Permanent"
}
