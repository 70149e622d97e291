package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"klachtd/internal/control"
	"klachtd/internal/store"
)

// errProblems is returned when the store is not sound.
var errProblems = errors.New("the store is not sound")

func (p *program) verifyCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "verify",
		Short: "reads the whole store and says what is wrong with it",
		Long: `Reads every record of the store: pages, seals, journals, indexes, mail. It changes nothing, and needs the store
for itself: end klachtd run first. What it prints holds no personal data.`,
		Args: exactly(0, ""),
		RunE: func(*cobra.Command, []string) error {
			conf, err := p.load()
			if err != nil {
				return err
			}
			st, err := openStore(conf)
			if err != nil {
				return err
			}
			return errors.Join(p.verify(st), st.Close())
		},
	}
	return p.jsonFlag(c)
}

func (p *program) verify(st *store.Store) error {
	bar := progress(p.err, "verify")
	problems, err := st.Verify(bar.set)
	bar.end()
	if err != nil {
		return err
	}
	if p.json {
		return errors.Join(control.WriteJSON(p.out, documents(problems)), verdict(problems))
	}
	for _, problem := range problems {
		fmt.Fprintln(p.out, problem)
	}
	if len(problems) == 0 {
		fmt.Fprintf(p.out, "%s is sound\n", st.Path())
	}
	return verdict(problems)
}

func verdict(problems []store.Problem) error {
	if len(problems) == 0 {
		return nil
	}
	err := fmt.Errorf("%w: %d problems", errProblems, len(problems))
	return hinted(err, "keep a copy of the data directory, then put back a backup")
}

// problem is one finding of verify --json.
type problem struct {
	Table string `json:"table"`
	Key   string `json:"key"`
	What  string `json:"what"`
}

func documents(problems []store.Problem) []problem {
	list := []problem{}
	for _, p := range problems {
		list = append(list, problem(p))
	}
	return list
}

// bar is a progress bar on a terminal; nil anywhere else.
type bar struct{ shown *progressbar.ProgressBar }

func progress(w io.Writer, what string) *bar {
	if columns(w) == 0 {
		return &bar{}
	}
	return &bar{progressbar.NewOptions(-1,
		progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what), progressbar.OptionClearOnFinish(),
		progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(false), progressbar.OptionFullWidth(),
	)}
}

// set moves the bar. What goes wrong while drawing is no error of the work.
func (b *bar) set(done, total int) {
	if b.shown == nil {
		return
	}
	if b.shown.GetMax() != total {
		b.shown.ChangeMax(total)
	}
	_ = b.shown.Set(done)
}

func (b *bar) end() {
	if b.shown != nil {
		_ = b.shown.Finish()
	}
}
