package message

import (
	"slices"
	"strings"
	"testing"
)

// complaints are what people write about holidays, absence, undeliverable
// things, newsletters and machines: subject, then text. None of it is from a
// machine.
var complaints = [][2]string{
	{"Vakantie verpest", "Beste mensen,\n\nDoor uw fout is onze vakantie niet doorgegaan. Ik ben tot en met 14 juni niet aanwezig geweest op mijn werk.\n\nGroet, Els"},
	{"Vakantiebericht van uw consulent", "Ik kreeg steeds hetzelfde vakantiebericht. Hoe kan dat drie weken lang?\n\nPiet"},
	{"Niet aanwezig bij de afspraak", "Uw medewerker was niet aanwezig. Ik heb een uur gewacht.\n\nEls"},
	{"Afwezigheid medewerker", "De heer Bos is al weken afwezig en niemand neemt zijn werk over."},
	{"Afwezig zonder bericht", "Uw wijkverpleegkundige was afwezig zonder iets te laten weten."},
	{"Ik ben tijdelijk afwezig geweest", "Tijdens mijn afwezigheid is er een brief gekomen die ik te laat las. Graag uitstel."},
	{"Afwezigheid tijdens spreekuur", "Het spreekuur begon zonder dokter. Dat is de derde keer."},
	{"Brief onbestelbaar retour", "Mijn aangetekende brief kwam als onbestelbaar retour. U geeft een verkeerd adres op uw site.\n\nPiet Smit"},
	{"Onbestelbaar pakket", "Het pakket werd als onbestelbaar teruggestuurd. Het kon niet worden bezorgd, zei de bezorger. Ik was gewoon thuis!"},
	{"Pakket niet bezorgd", "Het pakket is niet bezorgd bij mij. Track en trace zegt dat het is afgeleverd bij de buren, maar die weten van niets.\nMail mij op piet@b.example"},
	{"Uw e-mail is onbestelbaar", "Als ik u mail krijg ik bericht dat het adres niet bestaat. Daarom nu via dit adres. De fout was: 550 5.1.1 user unknown.\n\nPiet"},
	{"Mail komt steeds terug", "Ik kreeg dit terug: 'Delivery has failed to these recipients: klacht@voorbeeld.example'. Kunt u uw adres nakijken?\n\nEls"},
	{"Onbestelbaar: hoe moet ik u dan bereiken?", "Al mijn mails naar jan@voorbeeld.example komen terug. Belachelijk. Bel mij op 06-12345678."},
	{"Nieuwsbrief afmelden lukt niet", "Ik heb mij vijf keer afgemeld voor uw nieuwsbrief en krijg hem nog steeds. Klikken op 'uitschrijven' werkt niet."},
	{"Uw nieuwsbrief van mei", "In de nieuwsbrief staat een foto van mijn dochter zonder toestemming. Dat is een klacht."},
	{"Klacht: nieuwsbrief", "Onderaan de nieuwsbrief staat: 'Dit is een automatisch gegenereerd bericht'. Toch hoort iemand hiervoor verantwoordelijk te zijn."},
	{"Spam van uw stichting", "Ongevraagd mail ik krijg van u, unsubscribe helpt niet. Stop hiermee."},
	{"Automatisch antwoord krijgen is geen antwoord", "Op 3 mei kreeg ik een automatisch antwoord met de belofte dat u binnen twee dagen reageert. Wij zijn nu drie weken verder."},
	{"Automatische incasso", "U heeft automatisch geld afgeschreven terwijl ik had opgezegd. Ik wil mijn 45 euro terug."},
	{"Automatische verlenging", "Het lidmaatschap is automatisch verlengd. Daar heb ik nooit toestemming voor gegeven."},
	{"Automatisch bericht klopt niet", "In het automatisch bericht stond een verkeerde naam. Dat is een datalek."},
	{"Automatische deuren kapot", "De automatische deuren bij de ingang knelden mijn moeder. Zij heeft een blauwe plek."},
	{"Auto beschadigd", "Mijn auto is beschadigd op uw parkeerplaats.\n\nPiet"},
	{"AUTO: wie betaalt de schade?", "Uw chauffeur reed tegen mijn auto en ging ervandoor."},
	{"Klacht over geautomatiseerd besluit", "Dit besluit is automatisch genomen, zonder dat een mens ernaar keek. Ik beroep mij op artikel 22."},
	{"klacht", "Dit bericht is automatisch in uw spam beland, denk ik, want ik hoor niets.\n\nPiet"},
	{"klacht over uw robot", "De chatbot antwoordde steeds: \"This is an automated response\". Ik wil een mens spreken."},
	{"Geen ontvangstbevestiging", "Ik kreeg geen ontvangstbevestiging van mijn klacht van 2 april. Is die aangekomen?"},
	{"Leesbevestiging", "Ik vroeg om een leesbevestiging en kreeg die niet."},
	{"Re: Ontvangstbevestiging van uw klacht [K2026-0001]", "Dank, maar het is niet op dinsdag gebeurd maar op woensdag."},
	{"Re: Automatisch antwoord: klacht", "Wanneer is de heer Bos dan wel aanwezig? Ik wacht al weken."},
	{"RE: Out of Office: complaint", "You have been out of office for a month. Who replaces you?"},
	{"FW: Afwezig", "Dit antwoord kreeg ik. Kunt u mij helpen?"},
	{"Re: Afwezigheidsbericht", "Ik heb hier niets aan. Wie vervangt u?"},
	{"Antw: Onbestelbaar", "Die mail kwam terug, daarom nog eens. Mijn klacht staat hieronder.\n\nDe verpleging kwam niet."},
	{"Vertraging", "De bus had 40 minuten vertraging. Mijn reis werd uitgesteld. Warning bordjes zijn er niet."},
	{"Levering vertraagd", "De levering is vertraagd tot volgende maand, en niemand belt."},
	{"Afgewezen", "Mijn aanvraag is afgewezen zonder reden. Ik ben het daar niet mee eens."},
	{"Geweigerd bij de balie", "Ik werd geweigerd bij de balie omdat mijn pas niet werkte."},
	{"Ik ben met vakantie en dan dit", "Ik ben op vakantie van 1 tot 20 juli. In dringende gevallen kunt u mij bellen. De klacht: er is in ons huis gelekt."},
	{"Tot 20 juli niet bereikbaar", "Let op: ik ben tot 20 juli niet bereikbaar. Mijn klacht gaat over de huur. U kunt na die datum reageren."},
	{"Vacation rental complaint", "The vacation rental was dirty and nobody answered the phone."},
	{"My vacation was ruined", "I was on vacation when your collector came to my door and shouted at my son."},
	{"Out of order for weeks", "The lift is out of order and I am in a wheelchair."},
	{"Out of office staff cannot help", "Everyone I reach is out of the office. This is the fourth time I call."},
	{"Away from home", "I was away from my desk and home, and your letter asked for a reply within two days."},
	{"Undelivered meals", "Meals were not delivered to my mother on Tuesday. The delivery failed twice. She is 92."},
	{"Failed delivery of medication", "The delivery failed and nobody told us. Please contact me at els@b.example."},
	{"Returned mail from your office", "My letters to your office come back. Returned to sender, it says on the envelope."},
	{"Delivery problem", "The delivery man was rude. He could not be delivered of his bad mood."},
	{"Message rejected by your web form", "Your form says 'message rejected' each time. My address is els@b.example. So I mail you."},
	{"Delivery status unknown", "What is the delivery status of my bed? I waited since March. The parcel was not delivered."},
	{"Newsletter without consent", "You keep sending me newsletters. I clicked unsubscribe four times."},
	{"Automatic payments", "You took automatic payments after I cancelled. This is not acceptable."},
	{"Auto response is rude", "The auto response says that I am number 412. Is that how you treat people?"},
	{"Automatic door injury", "The automatic door hit me. I want to file a complaint."},
	{"complaint", "Dear all,\n\nYour system said:\n\nThis is an automatically generated message, do not reply.\n\nBut I do reply, because nobody else listens."},
	{"Complaint about a feedback form", "The feedback report you published names me. Remove it."},
	{"Unable to send my file", "I was unable to send you the photos: your site says mailbox full. Mail els@b.example if you want them."},
	{"Mailbox full", "Your voice mailbox is full and e-mail to info@voorbeeld.example comes back with 552 mailbox full. How can I reach you?"},
	{"Ooo! Wat een slechte dienst", "Weer geen thuiszorg gezien vandaag."},
	{"Afwezig! Alweer!", "De dokter was er niet."},
	{"Test", "Dit is geen test maar een klacht: de wachttijd was 3 uur."},
	{"", "Geen onderwerp, wel een klacht: ik ben niet aanwezig geweest bij mijn eigen zitting omdat de brief te laat kwam."},
}

