package procedure

import "slices"

func contains(list []string, s string) bool { return slices.Contains(list, s) }

// Anchors from which a term may run besides letters and acts.
const (
	anchorReceived = "received"
	anchorFiled    = "filed"
	anchorClosed   = "closed"
)

func (p *parser) trim(r *Regulation)  {}
func (p *parser) check(r *Regulation) {}
