// Package config reads the configuration of klachtd into plain values.
//
// # What it promises
//
// A configuration is read whole. Whatever is wrong with it is told at once, in the order of the lines, each mistake
// with file, line, column and, where there is one, a hint of what was probably meant; so a person who is no
// administrator repairs a file in one round. Config holds values only when there are no mistakes: nobody runs on
// half a configuration. An error, as against mistakes, means that the file itself could not be read.
//
// # How
//
//	tomltree  (a package) the text as a tree with places; a line that is no TOML is told and left out
//	table     one table of that tree: unknown keys, kinds of values, what is required (keys.go lists every key)
//	...       one file for each group of tables: settings, mailbox, person
//	agree     what only the whole can tell: names and addresses that occur twice, roles without a person
//	regulation  finds the text of a regulation, embedded or in a file, and hands it to package procedure with the
//	            organisation's own choices
//
// A key that is misspelt is read as the one that was meant, after it was told: otherwise each slip would be told a
// second time as something that is missing. For the same reason the rules of agree only look at parts of the file
// that are themselves in order.
//
// # Why so
//
// Why a tree, and not a decoder that fills structs, stands in package tomltree.
//
// The values are plain on purpose: cmd/klachtd copies them into what the daemon takes, and the daemon knows nothing
// of files. People and calendar are live: a change of the file counts from the next start, for running cases too.
package config

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/tomltree"
)

// Config is a configuration without mistakes. Paths are absolute or relative to the working directory, never to the
// file; addresses and domains are lower-cased.
type Config struct {
	File         string // as it was named to Load
	Data         string // directory of store and keys
	Templates    string // directory that replaces single letters; "" for none
	MasterKey    string // file
	Location     *time.Location
	Language     string // nl | en
	CasePrefix   string
	Organisation Organisation
	Calendar     calendar.Rules // of the office; ExtraEquated counts for the statutory calendar too
	Letters      Letters
	Limits       Limits
	Trust        Trust
	Sandbox      Sandbox
	Retention    Retention
	Digest       Digest
	Mailboxes    []Mailbox
	Staff        Staff
	People       []Person
}

// Calendars returns the two calendars on which terms are counted.
func (c *Config) Calendars() calendar.Calendars {
	return calendar.Calendars{
		Office:    calendar.NewOffice(c.Calendar),
		Statutory: calendar.NewStatutory(c.Calendar.ExtraEquated),
	}
}

// Load reads the configuration at path with the password files and regulations that it names. The Config is nil when
// there are mistakes; the error is for a file that cannot be read at all.
func Load(path string) (*Config, tomltree.Mistakes, error) {
	text, info, err := readFile(path, tomltree.MaxText)
	if err != nil {
		return nil, nil, fmt.Errorf("read configuration: %w", err)
	}
	c, mistakes := parse(path, text, func(r *reader) {
		if info.Mode().Perm()&worldWritable != 0 {
			r.mistake(tomltree.Place{File: path, Line: 1, Col: 1}, "chmod o-w "+path, "everybody on this machine can change this file")
		}
	})
	return c, mistakes, nil
}

// Parse is Load for a text that stands, or would stand, at path.
func Parse(path string, text []byte) (*Config, tomltree.Mistakes) {
	return parse(path, text, func(*reader) {})
}

func parse(path string, text []byte, first func(*reader)) (*Config, tomltree.Mistakes) {
	root, broken := tomltree.Read(path, text)
	r := &reader{file: path, dir: filepath.Dir(path), broken: len(broken) > 0, mistakes: broken}
	first(r)
	c := r.config(r.open("", root, root.At))
	if len(r.mistakes) > 0 {
		return nil, r.mistakes.Sorted(path)
	}
	return c, nil
}

// config reads the top of the file, then everything below it.
func (r *reader) config(top table) *Config {
	c := &Config{
		File:         r.file,
		Data:         top.locate("data", "data"),
		Templates:    top.directory("templates"),
		Location:     top.zone("timezone", "Europe/Amsterdam"),
		Language:     top.oneOf("language", "nl", languages...),
		CasePrefix:   top.prefix("case_prefix", "K"),
		Organisation: organisation(top.table("organisation")),
		Calendar:     office(top.table("calendar")),
		Limits:       limits(top.table("limits")),
		Trust:        trust(top.table("trust"), Trust{}),
		Sandbox:      sandbox(top.table("sandbox")),
		Retention:    retention(top.table("retention")),
		Digest:       digest(top.table("digest")),
		Staff:        staff(top.table("staff")),
	}
	if c.MasterKey = top.private("master_key"); c.MasterKey == "" {
		c.MasterKey = filepath.Join(c.Data, "master.key")
	}
	c.Letters = letters(top.table("letters"), c.Organisation.Name)
	metrics(top.table("metrics"))
	r.office(c, top)
	return c
}

// readFile reads a regular file of at most limit bytes.
func readFile(path string, limit int64) ([]byte, os.FileInfo, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, nil, err
	case !info.Mode().IsRegular():
		return nil, nil, fmt.Errorf("%s is no file", path)
	case info.Size() > limit:
		return nil, nil, fmt.Errorf("%s is larger than %d bytes", path, limit)
	}
	text, err := os.ReadFile(path)
	return text, info, err
}
