package message

// months are the beginnings of month names: Dutch, English, German, French,
// then Spanish, Portuguese, Italian, Scandinavian, Polish, Czech, Hungarian,
// Turkish, Finnish and Russian. A longer beginning stands before a shorter
// one that another month shares.
var months = [12][]string{
	{"jan", "jän", "ene", "gen", "sty", "led", "oca", "tammi", "янв"},
	{"feb", "fev", "fév", "lut", "úno", "únor", "şub", "helmi", "фев"},
	{"maart", "mrt", "mar", "mär", "maer", "marz", "mars", "bře", "már", "maalis", "мар"},
	{"apr", "avr", "abr", "kwi", "dub", "ápr", "nis", "huhti", "апр"},
	{"mei", "may", "mai", "maj", "mag", "kvě", "máj", "touko", "май", "мая"},
	{"jun", "juin", "giu", "cze", "červen", "čvn", "jún", "haz", "kesä", "июн"},
	{"jul", "juil", "lug", "lip", "červenec", "čvc", "júl", "tem", "heinä", "июл"},
	{"aug", "aoû", "aou", "ago", "sie", "srp", "ağu", "elo", "авг"},
	{"sep", "set", "wrz", "zář", "sze", "eyl", "syys", "сен"},
	{"okt", "oct", "out", "ott", "paź", "říj", "eki", "loka", "окт"},
	{"nov", "lis", "kas", "marras", "ноя"},
	{"dec", "dez", "déc", "dic", "gru", "pro", "ara", "joulu", "дек"},
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
