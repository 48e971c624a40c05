"""Gathers every text of the site that is translated into `custodiet.pot`, and brings the catalogues up to it.

`--check` fails where the template is behind the code and changes nothing.
"""

import ast
import io
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import custodiet.site
from custodiet.cases import load_cases
from custodiet.knowledge import load_definitions
from custodiet.model.declared import declared_tables
from custodiet.site.definitions import Definitions
from custodiet.site.evidence import TABLES
from custodiet.site.languages import DOMAIN, FOLDER, LANGUAGES
from custodiet.site.open_points import fixed

SITE = Path(custodiet.site.__file__).parent
INDICATORS = SITE.parent / "indicators"
ORGANISATIONS = SITE.parent / "organisations"
KIND_FILES = ("words.toml", "legal_forms.toml")
REASONS = ("missing", "because", "otherwise")
PAIR = 2  # a condition and what is told where it holds
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
    yield from _of_technologies(definitions)
    for table in TABLES:
        yield from (("columns", column.about) for column in declared_tables()[table].columns if column.place)
    yield from _of_indicators(definitions)
    for question in definitions.questions.values():
        if "all" not in question.applies_to:
            yield "safeguards", f"the technology is none of: {', '.join(question.applies_to)}"
    for profile in definitions.countries.values():
        yield from (("countries", point) for point in fixed(profile.open_points()))
        yield from (("countries", threshold.what) for threshold in profile.thresholds)
        if profile.publication:
            yield "countries", profile.publication.reason
    yield from (("organisations", kind.replace("_", " ")) for kind in kinds())
    yield from _of_cases()


def _of_technologies(definitions: Definitions) -> Iterator[tuple[str, str]]:
    for group in definitions.groups.values():
        yield from (("technologies", text) for text in (group.label, group.definition))
    for technology in definitions.technologies.values():
        yield from (("technologies", text) for text in (technology.label, technology.definition))


def _of_indicators(definitions: Definitions) -> Iterator[tuple[str, str]]:
    """Their pages, then the reasons that they give, then those that they share."""
    for indicator in definitions.indicators.values():
        yield from ((f"indicators/{indicator.code}", text) for text in (indicator.title, indicator.summary))
        for section in indicator.sections:
            texts = (section.heading, *section.paragraphs, *section.points)
            yield from ((f"indicators/{indicator.code}", text) for text in texts)
    for file in sorted(INDICATORS.glob("[a-z]*.py")):
        yield from ((f"indicators/{file.stem[:4].upper()}", text) for text in reasons(file.read_text(encoding="utf-8")))
    for file in sorted(INDICATORS.glob("_[a-z]*.py")):
        yield from (("indicators", text) for text in shared_reasons(file.read_text(encoding="utf-8")))


def _of_cases() -> Iterator[tuple[str, str]]:
    for case in load_cases().values():
        content = case.content
        notes = [one.note or "" for one in content.roles] + [one.note or "" for one in content.financing]
        claims = (text for one in content.observations for text in (one.scope, one.text))
        told = (content.summary, *content.not_known, *claims, *notes)
        yield from ((f"cases/{case.id}", text) for text in told)


def kinds() -> list[str]:
    """The kinds of bodies that the names of organisations tell, and the bases on which names are one organisation."""
    words, forms = (tomllib.loads((ORGANISATIONS / name).read_text(encoding="utf-8")) for name in KIND_FILES)
    return [*words["kind"], *forms, "identifier", "person", "maker", "name"]


def shared_reasons(text: str) -> Iterator[str]:
    """The reasons that indicators share: what stands behind a condition, or is named in capitals."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Tuple) and len(node.elts) == PAIR:
            yield from _sentences(node.elts[1])
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id.isupper():
            yield from _sentences(node.value)
        if isinstance(node, ast.keyword) and node.arg in REASONS[1:]:
            yield from _sentences(node.value)


def reasons(text: str) -> Iterator[str]:
    """The sentences that an indicator gives as the reason of a verdict, named as it or in a list before it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.keyword) and node.arg in REASONS:
            yield from _sentences(node.value)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in REASONS:
            yield from _sentences(node.value)


def _sentences(node: ast.expr) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and _IN_WORDS.match(inner.value):
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


_IN_WORDS = re.compile(r"[A-Za-z0-9]\S* \S")  # several words, and no pattern or part of a query
_DATED = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b"# FIRST AUTHOR", b"# Copyright")

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
