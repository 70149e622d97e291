package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"klachtd/internal/procedure"
	"klachtd/internal/spelling"
	"klachtd/internal/tomltree"
)

// office reads mailboxes and people, and what must hold between them.
func (r *reader) office(c *Config, top table) {
	boxes, people := top.tables("mailbox"), top.tables("person")
	if len(boxes) == 0 {
		r.missing(top.at, "add a table [[mailbox]]", "there is no mailbox")
	}
	l := r.library(top)
	for _, t := range boxes {
		m := mailbox(t, c.Trust)
		if m.Regulation = l.regulation(t, m.Procedure); m.Regulation != nil {
			m.Procedure = m.Regulation.Name
		}
		c.Mailboxes = append(c.Mailboxes, m)
	}
	l.unused()
	for _, t := range people {
		c.People = append(c.People, person(t, c.Language))
	}
	a := agreement{reader: r, config: c, boxes: boxes, people: people}
	a.names()
	a.addresses(top)
	a.inboxes()
	a.roles()
}

// agreement checks what only the whole can tell. boxes and people are the tables of config's mailboxes and people.
type agreement struct {
	*reader
	config *Config
	boxes  []table
	people []table
}

// names finds mailboxes of the same name, and fills in the mailboxes of people.
func (a *agreement) names() {
	seen := map[string]bool{}
	var all []string
	for i, m := range a.config.Mailboxes {
		if name := strings.ToLower(m.Name); name != "" {
			if seen[name] {
				a.mistake(a.boxes[i].place("name"), "give it a name of its own", "there are two mailboxes %q", m.Name)
			}
			seen[name] = true
		}
		all = append(all, m.Name)
	}
	for i := range a.config.People {
		a.config.People[i].Mailboxes = a.mailboxesOf(a.people[i], all)
	}
}

