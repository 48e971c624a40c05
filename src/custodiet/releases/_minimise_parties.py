"""Parties without natural persons: a sole trader becomes "sole trader, REGION" with a salted token."""

import hashlib
import re
from dataclasses import dataclass

from custodiet.releases._minimise_bare_names import is_bare_name
from custodiet.releases._minimise_identifiers import is_of_firm, is_personal
from custodiet.releases._minimise_places import place
from custodiet.releases._minimise_rule import APOSTROPHE, CAPITALISED, UPPER
from custodiet.text.countries import country_code

# Fixed, so that the same input gives the same register; decisions/0003-where-persons-leave.md says what that costs.
DEFAULT_SALT = b"custodiet register, public default salt"
_TOKEN_BYTES = 8
_salt = DEFAULT_SALT

_CYRILLIC_NAME = r"[А-ЯЁІЇЄҐЎҒҚҲӨҮҢ][\w'’ʼ-]+"
_PERSON_FORM = re.compile(
    r"(?<![\w-])(?:"
    # Ukrainian, Russian, Belarusian, Bulgarian
    r"ФОП|ФО-П|ФЛП|СПД(?:[\s-]?ФО?)?|СПДФО|(?i:фізич\w{1,3}[\s-]{1,2}особ\w{1,2}|суб['’]?єкт\s\w+\sдіяльності"
    r"|самозайнят\w+\sособ\w|приватний\sнотаріус)"
    r"|ИП(?!\s*[«\"]?(?:ООО|АО|ОАО|ЗАО|ТОО|камер|телефон|видео))|(?i:индивидуальн\w{2,3}\sпредпринимат\w+"
    r"|физическ\w{2,3}\sлиц\w{1,2}|пбоюл|фізична\sасоба|індывідуальны\sпрадпрымальнік)"
    r"|(?i:крестьянское\s(?:\(?фермерское\)?\s)?хозяйство|глава\sк\(?ф\)?х)|ЕТ(?=\s+[«\"„]?[А-Я])"
    r"|(?i:едноличен\sтърговец)"
    # Kazakh, Kyrgyz, Uzbek, Tajik, Azerbaijani, Turkmen
    r"|(?i:жеке\sкәсіпкер\w*|жеке\sишкер\w*|жеке\sжак|я\.?т\.?т\.?|yatt|yakka\startibdagi\stadbirkor\w*"
    r"|якка\sтартибдаги\sтадбиркор\w*|жисмоний\sшахс|jismoniy\sshaxs)"
    r"|(?i:соҳибкори\sинфиродӣ|шахси\sвоқеӣ|fərdi\ssahibkar\w*|fiziki\sşəxs|hususy\stelekeçi|ýeke\stelekeçi"
    r"|şahıs\s(?:firması|şirketi))|ЖЧИ"
    # Armenian, Georgian
    r"|A/?Dz\.?|Ա\.?/?Ձ\.?|(?i:անհատ\sձեռնարկատեր\w*|ֆիզիկական\sանձ|ֆիզ\.?\s?անձ)|ი/მ|ი\.მ\.?|ინდ\.?\s?მეწარმე"
    r"|ინდივიდუალური\sმეწარმე|მეწარმე\sფიზიკური\sპირი|ფიზიკური\sპირი|ფ/პ"
    # Romanian; the practice of one physician or advocate
    r"|C\.?\s?M\.?\s?[IL]\.?(?=[\s.]+(?i:dr|de)\b)|(?i:cabinet\s(?:medical|avocat|de\savocat)[ăau]*\sindividual"
    r"|cabinet\sindividual|(?:c\.?m\.?i?\.?\s)?cabinet\smedical\s?(?:[.:,]\s?)?dr\b)"
    r"|Î\.?\s?I\.?(?=\s)|I\.I\.(?=\s)|ÎI|PFA(?!\s+\d)|P\.F\.A\.?|(?i:[îi]ntreprindere[a]?\sindividual[ăa]"
    r"|persoan[ăa]\sfizic[ăa]|titular\sde\spatent[ăa]|gospod[ăa]ri[ae]\s[țţt][ăa]r[ăa]neasc[ăa])"
    r"|G\.?[ȚŢT]\.(?=\s)|GȚ"
    # Western and central Europe, the Americas
    r"|(?i:persona\s(?:f[íi]sica|natural)|aut[óo]nom[oa]\sindividual|empresa\sunipersonal"
    r"|empres[áa]rio\s(?:em\snome\s)?individual|microempreendedor\sindividual)"
    r"|(?i:eingetragene[rn]?\skauf(?:mann|frau)|einzelunternehmer?(?:in)?|entrepreneur\sindividuel"
    r"|auto-?entrepreneur|micro-?entrepreneur|entreprise\sindividuelle)|e\.\s?K(?:fm|fr)?\.?(?=\s|$)|EIRL"
    r"|Inh\.(?=\s)"
    r"|(?i:ditta\sindividuale|impresa\sindividuale|eenmanszaak|jednoosobowa\sdziałalność\w*"
    r"|działalność\sgospodarcza|osoba\sfizyczna)|JDG"
    r"|(?i:samostatný\spodnikateľ|samostatně\svýdělečně\sčinná|fyzická\sosoba|živnostník|egyéni\svállalkozó"
    r"|samostojni\spodjetnik|fizička\sosoba|individuāl\w+\skomersant\w+)|OSVČ|SZČO|e\.\s?v\.(?=$|,)"
    r"|(?i:предузетник|preduzetnik|individuali\s(?:veikla|įmonė)|füüsilisest\sisikust\settevõtja"
    r"|ατομική\sεπιχείρηση|enkeltpersonforetak|enkeltmandsvirksomhed|enskild\sfirma|toiminimi)|FIE|IĮ|[Tt]mi"
    r"|(?i:sole\s(?:trader|proprietor(?:ship)?)|individual\s(?:entrepreneur|enterprise\sof)"
    r"|private\s(?:entrepreneur|individual)|natural\sperson|self-employed|physical\sperson)|I/E|P/E"
    r")(?!\w)"
)
_FIRM_FORM = re.compile(
    r"(?<![\w-])(?:(?i:тов|тзов|ооо|оао|зао|ао|пао|ат|прат|пат|осоо|жчк|тоо|жшс|ақ|нао|гп|гкп|кгп|ргп|муп|гуп"
    r"|фгуп|оод|еоод|ад|еад|мчж|чдмм"
    r"|ltd|limited|llc|llp|inc|corp|plc|gmbh|ug|ag|kg|ohg|gbr|se|sa|s\.a\.?|s\.a\.s\.?|sas|sasu|sarl"
    r"|s\.?à?\.?r\.?l\.?|srl|s\.r\.l\.?|spa|s\.p\.a\.?|s\.l\.?|sl|slu|lda|b\.?v\.?|n\.?v\.?|a/s|aps|as|ab|oy|oyj"
    r"|s\.?r\.?o\.?|a\.s\.?|d\.?o\.?o\.?|d\.d\.?|kft|zrt|nyrt|bt|sp\.\s?z\s?o\.?\s?o\.?|uab|sia|oü|mchj|mmc|asc"
    r"|qsc|mmk|aş|a\.ş\.?|pvt|pty|company|group|holding|corporation"
    r"|c[ií]a|cie|ltda|saci[a-z]{0,3}|saic[a-z]{0,3}|saeca|scrl|sca|kgaa|asa|ead|eurl|snc|scp|scm|sela(?:s|rl|fa)|s\.\s[al]\.|ανών?υμη\sεταιρε?ία|ανωνυμη\sεταιρε?ια|α\.\s?ε\.|ε\.\s?π\.\s?ε\."
    r"|ι\.\s?κ\.\s?ε\.|ο\.\s?ε\.|αε|επε|ικε|εε|spy|a?pby|bby|[ph]voak)"  # the last are Armenian forms in Latin letters
    r"|შპს|სს|ა\(ა\)იპ|სსიპ|ՍՊԸ|ՓԲԸ|ԲԲԸ|ՊՈԱԿ|ՀՈԱԿ|СПД-ТОВ|Î\.?[SM]\.?)(?![\w-])"
)
_INSTITUTION = re.compile(
    r"(?i:школ|ліце|лице|гімназ|гимназ|університет|университет|інститут|институт|лікарн|больниц|поліклін"
    r"|поликлин|музе|театр|бібліот|библиот|садок|рада\b|управлін|управлен|департамент"
    r"|міністер|министер|коледж|колледж|академі|академия|центр|завод|фабрик|school|universit|hospital|institut"
    r"|museum|library|council|college|spital|liceu|şcoal|școal|gimnazi|primări|fundaț|foundation|fondation"
    r"|stiftung"
    r"|мектеб|մանկապարտեզ|դպրոց|სკოლა|məktəb|maktab|ministr|agenc|авиа|фонд\b|enterpr|enetrpr|industr|builder"
    r"|electric|construct|supplier|traders|associates|infra|technolog|об'єднан|объединен|кооператив|осбб"
    r"|асоціац|ассоциац|спілк|союз)"
)
_INITIALS = rf"[{UPPER}]\.\s?(?:[{UPPER}]\.)?"
_PATRONYMIC_END = r"(?:ович|йович|евич|ьович|їч|ьич|івна|ївна|овна|евна|ична|ОВИЧ|ЙОВИЧ|ЕВИЧ|ІВНА|ЇВНА|ОВНА|ЕВНА|ИЧНА)"
_WHOLE_PERSON = re.compile(
    rf"(?:{_CYRILLIC_NAME}\s+(?:{_CYRILLIC_NAME}\s+)?[А-ЯЁІЇЄҐ][\w'’ʼ]*{_PATRONYMIC_END}"
    rf"|{_CYRILLIC_NAME}\s+[А-ЯЁІЇЄҐ][\w'’ʼ]*{_PATRONYMIC_END}\s+{_CYRILLIC_NAME}"
    rf"|{_CYRILLIC_NAME}\s+[А-Я]\w+(?:ов|ев)а?\s+[А-Я]\w+(?:ов|ев|ова|ева|ски|ска)"  # Bulgaria
    rf"|{_CYRILLIC_NAME}\s+{_INITIALS}|{_INITIALS}\s?{_CYRILLIC_NAME}"
    rf"|(?:{CAPITALISED}\s+){{1,3}}(?:{CAPITALISED}\s+)?(?:уулу|кызы|улы|ұлы|қызы|оглы|огли|ўғли|қизи|угли|oğlu"
    rf"|qızı|o[{APOSTROPHE}]g[{APOSTROPHE}]?li|qizi|ogly|uulu|kyzy)"
    rf"|(?:Me|Maître|Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|M\.|Mme|Monsieur|Madame|Sr|Sra|Dl|Dna|Pan|Pani|Ing|Mgr|Shri|Smt"
    rf"|[Гг]-н|[Гг]-жа|[Пп]ан|[Пп]ані|[Гг]р)\.?\s+(?:(?:{CAPITALISED}|[{UPPER}]\.)\s?){{1,4}})"
)
_PRIVATE_ENTREPRENEUR = re.compile(
    r"(?<!\w)(?:ПП|ЧП|ЖК|ЖИ|ІП|IE|PE|SP|II|IP|СИ|ПБОЮЛ|КХ|ФХ|К/Х|КФХ)\.?\s+[«\"„]?(?P<name>.+?)[»\"”]?\s*$"
)
_PERSON_BEHIND = re.compile(r"^(?P<name>.+?)[,\s]+(?:ПП|ЧП|ЖК|ЖИ|ІП|IE|PE|PR|vl\.|СИ)\.?$")
_SLOVENIAN_FORM = re.compile(r"(?<!\w)s\.\s?p\.(?=$|,)")  # a state enterprise in Czechia and Slovakia
_OWNER = re.compile(
    rf"(?:,?[\s(]+(?:vl\.|vlasnik|Inh\.|Inhaber(?:in)?|(?i:prop(?:rietor|rietress)?)\b[.:-]*|titolare|tit\.)[:\s]+)"
    rf"(?:{CAPITALISED}\s?){{1,3}}"
)


