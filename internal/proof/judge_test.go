package proof

import (
	"strings"
	"testing"
)

const ours = "mx.voorbeeld.example"

var trust = Trust{Profile: RFC8601, AuthservID: ours, Alignment: Relaxed, StaffDomains: []string{"org.nl"}}

// header reads "Name: value" lines from the top of a message; a bare line is an Authentication-Results.
func header(lines ...string) (fields []Field) {
	for _, line := range lines {
		name, value, ok := strings.Cut(line, ": ")
		if !ok || strings.ContainsAny(name, " ;") {
			name, value = "Authentication-Results", line
		}
		fields = append(fields, Field{Name: name, Value: value})
	}
	return fields
}

const received = "Received: from a.example by mx.voorbeeld.example; Thu, 2 Apr 2026 16:10:00 +0200"

// TestJudgeRFC8601: what the server on our side says, and nobody else (security 26 to 31).
func TestJudgeRFC8601(t *testing.T) {
	for _, c := range []struct {
		name   string
		fields []Field
		want   Verdict
	}{
		// A verdict, or none.
		{"dmarc", header(ours + "; dmarc=pass header.from=org.nl"), Pass},
		{"dmarc that names no domain", header(ours + "; dmarc=pass"), Pass},
		{"all three", header(ours + "; spf=pass smtp.mailfrom=anna@org.nl; dkim=pass header.d=org.nl; dmarc=pass header.from=org.nl"), Pass},
		{"three without domains", header(ours + "; spf=pass; dkim=pass; dmarc=pass header.from=org.nl"), Pass},
		{"dmarc after a comment", header(ours + " (mx) 1; dmarc=pass (p=none dis=none) header.from=org.nl"), Pass},
		{"folded, with tabs", header(ours + ";\r\n\tdkim=pass header.d=org.nl;\r\n\tdmarc=pass header.from=org.nl"), Pass},
		{"quoted authserv-id", header(`"` + ours + `"; dmarc=pass header.from=org.nl`), Pass},
		{"upper case", header("MX.Voorbeeld.Example; DMARC=PASS header.From=ORG.NL"), Pass},
		{"method version", header(ours + "; dmarc/1=pass header.from=org.nl"), Pass},
		{"reason", header(ours + `; dmarc=pass reason="all (is) well; really" header.from=org.nl`), Pass},
		{"spaces around signs", header(ours + " ; dmarc = pass header . from = org.nl"), Pass},
		{"no field", header(received), Missing},
		{"no results", header(ours + "; none"), Missing},
		{"id alone", header(ours), Missing},
		{"other methods only", header(ours + "; arc=pass; iprev=pass policy.iprev=192.0.2.1"), Missing},
		{"dmarc none", header(ours + "; dmarc=none header.from=org.nl"), Missing},
		{"dmarc temperror", header(ours + "; dmarc=temperror header.from=org.nl"), Missing},
		{"dmarc permerror", header(ours + "; dmarc=permerror header.from=org.nl"), Missing},
		{"dmarc bestguesspass", header(ours + "; dmarc=bestguesspass header.from=org.nl"), Missing},
		{"spf none", header(ours + "; spf=none smtp.mailfrom=anna@org.nl"), Missing},
		{"spf neutral", header(ours + "; spf=neutral smtp.mailfrom=anna@org.nl"), Missing},
		{"spf softfail", header(ours + "; spf=softfail smtp.mailfrom=anna@org.nl"), Missing},
		{"spf temperror", header(ours + "; spf=temperror smtp.mailfrom=anna@org.nl"), Missing},
		{"dkim none", header(ours + "; dkim=none"), Missing},
		{"dmarc fail", header(ours + "; dmarc=fail (p=none) header.from=org.nl"), Fail},
		{"dmarc fail beside good dkim", header(ours + "; dkim=pass header.d=org.nl; dmarc=fail header.from=org.nl"), Fail},
		{"spf fail", header(ours + "; spf=fail smtp.mailfrom=anna@org.nl"), Fail},
		{"spf hardfail", header(ours + "; spf=hardfail smtp.mailfrom=anna@org.nl"), Fail},
		{"dkim fail", header(ours + "; dkim=fail header.d=org.nl"), Fail},

		// Without DMARC, an aligned pass.
		{"spf", header(ours + "; spf=pass smtp.mailfrom=anna@org.nl"), Pass},
		{"spf of a bare domain", header(ours + "; spf=pass smtp.mailfrom=org.nl"), Pass},
		{"spf in brackets", header(ours + "; spf=pass smtp.mailfrom=<anna@org.nl>"), Pass},
		{"dkim", header(ours + "; dkim=pass header.d=org.nl header.b=Ab/c+d=="), Pass},
		{"dkim by header.i", header(ours + "; dkim=pass header.i=@org.nl"), Pass},
		{"dkim of a subdomain", header(ours + "; dkim=pass header.d=sub.org.nl"), Pass},
		{"one signature of two", header(ours + "; dkim=fail header.d=org.nl; dkim=pass header.d=org.nl header.s=b"), Pass},
		{"list signature too", header(ours + "; dkim=pass header.d=list.example; dkim=pass header.d=org.nl"), Pass},
		{"forwarded: spf broken, dkim whole", header(ours + "; spf=fail smtp.mailfrom=anna@org.nl; dkim=pass header.d=org.nl"), Pass},
		{"no policy, but signed", header(ours + "; dkim=pass header.d=org.nl; dmarc=none header.from=org.nl"), Pass},
		{"no policy, others signed", header(ours + "; dkim=pass header.d=host.example; dmarc=none header.from=org.nl"), Missing},
		{"spf of HELO only", header(ours + "; spf=pass smtp.helo=org.nl"), Missing},
		{"spf of HELO and of another sender", header(ours + "; spf=pass smtp.mailfrom=x@evil.nl smtp.helo=org.nl"), Fail},
		{"spf of a bounce", header(ours + "; spf=pass smtp.mailfrom=<> smtp.helo=org.nl"), Fail},

		// Others vouch.
		{"spf of another domain", header(ours + "; spf=pass smtp.mailfrom=x@evil.nl"), Fail},
		{"dkim of another domain", header(ours + "; dkim=pass header.d=evil.nl"), Fail},
		{"dmarc of another domain", header(ours + "; dmarc=pass header.from=evil.nl"), Fail},
		{"dmarc of the domain above", header(ours + "; dmarc=pass header.from=sub.org.nl"), Missing},
		{"domain that ends alike", header(ours + "; dkim=pass header.d=evilorg.nl"), Fail},
		{"domain that begins alike", header(ours + "; dkim=pass header.d=org.nl.evil.example"), Fail},
		{"public suffix", header(ours + "; dkim=pass header.d=nl"), Fail},
		{"others vouch, ours is soft", header(ours + "; spf=softfail smtp.mailfrom=anna@org.nl; dkim=pass header.d=host.example"), Missing},

		// Which fields count.
		{"forged below the genuine one", header(ours+"; dmarc=fail header.from=org.nl", received, ours+"; dmarc=pass header.from=org.nl"), Fail},
		{"forged below a silent one", header(ours+"; none", received, ours+"; dmarc=pass header.from=org.nl"), Missing},
		{"forged right below fail", header(ours+"; dmarc=fail header.from=org.nl", ours+"; dmarc=pass header.from=org.nl"), Fail},
		{"forged right below none", header(ours+"; dmarc=none header.from=org.nl", ours+"; dmarc=pass header.from=org.nl"), Missing},
		{"forged right below softfail", header(ours+"; spf=softfail smtp.mailfrom=x@evil.nl", ours+"; dmarc=pass header.from=org.nl"), Missing},
		{"forged right below spf none", header(ours+"; spf=none", ours+"; dmarc=pass header.from=org.nl"), Missing},
		{"forged right below another's pass", header(ours+"; spf=pass smtp.mailfrom=x@evil.nl",
			ours+"; dkim=pass header.d=org.nl; dmarc=pass header.from=org.nl"), Missing},
		{"forged dkim right below another's pass", header(ours+"; spf=pass smtp.mailfrom=x@evil.nl", ours+"; dkim=pass header.d=org.nl"), Missing},
		{"foreign pass above our fail", header("evil.nl; dmarc=pass header.from=org.nl", ours+"; dmarc=fail header.from=org.nl"), Fail},
		{"foreign fail above our pass", header("relay.example; dmarc=fail header.from=org.nl", ours+"; dmarc=pass header.from=org.nl"), Pass},
		{"foreign field within the block", header(ours+"; spf=softfail smtp.mailfrom=x@evil.nl", "evil.nl; x=y", ours+"; dmarc=pass"), Missing},
		{"foreign only", header("evil.nl; dmarc=pass header.from=org.nl"), Missing},
		{"id of which ours is a part", header("mx.voorbeeld.example.evil.nl; dmarc=pass", "evil-mx.voorbeeld.example; dmarc=pass"), Missing},
		{"our id in a comment", header("evil.nl (" + ours + "); dmarc=pass header.from=org.nl"), Missing},
		{"our id in a quoted string", header(`evil.nl; x=y reason="` + ours + `; dmarc=pass"`), Missing},
		{"our id after a comment", header("(evil.nl) " + ours + "; dmarc=pass header.from=org.nl"), Pass},
		{"no id at all", header("dmarc=pass header.from=org.nl"), Missing},
		{"four fields, verdict in the fourth", header(received, ours+"; x-csa=none; x-me-sender=none", ours+"; bimi=skipped (no)",
			ours+"; arc=none (no signatures found)",
			ours+"; dkim=pass header.d=org.nl; dmarc=pass header.from=org.nl; spf=pass smtp.mailfrom=anna@org.nl", received), Pass},
		{"a field for each method", header(ours+"; dmarc=pass header.from=org.nl", ours+"; dkim=pass header.d=org.nl",
			ours+"; spf=pass smtp.mailfrom=bounce@news.example"), Pass},
		{"dmarc outweighs soft spf below", header(ours+"; dmarc=pass header.from=org.nl", ours+"; spf=softfail smtp.mailfrom=anna@org.nl"), Pass},
		{"dmarc fail below dmarc pass", header(ours+"; dmarc=pass header.from=org.nl", ours+"; dmarc=fail header.from=org.nl"), Fail},
		{"unreadable below dmarc pass", header(ours+"; dmarc=pass header.from=org.nl", ours+"; dmarc=fail ("), Missing},
		{"dkim broken below a good spf", header(ours+"; spf=pass smtp.mailfrom=anna@org.nl", ours+"; dkim=fail header.d=org.nl"), Fail},
		{"spf fails below dmarc none", header(ours+"; dmarc=none header.from=org.nl", ours+"; spf=fail smtp.mailfrom=anna@org.nl"), Fail},
		{"each method passes", header(ours+"; dkim=pass header.d=org.nl", ours+"; spf=pass smtp.mailfrom=anna@org.nl"), Pass},
		{"field with a space in its name", []Field{{"Authentication-Results ", ours + "; dmarc=pass header.from=org.nl"}}, Missing},
		{"field of another name", header("X-Original-Authentication-Results: "+ours+"; dmarc=pass", "ARC-Authentication-Results: i=1; "+ours+"; dmarc=pass"), Missing},

		// What a sender plants by way of the envelope.
		{"quoted mail from", header(ours + `; spf=pass smtp.mailfrom="x dmarc=pass header.from=org.nl"@evil.nl; dmarc=fail header.from=org.nl`), Fail},
		{"quoted mail from, no dmarc", header(ours + `; spf=pass smtp.mailfrom="x; dmarc=pass header.from=org.nl"@evil.nl`), Fail},
		{"quoted mail from with an @", header(ours + `; spf=pass smtp.mailfrom="x@org.nl "@evil.nl`), Fail},
		{"escaped quote in mail from", header(ours + `; spf=pass smtp.mailfrom="x\"; dmarc=pass header.from=org.nl; y=\""@evil.nl`), Fail},
		{"quoted whole", header(ours + `; spf=pass smtp.mailfrom="x@evil.nl; dmarc=pass"`), Fail},
		{"pass in a comment", header(ours + "; dmarc=fail (dmarc=pass header.from=org.nl) header.from=org.nl"), Fail},
		{"pass in a nested comment", header(ours + "; spf=softfail (a (b; dmarc=pass) c; dmarc=pass) smtp.mailfrom=x@evil.nl"), Missing},
		{"pass behind an escaped bracket", header(ours + `; spf=softfail (a \) ; dmarc=pass header.from=org.nl ) smtp.mailfrom=x@evil.nl`), Missing},
		{"pass in a reason", header(ours + `; dmarc=fail reason="dmarc=pass; dmarc=pass" header.from=org.nl`), Fail},
		{"comment closed by a quoted mail from", header(ours + `; spf=softfail (domain of "x) ; dmarc=pass header.from=org.nl ("@evil.nl) smtp.helo=evil.nl`), Missing},
		{"comment closed by a quoted mail from, sender not named", header(ours + `; spf=pass (domain of "x) ; dmarc=pass header.from=org.nl ("@evil.nl)`), Missing},
		{"comment closed by a bare mail from", header(ours + "; spf=softfail (domain of x);dmarc=pass(y@evil.nl) smtp.mailfrom=x);dmarc=pass(y@evil.nl"), Missing},
		{"comment opened in a domain", header(ours + "; spf=pass smtp.mailfrom=x@org.nl(.evil.nl"), Missing},
		{"comment within a domain", header(ours + "; spf=pass smtp.mailfrom=x@org.nl(y).evil.nl"), Missing},
		{"quote in a domain", header(ours + "; spf=pass smtp.mailfrom=x@org.nl'.evil.nl"), Fail},
		{"NUL in a domain", header(ours + "; dkim=pass header.d=org.nl\x00.evil.nl"), Missing},
		{"semicolon in HELO", header(ours + "; spf=softfail smtp.helo=x;dmarc=pass"), Missing},
		{"semicolon in HELO beside another's pass", header(ours + "; spf=pass smtp.mailfrom=x@evil.nl smtp.helo=x;dmarc=pass(y)header.from=org.nl"), Missing},
		{"second spf planted", header(ours + "; spf=pass smtp.mailfrom=anna@org.nl; spf=pass smtp.mailfrom=x@evil.nl"), Missing},
		{"second spf of our own", header(ours + "; spf=pass smtp.mailfrom=anna@org.nl; spf=fail smtp.mailfrom=sub.org.nl"), Fail},
		{"second dmarc planted", header(ours + "; dmarc=pass header.from=org.nl; dmarc=none header.from=org.nl"), Missing},
		{"property planted", header(ours + "; dkim=pass header.d=org.nl header.d=evil.nl"), Missing},
		{"result glued to a value", header(ours + "; spf=pass smtp.mailfrom=x=dmarc=pass@evil.nl"), Fail},
		{"semicolon behind a backslash", header(ours + `; arc=pass x=y\; dmarc=pass header.from=org.nl`), Missing},
		{"escaped bracket in a comment", header(ours + `; dmarc=pass (a \( b) header.from=org.nl`), Pass},
		{"unclosed comment", header(ours + "; dmarc=pass header.from=org.nl (oops"), Missing},
		{"unclosed quote", header(ours + `; dmarc=pass header.from="org.nl`), Missing},
		{"stray bracket", header(ours + "; dmarc=pass header.from=org.nl)"), Missing},
		{"no semicolon after the id", header(ours + " dmarc=pass header.from=org.nl"), Missing},
		{"another version of the grammar", header(ours + " 2; dmarc=pass header.from=org.nl"), Missing},
		{"too large", header(ours + "; dmarc=pass header.from=org.nl; x=" + strings.Repeat("y", maxResultsBytes)), Missing},
		{"too many results", header(ours + "; dmarc=pass header.from=org.nl" + strings.Repeat("; x=y", maxResults)), Missing},
		{"too many properties", header(ours + "; dmarc=pass header.from=org.nl" + properties(maxProperties)), Missing},
		{"deep comments", header(ours + "; dmarc=pass " + strings.Repeat("(", 5000) + strings.Repeat(")", 5000) + " header.from=org.nl"), Pass},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, evidence := Judge(trust, c.fields, "org.nl")
			if got != c.want {
				t.Errorf("verdict %q, want %q; evidence: %s", got, c.want, evidence)
			}
			if evidence == "" && got != Missing {
				t.Error("a verdict without evidence")
			}
		})
	}
}

