"""Finds the indicators: every public Python file of this folder, and of an outsider's `indicators` folder."""

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from custodiet.discovery import plugin_files
from custodiet.errors import DefinitionError
from custodiet.indicators._example import Example
from custodiet.indicators._settings import IndicatorSettings
from custodiet.indicators._tables import Rows, Tables

_HERE = Path(__file__).parent
_DECLARED = ("CODE", "TITLE", "TABLES", "Settings", "flag", "EXAMPLES")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as its file declares it.

    Attributes:
        code: short name, such as `R003`.
        title: what it looks for, in a few words.
        text: its page, in Markdown: why, method, innocent explanations, when it abstains, source.
        tables: the tables it reads.
        settings: the struct of its settings.
        flag: from tables and settings to rows of `flags`.
        spread: from tables and settings to the quartiles and fences of its peers, where it has peers.
        examples: rows that flag and rows that do not.
        file: where it is declared.
    """

    code: str
    title: str
    text: str
    tables: tuple[str, ...]
    settings: type[IndicatorSettings]
    flag: Callable[[Tables, Any], Rows]
    spread: Callable[[Tables, Any], Rows] | None
    examples: tuple[Example, ...]
    file: Path


def load_indicators(plugins: Path | None = None) -> Mapping[str, Indicator]:
    """Every indicator by its code, in the order of the codes; all broken files are reported at once."""
    loaded: dict[str, Indicator] = {}
    broken: list[str] = []
    for file in plugin_files(_HERE, ".py", plugins):
        try:
            found = _indicator(file)
            if found.code in loaded:
                raise DefinitionError(f"{file}: {loaded[found.code].file} is called {found.code} too; rename one")
            loaded[found.code] = found
        except DefinitionError as error:
            broken.append(str(error))
    if broken:
        raise DefinitionError("\n".join(broken))
    return dict(sorted(loaded.items()))


def _indicator(file: Path) -> Indicator:
    module = _module(file)
    missing = [name for name in _DECLARED if not hasattr(module, name)]
    if missing or not module.__doc__:
        raise DefinitionError(
            f"{file}: an indicator declares {', '.join(missing or ['a docstring, which is its page'])}"
        )
    if not issubclass(module.Settings, IndicatorSettings):
        raise DefinitionError(f"{file}: Settings has to be a subclass of custodiet.indicators.IndicatorSettings")
    return Indicator(
        code=module.CODE,
        title=module.TITLE,
        text=module.__doc__.strip(),
        tables=tuple(module.TABLES),
        settings=module.Settings,
        flag=module.flag,
        spread=getattr(module, "spread", None),
        examples=tuple(module.EXAMPLES),
        file=file,
    )


def _module(file: Path) -> ModuleType:
    if file.parent == _HERE:
        return importlib.import_module(f"custodiet.indicators.{file.stem}")
    spec = importlib.util.spec_from_file_location(f"custodiet_plugin_{file.stem}", file)
    if spec is None or spec.loader is None:
        raise DefinitionError(f"{file}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (ImportError, SyntaxError, NameError) as error:
        raise DefinitionError(f"{file}: cannot be loaded: {error}") from error
    return module
