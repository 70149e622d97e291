package letter

import (
	"slices"
	"strconv"
	"strings"

	"klachtd/internal/dossier"
)

// staffFields fills what only people of the organisation may read.
func (m *maker) staffFields(f *Fields) {
	if f.Name == "" {
		f.Name = personName(m.in.To.Name)
	}
	in, c := m.in, &m.in.Case
	details := in.Duty.Details
	f.ReasonWord = m.taskReason(dossier.Task{Kind: details.Task, Reason: details.Reason})
	f.Letter = m.say("letters", string(details.Letter))
	f.Task = m.w.known("tasks", string(details.Task))
	f.Passed, f.Supplied = details.Reason == "passed", details.Reason == dossier.ReasonSupplied
	if t := c.Term(details.Term); t != nil {
		f.Awaited = t.Binds != dossier.RoleOrganisation && t.Binds != dossier.RoleHandler && t.Binds != ""
	}
	f.Again = map[string]string{"working day": "day", "week": "week"}[in.Again]
	f.Idle, f.Looking = details.Reason == dossier.ReasonIdle, details.Reason == dossier.ReasonCheck
	if details.Reason == dossier.ReasonOpened {
		f.Opened = line(string(details.Other), 40)
	}
	f.LastDay = in.Duty.Letter == dossier.LetterReminder && details.Reason == "notice"
	f.Returned = details.Reason == dossier.ReasonReturned
	f.Trying = details.Reason == "waiting"
	f.SMTP = line(details.SMTP, 300)
	if t := c.Term(dossier.TermAcknowledge); t != nil {
		f.AckBy = m.long(or(t.ActBy, t.Due))
	}
	m.originFields(f)
	m.recipientFields(f)
	m.nextFields(f)
	f.Terms, f.Missing, f.Notes, f.Sent = m.terms(), m.missing(), m.notes(), m.sent()
	for _, t := range c.Terms {
		f.Steps = append(f.Steps, m.steps(t)...)
	}
	f.Sender = dead(line(in.Sender, 400))
	f.Quote, f.QuoteCut = linesOf(in.Quote, MaxQuoteRunes, MaxQuoteLines)
	for i, l := range f.Quote {
		dead, links := unlink(l)
		f.Quote[i], f.DeadLinks = dead, f.DeadLinks+links
	}
	f.Attachments = m.attachments(in.Attachments)
	f.Rows, f.Cut = m.rows()
	f.Candidates = len(f.Rows) > 0 && !slices.ContainsFunc(f.Rows, func(r Row) bool { return !candidate(m.waits(r)) })
	f.Page, _ = linesOf(m.inner, roomForText, roomForText)
	f.PostalTo = clip(in.PostalTo)
	for _, id := range in.Suggested[:min(len(in.Suggested), MaxRows)] {
		f.Suggested = append(f.Suggested, line(in.People[id], 200))
	}
	m.reasons(f)
	f.Proposes = in.Proposes
	f.Extends = m.offered("#uitstel", "#extend") && (details.Term == dossier.TermSettle || details.Term == "" && in.Duty.Term == dossier.TermSettle)
	m.scriptFields(f)
	m.dossierFields(f)
	m.offerFields(f)
	f.Confirm = details.Reason == "confirm" || slices.ContainsFunc(c.OpenTasks(), func(t dossier.Task) bool {
		return t.Kind == dossier.TaskConfirmForward
	})
}

// why says a reason in a few words; the reason of a task may also be the name of a term.
func (m *maker) why(reason string) string {
	if s, ok := m.w["terms"][reason]; ok {
		return s
	}
	return line(m.say("why", reason), 120)
}

// originFields say who complains and how the complaint came.
func (m *maker) originFields(f *Fields) {
	c := &m.in.Case
	f.Channel = m.say("channels", string(c.Channel))
	f.HowKnown = m.say("dated", string(c.Dated))
	f.Uncertain = c.Dated == dossier.DatedInline || c.Dated == dossier.DatedDate
	if ps := c.PartiesAs(dossier.RoleComplainant); len(ps) > 0 {
		f.Complainant = dead(line(ps[0].Name, 2*MaxNameRunes))
		f.ComplainAddr = line(ps[0].Address, 320)
		f.Unverified = !ps[0].Verified && ps[0].Address != ""
	}
	if ps := c.PartiesAs(dossier.RoleReceiver); len(ps) > 0 {
		f.Receiver = line(nameOf(ps[0]), 2*MaxNameRunes)
	}
}

