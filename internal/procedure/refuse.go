package procedure

import (
	"slices"

	"klachtd/internal/dossier"
)

// refusal judges what can be judged before anything is done: who, where, whether all is there, and the gates.
func (o *script) refusal(a *Act, l Line) (why Refusal, need, article string) {
	w := o.w
	switch {
	case !w.r.may(a, o.roles, o.gaveLast()), o.stranger():
		return RefusedWho, "", ""
	case l.Problem.Why != "":
		return l.Problem.Why, l.Problem.What, ""
	case o.in.Opens == nil && !slices.Contains(a.In, w.c.State), o.in.Opens != nil && !a.New && !slices.Contains(a.In, w.c.State):
		return RefusedState, string(w.c.State), ""
	case len(a.Kinds) > 0 && !slices.Contains(a.Kinds, w.c.Kind):
		return RefusedKind, string(w.c.Kind), ""
	}
	switch missing := o.lacks(a, l.Args); {
	case missing == "party" && slices.Contains(partyRoles, l.Args.Role) && len(w.c.PartiesAs(l.Args.Role)) == 0:
		return RefusedNothing, "no_party", ""
	case missing != "":
		return RefusedNeeds, missing, ""
	case slices.Contains(a.Needs, needItem) && slices.Max(l.Args.Items) > len(w.notes()):
		return RefusedNothing, needItem, ""
	}
	return "", "", ""
}

// stranger says whether a colleague has no part in the case that is there already: how it stands is not his to know, and
// nothing in it his to do.
func (o *script) stranger() bool {
	return o.in.Opens == nil && !slices.ContainsFunc(o.roles, func(role dossier.Role) bool { return role != dossier.RoleStaff })
}

// lacks names the first thing that an act needs and the command does not say.
func (o *script) lacks(a *Act, args Args) string {
	for _, need := range a.Needs {
		if args.given(need) {
			continue
		}
		if need == "text" && len(args.Attachments) > 0 {
			continue // the text stands in the attachment
		}
		return need
	}
	if o.party && slices.Contains(a.May, "yes_no") && args.Answers["yes_no"] == "" {
		return "yes_no" // who leaves it out asks for the answer, and a party asks nobody
	}
	return ""
}
