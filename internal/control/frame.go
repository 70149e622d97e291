package control

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Limits of the socket.
const (
	maxQuestion = 4 << 10  // bytes of a question
	maxFrame    = 64 << 10 // bytes of one frame of an answer
	maxEnding   = 4 << 10  // bytes of the words with which an answer ends
)

// An answer is a row of frames, each a kind, a length and so many bytes. The last one is the ending; an answer without
// one was broken off.
const (
	frameText byte = 'o' // goes to standard output
	frameEnd  byte = 'x' // an ending as JSON
)

const frameHead = 5 // kind and big-endian length

// ending says how an answer ended.
type ending struct {
	Code int    `json:"code"`
	Text string `json:"text,omitempty"`
	Hint string `json:"hint,omitempty"`
}

// frames writes an answer in frames.
type frames struct{ w io.Writer }

// Write sends p as text, in frames of at most maxFrame bytes.
func (f frames) Write(p []byte) (int, error) {
	written := 0
	for len(p) > 0 {
		n := min(len(p), maxFrame)
		if err := f.send(frameText, p[:n]); err != nil {
			return written, err
		}
		written, p = written+n, p[n:]
	}
	return written, nil
}

func (f frames) end(e ending) error {
	e.Text, e.Hint = bounded(e.Text), bounded(e.Hint)
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return f.send(frameEnd, text)
}

func bounded(s string) string {
	const most = maxEnding / 8 // JSON may make six bytes of one
	return Clean(s[:min(len(s), most)])
}

func (f frames) send(kind byte, p []byte) error {
	head := [frameHead]byte{kind}
	binary.BigEndian.PutUint32(head[1:], uint32(len(p)))
	_, err := f.w.Write(append(head[:], p...))
	return err
}

// receive copies the text of an answer to w and returns its ending. ErrBroken is returned when there is none.
func receive(r io.Reader, w io.Writer) (ending, error) {
	for {
		kind, p, err := readFrame(r)
		if err != nil {
			return ending{}, err
		}
		if kind == frameText {
			if _, err := w.Write(p); err != nil {
				return ending{}, err
			}
			continue
		}
		var e ending
		if kind != frameEnd || json.Unmarshal(p, &e) != nil {
			return ending{}, ErrBroken
		}
		return e, nil
	}
}

func readFrame(r io.Reader) (byte, []byte, error) {
	var head [frameHead]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, broken(err)
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > maxFrame {
		return 0, nil, ErrBroken
	}
	p := make([]byte, n)
	if _, err := io.ReadFull(r, p); err != nil {
		return 0, nil, broken(err)
	}
	return head[0], p, nil
}

func broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrBroken
	}
	return fmt.Errorf("%w: %w", ErrBroken, err)
}
