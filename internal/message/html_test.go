package message

import "testing"

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
			if got := cleanText(htmlText(c.html)); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
