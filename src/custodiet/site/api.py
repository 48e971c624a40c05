"""The register as data: `/api/v1/...`, stable addresses that answer JSON, described by `/openapi.json`.

`OPERATIONS` is what there is: each has its address, what it answers, and what it takes. Routes and the OpenAPI document
are both made from it, so that neither can tell of anything that the other lacks.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from custodiet.register.card import Card
from custodiet.register.explain import Explanation
from custodiet.register.index_layout import FACETS
from custodiet.site.answers import AnswerError, answered, as_json
from custodiet.site.find import MOST_ROWS, Facet, counts, find
from custodiet.site.openapi import Operation, Parameter, document
from custodiet.site.query import Query
from custodiet.site.site import Site

BASE = "/api/v1"
_PAGED = ("limit", "cursor", "facets")
_DOCUMENTS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request for data of a site."""

    site: Site
    request: Request

    @property
    def id(self) -> str:
        """The id in the address."""
        found: str = self.request.path_params["id"]
        return found

    def query(self) -> Query:
        """The question in the address."""
        return Query.read(self.request.query_params.multi_items(), others=_PAGED)

    def number(self, name: str, most: int, otherwise: int) -> int:
        """A whole number in the address, from 1 to `most`."""
        stated = self.request.query_params.get(name)
        if stated is None:
            return otherwise
        if not (stated.isascii() and stated.isdecimal() and 1 <= int(stated[:9]) <= most):
            raise AnswerError(400, f"{name} must be a whole number from 1 to {most}")
        return int(stated)


Answer = Callable[[_Asked], Any]


def _start(asked: _Asked) -> dict[str, Any]:
    manifest = asked.site.store.manifest
    return {
        "register": {"seal": manifest.seal, "custodiet": manifest.custodiet, "rows": manifest.rows},
        "totals": manifest.totals,
        "problems": manifest.problems,
        "addresses": [f"{asked.site.address}{one.path}" for one in OPERATIONS],
        "openapi": f"{asked.site.address}/openapi.json",
    }


def _purchases(asked: _Asked) -> dict[str, Any]:
    query, names = asked.query(), asked.request.query_params.getlist("facets")
    unknown = sorted(set(names) - set(FACETS))
    if unknown:
        raise AnswerError(400, f"no facet is called {unknown[0][:40]!r}: choose of {', '.join(FACETS)}")
    limit = asked.number("limit", MOST_ROWS, 20)
    found = find(asked.site.store, query, limit, asked.request.query_params.get("cursor"), tuple(dict.fromkeys(names)))
    pairs = [*query.pairs(), ("limit", str(limit)), *(("facets", name) for name in names)]
    following = [*pairs, ("cursor", found.next)] if found.next else None
    return {
        "total": found.total,
        "register": found.register,
        "understood": found.understood,
        "purchases": [_shown(asked.site, card) for card in found.rows],
        "facets": [_facet(found.facets[name]) for name in dict.fromkeys(names)],
        "next": f"{asked.site.address}{BASE}/purchases?{urlencode(following)}" if following else None,
    }


def _purchase(asked: _Asked) -> dict[str, Any]:
    explanation = asked.site.store.purchase(asked.id)
    card = asked.site.store.card(asked.id)
    if explanation is None or card is None:
        raise _missing("purchase", asked.id)
    around = asked.site.store.around(asked.id)
    return {"summary": _shown(asked.site, card), **_parts(explanation), "around": around and asdict(around)}


def _parts(explanation: Explanation) -> dict[str, Any]:
    return {one.name: getattr(explanation, one.name) for one in fields(explanation)}


def _facet_counts(asked: _Asked) -> dict[str, Any]:
    name = asked.request.path_params["id"]
    if name not in FACETS:
        raise AnswerError(404, f"no facet is called {name[:40]!r}: choose of {', '.join(FACETS)}")
    values = counts(asked.site.store, asked.query(), name)
    return _facet(Facet(name, values, 0))


def _places(asked: _Asked) -> dict[str, Any]:
    return {"places": [{**row, "purchases": count} for row, count in asked.site.store.places()]}


def _place(asked: _Asked) -> dict[str, Any]:
    row = asked.site.store.place(asked.id)
    if row is None:
        raise _missing("place", asked.id)
    return {"place": row, "spending": asked.site.store.spending(asked.id)}


def _organisation(asked: _Asked) -> dict[str, Any]:
    store = asked.site.store
    row = store.organisation(asked.id)
    if row is None:
        raise _missing("organisation", asked.id)
    return {
        "organisation": row,
        "links": store.links(asked.id),
        "list_hits": store.list_hits(asked.id),
        "flags": store.flags_of(asked.id),
    }


def _technologies(asked: _Asked) -> dict[str, Any]:
    defined = asked.site.definitions.technologies.values()
    return {"technologies": [asdict(one) for one in defined]}


def _indicators(asked: _Asked) -> dict[str, Any]:
    return {"indicators": [asdict(one) for one in asked.site.definitions.indicators.values()]}


