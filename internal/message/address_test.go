package message

import (
	"net/mail"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAddresses(t *testing.T) {
	jan, els := Address{"", "jan@b.example"}, Address{"", "els@b.example"}
	for _, c := range []struct {
		raw  string
		want []Address
		bad  bool
	}{
		{"jan@b.example", []Address{jan}, false},
		{"<jan@B.Example>", []Address{jan}, false},
		{"Jan de Boer <jan@b.example>", []Address{{"Jan de Boer", "jan@b.example"}}, false},
		{`"Boer, Jan de" <jan@b.example>`, []Address{{"Boer, Jan de", "jan@b.example"}}, false},
		{"De Vries, Jan <jan@b.example>", []Address{{"De Vries, Jan", "jan@b.example"}}, false},
		{"De Vries, Jan <jan@b.example>, els@b.example", []Address{{"De Vries, Jan", "jan@b.example"}, els}, false},
		{"jan@b.example; els@b.example", []Address{jan, els}, false},
		{"jan@b.example, , els@b.example,", []Address{jan, els}, false},
		{"Jan [afd. zorg] <jan@b.example>", []Address{{"Jan [afd. zorg]", "jan@b.example"}}, false},
		{"Jan [mailto:jan@b.example]", []Address{{"Jan", "jan@b.example"}}, false},
		{"'jan@b.example' <jan@b.example>", []Address{jan}, false},
		{`"Bakkerij \"De Hoek\"" <jan@b.example>`, []Address{{`Bakkerij "De Hoek"`, "jan@b.example"}}, false},
		{`"Els 't Hart" <jan@b.example>`, []Address{{"Els 't Hart", "jan@b.example"}}, false},
		{`"'t Hart, Els" <jan@b.example>`, []Address{{"'t Hart, Els", "jan@b.example"}}, false},
		{`"'Els 't Hart'" <jan@b.example>`, []Address{{"Els 't Hart", "jan@b.example"}}, false},
		{`"Jan <jan@b.example>`, []Address{{"Jan", "jan@b.example"}}, false},
		{`"'Jan'" <jan@b.example>`, []Address{{"Jan", "jan@b.example"}}, false},
		{"jan@b.example (Jan de Boer)", []Address{{"Jan de Boer", "jan@b.example"}}, false},
		{"Jan (a (nested) comment) <jan@b.example>", []Address{{"Jan", "jan@b.example"}}, false},
		{"=?utf-8?q?Ren=C3=A9?= <jan@b.example>", []Address{{"René", "jan@b.example"}}, false},
		{"=?utf-8?q?Boer,_Jan?= <jan@b.example>", []Address{{"Boer, Jan", "jan@b.example"}}, false},
		{`"=?utf-8?q?Ren=C3=A9?=" <jan@b.example>`, []Address{{"René", "jan@b.example"}}, false},
		{"=?utf-8?q?Jan_=3Cjan=40b.example=3E?=", []Address{{"Jan", "jan@b.example"}}, false},
		{"Ren\xe9 <jan@b.example>", []Address{{"René", "jan@b.example"}}, false},
		{"Vrienden: jan@b.example, els@b.example;", []Address{jan, els}, false},
		{"undisclosed-recipients:;", nil, false},
		{"jan.@b.example", []Address{{"", "jan.@b.example"}}, false},
		{"<jan@b.example.>", []Address{jan}, false},
		{"Jan <jan@b.example", []Address{{"Jan", "jan@b.example"}}, false},
		{"Jan <<jan@b.example>>", []Address{{"Jan", "jan@b.example"}}, false},
		{"Jan <jan@b.example> <els@b.example>", []Address{{"Jan", "els@b.example"}}, false},
		{"Jan <jan@b.example> Els <els@b.example>", []Address{{"Jan", "jan@b.example"}, {"Els", "els@b.example"}}, false},
		{"jan@b.example <mailto:jan@b.example>", []Address{jan}, false},
		{"<@a.example,@c.example:jan@b.example>", []Address{jan}, false},
		{"jan@[192.0.2.1]", []Address{{"", "jan@[192.0.2.1]"}}, false},
		{"jdöe@mächine.example", []Address{{"", "jdöe@mächine.example"}}, false},
		{`"jan"@b.example`, []Address{jan}, false},
		{"jan@b.example\r\nBcc: els@b.example", []Address{jan}, false},
		{"Jan\r\nBcc: <jan@b.example>", []Address{{"", "jan@b.example"}}, false},
		{"Jan <jan @ b.example>", []Address{{"Jan", "jan@b.example"}}, false},
		{"Jan <jan@\r\n b.example>", []Address{{"Jan", "jan@b.example"}}, false},
		{"jan@b.example  els@b.example", []Address{jan, els}, false},
		{"jan@b.example van de receptie", []Address{{"van de receptie", "jan@b.example"}}, false},
		{"Jan de Boer (jan@b.example)", []Address{{"Jan de Boer", "jan@b.example"}}, false},
		// no address to write to
		{"Jan <jan@b. example>", nil, true},
		{"Jan <jan@b.example SIZE=1>", nil, true},
		{`"a@evil.example> SIZE=1"@b.example`, nil, true},
		{"MAILER-DAEMON", nil, true},
		{"<>", nil, true},
		{"Jan", nil, true},
		{"Jan, els@b.example", []Address{els}, true},
		{"<jan>, els@b.example", []Address{els}, true},
		{"@", nil, true},
		{"jan@", nil, true},
		{"j\u200ban@b.example", nil, true},
		{"jan@]", nil, true},
		{"jan@[192.0.2.1", []Address{{"", "jan@[192.0.2.1]"}}, false},
		{"", nil, false},
	} {
		t.Run(c.raw, func(t *testing.T) {
			got, bad := addresses(c.raw)
			if diff := cmp.Diff(c.want, got); diff != "" || bad != c.bad {
				t.Errorf("bad = %v, want %v; want -, got +\n%s", bad, c.bad, diff)
			}
		})
	}
}

// TestStrictAgrees: what net/mail reads, addresses reads to the same
// addresses. Names are compared too where they hold nothing that is quoted.
func TestStrictAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var parts []string
		for range rapid.IntRange(1, 4).Draw(t, "entries") {
			addr := rapid.StringMatching(`[a-z][a-z0-9.+_-]{0,6}[a-z]@[a-z]{1,5}\.example`).Draw(t, "address")
			name := rapid.SampledFrom([]string{"", "Jan", "Jan de Boer", `"Boer, Jan"`, `"Jan \"J\" Boer"`, "=?utf-8?q?Ren=C3=A9?=", "Jan (afd. zorg)"}).Draw(t, "name")
			if name == "" && rapid.Bool().Draw(t, "bare") {
				parts = append(parts, addr)
			} else {
				parts = append(parts, name+" <"+addr+">")
			}
		}
		raw := strings.Join(parts, rapid.SampledFrom([]string{",", ", ", " ,\t"}).Draw(t, "comma"))
		want, err := mail.ParseAddressList(raw)
		if err != nil {
			t.Skip("the strict reader refuses it")
		}
		got, bad := addresses(raw)
		if bad || len(got) != len(want) {
			t.Fatalf("%q: %v, bad %v; want %v", raw, got, bad, want)
		}
		for i := range want {
			if got[i].Address != want[i].Address || got[i].Name != want[i].Name {
				t.Fatalf("%q: %q, want %q", raw, got[i], want[i])
			}
		}
	})
}

