package procedure

import (
	"cmp"
	"slices"

	"klachtd/internal/dossier"
)

// recordTray notes by which act a message left the tray.
const recordTray = "tray"

// needItem is what a line lacks that does not say which message it means: "welk nummer?".
const needItem = "item"

// tray decides about messages that wait: each line of a list once.
func (s *officeScript) tray(a *Act, l Line) (why Refusal, need string) {
	items, why, need := s.items(l.Args)
	if why != "" {
		return why, need
	}
	for _, item := range items {
		if !item.Waits || s.decided[item.Mail] {
			return RefusedNothing, needItem
		}
		order, why, need := s.order(a, l.Args, item)
		if why != "" {
			return why, need
		}
		s.decided[item.Mail] = true
		s.w.put(a.Why("tray"), dossier.Recorded{Record: recordTray, Mail: item.Mail, Value: a.Name, Person: s.in.From.Person})
		s.w.orders = append(s.w.orders, order)
	}
	return "", ""
}

// items are the messages that a line names by number; without one, the only one there is (DESIGN 10.2).
func (s *officeScript) items(args Args) (items []Item, why Refusal, need string) {
	for _, n := range args.Items {
		i := slices.IndexFunc(s.in.Items, func(item Item) bool { return item.N == n })
		if i < 0 {
			return nil, RefusedNothing, needItem
		}
		items = append(items, s.in.Items[i])
	}
	switch {
	case len(items) > 0:
		return items, "", ""
	case len(s.in.Items) == 0:
		return nil, RefusedNothing, needItem
	case len(s.in.Items) == 1:
		return s.in.Items, "", ""
	}
	for _, item := range s.in.Items {
		if item.Waits && !s.decided[item.Mail] {
			items = append(items, item)
		}
	}
	if len(items) != 1 {
		return nil, RefusedNeeds, needItem
	}
	return items, "", ""
}

// order is what becomes of one message. A guess at its case is offered by the list and carried out only when the line
// says so: by naming the case, or by accepting what the list names.
func (s *officeScript) order(a *Act, args Args, item Item) (o Order, why Refusal, need string) {
	o = Order{Mail: item.Mail, Person: s.in.From.Person}
	switch {
	case a.doesDeed(DoTray, TrayAccept):
		o.Do, o.Case, o.Role = OrderFile, item.Case, args.Role
		if args.Case != "" {
			o.Case = args.Ref
		}
		switch {
		case o.Case == 0 && args.Case != "":
			return o, RefusedCase, "case"
		case o.Case == 0:
			return o, RefusedNeeds, "case"
		case o.Role != "" && !slices.Contains(partyRoles, o.Role):
			return o, RefusedUnreadable, "party"
		}
	case a.does(DoCase, ""):
		o.Do, o.Tasks = OrderOpen, s.tasks(a, args)
		o.Kind, o.State = s.opened(a)
		o.Facts = s.facts(a, args)
	default:
		o.Do = OrderPut
	}
	return o, "", ""
}

// opened are the kind and the state that an act gives to the case that it opens.
func (s *officeScript) opened(a *Act) (kind dossier.Kind, state dossier.State) {
	for _, e := range a.Effects {
		kind, state = cmp.Or(kind, e.Kind()), cmp.Or(state, e.State())
	}
	return kind, state
}

// facts are what the command says of the case that it opens.
func (s *officeScript) facts(a *Act, args Args) map[string]string {
	facts := map[string]string{}
	if args.Category != "" {
		facts[dossier.FactCategory] = args.Category
	}
	if args.Answers[whenStructural] != "" {
		facts[whenStructural] = answerYes
	}
	for _, e := range a.Effects {
		if said := args.Answers[e.Field()]; said != "" {
			facts[e.Field()] = said
		}
	}
	return facts
}

// tasks are what an act leaves to do in the case that it opens.
func (s *officeScript) tasks(a *Act, args Args) (kinds []dossier.TaskKind) {
	empty := &work{r: s.w.r, ctx: s.w.ctx}
	for _, e := range a.Effects {
		if e.Do == DoTask && empty.allHold(e.If, scope{args: args}) {
			kinds = append(kinds, e.Task())
		}
	}
	return kinds
}
