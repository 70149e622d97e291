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
	content, info, err := readFile(p, maxSecret)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t.mistake(t.place(key), "put the password, and nothing else, into a file with mode 600; "+t.whereHint(key),
			"%s names a file that is not there", key)
	case errors.Is(err, fs.ErrPermission):
		t.mistake(t.place(key), "it must belong to the user that klachtd runs as", "%s names a file that klachtd may not read", key)
	case err != nil:
		t.mistake(t.place(key), "one line, and nothing else, in a file", "%s names no file with a password", key)
	case t.shut(key, info):
		return t.password(key, content)
	}
	return ""
}

// private reads the path of a file that nobody else may read once it is there.
func (t table) private(key string) string {
	p := t.locate(key, "")
	if p == "" {
		return ""
	}
	if info, err := os.Stat(p); err == nil {
		t.shut(key, info)
	}
	return p
}

// shut says whether a file is closed to everybody but its owner, who is the user that klachtd runs as.
func (t table) shut(key string, info os.FileInfo) bool {
	switch {
	case info.Mode().Perm()&othersMode != 0:
		t.mistake(t.place(key), "chmod 600 that file", "%s names a file that others on this machine can read", key)
	case !ours(info):
		t.mistake(t.place(key), "chown it to the user that klachtd runs as", "%s names a file that belongs to another user", key)
	default:
		return true
	}
	return false
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