func properties(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(" policy.p" + strings.Repeat("x", i) + "=1")
	}
	return b.String()
}

func TestJudgeAlignment(t *testing.T) {
	for _, c := range []struct {
		from, signed    string
		relaxed, strict Verdict
	}{
		{"org.nl", "org.nl", Pass, Pass},
		{"org.nl", "ORG.NL.", Pass, Pass},
		{"org.nl", "sub.org.nl", Pass, Fail},
		{"sub.org.nl", "org.nl", Pass, Fail},
		{"a.org.nl", "b.org.nl", Pass, Fail},
		{"org.nl", "other.nl", Fail, Fail},
		{"org.co.uk", "other.co.uk", Fail, Fail},
		{"mail.org.co.uk", "org.co.uk", Pass, Fail},
		{"one.github.io", "two.github.io", Fail, Fail},
		{"co.uk", "org.co.uk", Fail, Fail},
		{"bücher.example", "xn--bcher-kva.example", Pass, Pass},
		{"xn--bcher-kva.example", "mail.bücher.example", Pass, Fail},
		{"voorbeeld.example", "mail.voorbeeld.example", Pass, Fail},
		{"localhost", "localhost", Pass, Pass},
	} {
		t.Run(c.from+" signed by "+c.signed, func(t *testing.T) {
			fields := header(ours + "; dkim=pass header.d=" + c.signed)
			for alignment, want := range map[Alignment]Verdict{Relaxed: c.relaxed, "": c.relaxed, Strict: c.strict} {
				if got, why := Judge(Trust{Profile: RFC8601, AuthservID: ours, Alignment: alignment}, fields, c.from); got != want {
					t.Errorf("%q: %q, want %q; %s", alignment, got, want, why)
				}
			}
		})
	}
}