// TestPeople holds that no complaint of a person is taken for a machine's or
// kept from an answer, however it was sent.
func TestPeople(t *testing.T) {
	if len(complaints) < 60 {
		t.Fatalf("%d complaints", len(complaints))
	}
	heads := map[string]string{
		"plain":            "",
		"reply":            "In-Reply-To: <k.0001@voorbeeld.example>\nReferences: <k.0001@voorbeeld.example>\n",
		"Auto-Submitted":   "Auto-Submitted: no\n",
		"wants a receipt":  "Disposition-Notification-To: els@b.example\nReturn-Receipt-To: els@b.example\nX-Priority: 1\n",
		"through a server": "Return-Path: <els@b.example>\nDelivered-To: klachten@voorbeeld.example\nReceived: from x by y\nX-Spam-Status: No, score=0.1\n",
	}
	for name, head := range heads {
		for _, c := range complaints {
			t.Run(name+"/"+c[0], func(t *testing.T) {
				m := Parse([]byte(head + "From: Els Mulder <els@b.example>\nTo: klachten@voorbeeld.example\nSubject: " + c[0] + "\nContent-Type: text/plain; charset=utf-8\n\n" + c[1]))
				reason, automatic := m.Automatic()
				if m.Kind != KindHuman || automatic {
					t.Errorf("kind %q because %q, answered: %v %s", m.Kind, m.Because, !automatic, reason)
				}
				if strings.TrimSpace(m.Answer) == "" {
					t.Error("no answer")
				}
			})
		}
	}
}

