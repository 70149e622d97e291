package proof

import "strings"

// Stamp is what a server wrote above a message.
type Stamp struct {
	Results    bool   // there is an Authentication-Results
	AuthservID string // of the topmost, "" when it has none
	Exchange   bool   // Exchange wrote fields of its own
}

// Stamped reads the stamp of the server that took a message in, from a mail that one sent oneself: nothing in it is
// forged.
func Stamped(fields []Field) (s Stamp) {
	for _, f := range fields[:min(len(fields), maxFields)] {
		switch {
		case strings.EqualFold(f.Name, resultsField) && !s.Results:
			s.Results = true
			if _, err := readBareResults(f.Value); err != nil {
				s.AuthservID, _, _ = readResults(f.Value)
			}
		case strings.HasPrefix(strings.ToLower(f.Name), "x-ms-exchange-"):
			s.Exchange = true
		}
	}
	return s
}

// Fits names the profile that a stamp speaks for, and the authserv-id that goes with it.
func (s Stamp) Fits() (Profile, string) {
	switch {
	case s.Exchange && s.AuthservID == "":
		return Microsoft365, ""
	case s.Results && lower(s.AuthservID) == googleAuthservID:
		return Google, googleAuthservID
	case s.Results && s.AuthservID != "":
		return RFC8601, lower(s.AuthservID)
	}
	return None, ""
}

// Accepts says whether a configured trust can read such a stamp.
func (t Trust) Accepts(s Stamp) bool {
	profile, id := s.Fits()
	switch t.Profile {
	case RFC8601:
		return s.Results && strings.EqualFold(s.AuthservID, t.AuthservID)
	case Google:
		return s.Results && strings.EqualFold(s.AuthservID, firstOf(t.AuthservID, googleAuthservID))
	case Microsoft365:
		return profile == Microsoft365
	}
	return profile == None && id == ""
}