// nameOf is what a party is called, without a link that works: many parties gave their names themselves.
func nameOf(p dossier.Party) string {
	if p.Name != "" {
		return dead(line(p.Name, 2*MaxNameRunes))
	}
	return p.Address
}

// recipientFields say to whom the letter went that failed.
func (m *maker) recipientFields(f *Fields) {
	d := m.in.Case.Duty(m.in.Duty.Details.Duty)
	if d == nil {
		return
	}
	f.About = string(d.To.Role)
	role := m.say("roles", string(d.To.Role))
	if p, ok := m.in.Case.Party(d.To.Party); ok {
		who := line(strings.TrimSpace(dead(line(p.Name, 2*MaxNameRunes))+" "+angled(p.Address)), 400)
		if who != "" {
			role += ", " + who
		}
	}
	f.Recipient = role
	if f.SMTP == "" {
		f.SMTP = line(d.SMTP, 300)
	}
}

func angled(address string) string {
	if address == "" {
		return ""
	}
	return "<" + address + ">"
}

// nextFields say what happens by itself when nobody acts: the next step of the term that the letter is about.
func (m *maker) nextFields(f *Fields) {
	t := m.in.Case.Term(m.in.Duty.Details.Term)
	if t == nil {
		return
	}
	if steps := m.steps(*t); len(steps) > 0 {
		f.NextLetter, f.NextOn, f.NextDate = steps[0].Letter, steps[0].On, steps[0].Date
	}
}

// steps are the extensions of a running term that still lie ahead and come by themselves.
func (m *maker) steps(t dossier.Term) (lines []StepLine) {
	if !t.Running() || m.in.ByPerson[t.Name] {
		return nil
	}
	for _, s := range t.Steps {
		if !s.Done {
			lines = append(lines, StepLine{
				Letter: m.say("letters", string(s.Letter)), On: m.long(or(s.ActBy, s.End)), Date: m.long(s.To),
			})
		}
	}
	return lines
}

func (m *maker) terms() (lines []TermLine) {
	for _, t := range m.in.Case.Terms {
		if t.Name == dossier.TermRetention || t.State == dossier.TermCancelled || len(lines) == MaxRows {
			continue
		}
		lines = append(lines, TermLine{
			Name: m.say("terms", string(t.Name)), Due: m.long(t.Due), ActBy: m.unless(t.ActBy, t.Due),
			Article: line(t.Article, 80), Met: m.long(t.Met),
		})
	}
	return lines
}

func (m *maker) missing() (lines []string) {
	names := m.in.Missing
	if len(names) == 0 {
		names = m.in.Duty.Details.Missing
	}
	for _, name := range names[:min(len(names), MaxRows)] {
		lines = append(lines, m.say("fields", name))
	}
	return lines
}

// notes say what waits for a person, each task once.
func (m *maker) notes() (lines []NoteLine) {
	for _, t := range m.in.Case.OpenTasks() {
		n := NoteLine{Text: m.w.known("notes", string(t.Kind)), Reason: m.taskReason(t), Due: m.long(t.Due)}
		if t.Kind == dossier.TaskLateLetter && t.Reason == "draft" { // nothing is late: the letter waits for a word
			waits := "draft_waits"
			if !m.releases() {
				waits = "draft_waits_other"
			}
			n.Text, n.Reason = m.say("frame", waits), m.say("letters", string(t.Letter))
		}
		n.sayWhat()
		if n.Due != "" && (t.Kind == dossier.TaskTooOld || t.Kind == dossier.TaskBeforeForce) {
			n.Due = "" // a limit of the regulation, no day to act
		}
		if !slices.Contains(lines, n) && len(lines) < MaxRows {
			lines = append(lines, n)
		}
	}
	return lines
}

// sayWhat puts what a task is about into its sentence, where that has a place for it: a term or a letter is no reason.
func (n *NoteLine) sayWhat() {
	if !strings.Contains(n.Text, "{what}") {
		return
	}
	what := ""
	if n.Reason != "" {
		what = ": " + n.Reason
	}
	n.Text, n.Reason = strings.ReplaceAll(n.Text, "{what}", what), ""
}

