"""The kinds of pages: the template of each and what makes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from custodiet.site.pages.about import about_page
from custodiet.site.pages.case import case_page, cases_page
from custodiet.site.pages.compare import compare_page
from custodiet.site.pages.country import countries_page, country_page
from custodiet.site.pages.indicator import indicator_page, indicators_page
from custodiet.site.pages.organisation import organisation_page
from custodiet.site.pages.place import place_page
from custodiet.site.pages.places import places_page
from custodiet.site.pages.purchase import purchase_page
from custodiet.site.pages.purchases import purchases_page
from custodiet.site.pages.request import request_page
from custodiet.site.pages.safeguard import safeguard_page, safeguards_page
from custodiet.site.pages.search import search_page
from custodiet.site.pages.start import start_page
from custodiet.site.pages.technology import technologies_page, technology_page
from custodiet.site.site import Site

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page; `named` where each shows one thing by its id."""

    template: str
    page: Callable[[Site, str, Pairs], Any]
    named: bool = True


def _of_name(make: Callable[[Site, str], Any]) -> Callable[[Site, str, Pairs], Any]:
    return lambda site, name, _pairs: make(site, name)


KINDS = {
    "start": Kind("start.html", start_page, named=False),
    "search": Kind("search.html", search_page, named=False),
    "purchase": Kind("purchase.html", _of_name(purchase_page)),
    "purchases": Kind("purchases.html", _of_name(purchases_page)),
    "request": Kind("request.html", _of_name(request_page)),
    "place": Kind("place.html", _of_name(place_page)),
    "places": Kind("places.html", places_page, named=False),
    "organisation": Kind("organisation.html", _of_name(organisation_page)),
    "technology": Kind("technology.html", _of_name(technology_page)),
    "technologies": Kind("technologies.html", technologies_page, named=False),
    "indicator": Kind("indicator.html", _of_name(indicator_page)),
    "indicators": Kind("indicators.html", indicators_page, named=False),
    "safeguard": Kind("safeguard.html", _of_name(safeguard_page)),
    "safeguards": Kind("safeguards.html", safeguards_page, named=False),
    "case": Kind("case.html", _of_name(case_page)),
    "cases": Kind("cases.html", cases_page, named=False),
    "country": Kind("country.html", _of_name(country_page)),
    "countries": Kind("countries.html", countries_page, named=False),
    "compare": Kind("compare.html", compare_page, named=False),
    "about": Kind("about.html", about_page, named=False),
}


def found_name(site: Site, kind: str, key: str) -> str | None:
    """The id that a key of an address stands for; None where it stands for none."""
    return site.store.named(kind, key) if key else ""
