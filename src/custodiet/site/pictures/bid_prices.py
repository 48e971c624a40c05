"""What each bidder asked for: one bar a bid in one currency, beside what the buyer had estimated."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from custodiet.site.languages import Language
from custodiet.site.pictures.columns import WIDTH
from custodiet.site.pictures.drawing import Drawing, Mark, line, rect, words
from custodiet.site.pictures.lettering import broken, width_of
from custodiet.site.pictures.picture import Picture

_MOST = 40
_BAR = 14.0


@dataclass(frozen=True, slots=True)
class Bid:
    """A bid: who, how much, in which currency, whether an award went to it, and its status in the reader's language."""

    bidder: str
    amount: Decimal | None
    currency: str | None
    won: bool = False
    status: str = ""


def bid_prices(
    language: Language, name: str, bids: Iterable[Bid], estimate: tuple[Decimal, str] | None, source: str
) -> Picture | None:
    """The picture of the bids of one lot, the lowest first; None where none states a price.

    Args:
        language: the language of the words.
        name: the purchase or lot.
        bids: all bids; those in another currency than most are counted and not drawn.
        estimate: what the buyer had estimated; drawn where it is in the currency of the bids.
        source: where the numbers come from.
    """
    given = list(bids)
    priced = [bid for bid in given if bid.amount is not None and bid.amount > 0 and bid.currency]
    if not priced:
        return None
    currency = min(Counter(bid.currency or "" for bid in priced).items(), key=lambda one: (-one[1], one[0]))[0]
    same = sorted((bid for bid in priced if bid.currency == currency), key=lambda bid: (bid.amount or 0, bid.bidder))
    drawn = same[:_MOST]
    expected = estimate[0] if estimate is not None and estimate[1] == currency and estimate[0] > 0 else None
    return Picture(
        name="bid-prices",
        title=language.text("Prices of the bids: %(name)s", name=name),
        about="; ".join(f"{bid.bidder}: {_said(language, bid)}" for bid in drawn) + ".",
        unit=language.text("Price asked for, %(currency)s", currency=currency),
        source=source,
        counted=len(drawn),
        of=len(given),
        said=language.text(
            "%(drawn)s of %(every)s bids are shown: those that state a price in %(currency)s.",
            drawn=language.number(len(drawn)),
            every=language.number(len(given)),
            currency=currency,
        ),
        header=(
            language.text("Bidder"),
            language.text("Price"),
            language.text("Currency"),
            language.text("Award"),
            language.text("Status"),
        ),
        rows=tuple(
            (bid.bidder, bid.amount, bid.currency, language.text("awarded") if bid.won else None, bid.status or None)
            for bid in given
        ),
        drawing=_drawing(language, drawn, expected, currency),
    )


def _said(language: Language, bid: Bid) -> str:
    said = language.money(bid.amount, bid.currency)
    return f"{said}, {language.text('awarded')}" if bid.won else said


def _drawing(language: Language, drawn: list[Bid], expected: Decimal | None, currency: str) -> Drawing:
    top = float(max([bid.amount or Decimal(0) for bid in drawn] + ([expected] if expected is not None else [])))
    marks: list[Mark] = []
    y = 0.0
    if expected is not None:
        y = 22.0
        said = language.text("estimate of the buyer: %(money)s", money=language.money(expected, currency))
        marks.append(_estimate_label(said, WIDTH * float(expected) / top, y - 8))
    first = y
    for bid in drawn:
        for text in broken(bid.bidder, WIDTH, 13, 2):
            y += 17
            marks.append(words("ink", 0, y - 4, text))
        marks += _bar(_said(language, bid), WIDTH * float(bid.amount or 0) / top, y + 1, won=bid.won)
        y += _BAR + 12
    if expected is not None:
        at = max(min(WIDTH * float(expected) / top, WIDTH - 1), 1)
        marks.insert(0, line("marked_line", at, first - 4, at, y - 6))
    return Drawing(WIDTH, y, tuple(marks))


def _estimate_label(said: str, at: float, y: float) -> Mark:
    half = width_of(said, 12) / 2
    if at + half > WIDTH:
        return words("ink", WIDTH, y, said, 12, "end")
    return words("ink", max(at - half, 0), y, said, 12)


def _bar(said: str, wide: float, y: float, *, won: bool) -> list[Mark]:
    """The bar with its price in it, or behind it where it is too short."""
    bar = rect("paid" if won else "rest", 0, y, wide, _BAR)
    if width_of(said, 11.5) + 10 < wide:
        return [bar, words("onto", 6, y + _BAR - 3.5, said, 11.5, bold=won)]
    return [bar, words("ink", wide + 6, y + _BAR - 3.5, said, 11.5, bold=won)]
