package daemon_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"klachtd/internal/daemon"
	"klachtd/internal/proof"
	"klachtd/internal/store"
)

// A key that was rotated is accepted until its grace is over, and then by no daemon, however long it ran.
func TestRetiredKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		d.until(d.moment("2026-06-08 10:00"))
		d.open()
		d.turn()
		d.complain(1, 1)
		token := proof.FindToken([]string{header(d.last("case_registered", "").Raw, "Reply-To")}, ourAddress)
		if len(token) != 1 {
			t.Fatal("the letter has no token")
		}
		accepted := func() bool {
			s := d.st.Secrets()
			keys := proof.Keys{Current: proof.Key(s.Token[0]), Previous: proof.Key(s.Token[1])}
			_, err := keys.Verify(token[0])
			return err == nil
		}
		check(t, d.st.RotateTokens(time.Now().AddDate(0, 0, -store.TokenGraceDays).Add(2*time.Hour)))
		d.close()
		d.up()
		time.Sleep(time.Hour)
		if !accepted() {
			t.Error("a token is refused within the grace of its key")
		}
		time.Sleep(3 * time.Hour)
		if err := <-d.done; !errors.Is(err, daemon.ErrRetired) {
			t.Errorf("the daemon goes on with the key: %v", err)
		}
		d.close()
		d.up()
		if accepted() {
			t.Error("a token is accepted beyond the grace of its key")
		}
		d.down()
		d.verify()
		d.office.Close()
	})
}
