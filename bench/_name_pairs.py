"""Made-up names in two ways of writing: as one record has them, and as another person types them.

The spellings are this file's own; nothing of how pam folds or compares is used to make them. Names of people
are put together by chance from lists.
"""

import random
import unicodedata


def _pairs(text):
    """[(one, other)] of "one = other; …"."""
    return [tuple(" ".join(pair.split()).split(" = ")) for pair in text.split(";")]


GIVEN = (
    "Rowan Corin Alma Bertie Damon Edie Felix Greta Hugo Iris Jonah Keira Lenny Mabel Orla Percy Quinn Rosa "
    "Silas Tessa Victor Wanda Yusuf Zara Asha Bilal Dev Elena Farid Gita Hana Imran Jasmin Kofi Leila Milan "
    "Nadia Oscar Priya Reza Selma Tariq Uma Vera Wes Yana Zeki Maren Idris Colm"
).split()
BEGIN = (
    "Ash Barrow Cal Dun Elver Farn Gar Hesk Ingle Jep Ketter Lom Mar Nether Oak Pember Quarm Ravens Sel Thorn"
    " Under Vick Wether Yar Zeal Amber Birch Cros Delan East Fother Grant Holm Ibbot Jarr Kirk Lath Moss Nor "
    "Ormer Pick Rad Stan Tres Wool Whit Brom Chad Dray"
).split()
END = (
    "by dale den der fell field ford gate ham hurst ing land ley low lock man mere more ness over ridge rod "
    "sett shaw side stall stead stock thorpe ton tree wade wall ward water way well wick wood worth wright"
).split()

ACCENTED = _pairs("""
    Zoë = Zoe; José = Jose; Björn = Bjorn; Łukasz = Lukasz; Søren = Soren; Chloé = Chloe; Ágnes = Agnes;
    Đorđe = Dorde; Gülşah = Gulsah; Þóra = Thora; Niño = Nino; Señora = Senora; Žofia = Zofia; Ćiro =
    Ciro; Håkon = Hakon; Anaïs = Anais
""")
ACCENTED_FAMILY = _pairs("""
    Müller = Muller; Díaz = Diaz; Wójcik = Wojcik; Dvořák = Dvorak; Groß = Gross; Nguyễn = Nguyen;
    Yılmaz = Yilmaz; Østergaard = Ostergaard; Gonçalves = Goncalves; Kovačević = Kovacevic; Pałasz =
    Palasz; Țepeș = Tepes; Ångström = Angstrom; Muñoz = Munoz; Šimić = Simic
""")
TRANSLITERATED = _pairs("""
    Mohammed = Muhammad; Mohamed = Mohammad; Hussein = Husain; Yousef = Yusuf; Aleksandr = Alexander;
    Sergei = Sergey; Dmitri = Dmitry; Ahmad = Ahmed; Abdullah = Abdulla; Fatima = Fatimah; Khadija =
    Khadijah; Omar = Umar; Osman = Usman; Ibrahim = Ebrahim; Yevgeni = Evgeny; Aleksei = Alexey;
    Katarzyna = Katarzina; Sayeed = Saeed; Jamal = Gamal; Zaynab = Zainab
""")
TRANSLITERATED_FAMILY = _pairs("""
    Chaudhry = Choudhury; Hussain = Hossain; Qureshi = Kureshi; Sheikh = Shaikh; Begum = Begam; Petrov =
    Petroff; Iyer = Aiyar; Banerjee = Banerji; Zhang = Chang; Rashid = Rasheed; Akhtar = Akther; Mahmood
    = Mahmud; Kovalenko = Kowalenko; Tchaikin = Chaikin; Siddiqui = Siddiqi
""")
NICKNAMES = _pairs("""
    William = Bill; Robert = Bob; Margaret = Peggy; Elizabeth = Liz; Richard = Rick; James = Jim;
    Katherine = Kate; Edward = Ted; Anthony = Tony; Michael = Mick; Susan = Sue; Charles = Chuck;
    Theodore = Theo; Christopher = Kit; Patricia = Trish; Alexander = Sandy; Jonathan = Jon; Victoria =
    Vicky; Francesca = Fran; Bartholomew = Bart; Deborah = Debs; Gwendoline = Gwen
""")
SOUNDS = _pairs("""
    ph = f; ck = k; ie = ei; ei = ie; y = i; c = k; ough = uff; ll = l; t = tt; sh = sch; w = wh; s = z;
    ford = forde; ea = ee; gh = g; x = ks; or = aw
""")
PREFIXES = _pairs("""
    de la {} = Dela{}; De {} = De{}; van der {} = Vander{}; Mc{} = Mc {}; Mac{} = Mc{}; O'{} = O {};
    Al-{} = {}; St {} = Saint {}; Fitz{} = Fitz {}; bin {} = {}; El {} = El-{}; Le {} = Le{}
""")
OTHER_SCRIPTS = _pairs("""
    Мария Петрова = Maria Petrova; Сергей Волков = Sergey Volkov; Γιώργος Παππάς = Giorgos Pappas; Ольга
    Ковальчук = Olga Kovalchuk; Ελένη Νικολάου = Eleni Nikolaou; Никола Јовић = Nikola Jovic; 张伟明 = 伟明;
    王芳 = 芳; 김민준 = 민준; 佐藤 健 = 佐藤; محمد علي = محمّد علی; فاطمة حسين = فاطمه حسین; ਹਰਪ੍ਰੀਤ ਸਿੰਘ = ਸਿੰਘ
    ਹਰਪ੍ਰੀਤ; মোহাম্মদ রহমান = রহমান; שרה לוי = לוי שרה; राम शर्मा = शर्मा राम; สมชาย ใจดี = ใจดี; አበበ
    ቢቂላ = ቢቂላ; தமிழ் செல்வன் = செல்வன்; ГРИГОРІЙ ШЕВЧУК = Григорий Шевчук
""")


