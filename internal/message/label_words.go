package message

// labelWords are the labels of header blocks as mail programs write them into
// a forward or above a reply, in lower case. Dutch, English, German and French
// are complete for the usual programs; the others cost a line each.
var labelWords = map[fieldKind]string{
	labelFrom:    "from|van|šalje|von|de|da|from mail|afzender|absender|expéditeur|remitente|mittente|från|fra|od|lähettäjä|kimden|gönderen|feladó|от|от кого|від|de la|expeditor|expeditorul|отправитель|saatja|送信元|nadawca|odesílatel|odosielateľ|pošiljatelj|avsender|afsender|发件人|寄件者|差出人|보낸사람",
	labelTo:      "to|aan|an|à|a|para|per|naar|ontvanger|empfänger|destinataire|pour|destinatario|till|til|do|komu|kime|alıcı|címzett|vastaanottaja|кому|către|catre|destinatarul|prima|pre|saaja|za|mottaker|modtager|收件人|收件者|宛先|받는사람",
	labelCc:      "cc|c.c.|kopie|copie|copie à|copia|kopia|kopi|dw|ud|копия|копія|másolatot kap|másolat|kopio|bilgi|kopija|kópia|cópia|cc (kopie)|kopie (cc)|抄送|副本|參考",
	labelDate:    "date|datum|op|sent|verzonden|verzonden op|gesendet|gesendet am|envoyé|envoyé le|date d'envoi|fecha|enviado|enviado el|enviado em|enviada em|data|inviato|data invio|skickat|skickades|sendt|dato|wysłano|data wysłania|odesláno|odoslané|dátum|elküldve|küldve|lähetetty|päivämäärä|päiväys|tarih|gönderildi|gönderme tarihi|дата|отправлено|надіслано|trimis|trimisă|poslano|datum en tijd|日期|发送时间|寄件日期|送信日時|日付|보낸날짜",
	labelSubject: "subject|onderwerp|betreff|betr|betreft|objet|sujet|asunto|assunto|oggetto|ämne|emne|temat|předmět|predmet|věc|tárgy|aihe|konu|тема|subiect|subiectul|téma|argomento|naslov|主题|主旨|件名|제목",
	labelOther:   "reply-to|reply to|antwoord aan|antwoord-aan|antwoorden aan|beantwoorden|beantwoorden aan|antwort an|antworten an|répondre à|responder a|rispondi a|svara till|svar til|odpovědět|odpowiedz do|vastaus|yanıt adresi|ответить|bcc|priority|importance|prioriteit|urgentie|belang|wichtigkeit|priorität|attachments|attachment|bijlage|bijlagen|anlagen|anhänge|pièces jointes|pj|message-id|resent-from|organization|organisatie|list-post|crm",
}

// moreLabelWords hold languages of complainants that few programs of offices
// are set to, and fields that some programs copy along.
var moreLabelWords = map[fieldKind]string{
	labelFrom:    "από|no|nuo|siuntėjas|изпраща|подател|من|از|מאת|보낸 사람|dari|từ|pošiljalac",
	labelTo:      "προς|adressaat|kam|gavėjas|до|إلى|الى|به|אל|받는 사람|kepada|đến|tới|per a",
	labelCc:      "κοιν.|κοινοποίηση|koopia|kp|копие|نسخة|رونوشت|עותק|참조|副本抄送|a/c|kopie an|copie cachée",
	labelDate:    "στάλθηκε|ημερομηνία|saadetud|kuupäev|išsiųsta|изпратено|تم الإرسال|التاريخ|تاريخ الإرسال|ارسال شده|تاریخ|נשלח|תאריך|보낸 날짜|날짜|dikirim|tanggal|đã gửi|ngày|enviat|enviada|poslato|nosūtīts|datums|gönderme|verstuurd|ontvangen|received|empfangen|reçu",
	labelSubject: "θέμα|teema|tema|tēma|относно|الموضوع|موضوع|נושא|perihal|subjek|chủ đề|assumpte|zadeva|betr.",
	labelOther:   "user-agent|x-mailer|mime-version|content-type|organisation|in-reply-to|references|list-id|x-priority|delivered-to|return-path|sensitivity|gevoeligheid|vertraulichkeit|categories|categorieën|kategorien|flag status|follow up flag|vlagstatus|markeringsstatus voor opvolging|antwoordadres|mailed-by|signed-by|verzonden door|ondertekend door|beveiliging|vertrouwelijkheid|classificatie|classification",
}
