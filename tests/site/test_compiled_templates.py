"""Templates are compiled otherwise than Jinja does it, and say the same."""

from dataclasses import dataclass
from gettext import NullTranslations

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError

from custodiet.site.templating import SpokenEnvironment

HOSTILE = "<b onload='x'>&\"</b>"


@dataclass(frozen=True)
class Thing:
    """Something with a name."""

    name: str


VALUES = {
    "text": HOSTILE,
    "row": {"name": HOSTILE, "items": 1},
    "thing": Thing(HOSTILE),
    "many": [Thing("<i>"), Thing("b")],
}
SAME = (
    "{{ text }}",
    "{{ row.name }}|{{ row['name'] }}|{{ row.get('name') }}|{{ row.get('other') or '-' }}",
    "{{ thing.name }}|{{ thing.name|upper }}|{{ (thing or row).name }}",
    "{{ row.other is defined }}{{ row.name is defined }}",
    "{% for one in many %}{{ loop.index }}{{ one.name }}{{ ',' if not loop.last }}{% endfor %}",
    "{% macro m(a, b='<') %}({{ a }}{{ b }}){% endmacro %}{{ m(text) }}{{ m(text, '>') }}{{ m(b=text, a=1) }}",
    (
        "{% macro m(a) %}[{{ a }}{{ caller() if caller is defined }}]{% endmacro %}"
        "{% call m(text) %}{{ text }}{% endcall %}{{ m(1) }}"
    ),
    "{% set x %}<i>{{ text }}</i>{% endset %}{{ x }}{{ x|length }}",
    "{% trans a=text %}It is {{ a }}, 100%.{% endtrans %}{% trans %}100% < all{% endtrans %}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ (m(text) ~ text)|length }}{{ [m(text), text]|join('<') }}",
)


@pytest.mark.parametrize("source", SAME)
def test_a_template_says_what_jinja_makes_of_it(source: str) -> None:
    plain = Environment(autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"])
    plain.install_gettext_translations(NullTranslations(), newstyle=True)  # type: ignore[attr-defined]
    spoken = SpokenEnvironment(NullTranslations(), autoescape=True, undefined=StrictUndefined)
    assert spoken.from_string(source).render(VALUES) == plain.from_string(source).render(VALUES)
    assert HOSTILE not in spoken.from_string(source).render(VALUES)


@pytest.mark.parametrize(
    "source", ["{{ other }}", "{{ other.name }}", "{{ row.other }}", "{{ thing.other }}", "{{ other() }}"]
)
def test_what_is_not_there_is_an_error_and_not_empty(source: str) -> None:
    spoken = SpokenEnvironment(NullTranslations(), autoescape=True, undefined=StrictUndefined)
    with pytest.raises((UndefinedError, AttributeError)):
        spoken.from_string(source).render(VALUES)


def test_a_line_break_stands_without_the_spaces_around_it() -> None:
    spoken = SpokenEnvironment(
        NullTranslations(), loader=DictLoader({"a": "<p>\n\n    <b>a</b>   b\n</p>"}), autoescape=True
    )
    assert spoken.get_template("a").render() == "<p>\n<b>a</b>   b\n</p>"