func TestJudgeGoogle(t *testing.T) {
	genuine := "mx.google.com;\r\n       dkim=pass header.i=@org.nl header.s=20230601 header.b=Ab1/+c==;\r\n" +
		"       spf=pass (google.com: domain of anna@org.nl designates 209.85.1.1 as permitted sender) smtp.mailfrom=anna@org.nl;\r\n" +
		"       dmarc=pass (p=NONE sp=QUARANTINE dis=NONE) header.from=org.nl;\r\n       dara=pass header.i=@org.nl"
	for _, c := range []struct {
		name   string
		trust  Trust
		fields []Field
		want   Verdict
	}{
		{"genuine", Trust{Profile: Google}, header("Delivered-To: klachten@voorbeeld.example", received, genuine), Pass},
		{"with an id of its own", Trust{Profile: Google, AuthservID: "mx.g.example"}, header(genuine), Missing},
		{"forged below", Trust{Profile: Google}, header("mx.google.com; spf=softfail smtp.mailfrom=x@evil.nl", received, genuine), Missing},
		{"another server's", Trust{Profile: Google}, header(ours + "; dmarc=pass header.from=org.nl"), Missing},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, why := Judge(c.trust, c.fields, "org.nl"); got != c.want {
				t.Errorf("verdict %q, want %q; %s", got, c.want, why)
			}
		})
	}
}

