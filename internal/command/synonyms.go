package command

import "strings"

// synonyms are words that people write for a command, by the command that they mean. They never act: the sender is asked
// whether that is what he meant. A word in one piece also stands for its forms with an ending (verleng, verlengen).
var synonyms = map[string]string{
	"#help":              "hulp helpme uitleg handleiding formulier form commando's opdrachten commands",
	"#status":            "stand voortgang progress state",
	"#agenda":            "planning todo overzicht overview due kalender calendar",
	"#toon":              "dossier laat-zien bekijk open-dossier view display",
	"#proef":             "test testen proberen dry-run try oefen oefening",
	"#herroep":           "ongedaan annuleer annuleren cancel revoke terugdraaien ongedaan-maken undo-last",
	"#telefoon":          "telefonisch tel belnotitie telefoonnotitie phone-call telephone",
	"#mondeling":         "gesproken verbaal verbal in-person",
	"#post":              "brief-ontvangen per-post letter by-post mail-post",
	"#receptie":          "balie desk front-desk",
	"#klager":            "indiener melder afzender klant complainer client sender",
	"#namens":            "voor-iemand behalf onbehalf",
	"#vertegenwoordiger": "gemachtigde vertegenwoordiging advocaat lawyer",
	"#bijstand":          "adviseur raadsman assistance",
	"#ontvangen":         "ontvangst binnengekomen ontvangstdatum binnen receipt",
	"#categorie":         "rubriek onderwerp indelen classify",
	"#naw":               "adresgegevens contactgegevens",
	"#taal":              "lang",
	"#omschrijving":      "samenvatting beschrijving description",
	"#samenvoegen":       "voegsamen bundel combineer combineren combine join",
	"#splitsen":          "opsplitsen apart",
	"#verplaats":         "verhuis overzetten",
	"#geen-klacht":       "spam onzin geenklacht not-a-complaint",
	"#melding":           "registreren alleen-registreren register",
	"#spoed":             "urgentie haast dringend prioriteit priority",
	"#niet-ontvankelijk": "onontvankelijk nietontvankelijk inadmissable",
	"#toewijzen":         "toewijs wijs-toe wijstoe toegewezen behandelaar assigned handler geef-aan",
	"#zelf":              "ikzelf neem-over pak-op mijn take-over claim",
	"#doorverwijzen":     "doorsturen stuur-door verwijs-door overdragen forward transfer",
	"#vraag":             "beantwoord antwoord vragen reply question stel-vraag",
	"#aanvullen":         "aanvulling meer-informatie informatie more-information",
	"#doorgaan":          "verder continue ga-door proceed",
	"#aangesprokene":     "beklaagde beschuldigde verweerder accused",
	"#ronde":             "hoor-wederhoor wederhoor volgende-ronde",
	"#horen":             "uitnodigen uitnodiging hoorzitting hoor invite hearing",
	"#hoorverslag":       "verslag zittingsverslag minutes",
	"#getuige":           "getuigen getuigenis oproepen witnesses",
	"#stukken":           "documenten bewijsstukken",
	"#toestemming":       "instemming toestaan permission",
	"#belafspraak":       "belafspraken terugbellen terugbelafspraak call-back appointment",
	"#gebeld":            "telefoongesprek bel bellen call",
	"#besproken":         "overlegd",
	"#notitie":           "aantekening opmerking memo-intern memootje comment remark",
	"#overleg":           "raadpleeg ruggespraak discuss",
	"#actie":             "taak actiepunt task todo-item",
	"#herinner":          "herinnering reminder rappel rappelleer",
	"#uitstel":           "verleng verlengen verlenging uitstellen verdaag verdagen postpone delay extension",
	"#afwezig":           "vakantie ziek verlof vacation holiday leave out-of-office away",
	"#voorstel":          "afdoeningsvoorstel proposal",
	"#fiat":              "akkoord goedkeuren goedgekeurd goedkeuring ok oke accoord agreed ok-akkoord approved",
	"#terug":             "afwijzen afkeuren afgekeurd retour disapprove",
	"#voorlopig":         "voorlopige-uitspraak interim",
	"#oordeel":           "uitspraak beslissing besluit ruling decision verdict judgement",
	"#afgehandeld":       "klaar opgelost afgerond gereed solved handled resolved finished",
	"#concept":           "conceptbrief ontwerp",
	"#tekenen":           "onderteken ondertekenen ter-tekening signature",
	"#verzenden":         "verstuur versturen verzend zenden stuur",
	"#verzonden":         "verstuurd gestuurd geprint gepost mailed",
	"#maatregel":         "verbetermaatregel verbeterpunt improvement",
	"#signaal":           "signaleren signalering",
	"#kosten":            "vergoeding declaratie reimbursement expenses",
	"#beroep":            "bezwaar hoger-beroep objection",
	"#ingetrokken":       "intrekken intrekking trek-in withdraw",
	"#sluiten":           "sluit dicht afsluiten gesloten archiveren archief archive closed",
	"#heropenen":         "heropen openen open opnieuw",
	"#bewaren":           "bewaar niet-vernietigen keep legal-hold",
	"#vernietigen":       "delete verwijderen verwijder wissen wis weg remove erase",
	"#bevriezen":         "bevries pauze pause",
	"#vrijgeven":         "ontdooien unfreeze vrijgave",
	"#klokkenluider":     "misstand",
	"#avg-inzage":        "inzage inzageverzoek avg gdpr access",
	"#avg-uitstel":       "inzage-uitstel uitstel-inzage inzage-later",
	"#accepteer":         "accepteren opnemen toevoegen aannemen accepted",
	"#weiger":            "weigeren afwijzing negeren ignore refuse deny",
	"#einde":             "eind stop slot quit",
}

// meant gives the command of each synonym.
var meant = func() map[string]string {
	m := map[string]string{}
	for command, list := range synonyms {
		for _, word := range strings.Fields(list) {
			m[plain(word)] = command
		}
	}
	return m
}()

// synonym gives the command that people call by another word, when it is one of these.
func (v *Vocabulary) synonym(word string) (command string, ok bool) {
	command, ok = meant[word]
	if !ok {
		return "", false
	}
	_, ok = v.dutch[command]
	return command, ok
}
