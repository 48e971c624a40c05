"""Who bought from whom, and which maker's name stands in the same purchases: three layers from left to right."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from custodiet.site.languages import Language
from custodiet.site.pictures.columns import WIDTH
from custodiet.site.pictures.drawing import Drawing, Mark, curve, path, rect, words
from custodiet.site.pictures.lettering import broken
from custodiet.site.pictures.picture import Picture

_LETTER, _LEADING = 11.0, 13.5
_BOXES = {2: 168.0, 3: 112.0}  # width of a box by the number of layers
_MOST = 8  # boxes a layer that a reader takes in; the table has all
_MOST_ROWS = 200
BUYER, SUPPLIER, MAKER = 0, 1, 2

# A layer and the id of an organisation, or its name where it has none.
Node = tuple[int, str]
Edge = tuple[Node, Node]


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation in a purchase: its id, where it has one, and its name as a reader sees it."""

    key: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Deal:
    """A purchase: its buyer, the suppliers of its awards, the makers that its texts name."""

    buyer: Party | None
    suppliers: tuple[Party, ...] = ()
    makers: tuple[str, ...] = ()


def network(language: Language, name: str, deals: Iterable[Deal], source: str) -> Picture | None:
    """The picture; None where no two organisations stand in one purchase."""
    names: dict[Node, str] = {}
    weights: Counter[Node] = Counter()
    edges: Counter[Edge] = Counter()
    for deal in deals:
        layers = _layers(deal, names)
        joined = _joined(layers)
        weights.update({node for edge in joined for node in edge})
        edges.update(joined)
    if not edges:
        return None
    shown = _chosen(weights, names, edges)
    drawn = {edge: number for edge, number in edges.items() if all(node in shown for node in edge)}
    ordered = sorted(edges.items(), key=lambda one: (-one[1], one[0][0][0], [names[node] for node in one[0]], one[0]))
    return Picture(
        name="network",
        title=language.text("Buyers, suppliers and makers named: %(name)s", name=name),
        about=language.text(
            "%(buyers)s buyers, %(suppliers)s suppliers and %(makers)s makers named; the table beside the picture lists"
            " who stands with whom in how many purchases.",
            **dict(zip(("buyers", "suppliers", "makers"), _layer_sizes(language, weights), strict=True)),
        ),
        unit=language.text(
            "A line joins two that stand in the same purchase; that a text names a maker does not say who supplied"
        ),
        source=source,
        counted=len(shown),
        of=len(weights),
        said=language.text(
            "%(shown)s of %(every)s organisations that stand with another in a purchase are shown.",
            shown=language.number(len(shown)),
            every=language.number(len(weights)),
        ),
        header=(
            language.text("From"),
            language.text("Role"),
            language.text("To"),
            language.text("Role"),
            language.text("Purchases"),
        ),
        rows=tuple(_row(language, names, edge, number) for edge, number in ordered[:_MOST_ROWS]),
        drawing=_drawing(language, shown, names, drawn),
    )


def _layers(deal: Deal, names: dict[Node, str]) -> list[list[Node]]:
    """The organisations of a purchase by layer, their names noted."""
    layers: list[list[Node]] = [[], [], []]
    parties = [(BUYER, deal.buyer), *((SUPPLIER, one) for one in deal.suppliers)]
    parties += [(MAKER, Party(maker, maker)) for maker in deal.makers]
    for layer, party in parties:
        if party is not None and party.name.strip():
            node = (layer, party.key or party.name)
            names[node] = min(names.get(node, party.name), party.name)
            layers[layer].append(node)
    return layers


def _joined(layers: list[list[Node]]) -> set[Edge]:
    """Each pair in neighbouring layers; over an empty layer the lines go on."""
    filled = [layer for layer in layers if layer]
    return {(a, b) for left, right in pairwise(filled) for a in left for b in right}


def _chosen(weights: Counter[Node], names: Mapping[Node, str], edges: Mapping[Edge, int]) -> list[Node]:
    """The organisations to show: along the lines with most purchases, until a layer is full."""
    best: set[Node] = set()
    room = {BUYER: _MOST, SUPPLIER: _MOST, MAKER: _MOST}
    for edge in sorted(edges, key=lambda one: (-edges[one], [(-weights[node], names[node], node) for node in one])):
        new = [node for node in edge if node not in best]
        if all(room[node[0]] for node in new):
            best.update(new)
            for node in new:
                room[node[0]] -= 1
    return sorted(best, key=lambda node: (node[0], -weights[node], names[node], node))


