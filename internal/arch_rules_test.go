package internal_test

import (
	"go/ast"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// clockNames are the functions of package time that read the clock or wait for it.
var clockNames = []string{
	"After", "AfterFunc", "NewTicker", "NewTimer", "Now", "Since", "Sleep", "Tick", "Until",
}

// clocks are the files that may, outside tests, with what they use and why. Everybody else is handed the time: by
// Pass, which reads it once, or by Decide's context.
var clocks = map[string]struct{ names, why string }{
	"cmd/klachtd/check_self.go":             {"After Now", "how long a mail to itself may take"},
	"cmd/klachtd/demo_tell.go":              {"Sleep", "the teller's pauses on a terminal"},
	"cmd/klachtd/once.go":                   {"Now", "the instant of the one pass"},
	"cmd/klachtd/run.go":                    {"After Now", "the pause before the store is opened anew; the keys whose time is over at the start"},
	"internal/control/control.go":           {"Now", "the day that a listing calls today, when nobody says another"},
	"internal/control/server.go":            {"Now", "deadlines of the socket"},
	"internal/daemon/run.go":                {"NewTimer Now", "the loops: each reads the time once per turn"},
	"internal/daemon/source.go":             {"Now", "the instant of `queue retry`, an input of its own"},
	"internal/mailbox/idle.go":              {"NewTimer Now Until", "how long one IDLE lasts"},
	"internal/mailbox/mailbox.go":           {"NewTimer", "how long a goodbye may take"},
	"internal/mailbox/watchdog.go":          {"AfterFunc", "how long a server may be silent"},
	"internal/outbox/connect.go":            {"Now", "deadlines of the connection"},
	"internal/outbox/line.go":               {"Now", "deadlines of the connection, and when it was last used"},
	"internal/outbox/sender.go":             {"Since", "whether a kept connection may have died of disuse"},
	"internal/postoffice/certificate.go":    {"Now", "since when a certificate made for the demo holds"},
	"internal/postoffice/smtp.go":           {"Now Sleep", "when the stand-in took a mail; a server that is slow when told to"},
	"internal/postoffice/debian/debian.go":  {"After Now Sleep", "how long a server may take to start and to stop"},
	"internal/postoffice/debian/dovecot.go": {"Now", "names in a maildir, and when a mail arrived"},
	"internal/postoffice/debian/postfix.go": {"Now Sleep", "how long a delivery may take"},
}

// TestOneClock keeps the clock where the loops and the deadlines are.
func TestOneClock(t *testing.T) {
	used := map[string][]string{}
	for _, f := range source(t) {
		if f.test {
			continue
		}
		f.selected("time", func(name string, n ast.Node) {
			if !slices.Contains(clockNames, name) {
				return
			}
			if !slices.Contains(strings.Fields(clocks[f.path].names), name) {
				t.Errorf("%s: time.%s in %s: the time is handed in", f.at(n), name, f.pkg)
			}
			used[f.path] = append(used[f.path], name)
		})
	}
	for _, name := range slices.Sorted(maps.Keys(clocks)) {
		slices.Sort(used[name])
		if got, want := strings.Join(slices.Compact(used[name]), " "), clocks[name].names; got != want {
			t.Errorf("%s uses %q of the clock; its exception says %q", name, got, want)
		}
	}
}

// starts are the files that may start goroutines outside tests, and who waits for them.
var starts = map[string]string{
	"cmd/klachtd/demo_tell.go":             "waits for Enter at the end of the demo; ends with the process",
	"cmd/klachtd/run.go":                   "the socket beside the daemon; serve waits for it",
	"internal/control/server.go":           "one for each client of the socket; Serve waits for all",
	"internal/daemon/pass.go":              "the senders beside the intake; Pass waits for them",
	"internal/daemon/render.go":            "the letters of a batch in the making; its transaction waits for them",
	"internal/daemon/run.go":               "the loops; Run waits for them",
	"internal/postoffice/debian/debian.go": "a server as a child process; Stop waits for it",
	"internal/postoffice/postoffice.go":    "the stand-in's servers, which end with Close",
}

// TestGoroutines lets nobody start what nobody waits for.
func TestGoroutines(t *testing.T) {
	used := map[string]bool{}
	for _, f := range source(t) {
		if f.test {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if !startsGoroutine(n) {
				return true
			}
			if starts[f.path] == "" {
				t.Errorf("%s: a goroutine starts in %s; only the daemon's loops and what is listed here do", f.at(n), f.pkg)
			}
			used[f.path] = true
			return true
		})
	}
	for _, name := range slices.Sorted(maps.Keys(starts)) {
		if !used[name] {
			t.Errorf("%s starts no goroutine any more", name)
		}
	}
}

