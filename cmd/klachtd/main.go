// Command klachtd is a complaints desk that lives in a mailbox.
//
// This package holds flags, wiring, signals and exit codes, and no more: a file per subcommand, and what they share in
// config.go (the configuration), wiring.go (from it to the daemon's options), office.go (the opened store, or the
// daemon that holds it) and tell.go (what people see).
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

const usage = `klachtd is a complaints desk that lives in a mailbox: complaints become
dossiers, and the letters that the regulation demands leave on the right day.

Usage: klachtd COMMAND [flags]

  demo    [--keep DIR]         the whole product on this machine, no setup
  run     -c FILE              the daemon
  once    -c FILE [--at TIME]  one pass: fetch, decide, send what is due; end
  check   -c FILE [--offline]  configuration, letters, store, IMAP and SMTP
  inspect FILE|-               what klachtd understands of one message, as JSON
  case    list                 all dossiers
          show NUMBER          one dossier: people, terms, letters, journal
          explain NUMBER       how each of its dates is counted
          similar NUMBER       earlier cases that are like it
  due     [--until DATE]       which letters, reminders and deadlines come
  queue   list                 the outbox
          retry ID             another attempt, now, of a letter
  tray    list                 mail that waits for a person
  procedure list|show|check    regulations in plain words, and their mistakes
  retention list               what is due for destruction
  keys    rotate [token|store] a new key for tokens, or for the store
  verify                       reads the whole store, says what is wrong with it
  version

Flags may stand before or after other words:
  -c, --config FILE            the configuration; otherwise ./klachtd.toml
      --json                   listings and documents as JSON
  -h, --help                   help, also of each command

Exit codes: 0 done; 1 something failed; 2 wrong use or wrong configuration;
3 the store needs attention.

Start here: klachtd demo
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run carries out one command line and returns its exit code.
func run(ctx context.Context, args []string, s streams) int {
	p := &program{streams: s}
	root := p.commands()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	tell(s.err, err)
	return exitCode(err)
}

// program is one run of klachtd: its streams and the flags that all commands share.
type program struct {
	streams
	config string
	json   bool
}

// commands is the whole command line.
func (p *program) commands() *cobra.Command {
	cobra.EnableCommandSorting = false
	root := p.group("klachtd", "a complaints desk that lives in a mailbox",
		p.demoCommand(),
		p.runCommand(),
		p.onceCommand(),
		p.checkCommand(),
		p.inspectCommand(),
		p.caseCommand(),
		p.dueCommand(),
		p.queueCommand(),
		p.trayCommand(),
		p.retentionCommand(),
		p.procedureCommand(),
		p.keysCommand(),
		p.verifyCommand(),
		p.versionCommand(),
	)
	root.RunE = p.root(root.RunE)
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.err)
	root.PersistentFlags().StringVarP(&p.config, "config", "c", "klachtd.toml", "the configuration, a `FILE`")
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return wrongUse(err.Error(), helpOf(c)) })
	root.SetHelpCommand(p.helpCommand())
	root.SetHelpFunc(p.help)
	return root
}