func TestSenderProblem(t *testing.T) {
	for _, c := range []struct{ name, fields, from, problem string }{
		{"one", "From: jan@b.example\n", "jan@b.example", ""},
		{"two in one field", "From: jan@b.example, els@b.example\n", "jan@b.example", "several senders"},
		{"two fields", "From: jan@b.example\nFrom: els@b.example\n", "jan@b.example", "several senders"},
		{"Sender only", "Sender: jan@b.example\n", "jan@b.example", "no address in From, taken from Sender"},
		{"From without an address", "From: Jan\nReply-To: jan@b.example\n", "jan@b.example", "no address in From, taken from Reply-To"},
		{"Return-Path only", "Return-Path: <jan@b.example>\n", "jan@b.example", "no address in From, taken from Return-Path"},
		{"none", "From: <>\nReply-To: <>\nTo: <>\n", "", "no sender"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse([]byte(c.fields + "Subject: x\n\nx"))
			from := ""
			if m.From != nil {
				from = m.From.Address
			}
			if from != c.from || m.SenderProblem != c.problem {
				t.Errorf("from %q, problem %q", from, m.SenderProblem)
			}
		})
	}
}

func TestIDs(t *testing.T) {
	for _, c := range []struct {
		raw  string
		want []string
	}{
		{"<a@b.example>", []string{"<a@b.example>"}},
		{"<a@b.example> <c@b.example>\t<a@b.example>", []string{"<a@b.example>", "<c@b.example>"}},
		{"<a@b.example>,<c@b.example>", []string{"<a@b.example>", "<c@b.example>"}},
		{"<a b@ b.example>", []string{"<ab@b.example>"}},
		{"a@b.example c@b.example", []string{"<a@b.example>", "<c@b.example>"}},
		{`Your message of "Thu, 11 Jun 2026" <a@b.example>`, []string{"<a@b.example>"}},
		{"<[abc]@x> <a>", []string{"<[abc]@x>", "<a>"}},
		{"<a@b.example <c@b.example>", []string{"<c@b.example>"}},
		{"<a@b.example", []string{"<a@b.example>"}},
		{"<>", nil}, {"", nil}, {"geen", nil},
		{"<" + strings.Repeat("a", maxID+1) + ">", nil},
	} {
		t.Run(clip(c.raw, 40), func(t *testing.T) {
			if diff := cmp.Diff(c.want, ids(c.raw)); diff != "" {
				t.Errorf("want -, got +\n%s", diff)
			}
		})
	}
	var many strings.Builder
	for i := range 10000 {
		many.WriteString("<" + strings.Repeat("x", 1+i%50) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)) + "@b.example> ")
	}
	got := ids("<root@b.example> " + many.String() + "<last@b.example>")
	if len(got) != 100 || got[0] != "<root@b.example>" || got[99] != "<last@b.example>" {
		t.Errorf("%d ids, from %s to %s", len(got), got[0], got[len(got)-1])
	}
}