// mailboxesOf returns the mailboxes that limit a person's roles; one that is misspelt counts as the one meant.
func (a *agreement) mailboxesOf(t table, all []string) []string {
	var names []string
	for _, n := range t.texts("mailboxes") {
		name := n.Text
		if !slices.Contains(all, name) {
			hint := "there is " + strings.Join(all, ", ")
			if name = spelling.Closest(n.Text, all); name != "" {
				hint = fmt.Sprintf("did you mean %q?", name)
			}
			a.mistake(n.At, hint, "there is no mailbox %q", shown(n.Text))
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return slices.Clone(all)
	}
	return names
}

// addresses finds addresses that belong to two mailboxes or people, and letters that would come back to klachtd.
func (a *agreement) addresses(top table) {
	owners := map[string]string{}
	for i, m := range a.config.Mailboxes {
		t, owner := a.boxes[i], fmt.Sprintf("mailbox %q", m.Name)
		a.claim(owners, m.Address, owner, t.place("address"))
		for _, n := range t.texts("aliases") {
			a.claim(owners, strings.ToLower(n.Text), owner, n.At)
		}
	}
	for _, n := range top.table("staff").texts("addresses") {
		a.own(owners, strings.ToLower(n.Text), n.At)
	}
	if s := top.table("sandbox"); a.config.Sandbox.Redirect != "" {
		a.own(owners, a.config.Sandbox.Redirect, s.place("redirect"))
	}
	for i, p := range a.config.People {
		a.claim(owners, p.Address, fmt.Sprintf("person %q", p.Name), a.people[i].place("address"))
	}
}

func (a *agreement) claim(owners map[string]string, address, owner string, at tomltree.Place) {
	if address == "" {
		return
	}
	if other, taken := owners[address]; taken {
		a.mistake(at, "each address belongs to one mailbox or person", "%s is already the address of %s", address, other)
		return
	}
	owners[address] = owner
}

// own reports an address that is a mailbox of klachtd itself.
func (a *agreement) own(owners map[string]string, address string, at tomltree.Place) {
	if owner, taken := owners[address]; taken {
		a.mistake(at, "klachtd would write to itself", "%s is the address of %s", address, owner)
	}
}

// inboxes finds two mailboxes that would read the same mail.
func (a *agreement) inboxes() {
	seen := map[string]string{}
	for i, m := range a.config.Mailboxes {
		if m.IMAP.Host == "" {
			continue
		}
		key := fmt.Sprintf("%s:%d %s %s", m.IMAP.Host, m.IMAP.Port, strings.ToLower(m.IMAP.Username), strings.ToLower(m.IMAP.Inbox))
		if other, twice := seen[key]; twice {
			a.mistake(a.boxes[i].table("imap").place("inbox"), "give each mailbox an account or an inbox of its own",
				"mailbox %q already reads this inbox", other)
		}
		seen[key] = m.Name
	}
}

// roles holds people against the regulations of their mailboxes.
func (a *agreement) roles() {
	holders := map[string]map[string][]string{} // mailbox, role: ids of people
	for i, p := range a.config.People {
		known, regulations := a.known(p.Mailboxes)
		for _, n := range a.people[i].texts("roles") {
			role := n.Text
			if regulations != "" && !slices.Contains(known, role) {
				role = spelling.Closest(n.Text, known)
				a.mistake(n.At, roleHint(role, known), "%s knows no role %q", regulations, shown(n.Text))
			}
			for _, box := range p.Mailboxes {
				if holders[box] == nil {
					holders[box] = map[string][]string{}
				}
				holders[box][role] = append(holders[box][role], p.ID)
			}
		}
	}
	for i, m := range a.config.Mailboxes {
		if m.Regulation != nil {
			a.required(a.boxes[i], m, holders[m.Name])
		}
	}
}

func roleHint(meant string, known []string) string {
	if meant != "" {
		return fmt.Sprintf("did you mean %q?", meant)
	}
	return "it knows " + strings.Join(known, ", ")
}

// known lists the roles of the regulations of some mailboxes, and those regulations. When one of them could not be
// read nobody can tell, and both are empty.
func (a *agreement) known(boxes []string) (roles []string, regulations string) {
	var names []string
	for _, m := range a.config.Mailboxes {
		if !slices.Contains(boxes, m.Name) {
			continue
		}
		if m.Regulation == nil {
			return nil, ""
		}
		for role := range m.Regulation.Roles {
			roles = append(roles, string(role))
		}
		names = append(names, m.Regulation.Name)
	}
	slices.Sort(roles)
	slices.Sort(names)
	return slices.Compact(roles), strings.Join(slices.Compact(names), ", ")
}

// required makes sure that the regulation's people are there: one may have no start without a deputy, and a deputy
// who is also the only coordinator stands in for nobody.
func (a *agreement) required(t table, m Mailbox, holders map[string][]string) {
	for _, name := range slices.Sorted(maps.Keys(m.Regulation.Roles)) {
		rule := m.Regulation.Roles[name]
		if !rule.Required {
			continue
		}
		role, at := string(name), t.place("procedure")
		switch people := holders[role]; {
		case len(people) == 0:
			a.missing(at, fmt.Sprintf("give a [[person]] roles = [%q]", role),
				"mailbox %q: nobody has the role %s%s", m.Name, role, demanded(m.Regulation, rule))
		case rule.StandsIn != "" && alone(people, holders[string(rule.StandsIn)]):
			a.missing(at, fmt.Sprintf("give the role %s to somebody else", role),
				"mailbox %q: the only %s is the only %s%s", m.Name, role, rule.StandsIn, demanded(m.Regulation, rule))
		}
	}
}

func demanded(r *procedure.Regulation, rule procedure.RoleRule) string {
	if rule.Article == "" {
		return ", which " + r.Name + " demands"
	}
	return ", which " + r.Name + " demands (" + rule.Article + ")"
}

// alone says whether two roles together are one person.
func alone(a, b []string) bool {
	both := slices.Concat(a, b)
	slices.Sort(both)
	return len(b) > 0 && len(slices.Compact(both)) == 1
}
