package internal_test

// guards are those that security and DESIGN name. A change of the program that moves one moves it here, too.
var guards = []guard{
	// Who speaks.
	{
		"MAC check", "proof/proof.go",
		"good &= subtle.ConstantTimeByteEq(head[0]>>4, version)",
		"good = subtle.ConstantTimeByteEq(head[0]>>4, version)",
		[]string{"proof ^TestTokenBitFlips$", "proof ^TestRandomTokens$", "intake ^TestForged$", "intake ^TestMatrix$"},
	},
	{
		"key of each audience", "proof/proof.go",
		"string(append([]byte(p), 0, byte(a)))", "string(append([]byte(p), 0, 0))",
		[]string{"proof ^TestAudiencesHaveTheirOwnKeys$"},
	},
	{
		"token bound to case", "intake/evidence.go",
		"case dossier.Ref(of) != refOf(c):\n\t\t\treturn false", "case false:\n\t\t\treturn false",
		[]string{"intake ^TestProvedInItsCase$"},
	},
	{
		"token bound to person", "intake/evidence.go",
		"case a == proof.Staff:\n\t\t\treturn r.d.Keys.Names(person, r.from)", "case a == proof.Staff:\n\t\t\treturn true",
		[]string{"intake ^TestForged$", "intake ^TestMatrix$"},
	},
	{
		"roles belong to the mailbox of the case, in intake", "intake/sender.go",
		"if c == nil || c.Mailbox == \"\" || c.Mailbox == d.Mailbox || d.PeopleOf == nil {", "if true {",
		[]string{"daemon ^TestStories$/^access-mailboxes$"},
	},
	{
		"roles belong to the mailbox of the case, in handle", "daemon/handle.go",
		"d.atHome(ch)\n", "\n",
		[]string{"daemon ^TestStories$/^access-mailboxes$"},
	},
	{
		"a handler who left", "procedure/authority.go",
		"!p.Removed && !w.hasLeft(p) && (", "!p.Removed && (",
		[]string{"procedure ^TestHandlerWhoLeft$"},
	},
	{
		"letters to a handler who left", "procedure/letters.go",
		"if w.hasLeft(p) {", "if false {",
		[]string{"daemon ^TestStories$/^access-handler-left$"},
	},
	{
		"another complainant is named by an order", "procedure/steer.go",
		"if o.replaces(a) {", "if false {",
		[]string{"daemon ^TestStories$/^command-complainant$"},
	},
	{
		"measures of cases one has no part in", "daemon/office_steer.go",
		"if ok, err = d.stands(tx, ref, in.From.Person, now); err != nil {", "if err != nil {",
		[]string{"daemon ^TestStories$/^access-measures$"},
	},
	{
		"mail that seems to belong to a case one may not see", "daemon/office_steer.go",
		"if ok, err := d.stands(tx, read.Case, reader, now); err != nil || !ok {", "if err != nil {",
		[]string{"daemon ^TestStories$/^access-tray-board$"},
	},
	{
		"expiry of tokens", "proof/token.go",
		"return s.Audience == Staff && s.Day.DaysUntil(today) > StaffTokenDays", "return false",
		[]string{"proof ^TestExpired$", "intake ^TestForged$", "daemon ^TestStories$/^command-token$"},
	},
	{
		"verdict: the server's own", "proof/judge.go",
		"switch ours := id != \"\" && lower(id) == lower(authservID); {", "switch ours := id != \"\"; {",
		[]string{"proof ^TestJudgeRFC8601$", "intake ^TestForged$"},
	},
	{
		"verdict: what stands lower", "proof/judge.go",
		"case len(block) > 0:\n\t\t\treturn block", "case len(block) > maxBlock:\n\t\t\treturn block",
		[]string{"proof ^TestJudgeRFC8601$"},
	},
	{
		"verdict: a field of another name", "intake/sender.go",
		"if f.Loose {", "if false {",
		[]string{"intake ^TestDoubtfulResults$"},
	},
	{
		"From that others read otherwise", "message/parse.go",
		"m.FromDoubtful = m.SenderProblem != \"\" || !writtenPlainly(h, m.From)", "m.FromDoubtful = m.SenderProblem != \"\"",
		[]string{"intake ^TestDoubtfulFrom$"},
	},
	{
		"verdict: fail refuses", "procedure/steer.go",
		"case o.in.Proof.Verdict == verdictFail:\n\t\to.forged()", "case false:\n\t\to.forged()",
		[]string{"daemon ^TestStories$/^command-forged$"},
	},
	{
		"verdict: fail weighs nothing", "procedure/authority.go",
		"case e.Verdict == verdictFail:\n\t\treturn standsRefused\n\tcase e.Code:", "case e.Code:",
		[]string{"procedure ^TestAuthority$"},
	},
	{
		"verdict: missing is no pass", "procedure/authority.go",
		"pass := e.Verdict == verdictPass", "pass := e.Verdict != verdictFail",
		[]string{"procedure ^TestAuthority$", "intake ^TestMatrix$", "daemon ^TestStories$/^command-forged$"},
	},
	{
		"weight: light", "procedure/authority.go",
		"enough = e.Token || pass\n\tcase WeightRegistering", "enough = true\n\tcase WeightRegistering",
		[]string{"procedure ^TestAuthority$", "intake ^TestMatrix$"},
	},
	{
		"weight: normal", "procedure/authority.go",
		"enough = e.Token && (pass || e.Profile == profileNone)", "enough = e.Token || pass",
		[]string{"procedure ^TestAuthority$", "intake ^TestMatrix$"},
	},
	{
		"weight: heavy", "procedure/authority.go",
		"enough = e.Token && pass && e.Profile != profileNone && e.Profile != profileMicrosoft", "enough = e.Token && pass",
		[]string{"procedure ^TestAuthority$"},
	},
	{
		"weight: always a code", "procedure/authority.go",
		"case a.alwaysCode():\n\t\treturn standsCode", "case false:\n\t\treturn standsCode",
		[]string{"procedure ^TestAlwaysACode$", "daemon ^TestStories$/^command-destroy$"},
	},
	{
		"second person", "procedure/authority.go",
		"if second && a.doesDeed(DoKeep, KeepDestroy) && !e.Second {", "if false {",
		[]string{"procedure ^TestAlwaysACode$", "daemon ^TestStories$/^command-destroy$"},
	},
	{
		"words of a role", "procedure/authority.go",
		"func (r *Regulation) may(a *Act, roles []dossier.Role, giver bool) bool {\n",
		"func (r *Regulation) may(a *Act, roles []dossier.Role, giver bool) bool {\n\tif a != nil {\n\t\treturn true\n\t}\n",
		[]string{"intake ^TestMatrix$"},
	},
	{
		"case closed to a role", "procedure/authority.go",
		"func (w *work) closed(role dossier.Role) bool {\n",
		"func (w *work) closed(role dossier.Role) bool {\n\tif w != nil {\n\t\treturn false\n\t}\n",
		[]string{"procedure ^TestClosedToARole$"},
	},
	{
		"words of a party", "intake/commands.go",
		"v = v.Few(partyWords...)", "v = v.Few(); v = vocabulary(reg)",
		[]string{"intake ^TestPartyWords$"},
	},
	// One-time codes.
	{
		"code check", "daemon/code.go",
		"if d.keys.KnowsCode(read.Code, uint32(ref), string(h.Mail), string(h.Person)) {", "if read.Code != \"\" {",
		[]string{"daemon ^TestStories$/^command-code$", "daemon ^TestStories$/^command-tries$"},
	},
	{
		"code in time", "daemon/code.go",
		"late := now.After(h.Until) || h.Tries >= proof.CodeTries", "late := false",
		[]string{"daemon ^TestStories$/^command-code$"},
	},
	{
		"code once", "daemon/code.go",
		"if err := tx.DropHeld(h.Mail); err != nil {\n\t\treturn err\n\t}\n\tlate :=", "late :=",
		[]string{"daemon ^TestStories$/^command-code$"},
	},
	{
		"code: five tries", "daemon/code.go",
		"over := tries >= proof.CodeTries || now.After(h.Until)", "over := tries < 0 || now.After(h.Until)",
		[]string{"daemon ^TestStories$/^command-tries$"},
	},
	{
		"codes that wait", "daemon/steer.go",
		"len(held) < MaxWaiting", "len(held) < 1<<30",
		[]string{"daemon ^TestStories$/^command-crowd$"},
	},
	{
		"answers without proof", "daemon/steer.go",
		"if err != nil || n >= most {", "if err != nil || n >= 1<<30 {",
		[]string{"daemon ^TestCommandFlood$"},
	},
	// Who is heard.
	{
		"party check", "intake/incase.go",
		"if !known {\n\t\treturn r.stranger(&c, speaker, t)\n\t}", "_ = known",
		[]string{"daemon ^TestStories$/^thread-ticket-trick$"},
	},
	{
		"party check: our own people", "intake/incase.go",
		"if !sure && speaker.Party == \"\" {", "if false {",
		[]string{"daemon ^TestStories$/^thread-forged$"},
	},
	{
		"quote check", "message/answer.go",
		"if m.Answer = ownWords(text, reply); m.Answer", "if m.Answer = text; m.Answer",
		[]string{"message ^TestAnswers$"},
	},
	{
		"hidden text", "message/parse.go",
		"m.Answer = withoutLines(m.Answer, unseen)", "_ = unseen",
		[]string{"intake ^TestTextPlainOnly$", "message ^TestHiddenWarnings$"},
	},
	{
		"text that may be hidden", "message/html_doubt.go",
		"if w.doubts == 0 && !w.shade.unclear() {", "if true {",
		[]string{"message ^TestDoubtfulCommands$"},
	},
	{
		"replay of commands", "daemon/steer.go",
		"if !seen && !old {", "if (!seen || true) && !old {",
		[]string{"daemon ^TestStories$/^command-replay$"},
	},
	{
		"age of commands", "daemon/steer.go",
		"if !seen && !old {", "if !seen && (!old || true) {",
		[]string{"daemon ^TestStories$/^command-replay$"},
	},
	{
		"replay of mail", "daemon/handle.go",
		"if seen && first != p.id && (read.Command == nil || read.Command.Opens != nil) {", "if false && seen && first != p.id {",
		[]string{"daemon ^TestStories$/^intake-duplicate$"},
	},
	// What is told to whom.
	{
		"hidden identity", "procedure/consent.go",
		"func (w *work) hidden(to dossier.Recipient) bool {\n", "func (w *work) hidden(to dossier.Recipient) bool {\n\tif to.Role != \"\" {\n\t\treturn false\n\t}\n",
		[]string{"daemon ^TestStories$/^command-respondent$"},
	},
	{
		"hidden identity: words", "daemon/words.go",
		"s.Text = withhold(s.Text, &ch.c)", "_ = withhold",
		[]string{"daemon ^TestStories$/^command-respondent$"},
	},
	{
		"hidden identity: files", "daemon/enclose.go",
		"hidden := in.Duty.Details.Hidden", "hidden := false",
		[]string{"daemon ^TestStories$/^command-respondent$"},
	},
	{
		"hidden identity: veil", "letter/veil.go",
		"if !m.in.Duty.Details.Hidden || m.reader() == dossier.RoleComplainant {", "if true {",
		[]string{"letter ^TestHiddenStaysHidden$"},
	},
	{
		"own interest", "procedure/authority.go",
		"if w.concerns(s.Person) || concerned(all) {", "if false {",
		[]string{"procedure ^TestOwnInterest$"},
	},
	{
		"all or none", "procedure/steer.go",
		"func (o *script) takeBack() {\n\to.w.back(o.from)\n", "func (o *script) takeBack() {\n",
		[]string{"procedure ^TestAllOrNone$"},
	},
	// Floods and loops.
	{
		"limit of an address", "daemon/limits.go",
		"addressWindow, d.o.Limits.LettersPerAddr}", "addressWindow, 1 << 30}",
		[]string{"daemon ^TestRudeRobot$"},
	},
	{
		"limit of a domain", "daemon/limits.go",
		"domainWindow, d.o.Limits.LettersPerDomain}", "domainWindow, 1 << 30}",
		[]string{"daemon ^TestFlood$"},
	},
	{
		"limit of an hour", "daemon/limits.go",
		"hourWindow, d.o.Limits.LettersPerHour}", "hourWindow, 1 << 30}",
		[]string{"daemon ^TestFloodOfDomains$"},
	},
	{
		"limit of notices", "daemon/flood.go",
		"if n < LetterFlood {", "if n >= 0 {",
		[]string{"daemon ^TestFlood$"},
	},
	{
		"lines without an end, IMAP", "mailbox/gauge.go",
		"g.over || g.length > answerLine", "g.over",
		[]string{"mailbox ^TestLineGauge$", "mailbox ^TestEndless$"},
	},
	{
		"lines without an end, SMTP", "outbox/connect.go",
		"if m.got.Add(int64(n)) > answerLimit {", "if m.got.Add(int64(n)) < 0 {",
		[]string{"outbox ^TestEndless$"},
	},
	{
		"depth of parts", "message/part.go",
		"func (r *reader) openMultipart(p *part, depth int) {\n\tif depth >= maxDepth {", "func (r *reader) openMultipart(p *part, depth int) {\n\tif false {",
		[]string{"message ^TestLimitsWarn$"},
	},
	{
		"depth of enclosed mail", "message/part.go",
		"func (r *reader) openEnclosed(p *part, depth int) {\n\tif depth >= maxDepth {", "func (r *reader) openEnclosed(p *part, depth int) {\n\tif false {",
		[]string{"message ^TestLimitsWarn$"},
	},
	// The store.
	{
		"seal of a record", "store/seal.go",
		"if err != nil {\n\t\treturn 0, nil, ErrDamaged\n\t}\n\treturn form, content, nil", "_ = err\n\treturn form, content, nil",
		[]string{"store ^TestRecordsDoNotChangePlaces$"},
	},
	{
		"place of a record", "store/seal.go",
		"return append([]byte{byte(t), form}, key...)", "return []byte{form}",
		[]string{"store ^TestRecordsDoNotChangePlaces$"},
	},
	{
		"failed commit ends the store", "store/store.go",
		"if errors.Is(err, ErrCommitUnknown) {\n\t\ts.mu.Lock()", "if false {\n\t\ts.mu.Lock()",
		[]string{"store ^TestEveryCommitFailsOnce$"},
	},
}
