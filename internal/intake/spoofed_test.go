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

// TestSpoofed: none of these is a command of hers, with her token, and a verdict on the domain that the server saw, or on
// hers where the form shows both.
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
