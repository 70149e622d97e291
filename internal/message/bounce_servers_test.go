package message

import (
	"slices"
	"strings"
	"testing"
)

// serverBounce is a report as one mail server words it, about a letter to
// jan@b.example unless want names others.
type serverBounce struct {
	server, from, subject, text string
	more                        string // further header lines
	class                       string // failed when ""
	permanent                   bool
	want                        []string
	noID                        bool
}

// returned is the letter that came back, as a server copies it.
const returned = "Received: from mail.voorbeeld.example ([192.0.2.9])\n\tby mx.b.example with ESMTP; Thu, 11 Jun 2026 10:12:13 +0200\nFrom: Klachten <klachten@voorbeeld.example>\nTo: jan@b.example\nSubject: [K2026-0001] Ontvangstbevestiging\nMessage-ID: <k.0001@voorbeeld.example>\n\nGeachte heer,\n"

var serverBounces = []serverBounce{
	{server: "qmail", from: "MAILER-DAEMON@mx.b.example", subject: "failure notice", permanent: true,
		text: "Hi. This is the qmail-send program at mx.b.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<jan@b.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <klachten@voorbeeld.example>\n" + returned},
	{server: "qmail, remote", from: "MAILER-DAEMON@mx.b.example", subject: "failure notice", permanent: true,
		text: "Hi. This is the qmail-send program at mx.b.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<jan@b.example>:\nConnected to 192.0.2.7 but sender was rejected.\nRemote host said: 550 5.7.1 refused\n\n--- Below this line is a copy of the message.\n\n" + returned},
	{server: "qmail, gave up after a week", from: "MAILER-DAEMON@mx.b.example", subject: "failure notice",
		text: "Hi. This is the qmail-send program at mx.b.example.\n\n<jan@b.example>:\nSorry, I wasn't able to establish an SMTP connection. (#4.4.1)\nI'm not going to try again; this message has been in the queue too long.\n\n--- Below this line is a copy of the message.\n\n" + returned},
	{server: "qmail, changed words", from: "MAILER-DAEMON@mx.b.example", subject: "failure notice", permanent: true,
		text: "Sorry, we were unable to deliver your message to the following address.\n\n<jan@b.example>:\nRemote host said: 554 delivery error: dd This user doesn't have a b.example account (jan@b.example) [0] [BODY]\n\n--- Below this line is a copy of the message.\n\n" + returned},
	{server: "sendmail 8, transcript", from: "Mail Delivery Subsystem <MAILER-DAEMON@mx.b.example>", subject: "Returned mail: see transcript for details", permanent: true,
		text: "The original message was received at Thu, 11 Jun 2026 10:12:13 +0200\nfrom mail.voorbeeld.example [192.0.2.9]\n\n   ----- The following addresses had permanent fatal errors -----\n<jan@b.example>\n    (reason: 550 5.1.1 <jan@b.example>... User unknown)\n\n   ----- Transcript of session follows -----\n... while talking to mx.b.example.:\n>>> DATA\n<<< 550 5.1.1 <jan@b.example>... User unknown\n550 5.1.1 <jan@b.example>... User unknown\n<<< 503 5.0.0 Need RCPT (recipient)\n\n   ----- Message header follows -----\n\n" + returned},
	{server: "sendmail 8, host unknown", from: "Mail Delivery Subsystem <MAILER-DAEMON@mx.b.example>", subject: "Returned mail: Host unknown (Name server: b.example: host not found)", permanent: true,
		text: "The original message was received at Thu, 11 Jun 2026 10:12:13 +0200\nfrom mail.voorbeeld.example [192.0.2.9]\n\n   ----- The following addresses had permanent fatal errors -----\n<jan@b.example>\n\n   ----- Transcript of session follows -----\n550 5.1.2 <jan@b.example>... Host unknown (Name server: b.example: host not found)\n\n   ----- Original message follows -----\n\n" + returned},
	{server: "sendmail 5", from: "MAILER-DAEMON@mx.b.example (Mail Delivery Subsystem)", subject: "Returned mail: User unknown", permanent: true,
		text: "   ----- Transcript of session follows -----\nWhile talking to mx.b.example:\n>>> RCPT To:<jan@b.example>\n<<< 550 <jan@b.example>... User unknown\n550 <jan@b.example>... User unknown\n\n   ----- Unsent message follows -----\n" + returned},
	{server: "sendmail, warning", from: "Mail Delivery Subsystem <MAILER-DAEMON@mx.b.example>", subject: "Warning: could not send message for past 4 hours", class: ClassDelayed,
		text: "    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\nThe original message was received at Thu, 11 Jun 2026 10:12:13 +0200\n\n   ----- Transcript of session follows -----\n<jan@b.example>... Deferred: Connection timed out with mx.b.example.\nWarning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old\n\n   ----- Message header follows -----\n\n" + returned},
	{server: "Exim", from: "Mail Delivery System <Mailer-Daemon@mx.b.example>", subject: "Mail delivery failed: returning message to sender", permanent: true,
		text: "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  jan@b.example\n    host mx.b.example [192.0.2.7]\n    SMTP error from remote mail server after RCPT TO:<jan@b.example>:\n    550 5.1.1 <jan@b.example>: Recipient address rejected\n\n------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <klachten@voorbeeld.example>\n" + returned},
	{server: "Exim, timeout", from: "Mail Delivery System <Mailer-Daemon@mx.b.example>", subject: "Mail delivery failed: returning message to sender",
		text: "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to all of its recipients.\nThe following address(es) failed:\n\n  jan@b.example\n    retry timeout exceeded\n\n------ This is a copy of the message, including all the headers. ------\n\n" + returned},
	{server: "Exim, unrouteable", from: "Mail Delivery System <Mailer-Daemon@mx.b.example>", subject: "Mail delivery failed: returning message to sender", permanent: true,
		text: "This message was created automatically by mail delivery software (Exim).\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  jan@b.example:\n    unrouteable mail domain \"b.example\"\n\n------ This is a copy of the message's headers. ------\n\n" + returned},
	{server: "Exim, alias", from: "Mail Delivery System <Mailer-Daemon@mx.b.example>", subject: "Mail delivery failed: returning message to sender", permanent: true,
		text: "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  jan.intern@c.example\n    (generated from jan@b.example)\n    mailbox is full\n\n------ This is a copy of the message, including all the headers. ------\n\n" + returned,
		want: []string{"jan.intern@c.example", "jan@b.example"}},
	{server: "Exim, frozen", from: "Mail Delivery System <Mailer-Daemon@mx.b.example>", subject: "Message 1abCDe-0001aB-2c has been frozen", class: ClassDelayed,
		text: "Message 1abCDe-0001aB-2c has been frozen (delivery error message).\nThe sender is <klachten@voorbeeld.example>.\n\nThe following address(es) have yet to be delivered:\n\n  jan@b.example: Too many \"Received\" headers - suspected mail loop\n", noID: true},
	{server: "Exim, warning", from: "Mail Delivery System <Mailer-Daemon@mx.b.example>", subject: "Warning: message 1abCDe-0001aB-2c delayed 24 hours", class: ClassDelayed,
		text: "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.b.example.\n\nThe message identifier is:     1abCDe-0001aB-2c\nThe subject of the message is: [K2026-0001] Ontvangstbevestiging\nThe date of the message is:    Thu, 11 Jun 2026 10:12:13 +0200\n\nThe address to which the message has not yet been delivered is:\n\n  jan@b.example\n    Delay reason: SMTP error from remote mail server: 451 Try again later\n\nNo action is required on your part. Delivery attempts will continue for\nsome time, and this warning may be repeated at intervals if the message\nremains undelivered.\n", noID: true},
	{server: "Postfix without a report", from: "MAILER-DAEMON@mx.b.example (Mail Delivery System)", subject: "Undelivered Mail Returned to Sender", permanent: true,
		text: "This is the mail system at host mx.b.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\nFor further assistance, please send mail to postmaster.\n\n                   The mail system\n\n<jan@b.example>: host mx.b.example[192.0.2.7] said: 550 5.1.1\n    <jan@b.example>: Recipient address rejected: User unknown (in reply to\n    RCPT TO command)\n\n" + returned},
	{server: "Postfix, expanded", from: "MAILER-DAEMON@mx.b.example (Mail Delivery System)", subject: "Undelivered Mail Returned to Sender", permanent: true,
		text: "This is the mail system at host mx.b.example.\n\n<jan.intern@c.example> (expanded from <jan@b.example>): unknown user:\n    \"jan.intern\"\n\n" + returned, want: []string{"jan.intern@c.example"}},
	{server: "Gmail, text", from: "Mail Delivery Subsystem <mailer-daemon@googlemail.com>", subject: "Delivery Status Notification (Failure)", permanent: true,
		text: "Delivery to the following recipient failed permanently:\n\n     jan@b.example\n\nTechnical details of permanent failure:\nGoogle tried to deliver your message, but it was rejected by the recipient domain. We recommend contacting the other email provider for further information about the cause of this error. The error that the other server returned was: 550 550 5.1.1 unknown user (state 14).\n\n----- Original message -----\n\n" + returned},
	{server: "Gmail, delay", from: "Mail Delivery Subsystem <mailer-daemon@googlemail.com>", subject: "Delivery Status Notification (Delay)", class: ClassDelayed,
		text: "This is an automatically generated Delivery Status Notification\n\nTHIS IS A WARNING MESSAGE ONLY.\n\nYOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nDelivery to the following recipient has been delayed:\n\n     jan@b.example\n\nMessage will be retried for 2 more day(s)\n\nTechnical details of temporary failure:\nThe recipient server did not accept our requests to connect.\n\n----- Original message -----\n\n" + returned},
	{server: "Gmail, new words", from: "Mail Delivery Subsystem <mailer-daemon@googlemail.com>", subject: "Delivery Status Notification (Failure)", permanent: true, noID: true,
		text: "** Address not found **\n\nYour message wasn't delivered to jan@b.example because the address couldn't be found, or is unable to receive mail.\n\nLearn more here: https://support.example/mail/?p=NoSuchUser\n\nThe response was:\n\n550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos.\n"},
	{server: "Gmail, Dutch", from: "Mail Delivery Subsystem <mailer-daemon@googlemail.com>", subject: "Delivery Status Notification (Failure)", permanent: true, noID: true,
		text: "** Adres niet gevonden **\n\nJe bericht is niet bezorgd bij jan@b.example omdat het adres niet is gevonden of geen e-mail kan ontvangen.\n\nDe reactie was:\n\n550 5.1.1 The email account that you tried to reach does not exist.\n"},
	{server: "Exchange 2003", from: "System Administrator <postmaster@b.example>", subject: "Undeliverable: [K2026-0001] Ontvangstbevestiging", permanent: true, noID: true,
		text: "Your message\n\n  To:      jan@b.example\n  Subject: [K2026-0001] Ontvangstbevestiging\n  Sent:    Thu, 11 Jun 2026 10:12:13 +0200\n\ndid not reach the following recipient(s):\n\njan@b.example on Thu, 11 Jun 2026 10:12:20 +0200\n    The e-mail account does not exist at the organization this message was sent to.\n    <mx.b.example #5.1.1>\n"},
	{server: "Exchange 2010, German", from: "Microsoft Outlook <postmaster@b.example>", subject: "Unzustellbar: [K2026-0001] Ontvangstbevestiging", permanent: true,
		text: "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\njan@b.example<mailto:jan@b.example>\nDie eingegebene E-Mail-Adresse konnte nicht gefunden werden.\n\nDiagnoseinformationen für Administratoren:\n\nGenerierender Server: mx.b.example\n\njan@b.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\nUrsprüngliche Nachrichtenkopfzeilen:\n\n" + returned},
	{server: "Exchange 2010, French", from: "Microsoft Outlook <postmaster@b.example>", subject: "Non remis : [K2026-0001] Ontvangstbevestiging", permanent: true,
		text: "Échec de la remise pour ces destinataires ou groupes :\n\njan@b.example<mailto:jan@b.example>\nL'adresse de messagerie que vous avez entrée est introuvable.\n\nInformations de diagnostic pour les administrateurs :\n\nGénération du serveur : mx.b.example\n\njan@b.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\nEn-têtes de message d'origine :\n\n" + returned},
	{server: "Microsoft 365, Dutch", from: "postmaster@b.example", subject: "Onbestelbaar: [K2026-0001] Ontvangstbevestiging", permanent: true,
		text: "Uw bericht aan jan@b.example kan niet worden bezorgd.\n\njan is niet gevonden op b.example.\n\nklachten\tOffice 365\tjan\nActie vereist\t\tGeadresseerde\n\nOnbekend adres Aan\n\nHoe kan het worden opgelost\n\nMeer informatie voor e-mailbeheerders\nStatuscode: 550 5.1.10\n\nOorspronkelijke berichtkoppen\n\n" + returned},
	{server: "Microsoft 365, delay in Dutch", from: "postmaster@b.example", subject: "Vertraagde bezorging: [K2026-0001] Ontvangstbevestiging", class: ClassDelayed, noID: true,
		text: "De bezorging aan deze geadresseerden of groepen is vertraagd:\n\njan@b.example\n\nDit bericht is nog niet bezorgd. Er wordt nog geprobeerd het bericht te bezorgen.\n\nDe server blijft 1 dag, 19 uur en 58 minuten proberen het bericht te bezorgen.\n"},
	{server: "Lotus Domino", from: "Postmaster@b.example", subject: "DELIVERY FAILURE: User jan (jan@b.example) not listed in Domino Directory", permanent: true,
		text: "Your message\n\n  Subject: [K2026-0001] Ontvangstbevestiging\n\nwas not delivered to:\n\n  jan@b.example\n\nbecause:\n\n  User jan (jan@b.example) not listed in Domino Directory\n\n" + returned},
	{server: "GroupWise", from: "Mailer-Daemon@b.example", subject: "Mail System Error - Returned Mail", permanent: true,
		text: "The message that you sent was undeliverable to the following:\n\tjan@b.example (user not found)\n\n" + returned},
	{server: "IMail", from: "Postmaster <postmaster@mx.b.example>", subject: "Undeliverable Mail", permanent: true,
		text: "User unknown: jan@b.example\n\nOriginal message follows.\n\n" + returned},
	{server: "MDaemon", from: "MDaemon@b.example", subject: "Permanent Delivery Failure", permanent: true,
		text: "The attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the attached message has\nbeen removed from the mail queue on this server.\n\nFailed address: jan@b.example\n\n--- Session Transcript ---\n Thu 2026-06-11 10:12:13: --> RCPT To:<jan@b.example>\n Thu 2026-06-11 10:12:13: <-- 550 5.1.1 unknown\n--- End Transcript ---\n" + returned},
	{server: "Courier", from: "mx.b.example <postmaster@mx.b.example>", subject: "NOTICE: mail delivery status.", permanent: true,
		text: "This is a delivery status notification from mx.b.example,\nrunning the Courier mail server, version 0.65.2.\n\nThe original message was received on Thu, 11 Jun 2026 10:12:13 +0200\nfrom mail.voorbeeld.example (mail.voorbeeld.example [192.0.2.9])\n\n---------------------------------------------------------------------------\n\n                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<jan@b.example>:\n    mx.b.example [192.0.2.7]:\n>>> RCPT TO:<jan@b.example>\n<<< 550 User unknown.\n\n---------------------------------------------------------------------------\n\nIf your message was also sent to additional recipients, their delivery\nstatus is not included in this report.\n\n" + returned},
	{server: "Yahoo", from: "MAILER-DAEMON@yahoo.example", subject: "Failure Notice", permanent: true,
		text: "Sorry, we were unable to deliver your message to the following address.\n\n<jan@b.example>:\n550: 5.1.1 <jan@b.example>: Recipient address rejected: User unknown\n\n--- Below this line is a copy of the message.\n\n" + returned},
	{server: "Yahoo, new", from: "mailer-daemon@yahoo.example", subject: "Failure Notice", permanent: true,
		text: "Sorry, we were unable to deliver your message to the following address.\n\n<jan@b.example>:\n\n552: 5.2.2 The email account that you tried to reach is over quota\n\n---------- Forwarded message ----------\n" + returned},
	{server: "GMX", from: "GMX Mailer Daemon <mailer-daemon@gmx.example>", subject: "Mail delivery failed: returning message to sender", permanent: true,
		text: "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error. The following address\nfailed:\n\n\"jan@b.example\":\nSMTP error from remote server after RCPT command:\nhost: mx.b.example\n5.1.1 <jan@b.example>... User Unknown\n\n--- The header of the original message is following. ---\n\n" + returned},
	{server: "Sun Messaging Server", from: "Internet Mail Delivery <postmaster@mx.b.example>", subject: "Delivery Notification: Delivery has failed", permanent: true,
		text: "This report relates to a message you sent with the following header fields:\n\n  Message-id: <k.0001@voorbeeld.example>\n  Date: Thu, 11 Jun 2026 10:12:13 +0200\n  From: Klachten <klachten@voorbeeld.example>\n  To: jan@b.example\n  Subject: [K2026-0001] Ontvangstbevestiging\n\nYour message cannot be delivered to the following recipients:\n\n  Recipient address: jan@b.example\n  Reason: Remote SMTP server has rejected address\n  Diagnostic code: smtp;550 5.1.1 <jan@b.example>: Recipient address rejected\n  Remote system: dns;mx.b.example (TCP|192.0.2.9|49151|192.0.2.7|25)\n"},
	{server: "Apache James", from: "postmaster@mx.b.example", subject: "[BOUNCE]", permanent: true,
		text: "Hi. This is the James mail server at mx.b.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.  Below\nI include the list of recipients and the reason why I was unable to deliver\nyour message.\n\nFailed recipient(s):\njan@b.example\n\nError message:\n550 5.1.1 unknown user\n\nMessage details:\n  Subject: [K2026-0001] Ontvangstbevestiging\n  Sent date: Thu Jun 11 10:12:13 CEST 2026\n  MAIL FROM: klachten@voorbeeld.example\n  RCPT TO: jan@b.example\n", noID: true},
	{server: "OpenSMTPD", from: "Mailer Daemon <MAILER-DAEMON@mx.b.example>", subject: "Delivery status notification: error", permanent: true,
		text: "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\njan@b.example: 550 5.1.1 <jan@b.example>... User unknown\n\n    Below is a copy of the original message:\n\n" + returned},
	{server: "OpenSMTPD, warning", from: "Mailer Daemon <MAILER-DAEMON@mx.b.example>", subject: "Delivery status notification: warning", class: ClassDelayed,
		text: "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    A message is delayed for more than 4h for the following\n    list of recipients:\n\njan@b.example: 421 Try again later\n\n    Please note that this is only a temporary failure report.\n    The message is kept in the queue for up to 4d.\n    You DO NOT NEED to re-send the message to these recipients.\n\n    Below is a copy of the original message:\n\n" + returned},
	{server: "DragonFly", from: "MAILER-DAEMON <>", subject: "Mail delivery failed", permanent: true,
		text: "This is the DragonFly Mail Agent v0.11 at mx.b.example.\n\nThere was an error delivering your mail to <jan@b.example>.\n\nmx.b.example [192.0.2.7] did not like our RCPT TO:\n550 5.1.1 <jan@b.example>: Recipient address rejected\n\nOriginal message headers follow.\n\n" + returned},
	{server: "Amazon SES", from: "MAILER-DAEMON@email-bounces.amazonses.example", subject: "Delivery Status Notification (Failure)",
		text: "An error occurred while trying to deliver the mail to the following recipients:\njan@b.example\n\n" + returned},
	{server: "Mimecast", from: "postmaster@mx.b.example", subject: "[Postmaster] Email Delivery Failure", permanent: true, noID: true,
		text: "This is a delivery failure notification message indicating that\nan email you addressed to email address :\n-- jan@b.example\n\ncould not be delivered. The problem appears to be :\n-- Recipient email server rejected the message\n\nAdditional information follows :\n-- 5.4.1 Recipient address rejected: Access denied\n\nThis condition occurred after 1 attempt(s) to deliver over\na period of 0 hour(s).\n"},
	{server: "Symantec", from: "Mail Delivery System <postmaster@b.example>", subject: "Returned mail: delivery problems encountered", permanent: true,
		text: "A message (from <klachten@voorbeeld.example>) was received at 11 Jun 2026  8:12:13 +0000.\n\nThe following addresses had delivery problems:\n\n   <jan@b.example>\n\tPermanent Failure: 550_5.1.1_unknown\n\tDelivery last attempted at Thu, 11 Jun 2026 08:12:14 -0000\n\n" + returned},
	{server: "XMail", from: "postmaster@mx.b.example", subject: "Error sending message [1781165533.8] from [b.example]", permanent: true,
		text: "[<00>] XMail bounce: Rcpt=[jan@b.example];Error=[550 5.1.1 User unknown]\n\n\n[<01>] Error sending message [1781165533.8] from [b.example].\n\nID:        <S1>\nMail From: <klachten@voorbeeld.example>\nRcpt To:   <jan@b.example>\nServer:    <mx.b.example>\n\n\n[<02>] The reason of the delivery failure was:\n\n550 5.1.1 User unknown\n\n\n[<05>] Here is listed the initial part of the message:\n\n" + returned},
	{server: "SurfControl", from: "postmaster@b.example", subject: "Message Delivery Failure", permanent: true,
		text: "Your message could not be delivered.\n\nThe following reason was given:\n\nThe Recipient jan@b.example was rejected: 550 no such user\n\n" + returned},
	{server: "MessageLabs", from: "MAILER-DAEMON@messagelabs.example", subject: "Mail Delivery Failure", permanent: true,
		text: "This is the mail delivery agent at messagelabs.example.\n\nI was unable to deliver your message to the following addresses:\n\njan@b.example\n\nReason: 550 No such user (jan)\n\nThe message subject was: Ontvangstbevestiging\nThe message date was: Thu, 11 Jun 2026 10:12:13 +0200\nThe message identifier was: 12/34-5678-90\nThe message reference was: server-1.example\n\nPlease do not reply to this email as it is sent from an unattended mailbox.\n", noID: true},
	{server: "Trend Micro", from: "Mail Delivery System <>", subject: "Mail could not be delivered", permanent: true,
		text: "****** Message from InterScan Messaging Security Suite ******\n\nSent <<< RCPT TO:<jan@b.example>\nReceived >>> 550 5.1.1 <jan@b.example>... user unknown\n\nUnable to deliver message to <jan@b.example>\n\n************************     End of message     **********************\n\n" + returned},
	{server: "Google Groups", from: "Mail Delivery Subsystem <mailer-daemon@googlemail.com>", subject: "Message rejected by Google Groups", permanent: true, noID: true,
		text: "Hello klachten@voorbeeld.example,\n\nWe're writing to let you know that the group you tried to contact (jan) may not exist, or you may not have permission to post messages to the group.\n\nThe address was jan@b.example.\n550 5.7.1 rejected\n"},
	{server: "Zoho", from: "mailer-daemon@mail.zoho.example", subject: "Undelivered Mail Returned to Sender", permanent: true, noID: true,
		text: "This message was created automatically by mail delivery software.\n A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.\n\njan@b.example Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 unknown user\n"},
	{server: "T-Online", from: "Mailer-Daemon@mailout.example", subject: "Benachrichtigung zum Übermittlungsstatus (Fehlgeschlagen)", permanent: true,
		text: "|------------------------- Message log follows: -------------------------|\n no valid recipients were found for this message\n|------------------------- Failed addresses follow: ---------------------|\n <jan@b.example> ... transport smtp: 550 5.1.1 unknown user\n|------------------------- Message header follows: ----------------------|\n" + returned},
	{server: "German provider", from: "Mail Delivery System <mailer-daemon@b.example>", subject: "Mail konnte nicht zugestellt werden", permanent: true,
		text: "Ihre E-Mail konnte nicht zugestellt werden.\n\nEmpfänger: jan@b.example\nGrund: 550 5.1.1 Unbekannter Empfänger\n\n" + returned},
	{server: "Zimbra", from: "postmaster@b.example", subject: "Bericht kon niet worden afgeleverd", permanent: true,
		text: "Uw bericht kon niet worden afgeleverd bij <jan@b.example>: 550 5.1.1 onbekende gebruiker\n\n" + returned},
	{server: "EZweb", from: "Postmaster@b.example", subject: "Mail System Error - Returned Mail",
		text: "Your mail sent on: Thu, 11 Jun 2026 10:12:13 +0900\n    Could not be delivered to: <jan@b.example>\n    As their mailbox is full.\n\n" + returned},
	{server: "docomo", from: "mail-daemon@b.example", subject: "Mail System Error - Returned Mail", permanent: true,
		text: "\u6b21\u306e\u5b9b\u5148\u3078\u306e\u30e1\u30c3\u30bb\u30fc\u30b8\u306f\u30a8\u30e9\u30fc\u306e\u305f\u3081\u9001\u4fe1\u3067\u304d\u307e\u305b\u3093\u3067\u3057\u305f\u3002\n\n<jan@b.example>:\n550 Unknown user jan@b.example\n\n----- Original message follows -----\n\n" + returned},
	{server: "activehunter", from: "MAILER-DAEMON@mx.b.example", subject: "FAILURE NOTICE :", permanent: true,
		text: "This message was created automatically by mail delivery software (TransMail 5.0).\n\nA message that you sent could not be delivered to all of its recipients.\n\n  ----- The following addresses had permanent fatal errors -----\n\n>>> jan@b.example <jan@b.example>\n\n  ----- Transcript of session follows -----\n>>> RCPT TO:<jan@b.example>\n550 sorry, no mailbox here by that name (#5.1.1 - chkuser)\n\n----- sent message follows -----\n" + returned},
	{server: "McAfee", from: "Email Delivery System <virusalert@b.example>", subject: "Undeliverable: [K2026-0001] Ontvangstbevestiging", permanent: true,
		text: "--- The following addresses had delivery problems ---\n\n<jan@b.example>   (User unknown jan@b.example)\n\n--- Transcript ---\nRCPT TO:<jan@b.example>\n550 5.1.1 unknown\n\n" + returned},
	{server: "MailFoundry", from: "postmaster@b.example", subject: "Message delivery has failed", permanent: true,
		text: "This is the MailFoundry delivery agent.\n\nUnable to deliver message to: <jan@b.example>\nDelivery failed for the following reason:\nServer mx.b.example[192.0.2.7] failed with: 550 <jan@b.example> No such user here\n\nThis has been a permanent failure.  No further delivery attempts will be made.\n\n" + returned},
	{server: "MailMarshal", from: "postmaster@b.example", subject: "Undeliverable Mail: \"[K2026-0001] Ontvangstbevestiging\"", permanent: true, noID: true,
		text: "Your message:\n   From:    klachten@voorbeeld.example\n   Subject: [K2026-0001] Ontvangstbevestiging\n\nCould not be delivered because of\n\n550 5.1.1 User unknown\n\nThe following recipients were affected: \n    jan@b.example\n\nAdditional Information\n======================\n\n"},
	{server: "six", from: "Mail Delivery Subsystem <MAILER-DAEMON@b.example>", subject: "There was an error sending your mail", permanent: true,
		text: "We had trouble delivering your message. Full details follow:\n\nSubject: '[K2026-0001] Ontvangstbevestiging'\nDate: 'Thu, 11 Jun 2026 10:12:13 +0200'\n\n1 error(s):\n\nSMTP Server <mx.b.example> rejected recipient <jan@b.example>\n  (Error following RCPT command). It responded as follows: [550 5.1.1 unknown]\n\n" + returned},
	{server: "two", from: "MAILER-DAEMON@b.example (Mail Delivery System)", subject: "Delivery failure", permanent: true,
		text: "Message from b.example.\nUnable to deliver message to the following address(es).\n\n<jan@b.example>:\nThis user doesn't have a b.example account (jan@b.example) [0]\n\n--- Original message follows.\n\n" + returned},
	{server: "mFILTER", from: "postmaster@b.example", subject: "failure notice", permanent: true,
		text: "-------- Mail-system output --------\n550 5.1.1 <jan@b.example>... User unknown\n\n-------------\n\nRCPT To:<jan@b.example>\n\n" + returned},
	{server: "Bigfoot", from: "MAILER-DAEMON@bigfoot.example (Mail Delivery Subsystem)", subject: "Returned mail: see transcript for details", permanent: true,
		text: "The original message was received at Thu, 11 Jun 2026 10:12:13 -0400\nfrom mail.voorbeeld.example [192.0.2.9]\n\n   ----- Transcript of session follows -----\n>>> RCPT TO:<jan@b.example>\n<<< 550 5.1.1 <jan@b.example>... Unknown user\n\n   ----- Message header follows -----\n\n" + returned},
	{server: "Amazon WorkMail", from: "Mail Delivery System <MAILER-DAEMON@amazonses.example>", subject: "Delivery Status Notification (Failure)", permanent: true,
		text: "Technical report:\n\n#550 5.1.1 unknown ##\n\nYour message to <jan@b.example> couldn't be delivered.\n\n" + returned},
	{server: "Yandex", from: "MAILER-DAEMON@yandex.example", subject: "\u041d\u0435\u0434\u043e\u0441\u0442\u0430\u0432\u043b\u0435\u043d\u043d\u043e\u0435 \u0441\u043e\u043e\u0431\u0449\u0435\u043d\u0438\u0435", permanent: true,
		text: "This is the mail system at host yandex.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n<jan@b.example>: host mx.b.example[192.0.2.7] said: 550 5.7.1 No such user! (in reply to RCPT TO command)\n\n" + returned},
	{server: "Verizon", from: "post_master@vtext.example", subject: "Undeliverable Message", permanent: true,
		text: "Error: No valid recipients for this MM\n\nMessage could not be delivered to mobile.\nRCPT TO: jan@b.example\n550 - Requested action not taken: no such user here\n\n" + returned},
	{server: "Exchange 5.5", from: "System Administrator <postmaster@b.example>", subject: "Undeliverable: Ontvangstbevestiging", permanent: true, noID: true,
		text: "Your message\n\n  To:      jan@b.example\n  Subject: Ontvangstbevestiging\n  Sent:    Thu, 11 Jun 2026 10:12:13 +0200\n\ndid not reach the following recipient(s):\n\nc=NL;a= ;p=B;o=MX;dda:SMTP=jan@b.example; on Thu, 11 Jun 2026 10:12:20 +0200\n    The recipient name is not recognized\n\tThe MTS-ID of the original message is: c=nl\n    MSEXCH:IMS:B:MX:MX 0 (000C05A6) Unknown Recipient\n"},
	{server: "Hotmail, text", from: "postmaster@mail.hotmail.example", subject: "Delivery Status Notification (Failure)", permanent: false,
		text: "This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients failed.\n\n       jan@b.example\n\n\n\n" + returned},
	{server: "Communigate", from: "MAILER-DAEMON@b.example", subject: "Undeliverable mail: Ontvangstbevestiging", permanent: true,
		text: "Failed to deliver to '<jan@b.example>'\nSMTP module(domain b.example) reports:\n host mx.b.example says:\n 550 5.1.1 unknown user\n\n" + returned},
	{server: "Kerio", from: "Mail Delivery Subsystem <mailer-daemon@b.example>", subject: "Undelivered mail: Ontvangstbevestiging", permanent: true,
		text: "   *** Attention: this is an automatically generated message ***\n\nYour mail could not be delivered to following recipients:\n\nRecipient: <jan@b.example>\n   Host mx.b.example says: 550 5.1.1 unknown\n\n" + returned},
	{server: "hMailServer", from: "mailer-daemon@b.example", subject: "Message undeliverable: Ontvangstbevestiging", permanent: true, noID: true,
		text: "Your message did not reach some or all of the intended recipients.\n\n   Sent: Thu, 11 Jun 2026 10:12:13 +0200\n   Subject: Ontvangstbevestiging\n\nThe following recipient(s) could not be reached:\n\njan@b.example\n   Error Type: SMTP\n   Remote server (192.0.2.7) issued an error.\n   hMailServer sent: RCPT TO:<jan@b.example>\n   Remote server replied: 550 5.1.1 unknown\n\nhMailServer\n"},
	{server: "MailEnable", from: "Postmaster <postmaster@b.example>", subject: "Message Delivery Failure", permanent: true, noID: true,
		text: "MailEnable: Message Delivery Failure.\n\nThe following recipient(s) could not be reached:\n\n\tRecipient: [SMTP:jan@b.example]\n\tReason: The message could not be delivered because the domain name does not exist\n\n\nMessage headers follow:\n\nReceived: from x by y\n"},
	{server: "SmarterMail", from: "System Administrator <postmaster@b.example>", subject: "Delivery Failure", permanent: true,
		text: "Could not deliver message to the following recipient(s):\n\nFailed Recipient: jan@b.example\nReason: Remote host said: 550 5.1.1 unknown\n\n\t-- The header and top 20 lines of the message follows --\n\n" + returned},
	{server: "Rackspace", from: "MAILER-DAEMON@emailsrvr.example", subject: "Undelivered Mail Returned to Sender", permanent: true,
		text: "Your message could not be delivered to one or more recipients.\n\n<jan@b.example>: 550 5.1.1 Recipient not found.\n\n" + returned},
	{server: "Proofpoint, delay", from: "Mail Delivery Subsystem <MAILER-DAEMON@pps.example>", subject: "Warning: could not send message for past 4 hours", class: ClassDelayed,
		text: "   ----- The following addresses had transient non-fatal errors -----\n<jan@b.example>\n\n   ----- Transcript of session follows -----\n451 4.4.1 reply: read error from mx.b.example.\n<jan@b.example>... Deferred\nWarning: message still undelivered after 4 hours\n\n" + returned},
	{server: "Sieve, reject", from: "Jan <jan@b.example>", subject: "Automatically rejected mail", class: ClassFailed, permanent: false,
		more: "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n",
		text: "--b\n\nYour message to <jan@b.example> was automatically rejected:\nIk lees deze post niet meer.\n--b\nContent-Type: message/disposition-notification\n\nReporting-UA: mx.b.example; Dovecot\nFinal-Recipient: rfc822; jan@b.example\nOriginal-Message-ID: <k.0001@voorbeeld.example>\nDisposition: automatic-action/MDN-sent-automatically; deleted\n\n--b\nContent-Type: message/rfc822\n\n" + returned + "--b--\n"},
}

