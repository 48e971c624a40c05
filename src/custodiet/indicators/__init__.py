"""The room `indicators`: published rules that look for patterns, one file each, and who shows them.

Ibis takes most of a second to import, so the engine parts are imported when they are asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from custodiet.indicators._cardinal import cardinal
    from custodiet.indicators._example import Example
    from custodiet.indicators._load import Indicator, load_indicators
    from custodiet.indicators._run import run, signals, write
    from custodiet.indicators._settings import IndicatorSettings
    from custodiet.indicators._signals import Signals

__all__ = [
    "Example",
    "Indicator",
    "IndicatorSettings",
    "Signals",
    "cardinal",
    "load_indicators",
    "run",
    "signals",
    "write",
]

_HOMES = {
    "Example": "_example",
    "Indicator": "_load",
    "IndicatorSettings": "_settings",
    "Signals": "_signals",
    "cardinal": "_cardinal",
    "load_indicators": "_load",
    "run": "_run",
    "signals": "_run",
    "write": "_run",
}


def __getattr__(name: str) -> Any:
    """Imports what is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib  # noqa: PLC0415  (as late as the rest)

    return getattr(importlib.import_module(f"custodiet.indicators.{_HOMES[name]}"), name)
