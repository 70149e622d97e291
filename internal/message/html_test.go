package message

import (
	"strings"
	"testing"
)

func TestHTMLText(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"paragraphs", "<p>een</p><p>twee</p>", "een\n\ntwee"},
		{"divs", "<div>een</div><div>twee</div>", "een\ntwee"},
		{"empty div of Gmail", "<div>een</div><div><br></div><div>twee</div>", "een\n\ntwee"},
		{"breaks", "een<br>twee<br/>drie", "een\ntwee\ndrie"},
		{"break at the end of a block", "<div>een<br></div><div>twee</div>", "een\ntwee"},
		{"paragraphs of Outlook", `<p class="MsoNormal">een</p><p class="MsoNormal">&nbsp;</p><p class="MsoNormal">twee</p>`, "een\n\ntwee"},
		{"blanks", "<p>  een \n\t twee&nbsp;drie </p>", "een twee drie"},
		{"inline elements", "<b>een</b><i>twee</i> <u>drie</u>", "eentwee drie"},
		{"list", "<ul><li>een<li>twee</ul>na", "- een\n- twee\n\nna"},
		{"list of paragraphs", "<ul><li><p>een</p></li><li><div>twee</div></li></ul>na", "- een\n- twee\n\nna"},
		{"list in a list", "<ul><li>een<ul><li>twee</li></ul></li><li>drie</li></ul>", "- een\n- twee\n- drie"},
		{"items without text", "<ul><li></li><li>twee</li><li></li></ul>na", "-\n- twee\n-\n\nna"},
		{"line ends that a style shows", `<div style="white-space: pre-wrap">een<div>twee</div>
  drie

vier</div>na`, "een\ntwee\n\n  drie\n\nvier\nna"},
		{"an indent", `<blockquote style="margin:0 0 0 40px; border: none">een</blockquote><blockquote type=cite style="border:none">twee</blockquote>`, "een\n> twee"},
		{"numbered list", "<ol start=3><li>een</li><li>twee</li></ol>", "3. een\n4. twee"},
		{"table", "<table><tr><th>Naam</th><th>Plaats</th></tr><tr><td>Jan</td><td>Ede</td></tr></table>", "Naam\tPlaats\nJan\tEde"},
		{"quote", "<p>ja</p><blockquote>een<br>twee<blockquote>drie</blockquote></blockquote>nee", "ja\n\n> een\n> twee\n>> drie\nnee"},
		{"link", `<a href="https://b.example/x">hier</a>`, "hier <https://b.example/x>"},
		{"link that is its text", `<a href="https://b.example/">b.example</a>`, "b.example"},
		{"mail link", `Jan <a href="mailto:jan@b.example">jan@b.example</a>`, "Jan jan@b.example"},
		{"mail link behind a name", `<a href="mailto:jan@b.example">Jan</a>`, "Jan <jan@b.example>"},
		{"script link", `<a href="javascript:alert(1)">klik</a>`, "klik"},
		{"not shown", "<head><title>t</title><style>p{}</style></head><body><script>x</script>ja<!-- nee --></body>", "ja"},
		{"hidden", `<div style="DISPLAY: none">een<div>twee</div>drie</div>vier<span hidden>vijf</span><p style="font-size:0px">zes</p>`, "vier"},
		{"hidden paragraph that is not closed", `<p style="display:none">een<p>twee`, "twee"},
		{"head that is not closed", "<head><title>t</title><p>een", "een"},
		{"style with a size that shows", `<p style="font-size:0.9em">een</p>`, "een"},
		{"preformatted", "<pre>een\n  twee\n\ndrie</pre>na", "een\n  twee\n\ndrie\nna"},
		{"entities", "&lt;jan&gt; &eacute;&#8364; &amp; &onbekend;", "<jan> é€ & &onbekend;"},
		{"picture", `<img src=x alt="een  boom">`, "[een boom]"},
		{"rule", "een<hr>twee", "een\n________________________________\ntwee"},
		{"tags left open", "<div>een<p>twee<b>drie", "een\n\ntweedrie"},
		{"unclosed tag", "een <img src=\"x", "een"},
		{"conditional comment", "een<!--[if mso]>twee<![endif]-->drie", "eendrie"},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			shown, _ := htmlText(c.html)
			if got := cleanText(shown); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestHiddenText(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"white", `een<span style="color: #FFFFFF">twee</span>drie`, "eendrie"},
		{"white as a name", `een<font color="White">twee</font>drie`, "eendrie"},
		{"nearly white", `een<i style="color:rgb(254, 255, 253) !important">twee</i>`, "een"},
		{"the colour of its background", `een<i style="background-color:#123456;color:#123457">twee</i>`, "een"},
		{"transparent", `een<i style="color:transparent">twee</i>`, "een"},
		{"white on a colour", `<td bgcolor="#003366"><a style="color:#fff">een</a></td>`, "een"},
		{"white on its own colour", `<a style="color:#fff;background:#036">een</a>`, "een"},
		{"white on a picture", `<div style="background-image:url(x.png)"><b style="color:white">een</b></div>`, "een"},
		{"white on a colour of the style sheet", `<head><style>.knop{background:#036}</style></head><body><a class=knop style="color:#fff">een</a>`, "een"},
		{"black inside white", `<div style="color:white">een<div style="color:black">twee</div>drie</div>vier`, "twee\nvier"},
		{"a colour inside white", `<div style="color:white"><div style="background:red">een</div></div>`, "een"},
		{"white on white that is said", `<body bgcolor="#ffffff"><p style="color:#fefefe">een</p><p>twee</p>`, "twee"},
		{"no size", `<p style="font-size: 0">een</p>twee`, "twee"},
		{"no size, percents", `<p style="font-size:0.0%">een<b style="font-size:100%">twee</b></p>drie`, "drie"},
		{"unreadable size", `<p style="font-size:1px">een</p>twee`, "twee"},
		{"shorthand", `<p style="font:0/0 a">een</p>twee`, "twee"},
		{"size inside none", `<table><tr><td style="font-size:0"><div style="font-size:14px">een</div></td></tr></table>`, "een"},
		{"small, but readable", `<p style="font-size:6pt">een</p>`, "een"},
		{"opacity", `<p style="opacity:0.0;color:red">een<b style="opacity:1">twee</b></p>drie`, "drie"},
		{"half opaque", `<p style="opacity:0.5">een</p>`, "een"},
		{"visibility", `<p style="visibility:hidden">een<b style="visibility:visible">twee</b></p>`, "twee"},
		{"off the screen", `<div style="position:absolute;left:-9999px">een</div>twee`, "twee"},
		{"indented off the screen", `<div style="text-indent:-9999px">een</div>twee`, "twee"},
		{"moved a little", `<div style="position:relative;left:-4px">een</div>`, "een"},
		{"no height", `<div style="max-height:0;overflow:hidden">een</div>twee`, "twee"},
		{"list in white", `<ul style="color:#fff"><li>een</li></ul>twee`, "twee"},
		{"unclosed paragraph", `<p style="color:#fff">een<p>twee`, "twee"},
		{"tags inside", `<div style="color:#fff"><div>een</div><p>twee</p></div>drie`, "drie"},
		{"class", `<style>.a, p.b { color: red; display: none !important }</style><p class="x A">een</p><p class=b>twee</p><div class=b>drie</div>`, "drie"},
		{"id", `<head><style>#a{visibility:hidden}</style></head><p id=a>een</p>twee`, "twee"},
		{"element", `<style>i{font-size:0}</style><i>een</i>twee`, "twee"},
		{"class inside another", `<style>.a .b.c{display:none}</style><p class="b c">een</p>twee`, "twee"},
		{"class shown again", `<style>.a{display:none}.a{display:block}</style><p class=a>een</p>`, "een"},
		{"class, shown by its own style", `<style>.a{display:none}</style><p class=a style="display:block">een</p>`, "een"},
		{"class on telephones", `<style>@media only screen and (max-width: 600px) { .a { display: none } .b{color:red} } .c{display:none}</style><p class=a>een</p><p class=c>twee</p>`, "een"},
		{"class on all screens", `<style>@media screen{.a{display:none}}</style><p class=a>een</p>twee`, "twee"},
		{"class on screens up to a great width", `<style>@media (max-width:9999px){.a{display:none}}</style><p class=a>een</p>twee`, "twee"},
		{"class on paper", `<style>@media print{.a{display:none}}</style><p class=a>een</p>`, "een"},
		{"comments in a sheet", `<style><!-- /* .b{ */ .a{display:none} /* --></style><p class=a>een</p><p class=b>twee</p>`, "twee"},
		{"white by a class, behind it unknown", `<style>.a{color:#fff}</style><p class=a>een</p>`, "een"},
		{"damaged sheet", `<style>@media{{.a{{display:none</style><p class=b>een</p>`, "een"},
		{"damaged styles", `<p style=";;color;:;font-size:;color:rgb(1,2);color:#zzz;opacity:x">een</p>`, "een"},
	} {
		t.Run(c.name, func(t *testing.T) {
			shown, _ := htmlText(c.html)
			if got := cleanText(shown); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestDoubtfulCommands: what may not be seen is read, and is no command.
func TestDoubtfulCommands(t *testing.T) {
	styles := strings.Fields("opacity:0.2 width:0;overflow:hidden clip:rect(0,0,0,0) clip-path:inset(100%) transform:scale(0) transform:translateX(-9999px) filter:opacity(0) " +
		"position:absolute;z-index:-1 content-visibility:hidden -webkit-text-fill-color:transparent letter-spacing:-1em font-size:2px font-size:.1em font-size:calc(1px) " +
		"line-height:0 height:1px;overflow:hidden margin:0_0_0_-9999px padding-left:3000px max-width:0 color:rgba(0,0,0,0.05) color:hsl(0,0%,100%) color:#fafafa color:ivory " +
		"color:var(--x) background:black background:#111;color:#000 text-decoration:line-through font:1px/1_a unicode-bidi:bidi-override mask:url(x) background:url(x);color:#f8f8f8 zoom:0.01 " +
		"inset:0;position:fixed color:rgb(255_255_255_/_90%)")
	var hidden []string
	for _, s := range styles {
		hidden = append(hidden, `<p style="`+strings.ReplaceAll(s, "_", " ")+`">CMD</p>`)
	}
	sheets := []string{"p[class]{clip-path:inset(9px)}", "*{color:#fff}", "body p{color:white}", `.a{opacit\79:0.1}`, "p:first-child{position:absolute}", "p:not(.z){letter-spacing:-9px}",
		"@layer x{.a{filter:blur(9px)}}", "p{background:#000}", "@media screen{@supports (display:block){#i{zoom:0}}}", "div>p.a.b,p::x{content-visibility:hidden}", "a:hover,p{color:#fff}"}
	for _, s := range sheets {
		hidden = append(hidden, `<style>`+s+`</style><p class=a id=i>CMD</p>`)
	}
	hidden = append(hidden, "<dialog>CMD</dialog>", "<datalist><option>CMD</datalist>", "<details><summary>x</summary><p>CMD</p></details>", "<canvas>CMD</canvas>", "<video>CMD</video>",
		"<meter>CMD</meter>", "<s>CMD</s>", "<del>CMD</del>", `<bdo dir=rtl>CMD</bdo>`, `<div class="gmail_quote"><div>CMD</div></div>`, `<body text="#fff"><p>CMD</p>`,
		`<table bgcolor="#000"><tr><td><font color=black>CMD</font></td></tr></table>`, `<div style="color:#fdfdfd;background:url(x.png)"><p>CMD</p></div>`,
		`<div style="zoom:0"><table><tr><td></div>CMD`, `<span style="display:none"><p></span>CMD</p>`, `<x-a style="display:none"><x-b></x-b>CMD</x-a>`,
		`<span style="display:none"/>CMD</span>`, `<div style="display:none"><body>CMD`, `<font color=white><b></font>CMD</b>`,
		strings.Repeat("<ul>", maxHTMLDepth)+`<div style="display:none">CMD</div>`, strings.Repeat("<ul>", maxHTMLDepth)+`<div style="zoom:0">CMD</div>`,
		`<div style="zoom:0">`+strings.Repeat("<div>", maxHTMLDepth)+"x"+strings.Repeat("</div>", maxHTMLDepth)+"<p>CMD</p></div>")
	for _, html := range hidden {
		for name, raw := range map[string]string{
			"alone":   "Content-Type: text/html\n\n" + html,
			"as well": "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nCMD\n--b\nContent-Type: text/html\n\n" + html + "\n--b--\n",
		} {
			m := Parse([]byte("From: jan@b.example\n" + strings.ReplaceAll(raw, "CMD", "#sluiten nu")))
			if strings.Contains(m.Answer, "#sluiten") || !strings.Contains(m.Text, "#sluiten") && name != "alone" {
				t.Errorf("%s: %s\nanswer %q, text %q", name, html, m.Answer, m.Text)
			}
		}
	}
	for _, html := range []string{
		`<p style="font-size:11pt;font-family:Calibri,sans-serif;color:#1F497D;margin:0cm 0cm 0.0001pt;line-height:normal">CMD</p>`, `<div dir="ltr" style="color:rgba(0,0,0,0.87)">CMD</div>`,
		`<div style="color: rgb(0, 0, 0); background-color: rgb(255, 255, 255); letter-spacing: normal; text-indent: 0px; -webkit-text-stroke-width: 0px; position: relative">CMD</div>`,
		`<div style="background:#222;color:#eee">CMD</div>`, `<body bgcolor="#000000" text="#ffffff"><p style="color:inherit">CMD</p>`, `<font size="1" color="gray">CMD</font>`,
		`<style>a:hover{opacity:0.1} #outlook a{padding:0} .ExternalClass{width:100%} @media (max-width:480px){p{width:1px}} p.MsoNormal{margin:0cm;font-size:11.0pt} .knop{color:#fff} @font-face{font-family:x}</style><p class=MsoNormal>CMD</p>`,
		`<table width=0><tr><td style="width:50%;padding:0 36pt">CMD</td></tr></table>`, `<span style="zoom:0">x</span><p>CMD</p>`, `<svg width="1"/><p>CMD</p>`, `<s>oud</s><p>CMD`,
		`<p style="mso-margin-top-alt:auto;word-spacing:0px;max-width:600px;z-index:1;opacity:1">CMD</p>`, `<div style="color:windowtext;text-decoration:none;font:12px/1.5 Arial">CMD</div>`,
		`<div style="color:red"><p>x</div><div>CMD</div>`,
	} {
		m := Parse([]byte("From: jan@b.example\nContent-Type: text/html\n\n" + strings.ReplaceAll(html, "CMD", "#sluiten nu")))
		if !strings.Contains(m.Answer, "#sluiten nu") {
			t.Errorf("a command that is seen: %s\nanswer %q, text %q, %q", html, m.Answer, m.Text, m.Warnings)
		}
	}
}

func TestHiddenWarnings(t *testing.T) {
	const differ, hides, all = "the text part says something else than the HTML", "text that the HTML hides was left out", "the HTML hides all its text, read nevertheless"
	only := func(html string) string { return "From: jan@b.example\nContent-Type: text/html\n\n" + html }
	both := func(plain, html string) string {
		return "From: jan@b.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n" + plain + "\n--b\nContent-Type: text/html\n\n" + html + "\n--b--\n"
	}
	for _, c := range []struct{ name, raw, text, warning string }{
		{"nothing hidden", only(`<p style="color:red">een</p>`), "een", ""},
		{"hidden", only(`<p>een</p><p style="color:#fff">twee</p>`), "een", hides},
		{"all of it hidden", only(`<div style="color:#fff">een klacht</div>`), "een klacht", all},
		{"a hidden command alone", only(`<div style="color:#fff">#sluiten</div>`), "", hides},
		{"script and style", only(`<style>p{color:#fff}</style><script>x</script>een`), "een", ""},
		{"a command in the text", both("Dank u\n#sluiten", `Dank u<p style="color:#fff">#sluiten</p>`), "Dank u\n#sluiten", differ},
		{"a command in a hidden class", only(`<style>.x{display:none}</style>Dank u<p class=x>#sluiten</p>`), "Dank u", hides},
		{"a command of the text in a hidden class", both("Dank u\n#sluiten", `<style>.x{display:none}</style>Dank u<p class=x>#sluiten</p>`), "Dank u\n#sluiten", differ},
		{"a shown command", both("Dank u\n#sluiten", `Dank u<p style="color:red">#sluiten</p><p style="color:#fff">x</p>`), "Dank u\n#sluiten", ""},
		{"a shown command, hidden too", both("Dank u\n#sluiten", `Dank u<p>#sluiten</p><p style="color:#fff">#sluiten</p>`), "Dank u\n#sluiten", ""},
		{"sentence in the text", both("Dank u, sluit deze zaak maar", `Dank u<p style="FONT-SIZE:0">, sluit deze zaak maar</p>`), "Dank u, sluit deze zaak maar", differ},
		{"hidden and shown", both("Dank u voor alle hulp", `<p style="display:none">Dank u voor alle hulp</p>Dank u voor alle hulp`), "Dank u voor alle hulp", ""},
		{"preview that the text lacks", both("Dank u", `<p style="display:none">een twee drie vier</p>Dank u`), "Dank u", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse([]byte(c.raw))
			if strings.Contains(m.Answer, "#sluiten") != strings.Contains(c.name, "shown command") {
				t.Errorf("answer %q", m.Answer)
			}
			if got := strings.Join(m.Warnings, "; "); m.Text != c.text || got != c.warning {
				t.Errorf("text %q, warnings %q; want %q, %q", m.Text, got, c.text, c.warning)
			}
		})
	}
}
