package daemon

import "klachtd/internal/message"

// SetHook puts a function in the way of each message, just before it is handled.
func (d *Daemon) SetHook(f func(*message.Message)) { d.hook = f }
