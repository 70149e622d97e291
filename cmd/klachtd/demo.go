package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"klachtd/internal/calendar"
	"klachtd/internal/config"
	"klachtd/internal/control"
)

func (p *program) demoCommand() *cobra.Command {
	var keep string
	c := &cobra.Command{
		Use:   "demo",
		Short: "the whole product on this machine, no configuration",
		Long: `Starts an IMAP and an SMTP server inside this process, delivers complaints in Dutch, and walks through six weeks of
office time in seconds, with the same code as klachtd run. Nothing leaves this machine. With --keep the letters stay
in a directory, as .eml and as a page to look at, together with the configuration and the store.`,
		Example: "klachtd demo --keep letters",
		Args:    exactly(0, ""),
		RunE:    func(c *cobra.Command, _ []string) error { return p.demo(c.Context(), keep) },
	}
	c.Flags().StringVar(&keep, "keep", "", "leave everything in `DIR`, which must be new or empty")
	return withoutConfig(c)
}

// demo tells its story: what it begins with, the days one by one, and how to go on.
func (p *program) demo(ctx context.Context, keep string) error {
	dir, cleanup, err := demoDir(keep)
	if err != nil {
		return err
	}
	defer cleanup()
	post, err := openPost()
	if err != nil {
		return err
	}
	defer post.Close()
	conf, err := post.configuration(dir)
	if err != nil {
		return err
	}
	o, err := open(conf, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	t := &teller{w: p.out, paint: painter(p.out), loc: conf.Location, people: namesOf(conf), slow: columns(p.out) > 0, repeats: map[string]bool{}}
	s := &stage{teller: t, post: post, office: o, conf: conf}
	err = s.play(ctx)
	if err == nil {
		err = s.ending(ctx, dir, keep)
	}
	if err == nil {
		p.linger(ctx, t)
	}
	return errors.Join(err, o.close())
}

// demoDir makes the directory of the demo. Without keep it is a temporary one, which cleanup removes.
func demoDir(keep string) (dir string, cleanup func(), err error) {
	if keep == "" {
		dir, err = os.MkdirTemp("", "klachtd-demo-")
		return dir, func() { os.RemoveAll(dir) }, err
	}
	if err := os.MkdirAll(keep, 0o700); err != nil {
		return "", nil, fmt.Errorf("keep the demo: %w", err)
	}
	entries, err := os.ReadDir(keep)
	if err != nil {
		return "", nil, fmt.Errorf("keep the demo: %w", err)
	}
	if len(entries) > 0 {
		return "", nil, wrongUse(fmt.Sprintf("%s is not empty", keep), "name a directory that does not exist yet")
	}
	return keep, func() {}, nil
}

// stage is where the demo plays: the servers, the office, and the teller beside them.
type stage struct {
	*teller
	post   *post
	office *office
	conf   *config.Config
	came   []arrived // mail that came in
}

// arrived is a mail that came in.
type arrived struct {
	at  time.Time
	raw []byte
}

// endOfDay is when a day without anything else is looked at: behind the hours of letters.
const endOfDay = 18

// play walks from scene to scene, and through the days between them.
func (s *stage) play(ctx context.Context) error {
	s.opening(s.post)
	day := calendar.Of(scenes[0].moment(s.loc), s.loc)
	for _, next := range scenes {
		at := next.moment(s.loc)
		for ; day.Before(calendar.Of(at, s.loc)); day = day.AddDays(1) {
			if err := s.passBy(ctx, day.At(endOfDay, 0, s.loc)); err != nil {
				return err
			}
		}
		if err := s.passBy(ctx, at.Add(-time.Minute)); err != nil { // what the morning brought stands before the scene
			return err
		}
		if err := s.scene(ctx, next, at); err != nil {
			return err
		}
	}
	return nil
}

// scene tells what happens at a moment, delivers its mail and lets klachtd work.
func (s *stage) scene(ctx context.Context, next scene, at time.Time) error {
	if !s.day(at) {
		s.printf("\n")
	}
	s.says(next.text)
	if next.mail != "" {
		raw, err := s.mail(next)
		if err != nil {
			return err
		}
		if err := s.post.Deliver(inboxUser, raw, at); err != nil {
			return err
		}
		s.came = append(s.came, arrived{at, raw})
		s.quote(raw)
	}
	return s.pass(ctx, at)
}

// passBy is pass for a moment that the story may be past already.
func (s *stage) passBy(ctx context.Context, at time.Time) error {
	if s.now.IsZero() || !at.After(s.now) {
		return nil
	}
	return s.pass(ctx, at)
}

// pass lets klachtd work up to a moment and tells what became of it.
func (s *stage) pass(ctx context.Context, at time.Time) error {
	if err := pass(ctx, s.office.daemon, at); err != nil {
		return fmt.Errorf("demo at %s: %w", at.In(s.loc).Format(time.DateTime), err)
	}
	return s.report(s.office.daemon.Source(), at)
}

// ending shows one dossier, says where the letters lie, and how to go on.
func (s *stage) ending(ctx context.Context, dir, keep string) error {
	s.summary(s.office.daemon.Source())
	s.heading("One dossier, as klachtd case show prints it")
	q := control.Query{Command: []string{"case", "show", string(firstCase)}, Width: max(columns(s.w), leastColumns), At: s.now}
	if err := control.Answer(ctx, q, s.office.daemon.Source(), s.w); err != nil {
		return err
	}
	letters := s.post.letters()
	if keep == "" {
		s.farewell(len(letters), "")
		return nil
	}
	if err := keepMails(dir, s.came, letters, s.loc); err != nil {
		return err
	}
	s.farewell(len(letters), filepath.Clean(keep))
	return nil
}