func TestJudgeMicrosoft365(t *testing.T) {
	const (
		outside  = "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=org.nl; dkim=pass (signature was verified) header.d=org.nl;dmarc=pass action=none header.from=org.nl;compauth=pass reason=100"
		inside   = "dkim=none (message not signed) header.d=none;dmarc=none action=none header.from=org.nl;"
		internal = "X-MS-Exchange-Organization-AuthAs: Internal"
	)
	for _, c := range []struct {
		name   string
		fields []Field
		from   string
		want   Verdict
	}{
		{"from outside", header(received, outside), "org.nl", Pass},
		{"from inside", header(inside, internal), "org.nl", Pass},
		{"from inside, without results", header("x-ms-exchange-organization-authas:  internal "), "org.nl", Pass},
		{"inside, but no domain of the staff", header(inside, internal), "burger.example", Missing},
		{"a subdomain of the staff's", header(internal), "sub.org.nl", Missing},
		{"anonymous", header(inside, "X-MS-Exchange-Organization-AuthAs: Anonymous"), "org.nl", Missing},
		{"anonymous, and a planted Internal", header(inside, "X-MS-Exchange-Organization-AuthAs: Anonymous", internal), "org.nl", Missing},
		{"planted Internal above Anonymous", header(inside, internal, "X-MS-Exchange-Organization-AuthAs: Anonymous"), "org.nl", Missing},
		{"dmarc none", header(inside), "org.nl", Missing},
		{"dmarc fail, though inside", header("spf=fail smtp.mailfrom=org.nl;dmarc=fail action=quarantine header.from=org.nl", internal), "org.nl", Fail},
		{"dmarc of another domain", header("dmarc=pass action=none header.from=evil.nl"), "org.nl", Fail},
		{"dmarc that names no domain", header("dmarc=pass action=none"), "org.nl", Missing},
		{"dkim alone", header("dkim=pass header.d=org.nl"), "org.nl", Missing},
		{"forged below", header(inside, received, outside), "org.nl", Missing},
		{"an id before it", header("mx.evil.nl; dmarc=pass header.from=org.nl"), "org.nl", Missing},
		{"an id of one word before it", header("evil; dmarc=pass header.from=org.nl"), "org.nl", Missing},
		{"nothing", header(received), "org.nl", Missing},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, why := Judge(Trust{Profile: Microsoft365, StaffDomains: []string{"Org.nl"}}, c.fields, c.from)
			if got != c.want {
				t.Errorf("verdict %q, want %q; %s", got, c.want, why)
			}
		})
	}
}

