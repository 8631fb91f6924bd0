"""Whether two figures agree, conflict, or do not speak of the same thing; both always stay.

Figures are compared in six dimensions. Where they are known to differ in some, the first of these in the
order metric, unit, status, period, region, scope decides: figures of another metric, unit or status are not
comparable, figures of another time, place or part differ in scope. Where they differ in none, they agree if
there is a number that both can stand for, given rounding and hedges, and conflict if there is none. A
conflict is found only where every dimension is known: where one side does not tell its period, say, different
figures are not comparable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from kg import vocab
from kg.intervals import Interval
from kg.measurements import Figure
from kg.model import Polarity
from kg.periods import spell_period
from kg.rates import Rate, Rates
from kg.topics import Kinship, Topics

__all__ = ["Comparison", "Difference", "Dimension", "Verdict", "compare_figures", "exceeds"]

_REPEATED: Final = frozenset(
    {
        "funding", "fundingRound", "investment", "dealValue", "donation", "subsidy", "fine", "orders",
        "layoffs", "hires", "priceChange", "sharePriceChange", "benchmarkScore", "accuracy", "price", "cost",
        "projects", "deployments",
    }
)  # fmt: skip
"""Metrics of which a thing has several at a time, each for an event, a test or an article of its own."""

_VAGUE: Final = frozenset({"count", "amount", "percentage", "multiple", "share"})
"""Metrics that leave open what is counted unless the scope tells."""

_LISTED: Final = "the figures that one sentence lists"


class Verdict(StrEnum):
    """What two figures are to each other."""

    AGREES = "agrees"
    CONFLICTS = "conflicts"
    SCOPE = "differs in scope"
    NOT_COMPARABLE = "not comparable"


class Dimension(StrEnum):
    """In what figures can differ; the first in this order decides."""

    METRIC = "metric"
    UNIT = "unit"
    STATUS = "status"
    PERIOD = "period"
    REGION = "region"
    SCOPE = "scope"


_ORDER: Final = {d: n for n, d in enumerate(Dimension)}
_APART: Final = frozenset({Dimension.METRIC, Dimension.UNIT, Dimension.STATUS})
_ADDITIVE: Final = frozenset(
    {
        "marketSize", "revenue", "spending", "investment", "shipments", "salesVolume", "production", "users",
        "subscribers", "customers", "installedBase", "employees", "demand", "exports", "imports",
        "transactions", "transactionVolume", "productionCapacity", "capacity", "fleet", "stores",
    }
)  # fmt: skip
"""Metrics of which a part has never more than the whole."""


@dataclass(frozen=True)
class Difference:
    """A dimension in which two figures differ, or may.

    Attributes:
        first: what the first figure says of it; empty where it does not tell.
        other: what the other says.
    """

    dimension: Dimension
    first: str
    other: str

    @property
    def known(self) -> bool:
        """Whether both tell."""
        return bool(self.first and self.other)

    def __str__(self) -> str:
        if not self.first and not self.other:
            return f"{self.dimension}: not told for either"
        return f"{self.dimension}: {self.first or 'not told'} against {self.other or 'not told'}"


@dataclass(frozen=True)
class Comparison:
    """What two figures are to each other, and why.

    Attributes:
        differences: every dimension in which they differ, or may, in the order that decides.
        deciding: the dimension that decides; None where they agree or conflict.
        kinship: what the other's topic is to the first's.
        part_exceeds_whole: whether the part is larger than the whole it is said to be in.
        rate: what the currencies were compared by.
        same_origin: whether somebody stands behind both.
    """

    first: Figure
    other: Figure
    verdict: Verdict
    differences: tuple[Difference, ...]
    deciding: Dimension | None
    kinship: Kinship
    part_exceeds_whole: bool = False
    rate: Rate | None = None
    same_origin: bool = False

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """Those in which the figures are known to differ."""
        return tuple(d.dimension for d in self.differences if d.known)

    @property
    def words(self) -> str:
        """The verdict and its reasons in plain sentences."""
        a, b = self.first, self.other
        head = {
            Verdict.AGREES: f"{a.spelled} and {b.spelled} agree",
            Verdict.CONFLICTS: f"{a.spelled} and {b.spelled} conflict: no number fits both",
            Verdict.SCOPE: f"{a.spelled} and {b.spelled} do not conflict: they differ in scope",
            Verdict.NOT_COMPARABLE: f"{a.spelled} and {b.spelled} are not comparable",
        }[self.verdict]
        parts = [head, *(str(d) for d in self.differences)]
        if not self.same_origin:
            parts.append(f"source: {a.said_by} against {b.said_by}")
        if self.rate is not None:
            parts.append(f"compared at {self.rate}")
        if self.part_exceeds_whole:
            part, whole = (b, a) if self.kinship is Kinship.PART else (a, b)
            sizes = f"{part.topic.name} has {part.spelled}, {whole.topic.name} {whole.spelled}"
            parts.append(f"the part is larger than the whole: {sizes}")
        return "; ".join(parts)

    def as_row(self) -> dict[str, Any]:
        """For JSON; figures by the ids of their claims."""
        return {
            "first": self.first.claim.id,
            "other": self.other.claim.id,
            "verdict": str(self.verdict),
            "deciding": None if self.deciding is None else str(self.deciding),
            "differences": [
                {"dimension": str(d.dimension), "first": d.first or None, "other": d.other or None}
                for d in self.differences
            ],
            "kinship": str(self.kinship),
            "part_exceeds_whole": self.part_exceeds_whole,
            "rate": None if self.rate is None else str(self.rate),
            "same_origin": self.same_origin,
            "words": self.words,
        }


def compare_figures(first: Figure, other: Figure, topics: Topics, rates: Rates | None = None) -> Comparison:
    """Compare two figures.

    Args:
        first: one of them.
        other: the other.
        topics: knows what is part of what.
        rates: by which currencies are compared; none where None.
    """
    kinship = topics.kinship(first.topic, other.topic)
    rate = _rate(first, other, rates or Rates())
    differences = _differences(first, other, kinship, rate)
    known = [d.dimension for d in differences if d.known]
    one, two = first.reach, _exchange(other.reach, rate)
    deciding: Dimension | None = None
    if known:
        deciding = known[0]
        verdict = Verdict.NOT_COMPARABLE if deciding in _APART else Verdict.SCOPE
    elif one.shares(two) == (first.claim.polarity is other.claim.polarity):
        verdict = Verdict.AGREES
    elif differences:
        deciding, verdict = differences[0].dimension, Verdict.NOT_COMPARABLE
    else:
        verdict = Verdict.CONFLICTS
    return Comparison(
        first,
        other,
        verdict,
        differences,
        deciding,
        kinship,
        part_exceeds_whole=exceeds(first, other, kinship, rate),
        rate=rate,
        same_origin=bool(first.origins & other.origins),
    )


def _rate(first: Figure, other: Figure, rates: Rates) -> Rate | None:
    if first.unit == other.unit:
        return None
    return rates.find(other.unit, first.unit, first.articles | other.articles)


def _exchange(reach: Interval, rate: Rate | None) -> Interval:
    return reach if rate is None else reach * rate.reach


def _differences(first: Figure, other: Figure, kinship: Kinship, rate: Rate | None) -> tuple[Difference, ...]:
    a, b = first.claim, other.claim
    found: list[Difference] = []

    def note(dimension: Dimension, one: str | None, two: str | None) -> None:
        if (one or "") != (two or ""):
            found.append(Difference(dimension, one or "", two or ""))

    note(Dimension.METRIC, vocab.METRICS[first.metric], vocab.METRICS[other.metric])
    if rate is None:
        note(Dimension.UNIT, first.unit, other.unit)
    note(Dimension.STATUS, a.status, b.status)
    if first.stretch is None or first.stretch != other.stretch:
        one, two = (spell_period(c.period) if c.period else "" for c in (a, b))
        if (one, two) == ("", ""):
            found.append(Difference(Dimension.PERIOD, "", ""))
        else:
            note(Dimension.PERIOD, one, two)
    if first.topic.place != other.topic.place:
        note(Dimension.REGION, first.topic.place_name, other.topic.place_name)
    if kinship is not Kinship.SAME:
        words = {Kinship.PART: ", a part of it", Kinship.WHOLE: ", the whole of it"}.get(kinship, "")
        found.append(Difference(Dimension.SCOPE, first.topic.name, other.topic.name + words))
    elif first.scope != other.scope:
        found.append(Difference(Dimension.SCOPE, first.scope or "all of it", other.scope or "all of it"))
    elif _in_one_breath(first, other):
        found.append(Difference(Dimension.SCOPE, f"one of {_LISTED}", f"another of {_LISTED}"))
    elif first.metric in _REPEATED or (first.metric in _VAGUE and first.scope is None):
        found.append(Difference(Dimension.SCOPE, "", ""))
    return tuple(sorted(found, key=lambda d: _ORDER[d.dimension]))


def _in_one_breath(first: Figure, other: Figure) -> bool:
    """Whether the words of one figure hold those of the other: `0.8B, 2B and 4B`, `from 1 to 7 billion`."""
    if first.reach.shares(other.reach):
        return False
    places = [(e.version, e.span.start, e.span.end) for e in first.evidences]
    return any(
        e.version == version and e.span.start < end and start < e.span.end
        for e in other.evidences
        for version, start, end in places
    )


def exceeds(first: Figure, other: Figure, kinship: Kinship, rate: Rate | None = None) -> bool:
    """Whether one figure is of a part of the other's market and still larger than the whole.

    Both must be sizes of the same kind that add up, in no known other place and with no scope of their own,
    and the part's year must not come after the whole's: markets grow. `Up to` and `more than` state the size
    that is meant; `about` widens it.
    """
    if kinship not in (Kinship.PART, Kinship.WHOLE) or first.metric != other.metric:
        return False
    if first.metric not in _ADDITIVE or (rate is None and first.unit != other.unit):
        return False
    if Polarity.NEGATIVE in (first.claim.polarity, other.claim.polarity) or first.scope or other.scope:
        return False
    places = {p for p in (first.topic.place, other.topic.place) if p}
    if len(places) > 1:
        return False
    pair = (first, first.size), (other, _exchange(other.size, rate))
    (whole, most), (part, least) = pair if kinship is Kinship.PART else pair[::-1]
    if part.stretch is None or whole.stretch is None or part.stretch.last > whole.stretch.last:
        return False
    return least.low >= most.high


def compare_all(figures: Sequence[Figure], topics: Topics, rates: Rates | None = None) -> list[Comparison]:
    """Compare each of some figures with each that is about the same or a related topic, in their order."""
    return [
        compare_figures(first, other, topics, rates)
        for n, first in enumerate(figures)
        for other in figures[n + 1 :]
        if topics.kinship(first.topic, other.topic) is not Kinship.NONE
    ]
