"""Letters of other scripts as Latin letters, and the sound skeleton under which spellings of one name agree."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

CYRILLIC = dict(
    zip(
        "абвгдезийклмнопрстуфхцчшщъыьэ",
        "a b v g d e zh i i k l m n o p r s t u f h ts ch sh sh _ y _ e".replace("_", "").split(" "),
        strict=True,
    )
) | {
    # Russian, Ukrainian, Belarusian
    "ё": "e", "ж": "zh", "ю": "iu", "я": "ia", "є": "e", "і": "i", "ї": "i", "ґ": "g", "ў": "u", "'": "", "ʼ": "",
    # Kazakh, Kyrgyz, Tajik, Uzbek, Azerbaijani, Mongolian, Tatar, Bashkir
    "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "ҳ": "h", "ҷ": "j", "ӣ": "i",
    "ӯ": "u", "ҹ": "j", "ҝ": "g", "җ": "j", "ҡ": "k", "ҙ": "z", "ҫ": "s",
    # Serbian, Macedonian
    "ђ": "j", "ј": "i", "љ": "l", "њ": "n", "ћ": "ch", "џ": "j", "ѓ": "g", "ќ": "k", "ѕ": "z",
}  # fmt: skip
ARMENIAN = {
    "ա": "a", "բ": "b", "գ": "g", "դ": "d", "ե": "e", "զ": "z", "է": "e", "ը": "i", "թ": "t", "ժ": "zh", "ի": "i",
    "լ": "l", "խ": "h", "ծ": "ts", "կ": "k", "հ": "h", "ձ": "dz", "ղ": "g", "ճ": "ch", "մ": "m", "յ": "i", "ն": "n",
    "շ": "sh", "ո": "o", "չ": "ch", "պ": "p", "ջ": "j", "ռ": "r", "ս": "s", "վ": "v", "տ": "t", "ր": "r", "ց": "ts",
    "ւ": "u", "փ": "p", "ք": "k", "օ": "o", "ֆ": "f", "և": "ev",
}  # fmt: skip
GEORGIAN = {
    "ა": "a", "ბ": "b", "გ": "g", "დ": "d", "ე": "e", "ვ": "v", "ზ": "z", "თ": "t", "ი": "i", "კ": "k", "ლ": "l",
    "მ": "m", "ნ": "n", "ო": "o", "პ": "p", "ჟ": "zh", "რ": "r", "ს": "s", "ტ": "t", "უ": "u", "ფ": "p", "ქ": "k",
    "ღ": "g", "ყ": "k", "შ": "sh", "ჩ": "ch", "ც": "ts", "ძ": "dz", "წ": "ts", "ჭ": "ch", "ხ": "h", "ჯ": "j",
    "ჰ": "h",
}  # fmt: skip
GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "t", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "ks", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "i", "φ": "f",
    "χ": "h", "ψ": "ps", "ω": "o",
}  # fmt: skip
LATIN = {
    "ə": "a", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "t", "ð": "d", "ƶ": "z",
}  # fmt: skip
LETTERS = CYRILLIC | ARMENIAN | GEORGIAN | GREEK | LATIN | {"ŏ": "u"}  # the Uzbek letter o with its apostrophe

# Letters that look alike in Latin and in Cyrillic; a word mixed of both scripts was typed on two keyboards.
_TO_CYRILLIC = str.maketrans("aeocpxyikbhmtr", "аеосрхуіквнмтг")
_TO_LATIN = str.maketrans("аеосрхуіквнмтј", "aeocpxyikbhmtj")
_LOOK_ALIKES = re.compile("[aeocpxyikbhmtr]+")
_LONG_ENOUGH = 5
_CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
_LATIN_LETTER = re.compile("[a-z]")
_UZBEK_APOSTROPHE = re.compile("([og])['’‘ʻʼ`]")

# English written letter for letter in Cyrillic, as machine translation of Armenian notices leaves it ("оф тге").
_LETTER_FOR_LETTER = str.maketrans("абцдефгхийклмнопрстуввхыз", "abcdefhxijklmnoprstuvvxyz")
_ENGLISH_IN_CYRILLIC = re.compile(r"\b(?:оф|тге|анд|фор)\b|[бвгджзклмнпрстфхц]й\b|тион\b")

# Order matters: each pair is applied to what the pairs before it left.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"c(?=[eiy])", "s"),
        (r"c(?!h)", "k"),
        (r"shch|sch|sh", "s"),
        (r"dzh|dj|dž", "j"),
        (r"tch|ch", "c"),
        (r"zh", "z"),
        (r"kh", "h"),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ts|tz", "z"),
        (r"dz", "z"),
        (r"ou|oo", "u"),
        (r"q", "k"),
        (r"w", "v"),
        (r"x", "ks"),
        (r"y", "i"),
        (r"^ie", "e"),
        (r"(?<=[aeou])ie", "e"),
        (r"([^ʔ])\1+", r"\1"),
    )
)


@lru_cache(maxsize=50_000)
def one_script(word: str) -> str:
    """The lower-case word with look-alike letters of the other script put right; unmixed words stay as they are."""
    cyrillic = len(_CYRILLIC_LETTER.findall(word))
    latin = len(_LATIN_LETTER.findall(word))
    if not cyrillic or not latin:
        return word
    as_latin, as_cyrillic = word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC)
    whole_latin = not _CYRILLIC_LETTER.search(as_latin)
    whole_cyrillic = not _LATIN_LETTER.search(as_cyrillic)
    if whole_latin and (not whole_cyrillic or latin > cyrillic):
        return as_latin
    return as_cyrillic if whole_cyrillic else word


def in_one_script(words: Sequence[str]) -> list[str]:
    """The words of a name, each in one script; a long word typed in look-alikes only follows the other words."""
    put_right = [one_script(word) for word in words]
    doubted = [place for place, word in enumerate(put_right) if _only_look_alikes(word)]
    if doubted and any(_CYRILLIC_LETTER.search(word) for word in put_right):
        for place in doubted:
            put_right[place] = put_right[place].translate(_TO_CYRILLIC)
    return put_right


def _only_look_alikes(word: str) -> bool:
    return len(word) >= _LONG_ENOUGH and word.isascii() and _LOOK_ALIKES.fullmatch(word) is not None


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """The word without accents: the form in which word lists are searched."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word)
    return "".join(LATIN.get(letter, letter) for letter in parts if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)
