package intake

import (
	"fmt"
	"strings"
	"testing"

	"klachtd/internal/dossier"
	"klachtd/internal/proof"
)

// spoofed are header blocks that show the coordinator to one reader and somebody else to another: US is her address, THEM
// the sender whom the receiving server judged. The forms are those of the tests for mail servers by Chen et al., USENIX
// Security 2020, and of Mailsploit.
var spoofed = []string{
	"From: THEM\r\nFrom: US\r\n", "From: US\r\nFrom: THEM\r\n", " From: US\r\nFrom: THEM\r\n", "From : US\r\nFrom: THEM\r\n", "From: THEM\r\nFrom : US\r\n",
	"From\r\n : US\r\nFrom: THEM\r\n", "From: US, THEM\r\n", "From: THEM, US\r\n", "From: <THEM>, <US>\r\n", "From: <US>, <THEM>\r\n", "From: \"US\" <THEM>\r\n",
	"From: US <THEM>\r\n", "From: <US> <THEM>\r\n", "From: <THEM> <US>\r\n", "From: <US>THEM\r\n", "From: <@elders.example,@hop.example:US>\r\nSender: THEM\r\n",
	"From: <US\x00>THEM\r\n", "From: US\x00@elders.example\r\n", "From: =?utf-8?b?Y29vcmRpbmF0b3JAdm9vcmJlZWxkLmV4YW1wbGU=?= <THEM>\r\n",
	"From: =?utf-8?b?Y29vcmRpbmF0b3JAdm9vcmJlZWxkLmV4YW1wbGUAQGVsZGVycy5leGFtcGxl?=\r\n", "From: (US) THEM\r\n", "From: THEM (US)\r\n", "From: coordinator(x)@(THEM)elders.example\r\n",
	"From: \"coordinator@voorbeeld.example\\\"\"@elders.example\r\n", "From: US\\,THEM\r\n", "From: US;THEM\r\n", "From: group: US, THEM;\r\n", "From: x:;\r\nSender: US\r\n",
	"From:\r\nSender: US\r\n", "Sender: US\r\nFrom: THEM\r\n", "Resent-From: US\r\nFrom: THEM\r\n", "Reply-To: US\r\nFrom: THEM\r\n", "From: THEM\r\nX-From: US\r\n",
	"FROM: THEM\r\nfrom: US\r\n", "From: co\u200bordinator@voorbeeld.example\r\n", "From: coordinator@voorbeeld\uff0eexample\r\n", "From: c\u043eordinator@voorbeeld.example\r\n",
	"From: coordinator@voorbeeld.example.elders.example\r\n", "From: coordinator@elders.example\r\n", "From: coordinator%voorbeeld.example@elders.example\r\n",
}

// doubtful are forms of her address alone that another reader may take for something else. The server may have judged her
// domain in each of them.
var doubtful = []string{
	"From : US\r\n", " From: US\r\n", "From\t: US\r\n", "From: <@elders.example:US>\r\n", "From: <@elders.example,@hop.example:US>\r\n", "From: staff: US;\r\n",
	"From: <>, US\r\n", "From: US;\r\n", "From: <US>THEM\r\n", "From: THEM<US>\r\n", "From: US(<THEM>)\r\n", "From: US (THEM)\r\n", "From: (THEM) US\r\n", "From: \"THEM\" <US>\r\n",
	"From: =?utf-8?q?THEM?= <US>\r\n", "From: =?utf-8?q?coordinator=40voorbeeld.example?=\r\n", "From: <=?utf-8?q?coordinator=40voorbeeld.example?=>\r\n",
	"From: =?utf-8?q?coordinator?=@voorbeeld.example\r\n", "From: coordinator\x0b@voorbeeld.example\r\n", "From: US.\r\n", "From: <US\r\n", "From: US>\r\n",
	"From: <US> elders.example\r\n", "From: \"Co <US>\r\n", "From: <coordinator @voorbeeld.example>\r\n", "From: coordinator @ voorbeeld.example\r\n", "From: [US]\r\n",
	"From: <mailto:US>\r\n", "From: mailto:US\r\n", "From: 'US'\r\n", "From: \"coordinator\"@voorbeeld.example\r\n", "From: <<US>>\r\n", "From: Co, <US>\r\n", "From: <US\x00>\r\n",
	"From: US\x00\r\n", "From: US\r\nFrom: US\r\n", "From: US, US\r\n", "From: Co\\ <US>\r\n", "X: y\rFrom: US\r\n",
}