def family(rng):
    """A made-up family name."""
    return rng.choice(BEGIN) + rng.choice(END)


def person(rng):
    """A made-up name."""
    return f"{rng.choice(GIVEN)} {family(rng)}"


def _accents(rng):
    (given, plain), (last, plain_last) = rng.choice(ACCENTED), rng.choice(ACCENTED_FAMILY)
    made = family(rng)
    return f"{given} {last} {made}", f"{plain} {plain_last} {made}"


def _marks(rng):
    given, one, two = rng.choice(GIVEN), family(rng), family(rng)
    return rng.choice(
        [
            (f"{given} O'{one}", f"{given} O{one.lower()}"),
            (f"{given} D’{one}", f"{given} D'{one}"),
            (f"{given} {one}-{two}", f"{given} {one} {two}"),
            (f"{given} {one}{two.lower()}", f"{given} {one}-{two}"),
            (f"{given} {one}/{two}", f"{given} {two}"),
        ]
    )


def _half(rng):
    given, one, two = rng.choice(GIVEN), family(rng), family(rng)
    return f"{given} {one}-{two}", f"{given} {rng.choice([one, two])}"


def _initials(rng):
    given, last = rng.choice(GIVEN), family(rng)
    return rng.choice(
        [
            (f"{given} {last}", f"{given[0]} {last}"),
            (f"{given[0]}. {last}", f"{given} {last}"),
            (f"{given} J. {last}", f"{given} James {last}"),
        ]
    )


def _single(rng):
    given, last = rng.choice(GIVEN), family(rng)
    return rng.choice([(f"{given} {last}", last), (last, f"{given} {last}")])


def _order(rng):
    given, middle, last = rng.choice(GIVEN), rng.choice(GIVEN), family(rng)
    return rng.choice(
        [
            (f"{given} {last}", f"{last.upper()}, {given}"),
            (f"{given} {middle} {last}", f"{given} {last}"),
            (f"{given} {last}", f"{given} {middle} {last}"),
        ]
    )


def _typing(rng):
    name = person(rng)
    at = rng.choice([n for n, sign in enumerate(name[:-1]) if sign.isalpha() and name[n + 1].isalpha()])
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    return name, rng.choice(
        [
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at] + name[at:],
        ]
    )


