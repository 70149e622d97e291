package postoffice

import (
	"crypto/subtle"
	"slices"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// RefuseFolders makes the IMAP server refuse to create the folders for which
// refuse says so.
func (o *Office) RefuseFolders(refuse func(name string) bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.refused = refuse
}

// RefuseMail makes the IMAP server refuse to put mail into the folders for which
// refuse says so, as one does over quota.
func (o *Office) RefuseMail(refuse func(folder string) bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.full = refuse
}

func (s *session) full(folder string) error {
	s.office.mu.Lock()
	full := s.office.full
	s.office.mu.Unlock()
	if full != nil && full(folder) {
		return &imap.Error{Type: imap.StatusResponseTypeNo, Code: imap.ResponseCodeOverQuota, Text: "over quota"}
	}
	return nil
}

// A session is one IMAP connection. It mends imapmemserver.
type session struct {
	*imapmemserver.UserSession // nil until Login
	office                     *Office
	user                       string
	selected                   string
}

var _ imapserver.SessionIMAP4rev2 = (*session)(nil)

func (o *Office) newSession(c *imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
	s := &session{office: o}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sessions[s] = c.NetConn()
	return s, nil, nil
}

func (s *session) Close() error {
	s.office.mu.Lock()
	delete(s.office.sessions, s)
	s.office.mu.Unlock()
	return s.UserSession.Close() // knows nil
}

func (s *session) Login(name, password string) error {
	a := s.office.login(name, password)
	if a == nil {
		return imapserver.ErrAuthFailed
	}
	s.office.mu.Lock()
	defer s.office.mu.Unlock()
	s.UserSession, s.user = imapmemserver.NewUserSession(a.boxes), name
	return nil
}

// login returns the account, or nil when name or password are wrong.
func (o *Office) login(name, password string) *account {
	a := o.account(name)
	if a == nil || subtle.ConstantTimeCompare([]byte(a.Password), []byte(password)) != 1 {
		return nil
	}
	return a
}

func (s *session) Select(name string, options *imap.SelectOptions) (*imap.SelectData, error) {
	data, err := s.UserSession.Select(name, options)
	if err == nil {
		s.office.mu.Lock()
		s.selected = name
		s.office.mu.Unlock()
	}
	return data, err
}

func (s *session) Create(name string, options *imap.CreateOptions) error {
	s.office.mu.Lock()
	refused := s.office.refused
	s.office.mu.Unlock()
	if refused != nil && refused(name) {
		return &imap.Error{Type: imap.StatusResponseTypeNo, Code: imap.ResponseCodeCannot, Text: "not a name for a folder"}
	}
	return s.UserSession.Create(name, options)
}

// Move of messages that are not there would break the connection: imapmemserver
// can't write the empty set.
func (s *session) Move(w *imapserver.MoveWriter, set imap.NumSet, dest string) error {
	if err := s.full(dest); err != nil {
		return err
	}
	s.office.moving.Lock()
	defer s.office.moving.Unlock()
	if there, err := s.has(set); err != nil || !there {
		return err
	}
	return s.UserSession.Move(w, set, dest)
}

// Copy has the same fault as Move.
func (s *session) Copy(set imap.NumSet, dest string) (*imap.CopyData, error) {
	if err := s.full(dest); err != nil {
		return nil, err
	}
	s.office.moving.Lock()
	defer s.office.moving.Unlock()
	if there, err := s.has(set); err != nil || !there {
		return nil, err
	}
	return s.UserSession.Copy(set, dest)
}

func (s *session) Expunge(w *imapserver.ExpungeWriter, uids *imap.UIDSet) error {
	s.office.moving.Lock()
	defer s.office.moving.Unlock()
	return s.UserSession.Expunge(w, uids)
}

func (s *session) has(set imap.NumSet) (bool, error) {
	criteria := &imap.SearchCriteria{}
	switch set := set.(type) { // Search changes the sets that it is given
	case imap.UIDSet:
		criteria.UID = []imap.UIDSet{slices.Clone(set)}
	case imap.SeqSet:
		criteria.SeqNum = []imap.SeqSet{slices.Clone(set)}
	}
	data, err := s.UserSession.Search(imapserver.NumKindUID, criteria, &imap.SearchOptions{ReturnCount: true})
	if err != nil {
		return false, err
	}
	return data.Count > 0, nil
}