// startsGoroutine knows the go statement and WaitGroup.Go.
func startsGoroutine(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GoStmt:
		return true
	case *ast.CallExpr:
		s, ok := n.Fun.(*ast.SelectorExpr)
		return ok && s.Sel.Name == "Go"
	}
	return false
}

// logs are the files that may import log or log/slog outside tests.
var logs = map[string]string{
	"cmd/klachtd/demo.go":               "the demo tells its story and drops the log",
	"cmd/klachtd/check.go":              "check prints its findings and drops the log",
	"cmd/klachtd/office.go":             "hands the logger on to the daemon",
	"cmd/klachtd/once.go":               "chooses the level",
	"cmd/klachtd/run.go":                "chooses the level, and says that the store is opened anew: no daemon lives then",
	"cmd/klachtd/wiring.go":             "makes the logger",
	"internal/config/secret.go":         "a secret shows stars in a log",
	"internal/daemon/log.go":            "the vocabulary of the log",
	"internal/daemon/options.go":        "takes the logger",
	"internal/postoffice/postoffice.go": "the libraries want a logger; what they write is dropped",
	"internal/postoffice/smtp.go":       "the same",
}

// loggers are the files that call one.
var loggers = []string{"internal/daemon/log.go", "cmd/klachtd/run.go"}

// TestOnlyTheDaemonLogs: packages return errors, the daemon logs them, the command line prints.
func TestOnlyTheDaemonLogs(t *testing.T) {
	imported := map[string]bool{}
	for _, f := range source(t) {
		if f.test {
			continue
		}
		if f.local("log") != "" || f.local("log/slog") != "" {
			imported[f.path] = true
			if logs[f.path] == "" {
				t.Errorf("%s: %s imports a logger; return an error", f.path, f.pkg)
			}
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if logged(n) && !slices.Contains(loggers, f.path) {
				t.Errorf("%s: a line of the log outside internal/daemon/log.go", f.at(n))
			}
			return true
		})
		if f.pkg != "cmd/klachtd" {
			printed(t, f)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(logs)) {
		if !imported[name] {
			t.Errorf("%s needs no logger any more", name)
		}
	}
}

// logged knows a call of slog by its name and its message: a text that stands there.
func logged(n ast.Node) bool {
	c, ok := n.(*ast.CallExpr)
	if !ok || len(c.Args) == 0 {
		return false
	}
	s, ok := c.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	switch s.Sel.Name {
	case "Debug", "Info", "Warn", "Error":
		l, ok := c.Args[0].(*ast.BasicLit)
		return ok && l.Kind == token.STRING
	case "DebugContext", "InfoContext", "WarnContext", "ErrorContext", "LogAttrs":
		return true
	}
	return false
}

func printed(t *testing.T, f file) {
	f.selected("fmt", func(name string, n ast.Node) {
		if slices.Contains([]string{"Print", "Printf", "Println"}, name) {
			t.Errorf("%s: fmt.%s; only the command line prints", f.at(n), name)
		}
	})
	f.selected("os", func(name string, n ast.Node) {
		if slices.Contains([]string{"Stdout", "Stderr", "Exit"}, name) {
			t.Errorf("%s: os.%s; only the command line has it", f.at(n), name)
		}
	})
}

// banned are names that no file may use, not even a test.
var banned = map[string]string{
	"SetGenHeaderPreformatted": "go-mail writes its value as it is: a line break in it is a header of the sender's choice",
}

func TestBanned(t *testing.T) {
	for _, f := range source(t) {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && banned[s.Sel.Name] != "" {
				t.Errorf("%s: %s is banned: %s", f.at(n), s.Sel.Name, banned[s.Sel.Name])
			}
			return true
		})
	}
}

// TestErrors: an error that is passed on is wrapped, so that callers can still ask what it is.
func TestErrors(t *testing.T) {
	for _, f := range source(t) {
		if f.test {
			continue
		}
		fmtName, errorsName := f.local("fmt"), f.local("errors")
		ast.Inspect(f.ast, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok || len(c.Args) == 0 {
				return true
			}
			s, ok := c.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := s.X.(*ast.Ident)
			isErrorf := ok && fmtName != "" && x.Name == fmtName && s.Sel.Name == "Errorf"
			isNew := ok && errorsName != "" && x.Name == errorsName && s.Sel.Name == "New"
			if !isErrorf && !isNew {
				return true
			}
			format, ok := c.Args[0].(*ast.BasicLit)
			if !ok {
				return true
			}
			if strings.Contains(format.Value, "failed to") {
				t.Errorf("%s: %s: that it failed is clear; say what was done to what", f.at(n), format.Value)
			}
			if wrapped := strings.Count(format.Value, "%w"); isErrorf && errorArgs(c.Args[1:]) > wrapped {
				t.Errorf("%s: %s takes an error without %%w", f.at(n), format.Value)
			}
			return true
		})
	}
}