func TestJudgeWithoutGround(t *testing.T) {
	pass := header(ours+"; dmarc=pass header.from=org.nl", "X-MS-Exchange-Organization-AuthAs: Internal")
	for _, c := range []struct {
		name  string
		trust Trust
		from  string
	}{
		{"profile none", Trust{Profile: None, AuthservID: ours, StaffDomains: []string{"org.nl"}}, "org.nl"},
		{"no profile", Trust{AuthservID: ours, StaffDomains: []string{"org.nl"}}, "org.nl"},
		{"unknown profile", Trust{Profile: "all", AuthservID: ours}, "org.nl"},
		{"no authserv-id", Trust{Profile: RFC8601}, "org.nl"},
		{"no From", trust, ""},
		{"From that is no domain", trust, "org .nl"},
		{"From with an empty label", trust, "org..nl"},
		{"From that is too long", trust, strings.Repeat("a.", 200) + "nl"},
		{"From with a label that is too long", trust, strings.Repeat("a", 64) + ".nl"},
		{"From that is no IDN", trust, "\u2028.nl"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, why := Judge(c.trust, pass, c.from); got != Missing || why == "" {
				t.Errorf("verdict %q, evidence %q", got, why)
			}
		})
	}
	if got, _ := Judge(Trust{Profile: RFC8601}, header("; dmarc=pass header.from=org.nl", `""; dmarc=pass`), "org.nl"); got != Missing {
		t.Errorf("an empty id is trusted: %q", got)
	}
}