@dataclass(frozen=True, slots=True)
class MinimisedParty:
    """A party as it may be handed on; where `is_person`, `id_token` stands for every identifier it had."""

    name: str | None
    legal_name: str | None
    scheme: str | None
    identifier: str | None
    is_person: bool
    id_token: str | None
    kinds: tuple[str, ...]


def set_salt(salt: bytes) -> None:
    """Set the key of the tokens; a register keeps one for life, since tokens of two salts never meet."""
    if not 1 <= len(salt) <= hashlib.blake2b.MAX_KEY_SIZE:
        raise ValueError(f"the salt has {len(salt)} bytes; give 1 to {hashlib.blake2b.MAX_KEY_SIZE}")
    global _salt  # noqa: PLW0603  set once by settings before the first record, in each worker
    _salt = salt


def person(
    name: str | None,
    legal_name: str | None,
    scheme: str | None,
    identifier: str | None,
    region: str | None,
    country: str | None,
    *,
    offers: bool,
) -> MinimisedParty | None:
    """The party as "sole trader, REGION" where it is a natural person, else None; only who `offers` by a bare name."""
    if not (
        is_personal(scheme, identifier, country)
        or any(is_person_name(printed, country) for printed in (name, legal_name) if printed)
        or (offers and _is_bare(name, legal_name, identifier, country))
    ):
        return None
    where = place(region) or place(country) or "place not stated"
    label = f"sole trader, {where}"
    return MinimisedParty(
        name=None if name is None else label,
        legal_name=None if legal_name is None else label,
        scheme=None,
        identifier=None,
        is_person=True,
        id_token=token(scheme, identifier, name or legal_name),
        kinds=("name", "personal number") if identifier else ("name",),
    )


