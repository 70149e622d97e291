package mailbox

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/emersion/go-imap/v2"
)

// Limits of folder names.
const (
	levelLimit = 100 // runes of one level
	depthLimit = 10  // levels
)

// learnNames asks how the server builds folder names.
func (c *Conn) learnNames() error {
	if c.caps.Has(imap.CapNamespace) {
		d, err := c.cl.Namespace().Wait()
		if err != nil {
			return err
		}
		if len(d.Personal) > 0 {
			c.prefix, c.delim = d.Personal[0].Prefix, delimiter(d.Personal[0].Delim)
			return nil
		}
	}
	l, err := c.cl.List("", "", nil).Collect()
	if err == nil && len(l) > 0 {
		c.delim = delimiter(l[0].Delim)
	}
	return err
}

func delimiter(r rune) string {
	if r == 0 {
		return ""
	}
	return string(r)
}

// outName is the server's name of a folder. It is the same function for every
// command, so that Create and Move always mean the same folder.
func (c *Conn) outName(folder string) string {
	if strings.EqualFold(folder, "INBOX") {
		return "INBOX"
	}
	levels := strings.Split(folder, "/")
	if c.delim != "" {
		for i := range levels {
			levels[i] = strings.ReplaceAll(levels[i], c.delim, "-")
		}
	}
	sep := c.delim
	if sep == "" {
		sep = "-"
	}
	name := strings.Join(levels, sep)
	if strings.HasPrefix(strings.ToUpper(name), "INBOX"+sep) && strings.EqualFold(c.prefix, "INBOX"+sep) {
		return name
	}
	return c.prefix + name
}

// Create makes the folder with its parents when they are missing, and
// subscribes to it. It returns the name to use from now on: the given one, or
// a cleaned one when the server can't have that. Doing it again does no harm.
func (c *Conn) Create(ctx context.Context, folder string) (used string, err error) {
	for _, clean := range []func(rune) rune{printable, noDots, plain} {
		used = cleanName(folder, clean, c.delim)
		if used == "" {
			return "", fmt.Errorf("create folder: %w", errEmptyName)
		}
		err = c.create(ctx, used)
		if err == nil {
			return used, nil
		}
		if s := refusal(err); s == nil || s.Code == "OVERQUOTA" || s.Code == "NOPERM" {
			break
		}
	}
	return "", fmt.Errorf("create folder: %w", err)
}

// create makes the folder after its parents. A refused parent is no matter yet:
// it may be a mere place in the tree, or the server makes parents itself.
func (c *Conn) create(ctx context.Context, folder string) error {
	for i, r := range folder {
		if r != '/' || c.delim == "" { // a flat server has no parents
			continue
		}
		if err := c.createOne(ctx, c.outName(folder[:i])); err != nil && refusal(err) == nil {
			return err
		}
	}
	name := c.outName(folder)
	if err := c.createOne(ctx, name); err != nil {
		return err
	}
	return c.do(ctx, "SUBSCRIBE", func() error { return c.cl.Subscribe(name).Wait() })
}

// createOne looks first: not every server says ALREADYEXISTS.
func (c *Conn) createOne(ctx context.Context, name string) error {
	there := false
	err := c.do(ctx, "LIST", func() error {
		l, err := c.cl.List("", name, nil).Collect()
		for _, d := range l {
			there = there || d.Mailbox == name && exists(d)
		}
		return err
	})
	if err != nil || there {
		return err
	}
	err = c.do(ctx, "CREATE", func() error { return c.cl.Create(name, nil).Wait() })
	if s := refusal(err); s != nil && s.Code == string(imap.ResponseCodeAlreadyExists) {
		return nil
	}
	return err
}

// exists is false for a name that is only a place in the tree.
func exists(d *imap.ListData) bool {
	return !slices.ContainsFunc(d.Attrs, func(a imap.MailboxAttr) bool {
		return strings.EqualFold(string(a), string(imap.MailboxAttrNonExistent)) ||
			strings.EqualFold(string(a), string(imap.MailboxAttrNoSelect))
	})
}

// cleanName cleans each level of a name. A level of nothing is left out.
func cleanName(folder string, clean func(rune) rune, delim string) string {
	var levels []string
	for _, level := range strings.Split(folder, "/") {
		if delim != "" {
			level = strings.ReplaceAll(level, delim, "-")
		}
		level = strings.TrimSpace(strings.Map(clean, level))
		if r := []rune(level); len(r) > levelLimit {
			level = strings.TrimSpace(string(r[:levelLimit]))
		}
		if level != "" && len(levels) < depthLimit {
			levels = append(levels, level)
		}
	}
	return strings.Join(levels, "/")
}

// printable drops what no server takes, and the wildcards of LIST.
func printable(r rune) rune {
	switch {
	case !unicode.IsPrint(r) || r == unicode.ReplacementChar:
		return -1
	case r == '*' || r == '%' || r == '\\' || r == '"':
		return '-'
	}
	return r
}

// noDots is for Maildir++, where a dot is the delimiter of the files.
func noDots(r rune) rune {
	if r == '.' || r == '~' {
		return '-'
	}
	return printable(r)
}

// plain is the last resort: letters, digits, space, hyphen and underscore.
func plain(r rune) rune {
	switch {
	case r > unicode.MaxASCII:
		return '_'
	case unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ' || r == '-' || r == '_':
		return r
	}
	return '-'
}

// Append puts a mail of ours in a folder, marked as seen, with the given
// internal date. ErrNoFolder is returned when the folder is missing. A server
// that refuses the mail before it saw it loses the connection to go-imap, though
// the error is a StatusError.
func (c *Conn) Append(ctx context.Context, folder string, raw []byte, when time.Time) error {
	err := c.do(ctx, "APPEND", func() error {
		cmd := c.cl.Append(c.outName(folder), int64(len(raw)),
			&imap.AppendOptions{Flags: []imap.Flag{imap.FlagSeen}, Time: when})
		_, err := bytes.NewReader(raw).WriteTo(cmd)
		if closeErr := cmd.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			return err
		}
		_, err = cmd.Wait()
		return err
	})
	if err != nil {
		return fmt.Errorf("append to a folder: %w", err)
	}
	return nil
}