var errorName = regexp.MustCompile(`^(err|cause)$|[a-z]Err$|^[eE]rr[A-Z]`)

// errorArgs counts arguments that are errors by their name, or the text of one.
func errorArgs(args []ast.Expr) int {
	n := 0
	for _, a := range args {
		switch a := a.(type) {
		case *ast.Ident:
			if errorName.MatchString(a.Name) {
				n++
			}
		case *ast.SelectorExpr:
			if errorName.MatchString(a.Sel.Name) || a.Sel.Name == "Err" {
				n++
			}
		case *ast.CallExpr:
			if s, ok := a.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Error" && len(a.Args) == 0 {
				n++
			}
		}
	}
	return n
}

// The law stands in config/procedures, not in Go: no name of a regulation, no number of an article.
var (
	regulationName = regexp.MustCompile(`(?i)amnesty|ombudsman|milieudefensie|defence ?for ?children|\bawb\b`)
	articleNumber  = regexp.MustCompile(`^\d{1,2}\.\d{1,2}(\.\d{1,2})?[a-z]?$`)
	articleWords   = regexp.MustCompile(`(?i)\b(art\.?|artikel|article|clause) *\d|\b(AI|NO|MD|DC|GT)-\d`)
)

// examples are texts that name a regulation to a person who types one.
var examples = map[string]string{
	"cmd/klachtd/demo_tell.go":      "the demo's own organisation works by it",
	"cmd/klachtd/procedure.go":      "the example in the help",
	"internal/config/mailbox.go":    "the example in a hint",
	"internal/config/regulation.go": "the example in a hint",
}

// numbers look like articles and are none.
var numbers = map[string]string{
	"internal/letter/calendar.go":      "the version of iCalendar",
	"internal/letter/fields_script.go": "a layout of the time of day",
	"internal/outbox/sender.go":        "an enhanced status code (RFC 3463)",
}

// TestNoLaw reads names and texts in the code, not its comments: why something is so may well be an article.
func TestNoLaw(t *testing.T) {
	used := map[string]bool{}
	for _, f := range source(t) {
		if f.test || f.pkg == "config" {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				if regulationName.MatchString(n.Name) {
					t.Errorf("%s: %s names a regulation; the engine knows none by name", f.at(n), n.Name)
				}
			case *ast.BasicLit:
				if n.Kind == token.STRING {
					lawIn(t, f, n, used)
				}
			}
			return true
		})
	}
	for _, name := range slices.Sorted(maps.Keys(examples)) {
		if !used[name] {
			t.Errorf("%s names no regulation any more", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(numbers)) {
		if !used[name] {
			t.Errorf("%s has no number like an article's any more", name)
		}
	}
}

func lawIn(t *testing.T, f file, n *ast.BasicLit, used map[string]bool) {
	text := unquote(n.Value)
	if regulationName.MatchString(text) {
		if examples[f.path] == "" {
			t.Errorf("%s: %q names a regulation; the engine knows none by name", f.at(n), text)
		}
		used[f.path] = true
	}
	if articleNumber.MatchString(text) || articleWords.MatchString(text) {
		if numbers[f.path] == "" {
			t.Errorf("%s: %q looks like an article; articles stand in config/procedures", f.at(n), text)
		}
		used[f.path] = true
	}
}

// TestNames: a package is a noun of its own world, and so is a file.
func TestNames(t *testing.T) {
	forbidden := strings.Fields(`api base common core helper helpers lib manager misc model models service services
		shared tool tools type types util utils`)
	numbered := regexp.MustCompile(`[a-z]\d\.go$`)
	for _, f := range source(t) {
		if name := path.Base(f.pkg); slices.Contains(forbidden, name) {
			t.Errorf("%s: %q says nothing of what is in it", f.path, name)
		}
		stem := strings.TrimSuffix(strings.TrimSuffix(path.Base(f.path), ".go"), "_test")
		if slices.Contains(forbidden, stem) || numbered.MatchString(path.Base(f.path)) {
			t.Errorf("%s: a file is named for the idea in it", f.path)
		}
		if name := f.ast.Name.Name; strings.ToLower(name) != name || strings.Contains(strings.TrimSuffix(name, "_test"), "_") {
			t.Errorf("%s: package %s: one word, in lower case", f.path, name)
		}
	}
}
