package store

import (
	"bytes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

const (
	masterMagic   = "klachtd master key 1\n"
	maxMasterFile = 256
)

// secret is a key of 256 bits.
type secret [32]byte

func newSecret() (s secret) {
	rand.Read(s[:]) // never fails (crypto/rand)
	return s
}

// aead makes the cipher of a key.
func (s secret) aead() (cipher.AEAD, error) { return newAEAD(s[:]) }

// loadMaster reads the master key; with make set, one that is missing is made.
func loadMaster(path string, make bool) (secret, error) {
	s, err := readMaster(path)
	if make && errors.Is(err, fs.ErrNotExist) {
		fresh := newSecret()
		if err := createFile(path, fresh.file()); err != nil {
			return secret{}, fmt.Errorf("make master key: %w", err)
		}
		s, err = readMaster(path)
	}
	if errors.Is(err, ErrModes) {
		return secret{}, err
	}
	if err != nil {
		return secret{}, fmt.Errorf("read master key: %w: %w", ErrKeys, err)
	}
	return s, nil
}

func readMaster(path string) (s secret, err error) {
	f, err := openPrivate(path, os.O_RDONLY)
	if err != nil {
		return s, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxMasterFile))
	if err != nil {
		return s, err
	}
	body, ok := bytes.CutPrefix(text, []byte(masterMagic))
	raw, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(body)))
	if !ok || err != nil || len(raw) != len(s) {
		return s, errors.New("not a master key file")
	}
	return secret(raw), nil
}
