package message

// What mail systems write, in lower case.
var (
	bounceSubjects = []string{
		"undelivered mail", "undeliverable", "undelivered message", "delivery status notification", "delivery notification", "delivery failure",
		"delivery failed", "delivery has failed", "mail delivery fail", "mail delivery problem", "mail delivery error", "mail delivery status", "delivery problem", "delivery report", "delivery error",
		"returned mail", "returned to sender", "return to sender", "mail system error", "failure notice", "failed mail", "failed delivery", "failure delivery",
		"non-delivery", "nondelivery", "not delivered", "could not be delivered", "couldn't be delivered", "cannot be delivered", "can't be delivered", "unable to deliver", "unable to send",
		"delivery delayed", "delivery temporarily", "delayed mail", "message delayed", "message status", "warning: message", "warning: could not send", "mail delivery delayed", "mail delivery warning", "mail failed", "returning to sender", "delivery status",
		"notice: mail delivery", "[bounce]", "bounced", "rejected mail", "message rejected", "mail rejected", "user unknown", "unknown user", "error in mail", "mail error", "mail failure",
		"permanent fail", "problems delivering", "message you sent blocked", "wasn't able to deliver", "email delivery",
		"onbestelbaar", "niet bezorgd", "niet afgeleverd", "kon niet worden bezorgd", "kan niet worden bezorgd", "bezorging mislukt", "afleveren mislukt", "niet te bezorgen", "bezorgingsfout", "aflevering mislukt", "bezorging vertraagd", "vertraagde bezorging", "bezorging is vertraagd", "verzögerte zustellung", "remise retardée", "distribution retardée", "has been frozen",
		"unzustellbar", "nicht zustellbar", "zustellung fehlgeschlagen", "nicht zugestellt", "fehlgeschlagene zustellung", "nachricht unzustellbar",
		"olevererbart", "kan ikke leveres", "kunne ikke leveres", "non recapitabile", "não é possível entregar", "nie można dostarczyć", "nelze doručit", "teslim edilemedi", "не удается доставить", "недоставленное", "toimittamaton", "kézbesíthetetlen", "配信不能", "配信できません", "无法送达", "退信", "발송실패",
		"non remis", "échec de la remise", "non distribu", "échec de distribution", "échec d'envoi", "non-remise", "mancata consegna", "mancato recapito", "no se puede entregar", "não entregue",
	}

	bounceTexts = []string{
		"could not be delivered", "couldn't be delivered", "cannot be delivered", "was not delivered", "wasn't delivered", "has not been delivered", "not be delivered to", "delivery to the following recipient",
		"delivery has failed", "delivery failed", "delivery of the following", "failed to deliver", "unable to deliver", "wasn't able to deliver", "was undeliverable", "undeliverable", "did not reach the following recipient", "did not reach",
		"permanent error", "permanent fatal errors", "fatal errors", "failed permanently", "following address(es) failed", "following addresses failed", "the following recipient", "delivery status",
		"user unknown", "unknown user", "no such user", "mailbox unavailable", "mailbox full", "recipient address rejected", "recipient rejected", "address rejected", "rcpt to:", "message was returned", "returned to sender", "returned to you", "giving up", "given up",
		"message will be retried", "still being retried", "will be retried", "has been delayed", "not yet been delivered", "delivery attempts will continue",
		"kon niet worden bezorgd", "kan niet worden bezorgd", "niet worden afgeleverd", "is niet bezorgd", "niet bezorgd bij", "kon niet worden afgeleverd", "konnte nicht zugestellt", "nicht zugestellt werden", "n'a pas pu être", "n'a pas été remis", "nog niet bezorgd", "bezorgen is mislukt", "bezorging is mislukt", "fehler bei der nachrichtenzustellung", "noch nicht zugestellt", "échec de la remise", "n'a pas encore été remis",
	}

	// technicalWords are those of mail systems, not of people.
	technicalWords = []string{"smtp", "mailer-daemon", "postmaster", "remote host", "remote server", "mail server", "mailserver", "diagnostic", "your message could not be delivered", "your message to", "mail delivery", "mail system", "rcpt",
		"uw bericht kon niet", "het bericht kon niet", "e-mailbericht kon niet", "non-delivery report", "delivery has failed to these recipients"}

	// delayedWords say that the mail system goes on trying.
	delayedWords = []string{
		"delayed", "warning: message", "warning: could not send", "will be retried", "will continue to", "still being retried", "not yet been delivered", "delivery attempts will continue", "temporary failure, will retry",
		"no action is required on your part", "you do not need to resend", "warning message only", "keep trying", "postponed", "advisory-only", "yet to be delivered", "has been frozen", "vertraagd", "verzögert", "retardé",
	}

	permanentWords = []string{
		"permanent", "given up", "giving up", "user unknown", "unknown user", "no such user", "does not exist", "doesn't exist", "not found", "unknown address", "no mailbox", "no longer accepts mail", "not known", "no longer in use", "no longer valid", "onbekende ontvanger", "gebruiker onbekend", "invalid recipient", "doesn't have a", "does not have a",
		"not listed in", "unknown recipient", "recipient unknown", "bestaat niet", "niet bestaat", "onbekende gebruiker", "niet gevonden", "existiert nicht", "n'existe pas",
		"disabled", "suspended", "is inactive", "account closed", "no longer exists", "no longer available", "was rejected", "rejected by", "access denied", "relay denied", "relaying denied", "not allowed to", "is not accepting", "does not accept", "doesn't accept",
		"host unknown", "unknown host", "unknown domain", "unrouteable", "unroutable", "no valid recipients", "no such ", "invalid address", "invalid mailbox", "not our customer", "not a valid", "not recognized", "not recognised", "too large", "message size exceeds", "exceeds the maximum message size",
		"onbekend", "opgeheven", "geweigerd", "geblokkeerd", "te groot", "niet herkend", "unbekannt", "abgelehnt", "inconnu", "refusé",
	}

	// transientWords take back what those say: the same words stand in what a
	// server that goes on trying has met.
	transientWords = []string{"temporar", "again later", "try later", "timed out", "timeout", "connection refused", "tijdelijk", "probeer het later", "vorübergehend", "temporaire"}

	// originalMarks begin the copy of the original in a textual bounce.
	originalMarks = []string{
		"------ this is a copy of", "--- below this line is a copy", "----- original message", "-----original message", "----- message header follows", "original message headers:", "original message header:",
		"----- unsent message follows", "--- the header of the original message", "--- message header", "--- returned mail follows", "----- message body", "--- mail text follows", "---------- original message", "message header follows",
		"--- undelivered message follows", "oorspronkelijke berichtkoppen:", "headers van oorspronkelijk bericht", "ursprüngliche nachrichtenkopfzeilen:", "en-têtes de message d'origine", "--- original message follows", "unsent message below", "--- returned message", "--- start of returned message", "original message as received", "old message:", "lines of your original message", "original message follows", "--- original message ---", "return-path:",
	}
)
