package daemon

import (
	"time"

	"klachtd/internal/intake"
	"klachtd/internal/proof"
	"klachtd/internal/store"
)

// refusedNote answers a mail with commands that would open a case, when a line of it is refused: it opens none, and takes
// no number. Who cannot be told has his mail in the tray, where a person finds it: it speaks of a complaint.
func (d *Daemon) refusedNote(
	tx *store.Tx, ch *change, p parsed, m store.Mail, read intake.Reading, now time.Time,
) (done outcome, refused bool, err error) {
	if read.Command == nil || read.Command.Opens == nil {
		return outcome{}, false, nil
	}
	cmd := *read.Command
	note := &change{box: ch.box, in: cmd, ctx: ch.ctx, mail: p.m}
	if err := d.inform(tx, ch.box.Regulation, note); err != nil {
		return outcome{}, false, err
	}
	if cmd.Lines, refused = ch.box.Regulation.RefusedNote(cmd, note.ctx); !refused {
		return outcome{}, false, nil
	}
	if cmd.From.Person == "" && cmd.Proof.Verdict == string(proof.Pass) {
		cmd.From.Person = holder(p.m) // a colleague whom only his domain names
	}
	read.Command = &cmd
	if cmd.From.Person == "" || cmd.Automatic != "" || ch.ctx.Limited.Sender != "" {
		read.Why = intake.WhyNote
		done, err = d.putAside(tx, ch.box, p, m, read, now)
		return done, true, err
	}
	done, err = d.officeMail(tx, ch.box, p, m, read, now)
	return done, true, err
}
