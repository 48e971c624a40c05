"""A sentence that waits for its language: its English text, and the values that are filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from custodiet.site.languages import Language


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; with `many`, the two forms between which `number` decides."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    many: str = ""
    number: int = 0

    def told(self, language: Language) -> str:
        """The sentence in a language, numbers written as it writes them."""
        values = {
            name: language.number(value) if isinstance(value, int) else value for name, value in self.values.items()
        }
        if self.many:
            return language.plural(self.text, self.many, self.number, **values)
        return language.text(self.text, **values)


def say(text: str, **values: object) -> Sentence:
    """A sentence with its values; calls of this function are found when texts are gathered for translation."""
    return Sentence(text, values)


def count(one: str, many: str, number: int, **values: object) -> Sentence:
    """A sentence about a number of things, filled in for `%(number)s`."""
    return Sentence(one, values, many, number)
