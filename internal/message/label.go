package message

import "strings"

// A fieldKind is a header field as it is named inside the text of a mail.
type fieldKind int

const (
	noLabel fieldKind = iota
	labelFrom
	labelTo
	labelCc
	labelDate
	labelSubject
	labelOther // known, of no use: reply-to, importance, attachments
)

// labelKinds holds the labels of header blocks as mail programs write them into a forward or above
// a reply, in lower case. Dutch, English, German and French are complete for
// the usual programs; the others cost a line each.
var labelKinds = func() map[string]fieldKind {
	m := map[string]fieldKind{}
	for kind, words := range map[fieldKind]string{
		labelFrom:    "from|van|šalje|von|de|da|from mail|afzender|absender|expéditeur|remitente|mittente|från|fra|od|lähettäjä|kimden|gönderen|feladó|от|от кого|від|de la|expeditor|expeditorul|отправитель|saatja|送信元|nadawca|odesílatel|odosielateľ|pošiljatelj|avsender|afsender|发件人|寄件者|差出人|보낸사람",
		labelTo:      "to|aan|an|à|a|para|per|naar|ontvanger|empfänger|destinataire|pour|destinatario|till|til|do|komu|kime|alıcı|címzett|vastaanottaja|кому|către|catre|destinatarul|prima|pre|saaja|za|mottaker|modtager|收件人|收件者|宛先|받는사람",
		labelCc:      "cc|c.c.|kopie|copie|copie à|copia|kopia|kopi|dw|ud|копия|копія|másolatot kap|másolat|kopio|bilgi|kopija|kópia|cópia|cc (kopie)|抄送|副本|參考",
		labelDate:    "date|datum|op|sent|verzonden|verzonden op|gesendet|gesendet am|envoyé|envoyé le|date d'envoi|fecha|enviado|enviado el|enviado em|enviada em|data|inviato|data invio|skickat|skickades|sendt|dato|wysłano|data wysłania|odesláno|odoslané|dátum|elküldve|küldve|lähetetty|päivämäärä|päiväys|tarih|gönderildi|gönderme tarihi|дата|отправлено|надіслано|trimis|trimisă|poslano|datum en tijd|日期|发送时间|寄件日期|送信日時|日付|보낸날짜",
		labelSubject: "subject|onderwerp|betreff|betr|betreft|objet|sujet|asunto|assunto|oggetto|ämne|emne|temat|předmět|predmet|věc|tárgy|aihe|konu|тема|subiect|subiectul|téma|argomento|naslov|主题|主旨|件名|제목",
		labelOther:   "reply-to|reply to|antwoord aan|antwoorden aan|beantwoorden|antwort an|antworten an|répondre à|responder a|rispondi a|svara till|svar til|odpovědět|odpowiedz do|vastaus|yanıt adresi|ответить|bcc|priority|importance|prioriteit|urgentie|belang|wichtigkeit|priorität|attachments|attachment|bijlage|bijlagen|anlagen|anhänge|pièces jointes|pj|message-id|resent-from|organization|organisatie|list-post|crm",
	} {
		for w := range strings.SplitSeq(words, "|") {
			m[w] = kind
		}
	}
	return m
}()

const maxLabel = 40 // bytes

// labelled reads "Van: Jan", "*From:* Jan", "De : Jan" and "Onderwerp:	klacht".
func labelled(text string) (kind fieldKind, value string) {
	i := strings.IndexByte(text[:min(len(text), maxLabel)], ':')
	width := 1
	if wide := strings.Index(text[:min(len(text), maxLabel)], "："); i < 0 && wide > 0 {
		i, width = wide, len("：")
	}
	if i <= 0 {
		return noLabel, ""
	}
	name := strings.Trim(text[:i], " \t\u00a0*_|")
	kind = labelKinds[strings.ToLower(name)]
	if kind == noLabel {
		return noLabel, ""
	}
	value = strings.Trim(text[i+width:], " \t\u00a0")
	if strings.HasPrefix(text, "*") || strings.HasPrefix(text, "_") || strings.HasPrefix(text, "|") {
		value = strings.Trim(value, "*_| \u00a0")
	}
	return kind, strings.ReplaceAll(value, "\u00a0", " ")
}
