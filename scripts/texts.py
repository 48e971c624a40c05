"""Gathers every text of the site that is translated into `custodiet.pot`, and brings the catalogues up to it.

`--check` fails where the template is behind the code and changes nothing.
"""

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import custodiet.site
from custodiet.knowledge import load_definitions
from custodiet.model.declared import declared_tables
from custodiet.site.definitions import Definitions
from custodiet.site.evidence import TABLES
from custodiet.site.languages import DOMAIN, FOLDER, LANGUAGES

SITE = Path(custodiet.site.__file__).parent
INDICATORS = SITE.parent / "indicators"
TEMPLATE = FOLDER / f"{DOMAIN}.pot"
_METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
_OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "text": None,
    "plural": (1, 2),
    "marked": None,
    "say": None,
    "count": (1, 2),
}


def main(arguments: list[str]) -> int:
    """Writes the template and the catalogues, or checks the template."""
    made = gathered()
    told = _written(made)
    if "--check" in arguments:
        fresh = TEMPLATE.is_file() and TEMPLATE.read_bytes() == told
        if not fresh:
            print(f"{TEMPLATE} is behind the code: run `make texts`", file=sys.stderr)
        return 0 if fresh else 1
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(told)
    for code in LANGUAGES:
        if code != "en":
            _bring_up(code, made)
    print(f"{len(made)} texts")
    return 0


def gathered() -> Catalog:
    """The texts of templates and pages, then those of the definitions, each once, in order."""
    catalogue = Catalog(domain=DOMAIN, project="custodiet", fuzzy=False)
    for file, _line, message, comments, context in sorted(
        extract_from_dir(SITE, _METHODS, _OPTIONS, _KEYWORDS), key=lambda one: (one[0], one[1])
    ):
        catalogue.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    for origin, text in _defined(load_definitions()):
        if text:
            catalogue.add(text, None, [(origin, 0)])
    return catalogue


def _defined(definitions: Definitions) -> Iterator[tuple[str, str]]:
    """What the rooms say in English, with where it is from."""
    for group in definitions.groups.values():
        yield from (("technologies", text) for text in (group.label, group.definition))
    for technology in definitions.technologies.values():
        yield from (("technologies", text) for text in (technology.label, technology.definition))
    for table in TABLES:
        yield from (("columns", column.about) for column in declared_tables()[table].columns if column.place)
    for indicator in definitions.indicators.values():
        yield from ((f"indicators/{indicator.code}", text) for text in (indicator.title, indicator.summary))
        for section in indicator.sections:
            texts = (section.heading, *section.paragraphs, *section.points)
            yield from ((f"indicators/{indicator.code}", text) for text in texts)
    for file in sorted(INDICATORS.glob("[a-z]*.py")):
        yield from ((f"indicators/{file.stem[:4].upper()}", text) for text in reasons(file.read_text(encoding="utf-8")))


def reasons(text: str) -> Iterator[str]:
    """The sentences that an indicator gives as the reason of a verdict."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Verdict":
            for keyword in node.keywords:
                if keyword.arg in {"missing", "because", "otherwise"}:
                    yield from _sentences(keyword.value)


def _sentences(node: ast.expr) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and " " in inner.value:
            yield inner.value


def _bring_up(code: str, template: Catalog) -> None:
    """A catalogue with the texts of the template; what is translated stays, what is no longer used goes."""
    file = FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.is_file():
        with file.open("rb") as stream:
            catalogue = read_po(stream, locale=code, domain=DOMAIN)
    else:
        catalogue = Catalog(locale=code, domain=DOMAIN, fuzzy=False)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    file.write_bytes(_written(catalogue))


def _written(catalogue: Catalog) -> bytes:
    """The catalogue without dates, so that the same texts give the same bytes."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=110, include_lineno=False, omit_header=False)
    kept = (line for line in stream.getvalue().splitlines(keepends=True) if not line.startswith(_DATED))
    return b"".join(kept)


_DATED = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b"# FIRST AUTHOR", b"# Copyright")

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