def latin(word: str) -> str:
    """The lower-case word in Latin letters, by the tables above; other scripts (Chinese) stay as they are."""
    if word.isascii():
        return word
    word = word.replace("ու", "u").replace("եւ", "ev")
    return plain("".join(LETTERS.get(letter, letter) for letter in word))


@lru_cache(maxsize=100_000)
def skeleton(word: str, country: str | None = None) -> str:
    """The sound skeleton of a word: equal for the usual spellings of one name in Latin and in its own script."""
    if country in _X_IS_H:
        word = _UZBEK_APOSTROPHE.sub(lambda found: "u" if found[1] == "o" else "g", word).replace("x", "h")
    if country == "AM" and word.isascii():
        # The Armenian register writes every ո as "vo" and every ու as "vou".
        word = word.replace("vou", "u").replace("vo", "o")
    if country in _YO_IS_SPOKEN:
        word = word.replace("ё", "ио")
    text = latin(word)
    if country in _UMLAUTS:
        text = _UMLAUT.sub(r"\1", text)
    if country in _G_IS_H:
        text = text.replace("g", "h")
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    return text


def simplified(text: str) -> str:
    """The text with traditional Chinese characters that company names use put into simplified ones."""
    return text.translate(_SIMPLIFIED)


def english_behind_cyrillic(text: str) -> str | None:
    """The English text that was written letter for letter in Cyrillic, or None where the text is no such thing."""
    if not _ENGLISH_IN_CYRILLIC.search(text.lower()):
        return None
    return " ".join(_letter_for_letter(word) for word in text.split())


def _letter_for_letter(word: str) -> str:
    low = word.lower().replace("кю", "q").replace("ю", "u").replace("й", "y").translate(_LETTER_FOR_LETTER)
    return low.upper() if word.isupper() else low


def consonants(sound: str) -> str:
    """The consonants of a skeleton as they survive reading by ear: "vision" and "вижн", "tions" and "шнс"."""
    hissing = sound.replace("tion", "sn").translate(_HISSING)
    return "".join(letter for letter in hissing if letter not in "aeiouh")


_SIMPLIFIED = str.maketrans(
    "華為術訊電國際責團業視顯創傳導數據無線監測網絡資開發設備實雲聯達興會東廣廈門長慶漢麗韓龍儀機車輛軍衛豐優產進學習貿經東聲圖濟億萬節環處應機動鐵強雙極點藝標農運寧"
    "軟體園計見認話請調論證識護載輸轉邊郵鄉銀銷錄鏡間陽隊險離難頻顧風飛馬齊滬蘇魯遼粵漁紅純絲綠維綜緣練縣總織繼續",
    "华为术讯电国际责团业视显创传导数据无线监测网络资开发设备实云联达兴会东广厦门长庆汉丽韩龙仪机车辆军卫丰优产进学习贸经东声图济亿万节环处应机动铁强双极点艺标农运宁"
    "软体园计见认话请调论证识护载输转边邮乡银销录镜间阳队险离难频顾风飞马齐沪苏鲁辽粤渔红纯丝绿维综缘练县总织继续",
)
_HISSING = str.maketrans({"z": "s", "j": "s", "c": "s", "g": "s", "w": "v"})
# г is h in Ukrainian and Belarusian, and g in the Russian spelling of the same name; Armenian notices write h as г.
_G_IS_H = frozenset({"UA", "BY", "AM"})
_YO_IS_SPOKEN = frozenset({"TJ", "UZ"})
_UMLAUTS = frozenset({"DE", "AT", "CH"})  # ö is also written oe
_UMLAUT = re.compile("([aou])e")
_X_IS_H = frozenset({"UZ", "AZ", "TJ"})