def _sounds(rng):
    while True:
        given, last = rng.choice(GIVEN), family(rng)
        usable = [(one, other) for one, other in SOUNDS if one in last[1:]]
        if len(usable) > 1:
            changed = last
            for one, other in rng.sample(usable, 2):
                changed = changed[0] + changed[1:].replace(one, other, 1)
            return f"{given} {last}", f"{given} {changed}"


def _transliterated(rng):
    one = rng.choice([rng.choice(TRANSLITERATED), rng.choice(GIVEN)])
    given, typed = one if isinstance(one, tuple) else (one, one)
    last, typed_last = rng.choice(TRANSLITERATED_FAMILY)
    made = family(rng)
    return f"{given} {last} {made}", f"{typed} {typed_last} {made}"


def _nickname(rng):
    pair, last = list(rng.choice(NICKNAMES)), family(rng)
    rng.shuffle(pair)
    return f"{pair[0]} {last}", f"{pair[1]} {last}"


def _prefix(rng):
    given, last, (one, other) = rng.choice(GIVEN), family(rng), rng.choice(PREFIXES)
    return f"{given} {one.format(last)}", f"{given} {other.format(last if ' ' in other else last.lower())}"


def _scripts(rng):
    name, typed = rng.choice(OTHER_SCRIPTS)
    return name, typed


def _decomposed(rng):
    name, _ = _accents(rng)
    return unicodedata.normalize("NFD", name), name


def _alias(rng):
    name, alias = person(rng), rng.choice(BEGIN) + rng.choice(["y", "o", "ster", "ers"])
    said = rng.choice(
        ["Known as {}.", "aka {}", "Goes by “{}” on the estate.", "Street name {}, from school."]
    )
    return f"{name}\n{said.format(alias)}", rng.choice([alias, alias.lower(), f"{name.split()[0]} {alias}"])


def _numbers(rng):
    end = f"{rng.randint(0, 999):03d}"
    plate = "".join(rng.choice("ABCDEFGHJKLMNOPRSTUVWXYZ") for _ in range(5))
    plate, year = (plate[:2], plate[2:]), rng.choice(["07", "12", "19", "24", "57", "68", "73"])
    written = rng.choice(
        [
            (f"07700 900{end}", f"07700900{end}"),
            (f"07700900{end}", f"+44 7700 900 {end}"),
            (f"+44 (0)7700 900{end}", f"07700 900{end}"),
            (f"0044 7700 900{end}", f"07700 900 {end}"),
            (f"{plate[0]}{year} {plate[1]}", f"{plate[0]}{year}{plate[1]}".lower()),
            (f"{plate[0]}{year}{plate[1]}", f"{plate[0]}{year}-{plate[1]}"),
        ]
    )
    return f"Unknown, uses {written[0]}", written[1]


KINDS = {
    "Accents, and letters such as ł ø ß": _accents,
    "Apostrophes, hyphens, slashes": _marks,
    "Half of a double name": _half,
    "Initials": _initials,
    "A single name": _single,
    "Family name first, middle names": _order,
    "One typing error": _typing,
    "Two spellings that sound alike": _sounds,
    "Transliterated in two ways": _transliterated,
    "Nicknames": _nickname,
    "Prefixes": _prefix,
    "Other scripts": _scripts,
    "Decomposed letters": _decomposed,
    "Telephone numbers and plates": _numbers,
    "Aliases in the details": _alias,
}


def pairs(count, rng):
    """[(kind, written, typed)]: `count` of them, as many of each kind."""
    made = []
    for number in range(count):
        kind = list(KINDS)[number % len(KINDS)]
        made.append((kind, *KINDS[kind](rng)))
    return made


def different(count, rng):
    """[(name, another person's name)]: half share a given name, half a family name."""
    made = []
    while len(made) < count:
        given, other = rng.sample(GIVEN, 2)
        last, other_last = family(rng), family(rng)
        if last != other_last:
            shared = (f"{given} {other_last}", f"{other} {last}")[len(made) % 2]
            made.append((f"{given} {last}", shared))
    return made


def generator(seed):
    """The source of chance: the same names at each run."""
    return random.Random(seed)
