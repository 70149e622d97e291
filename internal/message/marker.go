package message

import "strings"

// mark is what a line announces.
type mark int

const (
	noMark       mark = iota
	forwardMark       // a forwarded message follows
	originalMark      // the message follows that this one answers or forwards
)

const maxMarkLine = 120 // bytes

// markOf judges a line like
//
//	---------- Forwarded message ---------
//	Begin doorgestuurd bericht:
//	-----Oorspronkelijk bericht-----
//
// The words must be the whole line but for dashes and the like; a line of
// prose that holds them is no mark.
func markOf(text string) mark {
	if len(text) < 10 || len(text) > maxMarkLine {
		return noMark
	}
	if startsOrange(text) {
		return originalMark
	}
	inner := strings.Trim(text, " \t\u00a0-‐–—_*=#>:|.")
	if len(inner) < 8 || len(inner) > 80 {
		return noMark
	}
	dashed := isDashed(text)
	if !dashed && !strings.HasSuffix(text, ":") {
		return noMark
	}
	low := strings.ReplaceAll(strings.ToLower(inner), "’", "'")
	if m, ok := marks[low]; ok {
		return m
	}
	if dashed && (strings.HasPrefix(low, "forwarded by ") || strings.HasPrefix(low, "forwarded message from ") || strings.HasPrefix(low, "doorgestuurd bericht van ") || strings.HasPrefix(low, "doorgestuurd door ") || strings.HasPrefix(low, "weitergeleitet von ") || strings.HasPrefix(low, "transféré par ")) {
		return forwardMark
	}
	return noMark
}

// isDashed says whether a line begins as only a program's mark does.
func isDashed(text string) bool {
	return strings.HasPrefix(text, "--") || strings.HasPrefix(text, "‐‐") || strings.HasPrefix(text, "__") || strings.HasPrefix(text, "==") || strings.HasPrefix(text, "*") || startsOrange(text)
}

// startsOrange knows the mark of the webmail of Orange, which holds the date.
//
//	> Message du 11/06/26 10:12
func startsOrange(text string) bool {
	rest, ok := strings.CutPrefix(text, "Message du ")
	if !ok || len(rest) > 20 {
		return false
	}
	_, ok = anyDate(rest)
	return ok
}

var marks = func() map[string]mark {
	m := map[string]mark{}
	for _, w := range forwardMarks {
		m[w] = forwardMark
	}
	for _, w := range originalMarkWords {
		m[w] = originalMark
	}
	return m
}()

var forwardMarks = []string{
	"forwarded message", "begin forwarded message", "start of forwarded message", "forwarded mail", "forwarded email", "forwarded e-mail", "forward message", "forwarded messages", "message forwarded",
	"doorgestuurd bericht", "begin doorgestuurd bericht", "begin van doorgestuurd bericht", "doorgestuurde bericht", "doorgestuurde mail", "doorgestuurde e-mail", "doorgezonden bericht", "start doorgestuurd bericht", "doorgestuurde berichten",
	"weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "weitergeleitete e-mail", "weitergeleitete mail", "anfang der weitergeleiteten e-mail", "beginn der weitergeleiteten nachricht",
	"message transféré", "mail transféré", "message transmis", "début du message transféré", "début du message réexpédié", "message réexpédié", "e-mail transféré", "courriel transféré", "message transferé", "début du message transmis",
	"mensaje reenviado", "inicio del mensaje reenviado", "mensagem encaminhada", "mensagem reencaminhada", "início da mensagem encaminhada", "início da mensagem reencaminhada",
	"messaggio inoltrato", "inizio messaggio inoltrato", "inizio del messaggio inoltrato", "vidarebefordrat meddelande", "vidarebefordrat mejl", "vidarebefordrat brev", "videresendt melding", "videresendt meddelelse", "videresendt besked", "start på videresendt besked", "start på videresendt melding",
	"begynnelse på videresendt melding", "starten på videresendt besked", "videresendt e-post", "videresendt mail", "początek przekazywanej wiadomości", "przekazana wiadomość", "wiadomość przekazana", "przekazywana wiadomość", "treść przekazanej wiadomości",
	"přeposlaná zpráva", "předaná zpráva", "začátek přeposílané zprávy", "začátek předávané zprávy", "preposlaná správa", "začiatok preposlanej správy", "továbbított üzenet", "továbbított levél", "továbbított levél kezdete", "välitetty viesti", "välitetty viesti alkaa", "edelleenlähetetty viesti",
	"iletilmiş mesaj", "iletilen mesaj", "iletilen ileti", "iletilen ileti başlangıcı", "yönlendirilen ileti", "пересылаемое сообщение", "пересланное сообщение", "перенаправленное сообщение", "начало переадресованного сообщения", "пересланное письмо",
	"переслане повідомлення", "початок листа, що пересилається", "proslijeđena poruka", "započni proslijeđenu poruku", "mesaj redirecționat", "mesaj redirecţionat", "începutul mesajului redirecționat", "转发的消息", "转发的邮件", "轉寄的郵件", "forwarded by", "전달된 메일", "προωθημένο μήνυμα", "رسالة معاد توجيهها", "رسالة تمت إعادة توجيهها", "הודעה שהועברה", "pesan terusan", "thư đã chuyển tiếp", "препратено съобщение", "posredovano sporočilo", "edastatud kiri", "missatge reenviat",
}

var originalMarkWords = []string{
	"original message", "original mail", "original email", "original e-mail", "originalnachricht", "original-nachricht", "ursprüngliche nachricht", "ursprüngliche mail", "originale nachricht", "original mensaje",
	"oorspronkelijk bericht", "oorspronkelijke bericht", "origineel bericht", "originele bericht", "oorspronkelijke e-mail",
	"message d'origine", "message original", "message initial", "mensaje original", "mensagem original", "messaggio originale", "messaggio d'origine", "ursprungligt meddelande", "originalmeddelande", "opprinnelig melding", "oprindelig meddelelse", "original besked",
	"wiadomość oryginalna", "oryginalna wiadomość", "původní zpráva", "původní e-mail", "pôvodná správa", "eredeti üzenet", "alkuperäinen viesti", "özgün ileti", "orijinal mesaj", "исходное сообщение", "оригинальное сообщение", "mesaj original", "izvorna poruka", "оригінальне повідомлення", "reply message",
	"original", "原始邮件", "回复的原邮件", "원본 메시지", "元のメッセージ", "αρχικό μήνυμα", "الرسالة الأصلية", "הודעה מקורית", "izvorno sporočilo", "pesan asli", "originele mail", "originele e-mail", "oorspronkelijke mail",
}
