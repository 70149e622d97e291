package message

import (
	"bytes"
	"strings"
	"time"
)

// Parse reads raw. It never fails and never panics; what could not be
// understood is told in Warnings, which name parts and limits, never content.
// It keeps no reference to raw beyond its return.
func Parse(raw []byte) (m *Message) {
	r := &reader{}
	defer func() {
		if recover() != nil {
			m = &Message{Kind: KindHuman, SenderProblem: "unreadable", FromDoubtful: true, Warnings: append(r.warnings, "reading failed")}
			m.Text = cleanText(rawText(string(raw[:min(len(raw), maxScan)])))
			m.Answer = m.Text
		}
	}()
	src := macLines(raw)
	return r.message(r.open(src, 0, len(src), 0, "", "text/plain"), 0)
}

// macLines gives raw with line feeds for carriage returns when it has no line
// feed at all, as programs of the old Mac wrote. Every byte keeps its place.
func macLines(raw []byte) []byte {
	if bytes.IndexByte(raw, '\n') >= 0 || bytes.IndexByte(raw, '\r') < 0 {
		return raw
	}
	return bytes.ReplaceAll(raw, []byte("\r"), []byte("\n"))
}

// message understands the message whose root is p.
func (r *reader) message(p *part, depth int) *Message {
	m := &Message{Fields: p.fields}
	readable := hinted(p.fields, p)
	r.people(m, readable)
	r.references(m, p.fields)
	m.Subject = clip(headerText(readable.value("Subject")), maxSubject)
	r.unseen, r.wrapped = nil, ""
	if m.Text = r.join(r.gather(m, p)); strings.TrimSpace(m.Text) == "" && r.wrapped != "" {
		m.Text = strings.Trim(r.wrapped, "\n")
		r.warn("text taken from winmail.dat")
	}
	unseen := r.unseen
	if m.Encrypted = m.Encrypted || strings.Contains(m.Text, "-----BEGIN PGP MESSAGE-----"); m.Encrypted {
		r.warn("encrypted: it cannot be read here")
	}
	classify(m, p)
	switch m.Kind {
	case KindBounce:
		m.Bounce = bounceOf(m, p)
	case KindHuman, KindAuto, KindList:
		r.originals(m, depth)
	}
	m.answer()
	m.Answer = withoutLines(m.Answer, unseen)
	m.withoutMarks()
	m.enclosed = nil
	m.Warnings = r.warnings
	return m
}

// references reads the ids and the date.
func (r *reader) references(m *Message, h header) {
	if id := ids(h.value("Message-ID")); len(id) > 0 {
		m.MessageID = id[0]
	} else if h.value("Message-ID") != "" {
		r.warn("no usable Message-ID")
	}
	m.InReplyTo = ids(h.values("In-Reply-To")...)
	m.References = ids(h.values("References")...)
	m.Date = r.date(h)
}

// date takes the first readable Date field.
func (r *reader) date(h header) time.Time {
	dates := h.values("Date")
	for _, v := range dates {
		if t, ok := headerDate(v); ok {
			return t
		}
	}
	if len(dates) > 0 {
		r.warn("date unreadable or implausible")
	}
	return time.Time{}
}

// people reads who sent the message and who got it.
func (r *reader) people(m *Message, h header) {
	from := r.list(h.values("From"))
	m.Sender = first(r.list(h.values("Sender")))
	m.ReplyTo = first(r.list(h.values("Reply-To")))
	m.To = r.list(h.values("To"))
	m.Cc = r.list(h.values("Cc"))
	m.DeliveredTo = r.list(append(append(h.values("Delivered-To"), h.values("X-Original-To")...), h.values("Envelope-To")...))
	returnPath(m, h)
	switch {
	case len(from) == 1:
		m.From = &from[0]
	case len(from) > 1 && same(from):
		m.From = &from[0] // one From field twice
	case len(from) > 1:
		m.From, m.SenderProblem = &from[0], "several senders"
	case m.Sender != nil:
		m.From, m.SenderProblem = m.Sender, "no address in From, taken from Sender"
	case m.ReplyTo != nil:
		m.From, m.SenderProblem = m.ReplyTo, "no address in From, taken from Reply-To"
	case m.ReturnPath != "":
		m.From, m.SenderProblem = &Address{Address: m.ReturnPath}, "no address in From, taken from Return-Path"
	default:
		m.SenderProblem = "no sender"
	}
	m.FromDoubtful = m.SenderProblem != "" || !writtenPlainly(h, m.From)
}

// same says whether all of list are one address, and puts the name first.
func same(list []Address) bool {
	for _, a := range list {
		if !strings.EqualFold(a.Address, list[0].Address) {
			return false
		}
		if list[0].Name == "" {
			list[0].Name = a.Name
		}
	}
	return true
}

func first(list []Address) *Address {
	if len(list) == 0 {
		return nil
	}
	return &list[0]
}

// list joins the addresses of all fields of one name.
func (r *reader) list(values []string) []Address {
	var all []Address
	for _, v := range values {
		list, bad := addresses(v)
		if bad {
			r.warn("address list with entries that are no addresses, or over %d", maxAddresses)
		}
		if all = append(all, list...); len(all) > maxAddresses {
			return all[:maxAddresses]
		}
	}
	return all
}

// returnPath reads the first Return-Path. It counts as our own server's only
// above the trace of the transport and above what the sender wrote: a field
// that the sender put in himself sits lower.
func returnPath(m *Message, h header) {
	for i := range h {
		switch strings.ToLower(h[i].Name) {
		case "return-path":
			path := h[i].Value
			if list, _ := addresses(path); len(list) > 0 {
				m.ReturnPath = list[0].Address
			}
			m.ReturnPathTop = !below(h[:i])
			m.NullSender = m.ReturnPathTop && strings.Trim(path, "<> \t") == ""
			return
		}
	}
}

// below says whether the fields above belong to transport or sender.
func below(above header) bool {
	for _, f := range above {
		switch strings.ToLower(f.Name) {
		case "received", "from", "to", "subject", "date", "message-id", "dkim-signature":
			return true
		}
	}
	return false
}
