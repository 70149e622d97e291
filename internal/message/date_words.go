package message

// months are the beginnings of month names: Dutch, English, German, French,
// then Spanish, Portuguese, Italian, Scandinavian, Polish, Czech, Hungarian,
// Turkish, Finnish, Russian, Ukrainian, Romanian, Greek, Estonian, Lithuanian,
// Croatian, Hebrew and Arabic. The longest beginning that fits wins: lip is
// July in Polish, lipanj is June in Croatian.
var months = [12][]string{
	{"jan", "jän", "ene", "gen", "sty", "led", "oca", "tammi", "янв", "яну", "січ", "ian", "ιαν", "saus", "siječ", "ינו", "يناير"},
	{"feb", "fev", "fév", "lut", "úno", "únor", "şub", "helmi", "фев", "лют", "φεβ", "veebr", "vasar", "velja", "פבר", "فبراير"},
	{"maart", "mrt", "mar", "mär", "maer", "marz", "mars", "bře", "már", "maalis", "мар", "берез", "μαρ", "μάρ", "kovo", "ožuj", "מרץ", "מרס", "مارس"},
	{"apr", "avr", "abr", "kwi", "dub", "ápr", "nis", "huhti", "апр", "квіт", "απρ", "baland", "trav", "אפר", "أبريل", "ابريل", "إبريل"},
	{"mei", "may", "mai", "maj", "mag", "kvě", "máj", "touko", "май", "мая", "трав", "μαΐ", "μαι", "μάι", "geguž", "svib", "מאי", "مايو"},
	{"jun", "juin", "giu", "cze", "červen", "červn", "čvn", "jún", "haz", "kesä", "июн", "юни", "черв", "iun", "ιουν", "ιούν", "juuni", "birž", "jūn", "lipnj", "lipanj", "יונ", "ביונ", "يونيو"},
	{"jul", "juil", "lug", "lip", "červenec", "červenc", "čvc", "júl", "tem", "heinä", "июл", "юли", "лип", "iul", "ιουλ", "ιούλ", "juuli", "liep", "jūl", "srpnj", "srpanj", "יול", "ביול", "يوليو"},
	{"aug", "aoû", "aou", "ago", "sie", "srp", "ağu", "elo", "авг", "серп", "αυγ", "αύγ", "avg", "rugp", "kolovoz", "אוג", "أغسطس"},
	{"sep", "set", "wrz", "zář", "szept", "eyl", "syys", "сен", "верес", "σεπ", "rugs", "rujan", "rujna", "ספט", "سبتمبر"},
	{"okt", "oct", "out", "ott", "paź", "říj", "eki", "loka", "окт", "жовт", "οκτ", "spal", "אוק", "أكتوبر"},
	{"nov", "lis", "kas", "marras", "ноя", "ное", "лист", "νοε", "νοέ", "lapkr", "studen", "נוב", "نوفمبر"},
	{"dec", "dez", "des", "déc", "dic", "gru", "pro", "ara", "joulu", "дек", "груд", "δεκ", "דצמ", "ديسمبر"},
}

// zones are the zone names that mail shows, in minutes east of Greenwich.
var zones = map[string]int{
	"ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0,
	"cet": 60, "met": 60, "mez": 60, "bst": 60, "west": 60, "wes": 60,
	"cest": 120, "mest": 120, "mesz": 120, "eet": 120, "sast": 120, "oez": 120,
	"eest": 180, "oesz": 180, "msk": 180,
	"est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
	"jst": 540, "kst": 540, "ist": 330, "aest": 600, "aedt": 660,
}