// TestPeopleSend holds the same of the addresses that people send from.
func TestPeopleSend(t *testing.T) {
	for _, from := range []string{
		"Auto Bedrijf Smit <auto@b.example>", "Rob Otto <robot@b.example>", "Daan Mailer <d.mailer@b.example>", "Bounce Fitness <info@bounce.example>", "Postmaster Kees <kees.postma@b.example>",
		"Systeem Beheer BV <info@systeembeheer.example>", "Smtp van der Berg <s.berg@b.example>", "Notificatie Jansen <n.jansen@b.example>", "Liesbeth List <list@b.example>",
	} {
		if m := Parse([]byte("From: " + from + "\nTo: k@voorbeeld.example\nSubject: klacht\n\nIk heb een klacht.")); m.Kind != KindHuman {
			t.Errorf("%s: kind %q because %q", from, m.Kind, slices.Clone(m.Because))
		}
	}
	for _, from := range []string{"Systeembeheerder Kees <ict@b.example>", "S. Smtp <smtp@b.example>"} {
		for _, c := range complaints {
			if strings.Contains(c[1], "550") || strings.Contains(c[1], "Delivery has failed to") {
				continue // what a mail system would say
			}
			if m := Parse([]byte("From: " + from + "\nTo: k@voorbeeld.example\nSubject: " + c[0] + "\n\n" + c[1])); m.Kind != KindHuman {
				t.Errorf("%s: %s: kind %q because %q", from, c[0], m.Kind, m.Because)
			}
		}
	}
}
