package daemon

import (
	"testing"
	"time"
)

// TestLandAndPick: while letters are picked none lands. Else one that the reading sees as waiting looks free as soon as
// its answer is stored, and leaves a second time; under load that was one letter in six of a backlog.
func TestLandAndPick(t *testing.T) {
	b := &box{flying: map[string]bool{"1/L1": true}}
	flying := func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.flying["1/L1"]
	}
	b.picking.Lock()
	landed := make(chan struct{})
	go func() {
		b.landed("1/L1")
		close(landed)
	}()
	select {
	case <-landed:
	case <-time.After(50 * time.Millisecond):
	}
	if !flying() {
		t.Error("a letter landed while others were picked")
	}
	b.picking.Unlock()
	<-landed
	if flying() {
		t.Error("the letter did not land")
	}
}
