package proof

import "testing"

func TestStamped(t *testing.T) {
	for _, c := range []struct {
		name    string
		lines   []string
		profile Profile
		id      string
		trust   Trust
		accepts bool
	}{
		{"nothing", []string{"Received: from a by b"}, None, "", Trust{}, true},
		{"nothing, but wanted", []string{"Received: from a by b"}, None, "", trust, false},
		{"rfc8601", []string{ours + "; dmarc=pass header.from=org.nl"}, RFC8601, ours, trust, true},
		{"another server", []string{"mx.other.example; dmarc=pass header.from=org.nl"}, RFC8601, "mx.other.example", trust, false},
		{"not read", []string{ours + "; dmarc=pass header.from=org.nl"}, RFC8601, ours, Trust{Profile: None}, false},
		{"google", []string{"mx.google.com; dkim=pass header.i=@org.nl"}, Google, "mx.google.com", Trust{Profile: Google}, true},
		{
			"exchange", []string{"dmarc=none action=none header.from=org.nl", "X-MS-Exchange-Organization-AuthAs: Internal"},
			Microsoft365, "", Trust{Profile: Microsoft365}, true,
		},
		{"exchange without results", []string{"X-MS-Exchange-Organization-AuthAs: Internal"}, Microsoft365, "", trust, false},
		{"the topmost", []string{ours + "; none", "mx.google.com; spf=pass"}, RFC8601, ours, trust, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Stamped(header(c.lines...))
			if p, id := s.Fits(); p != c.profile || id != c.id {
				t.Errorf("fits %q %q, want %q %q", p, id, c.profile, c.id)
			}
			if got := c.trust.Accepts(s); got != c.accepts {
				t.Errorf("accepted: %t", got)
			}
		})
	}
}