func TestJudgeLimits(t *testing.T) {
	fields := header(ours + "; dmarc=pass header.from=org.nl")
	for range maxFields {
		fields = append(header("Subject: x"), fields...)
	}
	if got, _ := Judge(trust, fields, "org.nl"); got != Missing {
		t.Errorf("verdict %q behind %d fields", got, maxFields)
	}
	var block []Field
	for range maxBlock {
		block = append(block, header(ours+"; arc=none")...)
	}
	if got, _ := Judge(trust, append(block, header(ours+"; dmarc=pass header.from=org.nl")...), "org.nl"); got != Missing {
		t.Errorf("verdict %q behind a block of %d", got, maxBlock)
	}
}

// TestEvidence holds that the record shows what was weighed, and no address.
func TestEvidence(t *testing.T) {
	for _, c := range []struct {
		fields []Field
		want   string
	}{
		{header(ours + "; dkim=pass header.d=org.nl; spf=softfail smtp.mailfrom=anna.jansen@org.nl; dmarc=pass header.from=org.nl"),
			"dmarc=pass header.from=org.nl; dkim=pass header.d=org.nl; spf=softfail smtp.mailfrom=org.nl"},
		{header(ours + `; spf=pass smtp.mailfrom="anna jansen@x"; dmarc=anna.jansen`), "dmarc=other; spf=pass smtp.mailfrom=x"},
		{header(ours+"; dmarc=pass (", ours+"; dmarc=pass"), "unreadable; dmarc=pass"},
		{header(ours + "; dkim=none; dmarc=pass"), "dmarc=pass; dkim=none; dmarc contradicted"},
		{header(received), "no Authentication-Results of the configured server"},
	} {
		if _, got := Judge(trust, c.fields, "org.nl"); got != c.want {
			t.Errorf("evidence %q, want %q", got, c.want)
		}
	}
	many := header(ours + strings.Repeat("; dkim=pass header.d="+strings.Repeat("a", 60)+".example", maxResults))
	if _, got := Judge(trust, many, "org.nl"); len(got) > maxEvidence {
		t.Errorf("evidence of %d bytes", len(got))
	}
}