def _indicator(asked: _Asked) -> dict[str, Any]:
    defined = asked.site.definitions.indicators.get(asked.id)
    if defined is None:
        raise _missing("indicator", asked.id)
    return {"indicator": asdict(defined), "counts": asked.site.store.indicator_counts(asked.id)}


def _safeguards(asked: _Asked) -> dict[str, Any]:
    definitions = asked.site.definitions
    return {
        "questions": [asdict(one) for one in definitions.questions.values()],
        "states": {name: asdict(one) for name, one in definitions.states.items()},
    }


def _cases(asked: _Asked) -> dict[str, Any]:
    return {"cases": asked.site.store.cases()}


def _case(asked: _Asked) -> dict[str, Any]:
    found = asked.site.store.case(asked.id)
    if found is None:
        raise _missing("case", asked.id)
    return asdict(found)


def _coverage(asked: _Asked) -> dict[str, Any]:
    return {"coverage": asked.site.store.coverage()}


def _documents(asked: _Asked) -> dict[str, Any]:
    after = asked.number("cursor", 10**9, 0)
    limit = asked.number("limit", _DOCUMENTS_AT_ONCE, _DOCUMENTS_AT_ONCE)
    rows = asked.site.store.documents(limit + 1, after)
    address = f"{asked.site.address}{BASE}/documents?"
    more = urlencode({"limit": limit, "cursor": rows[limit - 1][0]}) if len(rows) > limit else None
    return {"documents": [row for _at, row in rows[:limit]], "next": f"{address}{more}" if more else None}


def _missing(kind: str, name: str) -> AnswerError:
    return AnswerError(404, f"the register has no {kind} {name[:100]!r}")


def _shown(site: Site, card: Card) -> dict[str, Any]:
    """A card as an object, with the addresses of all that is known and of the page."""
    address = f"{site.address}{BASE}/purchases/{quote(card.ocid, safe='')}"
    return {**msgspec.structs.asdict(card), "api": address}


def _facet(facet: Facet) -> dict[str, Any]:
    return {"facet": facet.name, "values": list(facet.values), "more": facet.more}


_QUESTION = (
    Parameter("q", "words in any language and script; each must be found", "string"),
    *(Parameter(name, f"values of the facet `{name}`; may be repeated, any of them fits", "values") for name in FACETS),
    Parameter("sort", "relevance, date, oldest or amount", "string"),
)
_ROW_LIMIT = Parameter("limit", f"rows of a page, at most {MOST_ROWS}", "integer")
_ID = Parameter("id", "the id, percent-encoded", "path")
OPERATIONS: tuple[Operation[_Asked], ...] = (
    Operation(BASE, "What the register holds, and where", _start),
    Operation(
        f"{BASE}/purchases",
        "The purchases that answer a question",
        _purchases,
        (
            *_QUESTION,
            Parameter("facets", "facets to count; may be repeated", "values"),
            _ROW_LIMIT,
            Parameter("cursor", "as given by the page before, in `next`", "string"),
        ),
    ),
    Operation(f"{BASE}/purchases/{{id:path}}", "Everything known of a purchase, with its evidence", _purchase, (_ID,)),
    Operation(f"{BASE}/facets/{{id}}", "Every value of a facet, with its purchases", _facet_counts, (_ID, *_QUESTION)),
    Operation(f"{BASE}/places", "Settlements with purchases", _places),
    Operation(f"{BASE}/places/{{id}}", "A place and what is spent there", _place, (_ID,)),
    Operation(f"{BASE}/organisations/{{id:path}}", "An organisation, its links and signals", _organisation, (_ID,)),
    Operation(f"{BASE}/technologies", "Classes of technology", _technologies),
    Operation(f"{BASE}/indicators", "Signals and how they are computed", _indicators),
    Operation(f"{BASE}/indicators/{{id}}", "A signal, and of how many it could judge", _indicator, (_ID,)),
    Operation(f"{BASE}/safeguards", "Questions on safeguards, and the states of answers", _safeguards),
    Operation(f"{BASE}/cases", "Documented cases", _cases),
    Operation(f"{BASE}/cases/{{id}}", "A documented case, claim by claim", _case, (_ID,)),
    Operation(f"{BASE}/coverage", "How much was read, by country and year", _coverage),
    Operation(
        f"{BASE}/documents",
        "The documents that were read",
        _documents,
        (
            Parameter("limit", f"rows of a page, at most {_DOCUMENTS_AT_ONCE}", "integer"),
            Parameter("cursor", "as given by the page before, in `next`", "string"),
        ),
    ),
)


def routes(site: Site) -> list[BaseRoute]:
    """The addresses of the data and of their description."""
    described = answered(site, lambda _request: as_json(document(OPERATIONS, site)))
    return [
        Route("/openapi.json", described),
        Route(f"{BASE}/openapi.json", described),
        *(Route(one.path, answered(site, _answering(site, one.answer))) for one in OPERATIONS),
    ]


def _answering(site: Site, answer: Answer) -> Callable[[Request], tuple[bytes, str]]:
    return lambda request: as_json(answer(_Asked(site, request)))
