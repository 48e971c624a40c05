"""Footnotes of a page: the number beside a value, and the line below that tells where it was read.

A page has a hundred of them, so they are written here and not by a template; every value is escaped.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from custodiet.site.evidence import Note, as_text
from custodiet.site.languages import Language
from custodiet.site.lines import short
from custodiet.site.templating import safe, written

_MOST_ROW, _MOST_VALUE, _MOST_ORIGINAL = 60, 500, 300
"""Characters that are shown of the name of a row, of a value, and of its text as published."""


def marks(language: Language) -> dict[str, Callable[..., str]]:
    """What templates write footnotes with: `fn` of a number, `fns` of several, `footnotes` of the lines below."""
    word = written(language.text("Source"))

    def fn(number: int) -> str:
        if not number:
            return ""
        return safe(f'<sup class="fn"><a href="#s{number}" aria-label="{word} {number}">{number}</a></sup>')

    def fns(numbers: Iterable[int]) -> str:
        return safe("".join(map(fn, numbers)))

    @lru_cache(1_024)
    def what(note: tuple[str, str]) -> str:
        thing, about = note
        return f"{written(language.text(thing))}: {written(language.text(about))}"

    def footnotes(notes: Sequence[Note], documents: Mapping[str | None, int]) -> str:
        places = {document: _document(language, number) for document, number in documents.items()}
        return safe("".join(_lines(language, notes, what, places)))

    return {"fn": fn, "fns": fns, "footnotes": footnotes}


def _document(language: Language, number: int) -> str:
    told = language.text("document %(number)s", number=number)
    return f'<a href="#d{number or 1}">{written(told)}</a>'


def _lines(
    language: Language,
    notes: Sequence[Note],
    what: Callable[[tuple[str, str]], str],
    places: Mapping[str | None, str],
) -> Iterator[str]:
    published = written(language.text("published as:"))
    for note in notes:
        row = note.row and f' <span class="soft"><bdi>{written(short(note.row, _MOST_ROW))}</bdi></span>'
        original = note.original and (
            f' <span class="note-value">{published} “<bdi>{written(short(note.original, _MOST_ORIGINAL))}</bdi>”</span>'
        )
        yield (
            f'    <li id="s{note.number}"><span class="note-what">{what((note.thing, note.about))}{row}</span> '
            f'<span class="note-value"><bdi>{written(short(as_text(note.value), _MOST_VALUE))}</bdi></span>'
            f'{original or ""} <span class="note-place">{places[note.document_id]} '
            f"<code>{written(note.pointer)}</code></span></li>\n"
        )
