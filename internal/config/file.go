package config

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// maxSecret is the length of a password file, in bytes.
const maxSecret = 4096

// Bits of a file's mode that let others in.
const (
	othersMode    = 0o077 // group and world
	worldWritable = 0o002
)

// locate reads a path, relative to the directory of the configuration.
func (t table) locate(key, otherwise string) string {
	p := t.text(key, otherwise)
	if strings.HasPrefix(p, "~") {
		t.mistake(t.place(key), "write the whole path", "%s begins with ~, which only a shell understands", key)
	}
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(t.dir, p)
}

// existing reads the path of a file that must be there.
func (t table) existing(key string) string {
	p := t.locate(key, "")
	if p == "" {
		return ""
	}
	if info, err := os.Stat(p); err != nil || !info.Mode().IsRegular() {
		t.mistake(t.place(key), t.whereHint(key), "there is no file %s", p)
	}
	return p
}

// directory reads the path of a directory that must be there.
func (t table) directory(key string) string {
	p := t.locate(key, "")
	if p == "" {
		return ""
	}
	if info, err := os.Stat(p); err != nil || !info.IsDir() {
		t.mistake(t.place(key), t.whereHint(key), "there is no directory %s", p)
	}
	return p
}

func (t table) whereHint(key string) string {
	if filepath.IsAbs(t.text(key, "")) {
		return ""
	}
	return "a relative path begins where " + filepath.Base(t.file) + " stands"
}

// secret reads the password in the file that key names. No message repeats the value: people write the password
// itself there.
func (t table) secret(key string) Secret {
	p := t.locate(key, "")
	if p == "" {
		return ""
	}
	problem, hint := "", ""
	content, info, err := readFile(p, maxSecret)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		problem, hint = "names a file that is not there", "put the password, and nothing else, into that file beside the configuration; chmod 600"
	case errors.Is(err, fs.ErrPermission):
		problem, hint = "names a file that klachtd may not read", "it must belong to the user that klachtd runs as"
	case err != nil:
		problem, hint = "names no file with a password", "one line, and nothing else, in a file"
	case info.Mode().Perm()&othersMode != 0:
		problem, hint = "names a file that others on this machine can read", "chmod 600 that file"
	case !ours(info):
		problem, hint = "names a file that belongs to another user", "chown it to the user that klachtd runs as"
	}
	if problem != "" {
		t.mistake(t.place(key), hint, "%s %s", key, problem)
		return ""
	}
	return t.password(key, content)
}

// password takes the one line of a password file; the end of the line is an editor's.
func (t table) password(key string, content []byte) Secret {
	line := bytes.TrimRight(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")), "\r\n")
	switch {
	case len(line) == 0:
		t.mistake(t.place(key), "put the password into it", "%s names an empty file", key)
	case bytes.ContainsAny(line, "\r\n\x00") || !utf8.Valid(line):
		t.mistake(t.place(key), "one line with the password, and nothing else", "%s names a file with more than a password", key)
	default:
		return Secret(line)
	}
	return ""
}
