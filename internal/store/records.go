package store

import (
	"time"

	"klachtd/internal/calendar"
)

// The types of this file and of record_*.go are what stands in the store, sealed. They are no part of the API, so
// that the rest of klachtd may change its types freely. The words in the tags never change and none gets another
// meaning; fields may be added. What needs more than that raises recordVersion, and the reading code learns both.

// recordVersion is the version of every record written today.
const recordVersion = 1

// header begins every record.
type header struct {
	V int `json:"v"`
}

func (h header) version() int { return h.V }

type versioned interface{ version() int }

var current = header{recordVersion}

// cursorRecord is how far a mailbox was read.
type cursorRecord struct {
	header
	Mailbox     string    `json:"mailbox"`
	UIDValidity uint32    `json:"uidvalidity,omitempty"`
	Next        uint32    `json:"next,omitempty"`
	Started     bool      `json:"started,omitempty"`
	LastDrain   time.Time `json:"last_drain,omitzero"`
	Since       time.Time `json:"since,omitzero"`
	Below       uint32    `json:"below,omitempty"`
	HighValid   uint32    `json:"high_validity,omitempty"` // the last message taken in: its row must be there
	High        uint32    `json:"high,omitempty"`
}

// mailRecord is what is known of a message. Nothing of its text stands here.
type mailRecord struct {
	header
	Mailbox     string    `json:"mailbox"`
	UIDValidity uint32    `json:"uidvalidity"`
	UID         uint32    `json:"uid"`
	Arrived     time.Time `json:"arrived,omitzero"`
	Size        int64     `json:"size"`   // what the server said
	Bytes       int64     `json:"bytes"`  // what was stored
	Pieces      int       `json:"pieces"` // how many
	Digest      []byte    `json:"digest"` // SHA-256 of the bytes
	Partial     bool      `json:"partial,omitempty"`
	Key         uint32    `json:"key"`               // under which Wrapped is sealed
	Wrapped     []byte    `json:"wrapped,omitempty"` // the key of the pieces; none when they were erased
	Attempts    int       `json:"attempts"`
	Content     []byte    `json:"content,omitempty"` // digest of the content, SHA-256
	Outcome     string    `json:"outcome,omitempty"`
	Reason      string    `json:"reason,omitempty"`
	Case        uint32    `json:"case,omitempty"`
	Folder      string    `json:"folder,omitempty"`
	Settled     time.Time `json:"settled,omitzero"`
	Erased      bool      `json:"erased,omitempty"`
	Destroyed   uint32    `json:"destroyed,omitempty"` // the case with which it was destroyed
}

// uidRecord is one copy of a message on the IMAP server.
type uidRecord struct {
	header
	Mail   uint64      `json:"mail"`
	Folder string      `json:"folder,omitempty"` // where it has to go
	Queued bool        `json:"queued,omitempty"`
	Filed  bool        `json:"filed,omitempty"`
	Place  placeRecord `json:"place,omitzero"`
}

// placeRecord is where something stands on the IMAP server.
type placeRecord struct {
	Folder      string `json:"folder,omitempty"`
	UIDValidity uint32 `json:"uidvalidity,omitempty"`
	UID         uint32 `json:"uid,omitempty"`
}

// summaryRecord is a case in short.
type summaryRecord struct {
	header
	Number    string        `json:"number"`
	Procedure procedureRef  `json:"procedure"`
	Mailbox   string        `json:"mailbox"`
	Kind      string        `json:"kind,omitempty"`
	State     string        `json:"state,omitempty"`
	Public    string        `json:"public,omitempty"`
	Channel   string        `json:"channel,omitempty"`
	Track     string        `json:"track,omitempty"`
	Category  string        `json:"category,omitempty"`
	Outcome   string        `json:"outcome,omitempty"`
	Language  string        `json:"language,omitempty"`
	Received  calendar.Date `json:"received,omitzero"`
	Filed     calendar.Date `json:"filed,omitzero"`
	Closed    calendar.Date `json:"closed,omitzero"`
	Urgent    bool          `json:"urgent,omitempty"`
	Name      string        `json:"name,omitempty"`    // of the first complainant
	Address   string        `json:"address,omitempty"` // of the first complainant
	Tasks     int           `json:"tasks,omitempty"`   // that still wait
	Seq       int           `json:"seq"`
	Due       time.Time     `json:"due,omitzero"`
}

// procedureRef is the version of a regulation.
type procedureRef struct {
	Name    string `json:"name,omitempty"`
	Version string `json:"version,omitempty"`
	Hash    string `json:"hash,omitempty"`
}

// procedureRecord is the text of a version of a regulation.
type procedureRecord struct {
	header
	Name    string `json:"name"`
	Version string `json:"version"`
	Text    []byte `json:"text"`
}

