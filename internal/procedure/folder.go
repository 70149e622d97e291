package procedure

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"klachtd/internal/dossier"
)

// maxInitials bounds the initials that a name of many words gives.
const maxInitials = 8

// Folder is the folder of a case's mail as the regulation names it, with / between its levels; "" when it has none, or none
// yet. See FolderRule.
func (r *Regulation) Folder(c *dossier.Case, ctx Context) string {
	if len(r.Folders) == 0 {
		return ""
	}
	var rule *FolderRule
	var by dossier.PersonID
	for _, e := range inForce(c.Journal) {
		if f := r.folderOn(e); f != nil {
			rule, by = f, e.By.Person
		}
	}
	if rule == nil {
		return ""
	}
	for _, p := range c.PartiesAs(dossier.RoleHandler) {
		if p.Person != "" {
			by = p.Person
		}
	}
	return rule.filled(strings.NewReplacer(
		"{initials}", initialsOf(by, ctx), "{complainant}", oneLevel.Replace(complainantOf(c)), "{number}", string(c.Number),
	))
}

// folderOn is the rule that an event brings into force, nil when none.
func (r *Regulation) folderOn(e dossier.Event) *FolderRule {
	on := ""
	switch b := e.Body.(type) {
	case dossier.CommandGiven:
		if a := r.Act(b.Word); a != nil {
			on = a.Name
		}
	case dossier.StateChanged:
		on = string(b.State)
	case dossier.Received:
		on = string(b.State)
	}
	i := slices.IndexFunc(r.Folders, func(f FolderRule) bool { return f.On == on })
	if i < 0 {
		return nil
	}
	return &r.Folders[i]
}

// oneLevel keeps a value from making levels of its own.
var oneLevel = strings.NewReplacer("/", "-", `\`, "-")

// filled puts values in place of the fields of a folder's name.
func (f *FolderRule) filled(fields *strings.Replacer) string {
	var levels []string
	for level := range strings.SplitSeq(f.Name, "/") {
		if level = strings.Join(strings.Fields(fields.Replace(level)), " "); level != "" {
			levels = append(levels, level)
		}
	}
	return strings.Join(levels, "/")
}

func complainantOf(c *dossier.Case) string {
	for _, p := range c.PartiesAs(dossier.RoleComplainant) {
		return p.Name
	}
	return ""
}

// initialsOf are those of the configuration, else the capitals with which the words of the name begin.
func initialsOf(id dossier.PersonID, ctx Context) string {
	i := slices.IndexFunc(ctx.People, func(p Person) bool { return p.ID == id })
	if i < 0 {
		return ""
	}
	if p := ctx.People[i]; p.Initials != "" {
		return p.Initials
	}
	var capitals []rune
	for word := range strings.FieldsSeq(ctx.People[i].Name) {
		if first, _ := utf8.DecodeRuneInString(word); unicode.IsUpper(first) && len(capitals) < maxInitials {
			capitals = append(capitals, first)
		}
	}
	return string(capitals)
}
