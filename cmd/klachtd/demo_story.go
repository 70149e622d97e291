package main

import (
	"embed"
	"fmt"
	"strings"
	"text/template"
	"time"

	"klachtd/internal/dossier"
)

//go:embed demo
var demoFiles embed.FS

// firstCase is the dossier that the demo shows whole.
const firstCase dossier.Number = "K2026-0001"

// A scene is a moment of the story: what the teller says, and the mail that comes in.
type scene struct {
	at      string // on the wall clock of the office
	text    string
	mail    string // a file of demo/; "" when none comes
	answers string // the letter that the mail answers, and its case
}

// scenes are the story, in order. The days between them are walked one by one.
var scenes = []scene{
	{
		at: "2026-04-02 16:10", mail: "1-direct.eml",
		text: `It is the afternoon before the Easter weekend. Hanna Kuipers writes to the published complaints address.
The regulation gives five working days for the acknowledgement, and Easter Monday is none of them. klachtd does not
wait that long.`,
	},
	{
		at: "2026-04-13 09:20", mail: "2-reply.eml", answers: "acknowledgement K2026-0001",
		text: `Hanna answers the acknowledgement and adds something. A token in the address brings her mail to her dossier, and
nobody else's answer could use it.`,
	},
	{
		at: "2026-04-14 11:05", mail: "3-forward.eml",
		text: `Merel, a fundraiser, forwards a complaint that reached her on Thursday, with the original attached. The original
sender is the complainant, and the terms count from the day on which Merel had it, not from today.`,
	},
	{
		at: "2026-04-14 14:30", mail: "5-assign.eml", answers: "case_registered K2026-0002",
		text: `Anna answers the mail that told her of it. A line that begins with # and a word of the regulation is a command;
klachtd obeys, since the receiving server vouches for Anna and her answer carries her token. It reports what it did.`,
	},
	{
		at: "2026-04-17 10:20", mail: "6-propose.eml", answers: "handler_assignment K2026-0002",
		text: `Chris has the dossier, and has looked into it. What he proposes goes to Anna, not to Tomas.`,
	},
	{
		at: "2026-04-20 09:40", mail: "7-approve.eml", answers: "settlement_proposal K2026-0002",
		text: `Anna agrees with one word. The letter waits ten minutes: until then #herroep would take it back.`,
	},
	{
		at: "2026-04-20 11:15", mail: "8-close.eml", answers: "settlement_proposal K2026-0002",
		text: `Nothing is left to do, so she closes the case. The dossier is kept as long as the regulation says.`,
	},
	{
		at: "2026-04-20 20:14", mail: "4-stranger.eml", answers: "acknowledgement K2026-0001",
		text: `Somebody else writes in Hanna's thread. He knows the subject and the Message-ID, but he is no party: his mail goes
to the tray, and a person decides.`,
	},
	{
		at: "2026-05-15 12:00",
		text: `Six weeks are over for Hanna's complaint. Nobody has ruled, and klachtd never rules by itself. It goes on
telling those who have to know, on every working day.`,
	},
}

func (s scene) moment(loc *time.Location) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s.at, loc)
	if err != nil {
		panic("scene: " + err.Error())
	}
	return t
}

// reference is what an answer takes over of the letter that it answers.
type reference struct{ ReplyTo, MessageID, Subject string }

// mail makes the bytes of the mail of a scene.
func (s *stage) mail(next scene) ([]byte, error) {
	t, err := template.ParseFS(demoFiles, "demo/"+next.mail)
	if err != nil {
		return nil, fmt.Errorf("mail of the demo: %w", err)
	}
	var b strings.Builder
	if err := t.Execute(&b, s.post.reference(next.answers)); err != nil {
		return nil, fmt.Errorf("mail of the demo: %w", err)
	}
	return []byte(strings.ReplaceAll(b.String(), "\n", "\r\n")), nil
}