// taskReason says what a task is about in a few words.
func (m *maker) taskReason(t dossier.Task) string {
	switch t.Kind {
	case dossier.TaskMissing:
		return m.say("fields", t.Reason)
	case dossier.TaskTooOld, dossier.TaskBeforeForce:
		return m.ageLimit(t)
	}
	return m.why(t.Reason)
}

// ageLimit says which of the days lie before the limit of the regulation: "1/2" and the limit.
func (m *maker) ageLimit(t dossier.Task) string {
	n, all, ok := strings.Cut(t.Reason, "/")
	if !ok || t.Due.IsZero() {
		return ""
	}
	key := "limit_part"
	if n == all {
		key = "limit_all"
	}
	return strings.NewReplacer("{n}", n, "{all}", all, "{day}", m.long(t.Due)).Replace(m.say("why", key))
}

// sent lists the letters of the case that leave or have left, but for the one at hand and what goes to the same
// reader.
func (m *maker) sent() (lines []SentLine) {
	for _, d := range m.in.Case.Duties {
		on := d.State == dossier.DutyQueued || d.State == dossier.DutyAccepted || d.State == dossier.DutyUnknown
		if !on || d.ID == m.in.Duty.ID || d.To == m.in.Duty.To || d.Letter == dossier.LetterTranscript || len(lines) == MaxRows {
			continue
		}
		l := SentLine{Letter: m.say("letters", string(d.Letter)), To: m.say("roles", string(d.To.Role))}
		if !slices.Contains(lines, l) {
			lines = append(lines, l)
		}
	}
	return lines
}

func (m *maker) attachments(list []dossier.Attachment) (lines []AttachLine) {
	for _, a := range list[:min(len(list), MaxRows)] {
		name := dead(line(a.Name, MaxFileNameRunes))
		if name == "" {
			name = m.say("frame", "unnamed")
		}
		lines = append(lines, AttachLine{Name: name, Size: m.size(a.Bytes)})
	}
	return lines
}

// size writes a number of bytes as people do: 812 bytes, 14 kB, 2,3 MB.
func (m *maker) size(n int) string {
	switch {
	case n == 1:
		return "1 byte"
	case n < 1000:
		return strconv.Itoa(n) + " bytes"
	case n < 999_500:
		return strconv.Itoa((n+500)/1000) + " kB"
	}
	mb := strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64)
	if m.lang == "nl" {
		mb = strings.Replace(mb, ".", ",", 1)
	}
	return mb + " MB"
}

// rows are the lines of a list letter. A message that the list names by id is described when the caller knows it.
func (m *maker) rows() (rows []Row, left int) {
	lines := m.in.Duty.Details.Cases
	if len(lines) == 0 && m.in.Duty.About != "" {
		lines = []dossier.CaseLine{{Mail: m.in.Duty.About}}
	}
	for i, l := range lines {
		if counted := l.Count > 0 && l.Mail == "" && l.Section == ""; counted && l.Reason == "" {
			left += l.Count
			continue
		} else if len(rows) >= MaxRows && !counted {
			left++
			continue
		}
		row := Row{
			N: i + 1, Number: string(l.Number), Letter: m.say("letters", string(l.Letter)), Date: m.long(l.Date),
			Reason: m.why(l.Reason), Count: l.Count,
		}
		if k := slices.IndexFunc(m.in.Mails, func(d MailLine) bool { return d.ID == l.Mail && l.Mail != "" }); k >= 0 {
			d := m.in.Mails[k]
			row.From, row.Subject = dead(line(d.From, 200)), line(dead(d.Subject), 200)
			row.Excerpt = line(dead(d.Excerpt), 300)
		}
		rows = append(rows, row)
	}
	return rows, left
}

func dead(s string) string {
	s, _ = unlink(s)
	return s
}

// reasons tell apart the variants of letters about commands.
func (m *maker) reasons(f *Fields) {
	reason := m.in.Duty.Details.Reason
	f.Second = reason == dossier.ReasonSecond
	f.NoCode = reason == dossier.ReasonNoCode
	f.WrongCode = reason == dossier.ReasonWrongCode
	f.Registered = reason == dossier.ReasonRegistered
	f.Unregistered = reason == dossier.ReasonNotRegistered
	f.Denied = reason == "denied"
}
