package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"klachtd/internal/command"
	"klachtd/internal/control"
	"klachtd/internal/message"
)

func (p *program) inspectCommand() *cobra.Command {
	var lines bool
	c := &cobra.Command{
		Use:   "inspect FILE|-",
		Short: "what klachtd understands of one message, as JSON",
		Long: `Reads a message as it lies in a mailbox (.eml) and prints what klachtd makes of it: who wrote it, what is
quoted, what is forwarded, the attachments, whether a machine wrote it. It needs no configuration and keeps nothing.
With --jsonl it takes any number of files and prints one line for each, in order.`,
		Example: "klachtd inspect klacht.eml\nklachtd inspect --jsonl *.eml",
		Args: func(c *cobra.Command, args []string) error {
			if lines && len(args) > 0 {
				return nil
			}
			return exactly(1, "a file, or - for standard input")(c, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			write := control.WriteJSON
			if lines {
				write = control.WriteJSONLine
			}
			var errs []error
			for _, name := range args {
				errs = append(errs, p.inspect(name, write))
			}
			return errors.Join(errs...)
		},
	}
	c.Flags().BoolVar(&lines, "jsonl", false, "one line for each file")
	return withoutConfig(c)
}

func (p *program) inspect(name string, write func(io.Writer, any) error) error {
	raw, err := p.readMail(name)
	if err != nil {
		return err
	}
	m := message.Parse(raw)
	for _, line := range command.Lines(m.Answer) {
		m.Commands = append(m.Commands, line)
	}
	return write(p.out, message.Inspect(m))
}

// maxInspect is the largest file that is read: more than any mail server takes.
const maxInspect = 1 << 30

func (p *program) readMail(name string) ([]byte, error) {
	if name == "-" {
		return p.limited(name, p.in)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read message: %w", err)
	}
	defer f.Close()
	return p.limited(name, f)
}

func (p *program) limited(name string, r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxInspect+1))
	if err != nil {
		return nil, fmt.Errorf("read message %s: %w", name, err)
	}
	if len(raw) > maxInspect {
		return nil, fmt.Errorf("message %s is larger than %d bytes", name, maxInspect)
	}
	return raw, nil
}