// plainly are forms that programs write, and that everybody reads alike.
var plainly = []string{
	"From: US\r\n", "From: <US>\r\n", "from: Co Ordinator <US>\r\n", "From:US\r\n", "From: \"Ordinator, Co (afd. <zorg>; 3)\" <US>\r\n", "From:\r\n\tCo\r\n <US>\r\n",
	"From: =?utf-8?b?Q8O2?= =?iso-8859-1?q?Ordin=E4tor?= <US>\r\n", "From: US (Co Ordinator)\r\n", "From: \"US\" <US>\r\n", "From: US <US>\r\n", "From: Co (zorg) <US>\r\n",
	"From: Co @ zorg <US>\r\n", "From: C\u00f6 <US>\r\n", "From: 'Co' <US>\r\n", "From: Co. O'Rdinator | zorg <Coordinator@Voorbeeld.Example>\r\n", "From: \"\\\"Co\\\"\" <US>\r\n",
}

// gives says whether a header block with her token, and the server's word on a domain, gives a command of hers.
func (co *court) gives(head, judged string) bool {
	raw := server(proof.RFC8601, "pass", judged) + head + "To: klachten+" + co.tokenOf(dossier.RoleCoordinator) +
		"@voorbeeld.example\r\nMessage-ID: <m@elders.example>\r\nSubject: Re: [K2026-0001]\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n#spoed\r\n"
	if strings.HasPrefix(head, " ") { // nothing stands above it
		raw = strings.TrimPrefix(raw, server(proof.RFC8601, "pass", judged))
		raw = strings.Replace(raw, "To: ", server(proof.RFC8601, "pass", judged)+"To: ", 1)
	}
	r := co.readRaw(raw)
	if r.Command == nil || r.Place != PlaceCase {
		return false
	}
	for _, e := range co.rules.Decide(*co.cases[1], *r.Command, co.ctx).Events {
		if _, ok := e.Body.(dossier.CommandGiven); ok {
			return true
		}
	}
	return false
}

// TestDoubtfulFrom: who is written so that another program may read somebody else is nobody who commands, whatever the
// server said of the domain that it read. What mail programs write stays good.
func TestDoubtfulFrom(t *testing.T) {
	co := newCourt(t, "amnesty", proof.RFC8601)
	forms := strings.NewReplacer("US", "coordinator@voorbeeld.example", "THEM", "mallory@elders.example")
	for i, form := range doubtful {
		if co.gives(forms.Replace(form), "voorbeeld.example") {
			t.Errorf("doubtful %d gives a command: %q", i, form)
		}
	}
	for i, form := range plainly {
		if !co.gives(forms.Replace(form), "voorbeeld.example") {
			t.Errorf("plain %d gives no command: %q", i, form)
		}
	}
}

// TestDoubtfulResults: a verdict in a field whose name no server takes for its own is the sender's.
func TestDoubtfulResults(t *testing.T) {
	const ours = "mx.voorbeeld.example; dmarc=pass header.from=voorbeeld.example\r\n"
	for _, name := range []string{"Authentication-Results : ", "Authentication-Results\t: ", " Authentication-Results: "} {
		r := reading(t, name+strings.ReplaceAll(ours, "mx.voorbeeld", "mx.anders")+"From: piet@voorbeeld.example\r\nTo: klachten@voorbeeld.example\r\n\r\nDag\r\n")
		if got := r.d.verdict(r.m, r.from); got == proof.Pass {
			t.Errorf("%q: %s", name, got)
		}
	}
}

// TestSpoofed: none of these is a command of hers, with her token, and a verdict on the domain that the server saw, or on
// hers where the form shows both (security 33).
func TestSpoofed(t *testing.T) {
	const us, them = "coordinator@voorbeeld.example", "mallory@elders.example"
	co := newCourt(t, "amnesty", proof.RFC8601)
	for i, form := range spoofed {
		head := strings.NewReplacer("US", us, "THEM", them).Replace(form)
		judged := []string{"elders.example"}
		if strings.Contains(form, "US") && strings.Contains(form, "THEM") && (strings.Count(form, "From") > 1 || strings.Contains(form, ",")) && !strings.Contains(form, ":US") {
			judged = append(judged, "voorbeeld.example") // of two, the server may have looked at the other
		}
		for _, domain := range judged {
			raw := server(proof.RFC8601, "pass", domain) + head + "To: klachten+" + co.tokenOf(dossier.RoleCoordinator) +
				"@voorbeeld.example\r\nMessage-ID: <m@elders.example>\r\nSubject: Re: [K2026-0001]\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n#spoed\r\n"
			t.Run(fmt.Sprintf("%d by %s", i, domain), func(t *testing.T) {
				r := co.readRaw(raw)
				if r.Command == nil || r.Place != PlaceCase {
					return
				}
				for _, e := range co.rules.Decide(*co.cases[1], *r.Command, co.ctx).Events {
					if given, ok := e.Body.(dossier.CommandGiven); ok {
						t.Errorf("%+v on %+v\n%s", given, r.Proof, raw)
					}
				}
			})
		}
	}
	if len(spoofed) < 22 {
		t.Errorf("%d forms", len(spoofed))
	}
}
