"""Numbers of persons in texts, each behind the word that says what it is: passports, tax and personal numbers."""

import re

from custodiet.releases._minimise_rule import Rule

_GAP = r"[\s:№#.-]{0,4}"
_PASSPORT_WORD = (
    r"(?i:паспорт[а-яії]{0,3}|passport|pașaport(?:ul)?|անձնագիր|պասպորտ|პასპორტი|şəxsiyyət vəsiqəsi|buletin(?:ul)?"
    r"|pasaporte|personalausweis|reisepass)"
)


def _rule(pattern: str, *markers: str, exact: tuple[str, ...] = ()) -> Rule:
    return Rule.of("personal number", re.compile(pattern), markers, exact)


def _after(words: str, number: str) -> str:
    """A pattern: one of `words`, a short gap, the number."""
    return rf"(?<!\w)(?i:{words}){_GAP}(?P<cut>{number})(?!\d)"


RULES = (
    _rule(
        rf"{_PASSPORT_WORD}[^\n\d]{{0,30}}?"
        r"(?P<cut>[A-ZА-ЯІЇЄ]{2}\s?(?:№|N)?\s?\d{6}|[A-Z]{1,3}\d{6,8}|\d\d\s?\d\d\s?№?\s?\d{6}|№\s?\d{8,9})(?!\d)",
        *("паспорт", "passport", "pașaport", "անձնագիր", "պասպորտ", "პასპორტ", "vəsiqəsi", "buletin", "pasaporte"),
        *("personalausweis", "reisepass"),
    ),
    # 10 digits: a person's tax number; firms have an EDRPOU of 8 or a VAT number of 12.
    _rule(
        _after(
            r"рнокпп|[іи]пн|ідент(?:ифікаційний|\.)\s(?:номер|код)|індивідуальний податковий номер"
            r"|реєстраційний номер облікової картки\D{0,40}",
            r"\d{10}",
        ),
        *("рнокпп", "іпн", "ипн", "ідент", "індивідуальний податк", "облікової карт"),
    ),
    # An IIN starts with a date of birth; in a BIN the fifth digit is 4, 5 or 6.
    _rule(_after(r"иин(?:/бин)?|жсн|iin", r"\d{4}[0-3]\d{7}"), "иин", "жсн", exact=("IIN",)),
    # Russian persons have 12 digits, firms 10; Kyrgyz persons 14 from 1 or 2, firms from 0.
    _rule(_after(r"инн|inn", r"\d{12}|[12]\d{13}"), "инн", exact=("INN",)),
    _rule(
        _after(r"пин|жыйт|pin|пинфл|жшшир|жшир|jshshir|pinfl", r"\d{14}"),
        *("пинфл", "жшшир", "жшир", "jshshir", "pinfl"),
        exact=("ПИН", "ЖЫЙТ", "PIN"),
    ),
    _rule(_after("снилс", r"\d{3}-?\d{3}-?\d{3}[ -]?\d{2}"), "снилс"),
    _rule(_after("idnp|cod(?:ul)? personal", r"\d{13}"), "idnp", "cod personal", "codul personal"),
    _rule(_after("cnp", r"[1-9]\d{12}"), exact=("CNP",)),
    _rule(
        _after(
            "pesel|isikukood|asmens kodas|personas kods|egn|егн|rodné číslo|personnummer|fødselsnummer|henkilötunnus"
            "|jmbg|јмбг|emšo|bsn",
            r"\d{6}[-/+A]?\d{3,7}[A-Z]?",
        ),
        *("pesel", "isikukood", "asmens kodas", "personas kods", "rodné číslo", "personnummer", "fødselsnummer"),
        *("henkilötunnus",),
        exact=("EGN", "ЕГН", "JMBG", "ЈМБГ", "EMŠO", "BSN"),
    ),
    _rule(
        _after(r"პირადი\s(?:ნომერი|№)|პ/ნ|personal (?:number|no\.?|id)|piradi nomeri", r"\d{11}"),
        *("პირადი", "პ/ნ", "personal number", "personal no", "personal id", "piradi"),
    ),
    _rule(_after(r"հծհ|սոց\.? քարտ\w*|ssn|psn", r"\d{10}|\d{3}-\d{2}-\d{4}"), "հծհ", "սոց", exact=("SSN", "PSN")),
    _rule(
        _after(
            r"c[ée]dula(?: de identidad)?(?: n[°º.]{1,2})?|c\.?i\.?(?:\s?n[°º.]{0,2}|:)|dni|nie|cpf",
            r"[XYZ]?\d{1,3}\.?\d{3}\.?\d{3}(?:-?\d{2}|-?[A-Z])?",
        ),
        *("cedula", "cédula"),
        exact=("C.I.", "CI:", "C.I ", "CI N", "DNI", "NIE", "CPF"),
    ),
    _rule(
        _after(
            r"steuer-?id(?:nr)?|identifikationsnummer|codice fiscale|national insurance(?: number| no\.?)?|nino",
            r"\d{11}|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]|[A-Z]{2}\s?(?:\d{2}\s?){3}[A-D]",
        ),
        *("steuer-id", "steuerid", "identifikationsnummer", "codice fiscale", "national insurance"),
        exact=("NINO",),
    ),
    _rule(
        _after(
            r"дата народження|дата рождения|date of birth|d\.o\.b\.|born on|n[aă]scut[ăa]? la|geburtsdatum|geb\. am",
            r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}",
        ),
        *("дата народження", "дата рождения", "date of birth", "d.o.b", "born on", "nascut", "născut", "geburtsdatum"),
        *("geb. am",),
    ),
    _rule(
        r"(?P<cut>\d{1,2}\.\d{1,2}\.(?:19|20)\d{2})\s?(?i:р\.\s?н|г\.\s?р|року народження|года рождения)",
        *("##р.н", "## р.н", "## р. н", "##г.р", "## г.р", "## г. р", "року народження", "года рождения"),
    ),
)