// threadRecord is who spoke where in a thread.
type threadRecord struct {
	header
	Case   uint32 `json:"case"`
	Party  string `json:"party,omitempty"`
	Person string `json:"person,omitempty"`
	Duty   string `json:"duty,omitempty"`
}

// letterRecord is what is known of a letter in the outbox, but its bytes.
type letterRecord struct {
	header
	Mailbox   string      `json:"mailbox"`
	Number    string      `json:"number,omitempty"`
	Duty      string      `json:"duty"`
	Name      string      `json:"name"`
	From      string      `json:"from"`
	To        string      `json:"to"`
	MessageID string      `json:"message_id"`
	Digest    []byte      `json:"digest"` // SHA-256 of the bytes
	NotBefore time.Time   `json:"not_before,omitzero"`
	Queued    time.Time   `json:"queued,omitzero"`
	State     string      `json:"state"`
	Attempts  int         `json:"attempts"`
	Started   bool        `json:"started,omitempty"`
	Next      time.Time   `json:"next,omitzero"`
	At        time.Time   `json:"at,omitzero"`
	Reply     string      `json:"reply,omitempty"`
	Copy      bool        `json:"copy,omitempty"`
	Copied    bool        `json:"copied,omitempty"`
	Place     placeRecord `json:"place,omitzero"`
	Own       bool        `json:"own,omitempty"` // Place is a folder of its case, not that of all copies
}

// folderRecord is the folder of a case's mail, and those in which any of it may stand, as the server calls them.
type folderRecord struct {
	header
	Folder  string   `json:"folder"`
	Entered []string `json:"entered,omitempty"`
}

// officeRecord is the snapshot of the office.
type officeRecord struct {
	header
	Seq      int           `json:"seq"`
	Tasks    []taskRecord  `json:"tasks,omitempty"`
	Duties   []dutyRecord  `json:"duties,omitempty"`
	ListedOn calendar.Date `json:"listed_on,omitzero"`

	Absences []absenceRecord          `json:"absences,omitempty"`
	Ran      map[string]calendar.Date `json:"ran,omitempty"`    // by schedule
	Floods   map[string]time.Time     `json:"floods,omitempty"` // by mailbox
	Known    uint32                   `json:"known,omitempty"`  // last case at the last digest
}

// absenceRecord says that a person of the configuration is away.
type absenceRecord struct {
	Person string        `json:"person"`
	From   calendar.Date `json:"from"`
	Until  calendar.Date `json:"until"`
}

// tombstoneRecord is what stays of a case.
type tombstoneRecord struct {
	header
	Number    string        `json:"number"`
	Kind      string        `json:"kind,omitempty"`
	Mailbox   string        `json:"mailbox,omitempty"`
	Outcome   string        `json:"outcome,omitempty"`
	Received  calendar.Date `json:"received,omitzero"`
	Closed    calendar.Date `json:"closed,omitzero"`
	Destroyed calendar.Date `json:"destroyed,omitzero"`
	Role      string        `json:"role,omitempty"`
	Person    string        `json:"person,omitempty"`
	Left      int           `json:"left,omitempty"`
	Request   string        `json:"request,omitempty"`
	Asked     time.Time     `json:"asked,omitzero"`
}

// statisticRecord counts cases that were alike.
type statisticRecord struct {
	header
	Kind     string `json:"kind,omitempty"`
	Category string `json:"category,omitempty"`
	Outcome  string `json:"outcome,omitempty"`
	Channel  string `json:"channel,omitempty"`
	Received string `json:"received,omitempty"` // month
	Closed   string `json:"closed,omitempty"`   // month
	Settled  string `json:"settled,omitempty"`  // in time, late, or ""
	Count    int    `json:"count"`
}

// expungeRecord is a message on an IMAP server that has to go.
type expungeRecord struct {
	header
	Case      uint32      `json:"case"`
	Mailbox   string      `json:"mailbox"`
	Place     placeRecord `json:"place,omitzero"`
	Sent      bool        `json:"sent,omitempty"`
	MessageID string      `json:"message_id,omitempty"`
	Digest    []byte      `json:"digest,omitempty"`
	Size      int64       `json:"size,omitempty"`
	Also      []string    `json:"also,omitempty"`
}

// heldRecord is a mail with commands that waits for a one-time code.
type heldRecord struct {
	header
	Case   uint32    `json:"case,omitempty"`
	Person string    `json:"person"`
	Until  time.Time `json:"until"`
	Tries  int       `json:"tries,omitempty"`
}

// eventsRecord holds the events of one Append, of a case or of the office.
type eventsRecord struct {
	header
	Events []eventRecord `json:"events"`
}
