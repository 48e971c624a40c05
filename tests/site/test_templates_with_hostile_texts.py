"""Templates compiled our way show what Jinja itself shows."""

from gettext import NullTranslations
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from custodiet.site.templating import SpokenEnvironment
from hostile_strings import HOSTILE


class Spoken(NullTranslations):
    """A language in which every text is in brackets."""

    def gettext(self, message: str) -> str:
        return f"[{message}]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"[{msgid1 if n == 1 else msgid2}]"


TEMPLATES = {
    "macros": "{% macro box(one, more='') %}<b>{{ one }}{{ more }}</b>{% endmacro %}"
    "{% macro wrap(one) %}<p>{{ one }}{{ caller() }}</p>{% endmacro %}",
    "frame": "<html>{% block main %}{% endblock %}{% trans %}End & <i>so</i> 100%{% endtrans %}</html>",
    "page": """{% extends "frame" %}{% from "macros" import box, wrap with context %}{% block main %}
{% for one in rows %}{{ loop.index }}{{ box(one.name, more=one.safe) }}{{ one.items }}{{ _("plain") ~ one.name }}
{% trans name=one.name, n=one.number %}{{ name }} & {{ n }} <u>%{% endtrans %}
{% trans n=one.number %}{{ n }} thing{% pluralize %}{{ n }} things{% endtrans %}
{{ one.get('missing') is none }}{{ one.name|upper }}{{ gettext("told") }}{{ one['name'] }}{{ one.none }}
{% call wrap('x') %}<em>{{ one.name }}</em>{% endcall %}{{ " ".join([one.name, "<"]) }}{% set y = _("kept") %}{{ y }}
{% endfor %}{% endblock %}""",
}
OPTIONS: dict[str, Any] = {
    "loader": DictLoader(TEMPLATES),
    "autoescape": True,
    "trim_blocks": True,
    "undefined": StrictUndefined,
}


def ours() -> Environment:
    return SpokenEnvironment(Spoken(), **OPTIONS)


def theirs() -> Environment:
    made = Environment(extensions=["jinja2.ext.i18n"], **OPTIONS)
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(Spoken(), newstyle=True)  # type: ignore[attr-defined]
    return made


def test_every_text_is_shown_as_jinja_shows_it() -> None:
    rows = [
        {"name": text, "safe": Markup("<hr>"), "number": at % 3, "none": None, "items": text}
        for at, text in enumerate([*HOSTILE, "&<>\"'"])
    ]
    assert ours().get_template("page").render(rows=rows) == theirs().get_template("page").render(rows=rows)
