package procedure_test

import (
	"fmt"
	"testing"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// BenchmarkDecide decides a command on a case of 1,000 events, and, as its floor in the same run, on one that has just
// begun. copied is how long it takes to copy the long case, which every decision does.
func BenchmarkDecide(b *testing.B) {
	o := newOffice(b, "2026-06-01 10:00")
	short := o.c
	for n := 0; len(o.c.Journal) < 1000; n++ {
		o.must("notitie", procedure.Args{Text: fmt.Sprintf("Gebeld, voor de %de keer.", n)})
	}
	long, ctx := o.c, o.ctx
	command := func(word string, args procedure.Args) procedure.Command {
		return procedure.Command{
			Mail: dossier.Mail{ID: "m9999", Arrived: ctx.Now}, From: procedure.Speaker{Person: anna, Role: dossier.RoleCoordinator, Staff: true},
			Proof: procedure.Evidence{Token: true, Verdict: "pass", Profile: "rfc8601"},
			Lines: []procedure.Line{{Line: 1, Word: word, Written: "#" + word, Args: args}},
		}
	}
	for _, c := range []struct {
		name string
		c    dossier.Case
	}{{"events=begin", short}, {"events=1000", long}} {
		for _, in := range []procedure.Command{command("toewijzen", procedure.Args{Person: chris}), command("ingetrokken", procedure.Args{})} {
			b.Run(c.name+"/"+in.Lines[0].Word, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if d := o.r.Decide(c.c, in, ctx); len(d.Events) < 3 {
						b.Fatalf("%d events", len(d.Events))
					}
				}
				b.ReportMetric(float64(len(c.c.Journal)), "events")
			})
		}
		b.Run(c.name+"/copied", func(b *testing.B) {
			for b.Loop() {
				_ = c.c.Clone()
			}
		})
	}
}
