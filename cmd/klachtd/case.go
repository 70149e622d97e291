package main

import (
	"github.com/spf13/cobra"

	"klachtd/internal/calendar"
	"klachtd/internal/control"
)

func (p *program) caseCommand() *cobra.Command {
	return p.group("case", "dossiers: list, show, explain, similar",
		p.question("list", "all dossiers", 0, "", "case", "list"),
		p.question("show NUMBER", "one dossier: people, terms, letters, journal", 1, "a case number, such as K2026-0001", "case", "show"),
		p.question("explain NUMBER", "how each of its dates is counted", 1, "a case number, such as K2026-0001", "case", "explain"),
		p.question("similar NUMBER", "earlier cases of the same category or respondent, and their outcome", 1, "a case number, such as K2026-0001", "case", "similar"),
	)
}

func (p *program) queueCommand() *cobra.Command {
	return p.group("queue", "the outbox: list, retry",
		p.question("list", "letters that wait, and letters that could not be delivered", 0, "", "queue", "list"),
		p.question("retry ID", "another attempt, now, of a letter that waits, was refused or came back", 1, "an id from klachtd queue list", "queue", "retry"),
	)
}

func (p *program) trayCommand() *cobra.Command {
	return p.group("tray", "mail that waits for a person: list",
		p.question("list", "mail that belongs to no dossier yet", 0, "", "tray", "list"),
	)
}

func (p *program) retentionCommand() *cobra.Command {
	return p.group("retention", "dossiers whose retention is over: list",
		p.untilQuestion("list", "what is due for destruction", "retention", "list"),
	)
}

func (p *program) dueCommand() *cobra.Command {
	return p.untilQuestion("due", "which letters, reminders and deadlines come", "due")
}

// untilQuestion is a question about what comes, up to a day.
func (p *program) untilQuestion(use, short string, command ...string) *cobra.Command {
	var until string
	c := p.questionWith(use, short, 0, "", func(q *control.Query) error {
		if until == "" {
			return nil
		}
		d, err := calendar.ParseLoose(until)
		if err != nil {
			return wrongUse("--until: "+err.Error(), "write it as 2026-06-01")
		}
		q.Until = d
		return nil
	}, command...)
	c.Flags().StringVar(&until, "until", "", "up to this `DATE`: 2026-06-01, 1-6-2026")
	return c
}

// question is a command that asks the daemon, or the store.
func (p *program) question(use, short string, args int, what string, command ...string) *cobra.Command {
	return p.questionWith(use, short, args, what, func(*control.Query) error { return nil }, command...)
}

func (p *program) questionWith(
	use, short string, args int, what string, more func(*control.Query) error, command ...string,
) *cobra.Command {
	var at string
	c := &cobra.Command{
		Use: use, Short: short, Args: exactly(args, what),
		RunE: func(c *cobra.Command, args []string) error {
			q := control.Query{Command: append(command, args...)}
			if err := more(&q); err != nil {
				return err
			}
			conf, err := p.load()
			if err != nil {
				return err
			}
			if q.At, err = moment(at, conf); err != nil {
				return err
			}
			return p.ask(c.Context(), conf, q)
		},
	}
	c.Flags().StringVar(&at, "at", "", "the `TIME` to take for now (sandbox only)")
	return p.jsonFlag(c)
}
