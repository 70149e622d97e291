package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	files "klachtd/config"
	"klachtd/internal/control"
	"klachtd/internal/procedure"
	"klachtd/internal/tomltree"
)

const (
	procedureDir = "procedures/"
	procedureExt = ".toml"
	sharedName   = "common"
)

func (p *program) procedureCommand() *cobra.Command {
	return p.group("procedure", "regulations: list, show, check",
		p.procedureList(), p.procedureShow(), p.procedureCheck())
}

// shipped lists the regulations that come with klachtd.
func shipped() []string {
	var names []string
	entries, _ := fs.ReadDir(files.Files, strings.TrimSuffix(procedureDir, "/"))
	for _, e := range entries {
		if name := strings.TrimSuffix(e.Name(), procedureExt); name != sharedName {
			names = append(names, name)
		}
	}
	return names
}

// regulation is a line of procedure list.
type regulation struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Version string `json:"version"`
	Source  string `json:"source"`
}

func (p *program) procedureList() *cobra.Command {
	c := &cobra.Command{
		Use: "list", Short: "the regulations that come with klachtd", Args: exactly(0, ""),
		RunE: func(*cobra.Command, []string) error {
			var list []regulation
			for _, name := range shipped() {
				r, _, err := readRegulation(name)
				if err != nil {
					return err
				}
				list = append(list, regulation{r.Name, r.Title, r.Version, r.Source})
			}
			if p.json {
				return control.WriteJSON(p.out, list)
			}
			for _, r := range list {
				fmt.Fprintf(p.out, "%-19s %-11s %s\n", r.Name, r.Version, r.Title)
			}
			return nil
		},
	}
	return withoutConfig(p.jsonFlag(c))
}

func (p *program) procedureShow() *cobra.Command {
	var lang string
	c := &cobra.Command{
		Use:   "show NAME|FILE",
		Short: "a regulation in plain Dutch or English",
		Long: `Prints a regulation as klachtd understands it, with the article of each rule, for the person who has to agree with
it. What the text itself leaves open, and klachtd or the organisation chose, is marked as a choice. With -c FILE the
choices of that configuration are filled in.`,
		Example: "klachtd procedure show amnesty --lang en",
		Args:    exactly(1, "the name of a regulation, or a file"),
		RunE: func(c *cobra.Command, args []string) error {
			if lang != "nl" && lang != "en" {
				return wrongUse(fmt.Sprintf("--lang cannot be %q", lang), "nl or en")
			}
			if c.Flags().Changed("config") {
				return p.showConfigured(args[0], lang)
			}
			return p.show(args[0], lang)
		},
	}
	c.Flags().StringVar(&lang, "lang", "nl", "the `LANGUAGE`: nl or en")
	return c
}

// show prints a regulation as it stands in its file. The gaps of one that ships with klachtd are no mistake: the
// configuration fills them.
func (p *program) show(name, lang string) error {
	r, mistakes, err := readRegulation(name)
	if err != nil {
		return err
	}
	if r == nil {
		return mistakes
	}
	if _, err := fmt.Fprint(p.out, r.Show(lang)); err != nil || len(mistakes) == 0 {
		return err
	}
	if slices.Contains(shipped(), name) {
		tell(p.err, mistakes)
		return nil
	}
	return mistakes
}

// showConfigured prints a regulation as an organisation uses it, with its own choices.
func (p *program) showConfigured(name, lang string) error {
	c, err := p.load()
	if err != nil {
		return err
	}
	var used []string
	for _, m := range c.Mailboxes {
		if m.Regulation.Name == name || m.Procedure == name {
			_, err := fmt.Fprint(p.out, m.Regulation.Show(lang))
			return err
		}
		used = append(used, m.Regulation.Name)
	}
	return wrongUse(fmt.Sprintf("no mailbox of %s uses the regulation %q", c.File, name), "in use: "+strings.Join(used, ", "))
}

func (p *program) procedureCheck() *cobra.Command {
	return withoutConfig(&cobra.Command{
		Use:   "check FILE",
		Short: "the mistakes of a regulation, each with its place",
		Long: `Reads a regulation as the daemon would, and prints every mistake with file, line, column and a hint. What an
organisation fills in by [procedure.NAME] of its configuration is checked by klachtd check.`,
		Args: exactly(1, "a file, or the name of a regulation"),
		RunE: func(_ *cobra.Command, args []string) error {
			r, mistakes, err := readRegulation(args[0])
			if err != nil {
				return err
			}
			if len(mistakes) > 0 {
				return mistakes
			}
			fmt.Fprintf(p.out, "%s: %s, version %s, has no mistakes\n", args[0], r.Title, r.Version)
			return nil
		},
	})
}

// readRegulation reads one that comes with klachtd, or a file.
func readRegulation(name string) (*procedure.Regulation, tomltree.Mistakes, error) {
	common, err := fs.ReadFile(files.Files, procedureDir+sharedName+procedureExt)
	if err != nil {
		return nil, nil, fmt.Errorf("read what regulations share: %w", err)
	}
	if slices.Contains(shipped(), name) {
		text, err := fs.ReadFile(files.Files, procedureDir+name+procedureExt)
		if err != nil {
			return nil, nil, fmt.Errorf("read regulation %s: %w", name, err)
		}
		r, mistakes := procedure.Parse(name+procedureExt, text, common, nil)
		return r, mistakes, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		hint := "one of " + strings.Join(shipped(), ", ") + ", or a file"
		if errors.Is(err, fs.ErrNotExist) && filepath.Ext(name) == "" {
			err = fmt.Errorf("there is no regulation %q", name)
		}
		return nil, nil, wrongUse(err.Error(), hint)
	}
	r, mistakes := procedure.Parse(name, text, common, nil)
	return r, mistakes, nil
}
