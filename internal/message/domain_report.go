package message

import (
	"slices"
	"strings"
)

// Large providers send a report a day to the domain that mail claims to come
// from: how much of it they took (RFC 7489 7.2, RFC 8460 3). The address for
// them is often that of the office. Nobody complains in one.
//
//	Subject: Report Domain: b.example Submitter: mail.example Report-ID: <1>
//	Content-Type: application/gzip; name="mail.example!b.example!1749340800!1749427199.xml.gz"

func domainReport(m *Message, leaves []string) bool {
	if slices.Contains(leaves, "application/tlsrpt+gzip") || slices.Contains(leaves, "application/tlsrpt+json") {
		return true
	}
	subject := strings.ToLower(m.Subject)
	if !strings.Contains(subject, "report domain:") || !strings.Contains(subject, "submitter:") {
		return false
	}
	return slices.ContainsFunc(m.Attachments, func(a Attachment) bool {
		return strings.Count(a.Name, "!") > 2 || hasAnyPrefix(a.Type, []string{"application/zip", "application/gzip", "application/x-gzip", "application/x-zip"})
	})
}