// TestBouncesOfServers reads bounces of mail servers in use and of those that
// older ones left behind, without a machine-readable part.
func TestBouncesOfServers(t *testing.T) {
	for _, c := range serverBounces {
		t.Run(c.server, func(t *testing.T) {
			more := c.more
			if more == "" {
				more = "Content-Type: text/plain; charset=utf-8\n"
			}
			m := Parse([]byte("Return-Path: <>\nFrom: " + c.from + "\nTo: klachten@voorbeeld.example\nSubject: " + c.subject + "\n" + more + "\n" + c.text))
			if m.Kind != KindBounce {
				t.Fatalf("kind %q because %v", m.Kind, m.Because)
			}
			if saved := Parse([]byte("From: " + c.from + "\nTo: klachten@voorbeeld.example\nSubject: " + c.subject + "\n" + more + "\n" + c.text)); saved.Kind != KindBounce {
				t.Errorf("without its Return-Path: kind %q because %v", saved.Kind, saved.Because)
			}
			want := c.want
			if want == nil {
				want = []string{"jan@b.example"}
			}
			if c.class == "" {
				c.class = ClassFailed
			}
			id := "<k.0001@voorbeeld.example>"
			if c.noID {
				id = ""
			}
			b := m.Bounce
			if !slices.Equal(b.Recipients, want) || b.Class != c.class || b.Permanent != c.permanent || b.OriginalMessageID != id {
				t.Errorf("%+v", *b)
			}
			if len(m.Originals) > 0 && !strings.Contains(c.server, "Sieve") {
				t.Error("the returned mail was taken for a forward")
			}
		})
	}
}
