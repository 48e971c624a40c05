"""Measures the decisions on labelled pairs, beside two baselines on the same pairs."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from custodiet.errors import MalformedError
from custodiet.organisations.decide import decide
from custodiet.organisations.match import PairLine, pair_from_line
from custodiet.organisations.mention import Mention
from custodiet.organisations.pair import Lists

LABELS = ("same", "different", "related", "unsure")
DECISIONS = ("same", "possible", "related", "different")
LOGIC_V2_SAME = 0.7  # the threshold its authors propose


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled pair with what was decided; `by_identifier` says whether a `same` rests on a number."""

    id: str
    label: str
    kind: str
    country: str
    decision: str
    basis: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one method on one set of pairs; shares are None where nothing can be divided."""

    pairs: int
    labelled_same: int
    decided_same: int
    right: int
    related_called_same: int
    found_or_possible: int
    unsure_called_same: int
    unsure_without_number: int

    @property
    def precision(self) -> float | None:
        """Right ones among those called same; pairs labelled unsure are left out, related ones count as wrong."""
        called = self.decided_same - self.unsure_called_same
        return self.right / called if called else None

    @property
    def recall(self) -> float | None:
        """Pairs called same among those labelled same."""
        return self.right / self.labelled_same if self.labelled_same else None

    @property
    def recall_with_possible(self) -> float | None:
        """Pairs called same or possible among those labelled same."""
        return self.found_or_possible / self.labelled_same if self.labelled_same else None


@dataclass(frozen=True, slots=True)
class Report:
    """The measurement: overall, by kind, by country, the confusion, the baselines; wrong pairs by id."""

    overall: Score
    by_kind: Mapping[str, Score]
    by_country: Mapping[str, Score]
    confusion: Mapping[tuple[str, str], int]
    baselines: Mapping[str, Score | None]
    wrong: Sequence[str]

    def lines(self) -> list[str]:
        """The report as lines for a terminal."""
        rows = ["method                    pairs  same  called  right  precision  recall  +possible"]
        rows.append(_line("custodiet", self.overall))
        rows.extend(_line(name, score) for name, score in self.baselines.items())
        rows += ["", "label        " + "".join(f"{decision:>11}" for decision in DECISIONS)]
        for label in LABELS:
            rows.append(
                f"{label:<13}" + "".join(f"{self.confusion.get((label, decision), 0):>11}" for decision in DECISIONS)
            )
        for title, scores in (("kind", self.by_kind), ("country", self.by_country)):
            rows += ["", f"{title:<25} pairs  same  called  right  precision  recall  +possible"]
            rows.extend(_line(name, score) for name, score in scores.items())
        rows += ["", f"related called same: {self.overall.related_called_same}"]
        rows.append(f"unsure called same: {self.overall.unsure_called_same}")
        rows.append(f"unsure called same without a number: {self.overall.unsure_without_number}")
        if self.wrong:
            rows.append("called same wrongly: " + " ".join(self.wrong))
        return rows

    def as_json(self) -> dict[str, object]:
        """The report as one object for programs."""
        return {
            "overall": _as_json(self.overall),
            "by_kind": {name: _as_json(score) for name, score in self.by_kind.items()},
            "by_country": {name: _as_json(score) for name, score in self.by_country.items()},
            "confusion": {label: {d: self.confusion.get((label, d), 0) for d in DECISIONS} for label in LABELS},
            "baselines": {name: _as_json(score) if score else None for name, score in self.baselines.items()},
            "wrong": list(self.wrong),
        }


def evaluate(files: Iterable[Path], lists: Lists | None = None) -> Report:
    """The measurement over all pairs of the files; raises MalformedError that names file and line of a broken pair."""
    pairs = [pair for file in files for pair in _read(file)]
    judged = [_judged(pair, lists or Lists.ours()) for pair in pairs]
    return Report(
        overall=_score(judged),
        by_kind=_grouped(judged, lambda one: one.kind),
        by_country=_grouped(judged, lambda one: one.country),
        confusion=Counter((one.label, one.decision) for one in judged),
        baselines=MappingProxyType(
            {"exact folded name": _baseline(pairs, _same_folded_name), "nomenklatura logic-v2": _logic_v2(pairs)}
        ),
        wrong=[one.id for one in judged if one.decision == "same" and one.label in {"different", "related"}],
    )


def _read(file: Path) -> list[PairLine]:
    pairs = []
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            pair = pair_from_line(line)
        except ValueError as error:
            raise MalformedError(f"{file}, line {number}: {error}") from error
        if pair.rest.get("label") not in LABELS:
            raise MalformedError(f"{file}, line {number}: `label` must be one of {', '.join(LABELS)}")
        pairs.append(pair)
    return pairs


def _judged(pair: PairLine, lists: Lists) -> Judged:
    found = decide(pair.a, pair.b, lists)
    return _labelled(pair, found.decision, found.basis)


def _labelled(pair: PairLine, decision: str, basis: str | None) -> Judged:
    country = pair.a.country or pair.b.country or "not stated"
    return Judged(pair.id, str(pair.rest["label"]), str(pair.rest.get("kind", "")), country, decision, basis)


def _score(judged: Sequence[Judged]) -> Score:
    same = [one for one in judged if one.decision == "same"]
    unsure = [one for one in same if one.label == "unsure"]
    return Score(
        pairs=len(judged),
        labelled_same=sum(one.label == "same" for one in judged),
        decided_same=len(same),
        right=sum(one.label == "same" for one in same),
        related_called_same=sum(one.label == "related" for one in same),
        found_or_possible=sum(one.label == "same" and one.decision in {"same", "possible"} for one in judged),
        unsure_called_same=len(unsure),
        unsure_without_number=sum(one.basis != "identifier" for one in unsure),
    )


def _grouped(judged: Sequence[Judged], key: Callable[[Judged], str]) -> Mapping[str, Score]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[key(one)].append(one)
    return MappingProxyType({name: _score(groups[name]) for name in sorted(groups)})


def _baseline(pairs: Sequence[PairLine], same: Callable[[Mention, Mention], bool]) -> Score:
    return _score([_labelled(pair, "same" if same(pair.a, pair.b) else "different", None) for pair in pairs])


def _same_folded_name(a: Mention, b: Mention) -> bool:
    """The first baseline: the names are equal without case, accents and punctuation."""
    return _folded(a.name) == _folded(b.name)


def _folded(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in decomposed if letter.isalnum())


def _logic_v2(pairs: Sequence[PairLine]) -> Score | None:
    """The second baseline where it is installed; it is no dependency of this package."""
    if find_spec("nomenklatura") is None or find_spec("followthemoney") is None:
        return None
    matcher = import_module("nomenklatura.matching").LogicV2
    config, entity = matcher.default_config(), import_module("followthemoney").model.make_entity

    def same(a: Mention, b: Mention) -> bool:
        return bool(matcher.compare(_entity(entity, a), _entity(entity, b), config).score >= LOGIC_V2_SAME)

    return _baseline(pairs, same)


def _entity(make: Callable[[str], object], mention: Mention) -> object:
    made = make("Organization")
    made.id = mention.key  # type: ignore[attr-defined]
    values = {"name": [mention.name, *mention.alt_names], "country": [mention.country], "address": [mention.locality]}
    values["registrationNumber"] = [number for _, number in mention.identifiers]
    for name, found in values.items():
        made.add(name, [value for value in found if value])  # type: ignore[attr-defined]
    return made


def _line(name: str, score: Score | None) -> str:
    if score is None:
        return f"{name:<25} not installed"
    return (
        f"{name:<25} {score.pairs:>5} {score.labelled_same:>5} {score.decided_same:>7} {score.right:>6}"
        f" {share_text(score.precision):>10} {share_text(score.recall):>7} {share_text(score.recall_with_possible):>10}"
    )


def share_text(share: float | None) -> str:
    """A share with three digits, or a dash where there is none."""
    return "-" if share is None else f"{share:.3f}"


def _as_json(score: Score) -> dict[str, object]:
    counts: dict[str, object] = {name: getattr(score, name) for name in Score.__slots__}
    return counts | {
        "precision": score.precision,
        "recall": score.recall,
        "recall_with_possible": score.recall_with_possible,
    }
