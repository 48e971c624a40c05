"""What each term of the vocabulary means: the class it speaks for, a hint, or a set of words beside these."""

from collections.abc import Iterator, Mapping

from custodiet.classification.ahead import worked_out
from custodiet.classification.codes import eight_digits
from custodiet.classification.sought import Meaning, Sought, sought
from custodiet.classification.vocabulary import Hint, Vocabulary, Words, ours


def sought_in(vocabulary: Vocabulary) -> Sought:
    """What is looked for in texts to find the terms of a vocabulary by their meanings."""
    ahead = worked_out("sought", Sought) if vocabulary is ours() else None
    return ahead or sought(meanings(vocabulary), misspelt(vocabulary))


def hints(vocabulary: Vocabulary) -> dict[str, tuple[str, Hint]]:
    """Every hint with the class it speaks for, by its key."""
    return {
        f"{name}/{number}": (name, hint)
        for name, technology in vocabulary.technologies.items()
        for number, hint in enumerate(technology.hints)
    }


def meanings(vocabulary: Vocabulary) -> Iterator[tuple[str, Meaning]]:
    """Every term with each of its meanings."""
    for name, technology in vocabulary.technologies.items():
        for terms in technology.terms.values():
            yield from ((word, Meaning("term", name)) for word in terms.all())
        yield from ((digits, Meaning("term", name)) for digits in eight_digits(technology.codes.primary))
        yield from ((word, Meaning("unless", name)) for word in vocabulary.words(technology.unless))
        for number, hint in enumerate(technology.hints):
            for role, words in (("hint", hint.words), ("beside", hint.beside), ("unless", hint.unless)):
                yield from ((word, Meaning(role, f"{name}/{number}")) for word in vocabulary.words(words))
    yield from _shared_meanings(vocabulary)


def _shared_meanings(vocabulary: Vocabulary) -> Iterator[tuple[str, Meaning]]:
    shared = vocabulary.shared
    named: tuple[tuple[str, Mapping[str, Words]], ...] = (
        ("set", {key: shared.sets[key] for key in ("service", "other_system")}),
        ("counter", shared.counter),
        ("scope", shared.readings.scope),
        ("capability", shared.readings.capability),
        ("negation", {"before": shared.readings.negation}),
    )
    for role, sets in named:
        for key, by_language in sets.items():
            yield from ((word, Meaning(role, key)) for words in by_language.values() for word in words)


def misspelt(vocabulary: Vocabulary) -> Iterator[tuple[str, Meaning]]:
    """Stems that are often misspelt, with the class each speaks for."""
    for name, stems in vocabulary.shared.readings.misspelt.items():
        yield from ((stem, Meaning("term", name)) for stem in stems)
