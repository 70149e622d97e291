package control_test

import (
	"testing"

	"klachtd/internal/control"
	"klachtd/internal/dossier"
)

// TestMessageOfACommand: the journal shows of a command which message gave it, also where its event keeps the id alone.
func TestMessageOfACommand(t *testing.T) {
	in := dossier.Mail{ID: "m7", MessageID: "<m7@post.example>", Subject: "Re: klacht", Digest: "sha256:0123"}
	id := dossier.Mail{ID: "m7"}
	for _, body := range []dossier.Body{
		dossier.CommandGiven{Word: "spoed", Mail: id}, dossier.CommandHeld{Word: "spoed", Mail: id}, dossier.CommandRefused{Word: "spoed", Mail: id},
	} {
		c := dossier.Case{Journal: []dossier.Event{{Seq: 1, Body: dossier.Filed{Mail: in}}, {Seq: 2, Body: body}}}
		got := control.Case(c).Journal[1].Message
		if got == nil || got.MessageID != in.MessageID || got.Subject != in.Subject || got.Digest != in.Digest {
			t.Errorf("%s: message %+v, want %+v", body.Name(), got, in)
		}
	}
	c := dossier.Case{Journal: []dossier.Event{{Seq: 1, Body: dossier.CommandGiven{Word: "status", Mail: dossier.Mail{ID: "m8"}}}}}
	if got := control.Case(c).Journal[0].Message; got == nil || got.ID != "m8" || got.MessageID != "" {
		t.Errorf("a message that is filed nowhere: %+v", got)
	}
}