def _layer_sizes(language: Language, weights: Mapping[Node, int]) -> list[str]:
    return [language.number(sum(node[0] == layer for node in weights)) for layer in (BUYER, SUPPLIER, MAKER)]


def _roles(language: Language) -> tuple[str, str, str]:
    return language.text("buyer"), language.text("supplier"), language.text("maker named")


def _row(language: Language, names: Mapping[Node, str], edge: Edge, number: int) -> tuple[str | int, ...]:
    roles = _roles(language)
    return (names[edge[0]], roles[edge[0][0]], names[edge[1]], roles[edge[1][0]], number)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where each layer and each box stands: the left edges, the width of a box, upper edge and height of each."""

    left: Mapping[int, float]
    box: float
    names: Mapping[Node, str]
    places: Mapping[Node, tuple[float, float]]
    height: float


def _drawing(
    language: Language, shown: Sequence[Node], names: Mapping[Node, str], drawn: Mapping[Edge, int]
) -> Drawing:
    sheet = _sheet(_untangled(shown, drawn), names)
    roles = _roles(language)
    heads = [words("soft", left, 12, roles[layer], 12, bold=True) for layer, left in sheet.left.items()]
    lines = [_line(sheet, edge, number) for edge, number in sorted(drawn.items())]
    boxes = [mark for node in shown for mark in _box(sheet, node)]
    return Drawing(WIDTH, sheet.height, (*heads, *lines, *boxes))


def _sheet(layers: list[list[Node]], names: Mapping[Node, str]) -> _Sheet:
    """The layers that are filled from left to right, each in the middle of the height."""
    filled = [layer for layer in layers if layer]
    box = _BOXES[len(filled)]
    heights = {node: 10 + _LEADING * len(_lines(names[node], box)) for layer in filled for node in layer}
    totals = [sum(heights[node] + 10 for node in layer) for layer in filled]
    places: dict[Node, tuple[float, float]] = {}
    for layer, total in zip(filled, totals, strict=True):
        y = 24 + (max(totals) - total) / 2
        for node in layer:
            places[node] = (y, heights[node])
            y += heights[node] + 10
    step = (WIDTH - box) / (len(filled) - 1)
    return _Sheet({layer[0][0]: at * step for at, layer in enumerate(filled)}, box, names, places, 24 + max(totals))


def _untangled(shown: Sequence[Node], drawn: Mapping[Edge, int]) -> list[list[Node]]:
    """The nodes of each layer in an order with few crossings: each beside the middle of those that it is joined to."""
    layers = [[node for node in shown if node[0] == layer] for layer in (BUYER, SUPPLIER, MAKER)]
    for turn in range(4):
        rank = {node: at / max(len(layer), 1) for layer in layers for at, node in enumerate(layer)}
        for layer in layers[:: 1 if turn % 2 else -1]:
            layer.sort(key=lambda node: (_middle(node, rank, drawn), rank[node], node))
            rank |= {node: at / max(len(layer), 1) for at, node in enumerate(layer)}
    return layers


def _middle(node: Node, rank: Mapping[Node, float], drawn: Mapping[Edge, int]) -> float:
    joined = [rank[b if a == node else a] for a, b in drawn if node in (a, b)]
    return sum(joined) / len(joined) if joined else rank[node]


def _lines(name: str, box: float) -> list[str]:
    return broken(name, box - 12, _LETTER, 4)


def _box(sheet: _Sheet, node: Node) -> list[Mark]:
    x, (y, height) = sheet.left[node[0]], sheet.places[node]
    lettering = [
        words("ink", x + 6, y + 4 + _LEADING * (at + 0.8), text, _LETTER)
        for at, text in enumerate(_lines(sheet.names[node], sheet.box))
    ]
    frame = rect("box", x + 0.5, y, sheet.box - 1, height, sheet.names[node])
    return [rect("ground", x, y, sheet.box, height), frame, *lettering]


def _line(sheet: _Sheet, edge: Edge, number: int) -> Mark:
    start, end = edge
    from_y, to_y = (sheet.places[node][0] + sheet.places[node][1] / 2 for node in edge)
    steps = curve(sheet.left[start[0]] + sheet.box, from_y, sheet.left[end[0]], to_y)
    about = f"{sheet.names[start]} – {sheet.names[end]}: {number}"
    return path("link", steps, 1 + min(number - 1, 8) * 0.5, about)
