"""Templates of one language, compiled so that a page costs little: what does not change is text before it is asked for.

Six things are done otherwise than Jinja does them, with the same result for every template of this site:

- a text without variables is translated when its template is compiled, not each time that it is shown;
- a line break stands without the spaces and empty lines around it;
- a text with variables is filled in by one formatting, its variables escaped before;
- an attribute is asked for by Python itself, and of a row, which is a dictionary, the column of that name;
- a call hands nothing over but what stands in it, since nothing that is called asks for the context of a template;
- a value that is written out is escaped into plain text, not into an object that remembers that it is escaped.
"""

import re
from collections.abc import Callable, Mapping
from gettext import NullTranslations
from io import StringIO
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

try:  # what `markupsafe.escape` wraps into an object, from version 3 on
    from markupsafe import _escape_inner as _escaped  # type: ignore[attr-defined]
except ImportError:
    from html import escape as _escaped

_TEXT = ("gettext", "_")
_NUMBERS = (int, float)
_INDENTED = re.compile(r"\s*\n\s*")
_OF_EVERY_DICTIONARY = frozenset(dir(dict))


_new = str.__new__


def safe(text: str) -> Markup:
    """The text, which is safe already, as one that is not escaped again."""
    return _new(Markup, text)


def written(value: Any) -> str:
    """A value as it may stand in a page."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is str:
        return _escaped(value)
    if hasattr(value, "__html__"):
        text: str = value.__html__()
        return text
    return _escaped(str(value))


class Piece(Macro):
    """A macro, called without looking for what it was not given where it was given all."""

    def __init__(self, *stated: Any) -> None:
        super().__init__(*stated)
        special = self.caller or self.catch_kwargs or self.catch_varargs
        self._all = -1 if special else len(self.arguments)

    def __call__(self, *values: Any, **named: Any) -> str:
        """The macro filled in."""
        if named or len(values) != self._all:
            return super().__call__(*values, **named)
        return safe(self._func(*values))


class _Made(Template):
    """A compiled template; what it is imported for depends on nothing but its environment, so it is made once."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002 - as in the library
        return super()._get_default_module()


class SpokenEnvironment(Environment):
    """Templates of one language."""

    template_class = _Made

    def __init__(self, translations: NullTranslations, **options: Any) -> None:
        """Takes what `Environment` takes; the templates speak by `translations`."""
        super().__init__(**options, extensions=["jinja2.ext.i18n"])
        self.code_generator_class = _Generator
        self.policies["ext.i18n.trimmed"] = True
        self._translations = translations
        self.written, self.piece = written, Piece
        made: Any = self
        made.install_gettext_translations(translations, newstyle=True)
        self.globals["gettext"] = self.globals["_"] = _gettext(translations.gettext)
        self.globals["ngettext"] = _ngettext(translations.ngettext)

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - as in the library
    ) -> str:
        translated = _Translating(self._translations).visit(source)
        return super()._generate(translated, name, filename, defer_init)


class _Generator(CodeGenerator):
    """Writes values out by `environment.written`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")

    def visit_Call(  # noqa: N802 - as in the library
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - as in the library
    ) -> None:
        """Calls as Python does: nothing that the templates call asks for their context."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        whole, self.stream = self.stream, StringIO()
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        given, self.stream = self.stream.getvalue(), whole
        self.write(f"{given.removeprefix(', ')})")

    def macro_def(self, macro_ref: Any, frame: Frame) -> None:  # noqa: ARG002 - as in the library
        """Defines a macro as a piece."""
        macro = macro_ref.node
        names = "".join(f"{one.name!r}, " for one in macro.args)
        asks = (macro_ref.accesses_kwargs, macro_ref.accesses_varargs, macro_ref.accesses_caller)
        self.write(f"environment.piece(environment, macro, {getattr(macro, 'name', None)!r}, ({names}), {asks[0]}, ")
        self.write(f"{asks[1]}, {asks[2]}, True)")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - as in the library
        """A column of a row, which is a dictionary, or an attribute of any other object, without asking by name."""
        if node.attr in _OF_EVERY_DICTIONARY:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")
            return
        name = repr(node.attr)
        self.write(f"((_had[{name}] if {name} in _had else environment.undefined(obj=_had, name={name})) if (_had := ")
        self.visit(node.node, frame)
        self.write(f").__class__ is dict else _had.{node.attr})")


class _Translating(NodeTransformer):
    """Puts the translation in the place of a call that asks for one without variables."""

    def __init__(self, translations: NullTranslations) -> None:
        self._translations = translations

    def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.Node:  # noqa: N802 - the name of the library
        node.data = _INDENTED.sub("\n", node.data)
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the name of the library
        self.generic_visit(node)
        plain = isinstance(node.node, nodes.Name) and node.node.name in _TEXT and len(node.args) == 1
        alone = not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        if plain and alone and isinstance(node.args[0], nodes.Const) and isinstance(node.args[0].value, str):
            text = self._translations.gettext(node.args[0].value) % {}
            return nodes.Const(safe(text), lineno=node.lineno)
        return node


def _gettext(translate: Callable[[str], str]) -> Callable[..., str]:
    def gettext(text: str, /, **variables: Any) -> str:
        return filled(translate(text), variables)

    return gettext


def _ngettext(translate: Callable[[str, str, int], str]) -> Callable[..., str]:
    def ngettext(one: str, more: str, number: int, /, **variables: Any) -> str:
        variables.setdefault("num", number)
        return filled(translate(one, more, number), variables)

    return ngettext


def filled(text: str, variables: Mapping[str, Any]) -> Markup:
    """A text of ours with variables in it, each escaped unless it is a number or safe already."""
    escaped = {name: one if isinstance(one, _NUMBERS) else written(one) for name, one in variables.items()}
    return safe(text % escaped)