def _is_bare(name: str | None, legal_name: str | None, identifier: str | None, country: str | None) -> bool:
    """Whether each name printed is a bare personal name, and the number is not one that only firms have."""
    land = country_code(country)
    if identifier is not None and is_of_firm(identifier, land):
        return False
    printed = [one for one in (name, legal_name) if one]
    return bool(printed) and all(
        not has_firm_form(one) and _INSTITUTION.search(one) is None and is_bare_name(one, land) for one in printed
    )


def has_firm_form(printed: str) -> bool:
    """Whether a name holds the legal form of a company or institution."""
    return _FIRM_FORM.search(printed) is not None


def is_person_name(printed: str, country: str | None = None) -> bool:
    """Whether a party's printed name is that of a natural person or sole trader."""
    if has_firm_form(printed):
        return False
    if country_code(country) == "SI" and _SLOVENIAN_FORM.search(printed):
        return True
    if _OWNER.search(printed):
        return True
    if _PERSON_FORM.search(printed):
        return _INSTITUTION.search(printed) is None
    bare = printed.strip(' \t\n"«»„“”,.')
    if _WHOLE_PERSON.fullmatch(printed.strip()) or _WHOLE_PERSON.fullmatch(bare):
        return _INSTITUTION.search(printed) is None
    formed = _PRIVATE_ENTREPRENEUR.search(printed) or _PERSON_BEHIND.search(printed)
    return formed is not None and _WHOLE_PERSON.fullmatch(formed["name"].strip()) is not None


def token(scheme: str | None, identifier: str | None, name: str | None) -> str:
    """`person-` and 16 hexadecimal digits: keyed hash of scheme and number, or of the name where there is no number."""
    if identifier:
        number = re.sub(r"[\W_]", "", identifier).upper()
        secret = f"{(scheme or '').upper()}|{number}"
    else:
        words = re.findall(r"[^\W_]+", (name or "").casefold())
        secret = f"name|{' '.join(words)}"
    return (
        f"person-{hashlib.blake2b(secret.encode('utf-8', 'replace'), key=_salt, digest_size=_TOKEN_BYTES).hexdigest()}"
    )


def reference(party_id: str, country: str | None = None) -> str:
    """A party's id as other objects refer to it: the token where it is made of a personal number (`UA-EDR-...`)."""
    match = re.fullmatch(r"([A-Za-z]{2}-[A-Za-z-]+?)-([^\s-].*)", party_id)
    if match is None:
        return party_id
    scheme, identifier = match.groups()
    return token(scheme, identifier, None) if is_personal(scheme, identifier, country) else party_id