func FuzzJudge(f *testing.F) {
	for _, s := range []string{
		ours + "; dmarc=pass header.from=org.nl", ours + `; spf=pass smtp.mailfrom="x\"; dmarc=pass"@evil.nl (c (d) \) e)`,
		ours + " 1; none", "dmarc=none action=none header.from=org.nl;", ours + ";;;=;", ours + "; dkim/1=pass header . d = org.nl",
	} {
		f.Add(s, s, "org.nl")
	}
	f.Fuzz(func(t *testing.T, top, below, from string) {
		for _, profile := range []Profile{RFC8601, Google, Microsoft365, None} {
			tr := Trust{Profile: profile, AuthservID: ours, StaffDomains: []string{"org.nl"}}
			fields := header(received)
			fields = append(fields, Field{"Authentication-Results", top}, Field{"Authentication-Results", below})
			verdict, evidence := Judge(tr, fields, from)
			again, _ := Judge(tr, fields, from)
			if verdict != again || (verdict != Pass && verdict != Fail && verdict != Missing) || len(evidence) > maxEvidence {
				t.Fatalf("%q, then %q; %q", verdict, again, evidence)
			}
			// What the server said on top can only be made worse by what stands below it.
			alone, _ := Judge(tr, fields[:2], from)
			if speaks(top) && verdict == Pass && alone != Pass {
				t.Fatalf("%q below lifts %q to pass", below, alone)
			}
		}
	})
}

// speaks reports whether a field of our server holds a result that the verdict rests on.
func speaks(value string) bool {
	id, results, err := readResults(value)
	if lower(id) != ours {
		return false
	}
	_, said := (&judgement{from: "org.nl"}).state(answer{results, err})
	return said
}

func BenchmarkJudge(b *testing.B) {
	fields := header(received, received, ours+"; spf=pass (sender is permitted) smtp.mailfrom=anna@org.nl; "+
		"dkim=pass (2048-bit key) header.d=org.nl header.s=a header.b=Ab1; dmarc=pass (p=none) header.from=org.nl")
	b.ReportAllocs()
	for b.Loop() {
		Judge(trust, fields, "org.nl")
	}
}
