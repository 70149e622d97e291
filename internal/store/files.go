package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// temporary marks files that are not finished; what a crash leaves of them is removed at the next start.
const temporary = ".unfinished-"

// privateDir makes the directory if needed and refuses one that others can enter.
func privateDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s: %w", dir, syscall.ENOTDIR)
	}
	return private(info)
}

// private refuses what group or world may touch, and what belongs to somebody else. Root may own a key that the
// system's own manager hands out.
func private(info fs.FileInfo) error {
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return fmt.Errorf("%s has mode %04o, not %04o: %w", info.Name(), mode, mode&0o700, ErrModes)
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if ok && st.Uid != uint32(os.Geteuid()) && st.Uid != 0 {
		return fmt.Errorf("%s belongs to another user: %w", info.Name(), ErrModes)
	}
	return nil
}

// openPrivate opens an existing file and refuses links and files that are not private.
func openPrivate(path string, flag int) (*os.File, error) {
	f, err := os.OpenFile(path, flag|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		if errors.Is(err, syscall.ELOOP) {
			return nil, fmt.Errorf("%s is a link: %w", filepath.Base(path), ErrModes)
		}
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is no regular file: %w", info.Name(), ErrModes)
	}
	if err == nil {
		err = private(info)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// checkPrivate looks at a file as openPrivate does.
func checkPrivate(path string) error {
	f, err := openPrivate(path, os.O_RDONLY)
	if err != nil {
		return err
	}
	return f.Close()
}

// unfinished names a temporary file beside path.
func unfinished(path string) string { return path + temporary + rand.Text() }

// createFile makes a file with its content, whole or not at all. When another process was first, its file stays.
func createFile(path string, content []byte) error {
	tmp := unfinished(path)
	defer os.Remove(tmp)
	if err := writeFile(tmp, content); err != nil {
		return err
	}
	return publish(tmp, path)
}

// publish gives a finished file its name, unless that name is taken.
func publish(tmp, path string) error {
	if err := os.Link(tmp, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// replaceFile puts new content in the place of a file, whole or not at all.
func replaceFile(path string, content []byte) error {
	tmp := unfinished(path)
	defer os.Remove(tmp)
	if err := writeFile(tmp, content); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func writeFile(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err = f.Write(content); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// syncFile makes a closed file durable.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// sweepFiles removes what unfinished writes left behind. The lock on the store must be held.
func sweepFiles(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.Contains(e.Name(), temporary) {
			err = errors.Join(err, os.Remove(filepath.Join(dir, e.Name())))
		}
	}
	return err
}
