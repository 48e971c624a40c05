"""Writes the vocabulary as SKOS, the W3C form for thesauri, in Turtle and JSON-LD."""

import json
from collections.abc import Iterator

from custodiet.classification.vocabulary import Technology, Vocabulary

SCHEME = "https://w3id.org/custodiet/technology"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


def turtle(vocabulary: Vocabulary) -> str:
    """The scheme, its groups and classes with their terms per language, in Turtle."""
    lines = [f"@prefix skos: <{_SKOS}> .", f"@prefix tech: <{SCHEME}#> .", ""]
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
    graph: list[dict[str, object]] = [{"@id": SCHEME, "@type": "skos:ConceptScheme"}]
    for name, group in vocabulary.shared.groups.items():
        graph.append(_node(name, group.label, group.definition) | {"topConceptOf": {"@id": SCHEME}})
    for name, technology in vocabulary.technologies.items():
        labels = [{"@language": language, "@value": term} for language, term in _labels(technology)]
        graph.append(
            _node(name, technology.label, technology.definition)
            | {"altLabel": labels, "source": technology.source, "notation": technology.codes.primary}
            | {"broader": [{"@id": f"{SCHEME}#{technology.group}"}]}
            | {"narrower": [{"@id": f"{SCHEME}#{other}"} for other in technology.narrower]}
            | {"related": [{"@id": f"{SCHEME}#{other}"} for other in technology.related]}
        )
    context = {"@vocab": _SKOS, "skos": _SKOS, "source": "http://purl.org/dc/terms/source"}
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1)


def _node(name: str, label: str, definition: str) -> dict[str, object]:
    return {
        "@id": f"{SCHEME}#{name}",
        "@type": "skos:Concept",
        "inScheme": {"@id": SCHEME},
        "prefLabel": {"@language": "en", "@value": label},
        "definition": {"@language": "en", "@value": definition},
    }


def _about(technology: Technology) -> Iterator[str]:
    yield f"skos:prefLabel {_quoted(technology.label)}@en"
    yield f"skos:definition {_quoted(technology.definition)}@en"
    yield f"<http://purl.org/dc/terms/source> {_quoted(technology.source)}"
    yield f"skos:broader {_name(technology.group)}"
    yield from (f"skos:narrower {_name(other)}" for other in technology.narrower)
    yield from (f"skos:related {_name(other)}" for other in technology.related)
    yield from (f"skos:notation {_quoted(code)}" for code in technology.codes.primary)
    yield from (f"skos:altLabel {_quoted(term)}@{language}" for language, term in _labels(technology))
    yield f"skos:inScheme <{SCHEME}>"


def _labels(technology: Technology) -> Iterator[tuple[str, str]]:
    """The terms without their matching marks, each language in its order."""
    for language, terms in technology.terms.items():
        plain = (" ".join(term.replace("+", " ").replace("*", "").replace("~", "…").split()) for term in terms.all())
        yield from ((language, word) for word in dict.fromkeys(plain))


def _statement(name: str, about: list[str]) -> str:
    return f"{_name(name)} a skos:Concept ;\n    " + " ;\n    ".join(about) + " ."


def _name(name: str) -> str:
    return f"<{SCHEME}#{name}>"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
