"""Writes the vocabulary as SKOS, the W3C form for thesauri, in Turtle and JSON-LD.

A term is an `altLabel`, and beside it one of three properties of our own under `altLabel` says how it was checked: seen
in a published notice, official label of a code, or translated only. Examples say what must and must not be found.
"""

import json
from collections.abc import Iterator

from custodiet.classification.vocabulary import Example, Technology, Vocabulary

SCHEME = "https://w3id.org/custodiet/technology"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_CHECKS = {
    "seen": "seen in a published notice",
    "official": "in the official label of a purchase code",
    "translated": "translated, not yet seen in a notice",
}
_OWN = {
    **{check: ("altLabel", f"term, {how}") for check, how in _CHECKS.items()},
    "mustMatch": ("example", "line in which the class must be found"),
    "mustNotMatch": ("scopeNote", "line in which the class must not be found"),
}


def turtle(vocabulary: Vocabulary) -> str:
    """The scheme, its groups and classes with their terms per language, in Turtle."""
    lines = [
        f"@prefix skos: <{_SKOS}> .",
        f"@prefix tech: <{SCHEME}#> .",
        f"@prefix rdf: <{_RDF}> .",
        f"@prefix rdfs: <{_RDFS}> .",
        "",
    ]
    for name, (above, comment) in _OWN.items():
        lines.append(
            f"tech:{name} a rdf:Property ; rdfs:subPropertyOf skos:{above} ; rdfs:comment {_quoted(comment)}@en ."
        )
    lines.append("")
    lines += [f'<{SCHEME}> a skos:ConceptScheme ; skos:prefLabel "Surveillance technology"@en .', ""]
    for name, group in vocabulary.shared.groups.items():
        about = [f"skos:prefLabel {_quoted(group.label)}@en", f"skos:definition {_quoted(group.definition)}@en"]
        about += [f"skos:topConceptOf <{SCHEME}>", f"skos:inScheme <{SCHEME}>"]
        lines += [_statement(name, about), ""]
    for name, technology in vocabulary.technologies.items():
        lines += [_statement(name, list(_about(technology))), ""]
    return "\n".join(lines)


def json_ld(vocabulary: Vocabulary) -> str:
    """The same as JSON-LD."""
    title = _value("Surveillance technology", "en")
    graph: list[dict[str, object]] = [{"@id": SCHEME, "@type": "skos:ConceptScheme", "prefLabel": title}]
    for name, group in vocabulary.shared.groups.items():
        graph.append(_node(name, group.label, group.definition) | {"topConceptOf": {"@id": SCHEME}})
    for name, technology in vocabulary.technologies.items():
        labels = [_value(term, language) for language, term in dict.fromkeys(_every_label(technology))]
        graph.append(
            _node(name, technology.label, technology.definition)
            | {"altLabel": labels, **_checked(technology), **_examples(technology)}
            | {"source": technology.source, "notation": technology.codes.primary}
            | {"broader": [{"@id": f"{SCHEME}#{technology.group}"}]}
            | {"narrower": [{"@id": f"{SCHEME}#{other}"} for other in technology.narrower]}
            | {"related": [{"@id": f"{SCHEME}#{other}"} for other in technology.related]}
        )
    for name, (above, comment) in _OWN.items():
        under = {"rdfs:subPropertyOf": {"@id": f"{_SKOS}{above}"}}
        graph.append(
            {"@id": f"{SCHEME}#{name}", "@type": "rdf:Property", "rdfs:comment": _value(comment, "en"), **under}
        )
    context = {"@vocab": _SKOS, "skos": _SKOS, "rdf": _RDF, "rdfs": _RDFS, "source": "http://purl.org/dc/terms/source"}
    context |= {name: f"{SCHEME}#{name}" for name in _OWN}
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1)


def _node(name: str, label: str, definition: str) -> dict[str, object]:
    return {
        "@id": f"{SCHEME}#{name}",
        "@type": "skos:Concept",
        "inScheme": {"@id": SCHEME},
        "prefLabel": _value(label, "en"),
        "definition": _value(definition, "en"),
    }


def _value(text: str, language: str) -> dict[str, str]:
    return {"@language": language, "@value": text}


def _checked(technology: Technology) -> dict[str, list[dict[str, str]]]:
    """The terms by how each was checked."""
    return {check: [_value(term, language) for language, term in _labels(technology, check)] for check in _CHECKS}


def _examples(technology: Technology) -> dict[str, list[dict[str, str]]]:
    return {
        "mustMatch": [_value(one.text, one.lang) for one in technology.must_match],
        "mustNotMatch": [_value(one.text, one.lang) for one in technology.must_not_match],
    }


def _about(technology: Technology) -> Iterator[str]:
    yield f"skos:prefLabel {_quoted(technology.label)}@en"
    yield f"skos:definition {_quoted(technology.definition)}@en"
    yield f"<http://purl.org/dc/terms/source> {_quoted(technology.source)}"
    yield f"skos:broader {_name(technology.group)}"
    yield from (f"skos:narrower {_name(other)}" for other in technology.narrower)
    yield from (f"skos:related {_name(other)}" for other in technology.related)
    yield from (f"skos:notation {_quoted(code)}" for code in technology.codes.primary)
    labels = dict.fromkeys(_every_label(technology))
    yield from (f"skos:altLabel {_quoted(term)}@{language}" for language, term in labels)
    for check in _CHECKS:
        yield from (f"tech:{check} {_quoted(term)}@{language}" for language, term in _labels(technology, check))
    for name, examples in (("mustMatch", technology.must_match), ("mustNotMatch", technology.must_not_match)):
        yield from (f"tech:{name} {_example(one)}" for one in examples)
    yield f"skos:inScheme <{SCHEME}>"


def _example(one: Example) -> str:
    return f"{_quoted(one.text)}@{one.lang}"


def _every_label(technology: Technology) -> Iterator[tuple[str, str]]:
    """Language and words of every term, however it was checked."""
    for check in _CHECKS:
        yield from _labels(technology, check)


def _labels(technology: Technology, check: str) -> Iterator[tuple[str, str]]:
    """Language and words, without their matching marks, of the terms checked like this, each language in its order."""
    for language, terms in technology.terms.items():
        words: list[str] = getattr(terms, check)
        plain = (" ".join(term.replace("+", " ").replace("*", "").replace("~", "…").split()) for term in words)
        yield from ((language, word) for word in dict.fromkeys(plain))


def _statement(name: str, about: list[str]) -> str:
    return f"{_name(name)} a skos:Concept ;\n    " + " ;\n    ".join(about) + " ."


def _name(name: str) -> str:
    return f"<{SCHEME}#{name}>"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
