package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// typos is how many letters of a command may be wrong for a suggestion.
const typos = 2

// root prints its one screen where other groups only name their commands.
func (p *program) root(run func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			_, _ = io.WriteString(p.err, usage)
			return errTold
		}
		return run(c, args)
	}
}

// group is a command that only holds others.
func (p *program) group(name, short string, subs ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: name, Short: short, Args: cobra.ArbitraryArgs, SuggestionsMinimumDistance: typos}
	c.AddCommand(subs...)
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return wrongUse(c.CommandPath()+" needs "+listed(names(c)), helpOf(c))
		}
		hint := helpOf(c)
		if meant := c.SuggestionsFor(args[0]); len(meant) > 0 {
			hint = fmt.Sprintf("did you mean %q?", c.CommandPath()+" "+meant[0])
		}
		return wrongUse(fmt.Sprintf("%s has no command %q", c.CommandPath(), args[0]), hint)
	}
	return c
}

func names(c *cobra.Command) []string {
	var list []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() && sub.Name() != "help" {
			list = append(list, sub.Name())
		}
	}
	return list
}

// listed joins words as a sentence does.
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

func helpOf(c *cobra.Command) string { return c.CommandPath() + " --help" }

// exactly takes so many words after the command; what names them for the message.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < n:
			return wrongUse(c.CommandPath()+" needs "+what, helpOf(c))
		case len(args) > n && n == 0:
			return wrongUse(fmt.Sprintf("%s takes nothing more, and there is %q", c.CommandPath(), args[n]), helpOf(c))
		case len(args) > n:
			return wrongUse(fmt.Sprintf("%s takes %s, and there is also %q", c.CommandPath(), what, args[n]), helpOf(c))
		}
		return nil
	}
}

// jsonFlag adds --json to a command.
func (p *program) jsonFlag(c *cobra.Command) *cobra.Command {
	c.Flags().BoolVar(&p.json, "json", false, "as JSON")
	return c
}

func (p *program) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "this help", Hidden: true,
		RunE: func(c *cobra.Command, args []string) error {
			found, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return wrongUse(fmt.Sprintf("there is no command %q", strings.Join(args, " ")), "klachtd help")
			}
			return found.Help()
		},
	}
}

// help prints the page of a command; that of klachtd itself is one screen.
func (p *program) help(c *cobra.Command, _ []string) {
	if !c.HasParent() {
		_, _ = io.WriteString(p.out, usage)
		return
	}
	about := c.Long
	if about == "" {
		about = c.Short
	}
	fmt.Fprintf(p.out, "%s\n\nUsage: %s\n", strings.TrimSpace(about), c.UseLine())
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			fmt.Fprintf(p.out, "  %-16s %s\n", sub.Use, sub.Short)
		}
	}
	fmt.Fprint(p.out, "\nFlags:\n", flagsOf(c).FlagUsages())
	if c.Example != "" {
		fmt.Fprintf(p.out, "\nExample:\n  %s\n", strings.ReplaceAll(c.Example, "\n", "\n  "))
	}
	fmt.Fprintln(p.out, "\nExit codes: 0 done; 1 something failed; 2 wrong use or wrong configuration; 3 the store needs attention.")
}

// flagsOf lists the flags that mean something to a command: not every one reads the configuration.
func flagsOf(c *cobra.Command) *pflag.FlagSet {
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	set.AddFlagSet(c.LocalNonPersistentFlags())
	if c.Annotations[noConfig] == "" {
		set.AddFlagSet(c.InheritedFlags())
	}
	return set
}

// noConfig marks commands that need no configuration.
const noConfig = "no configuration"

func withoutConfig(c *cobra.Command) *cobra.Command {
	c.Annotations = map[string]string{noConfig: "true"}
	return c
}
