"""Figures as they are compared and audited: measurements with their evidences, topics and precision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Final

from kg import vocab
from kg.claims import ClaimReader
from kg.ids import fold_name
from kg.independence import Independence, Witness, count_sources, witness_of
from kg.intervals import Interval
from kg.judgements import judged_claims
from kg.model import FACT_CONFIDENCE, Claim, Evidence, Kind, Qualifier
from kg.periods import Stretch, stretch_of
from kg.precision import reach, rounding
from kg.topics import Topic, Topics
from kg.wording import describe_claim, spell_figure, spell_value

__all__ = [
    "Figure", "compared_metric", "compared_unit", "figures_of", "metric_of", "read_figures", "unit_of",
]  # fmt: skip

_SCALED: Final = {
    "kW": ("W", 3), "MW": ("W", 6), "GW": ("W", 9), "TW": ("W", 12), "kWh": ("Wh", 3), "MWh": ("Wh", 6),
    "GWh": ("Wh", 9), "TWh": ("Wh", 12), "KB": ("B", 3), "MB": ("B", 6), "GB": ("B", 9), "TB": ("B", 12),
    "PB": ("B", 15), "kbps": ("bps", 3), "Mbps": ("bps", 6), "Gbps": ("bps", 9), "MHz": ("Hz", 6),
    "GHz": ("Hz", 9), "km": ("m", 3), "kg": ("g", 3),
}  # fmt: skip
"""Units that differ by a power of ten from one another, after the International System of Units."""

_OPEN: Final = frozenset({Qualifier.UP_TO, Qualifier.MORE, Qualifier.LESS})


@dataclass(frozen=True, eq=False)
class Figure:
    """A measurement with all that stands behind it.

    Attributes:
        claim: what is said.
        witnesses: where and by whom, by article and place; at least one.
        topic: what it is about.
    """

    claim: Claim
    witnesses: tuple[Witness, ...]
    topic: Topic
    _extra: dict[str, object] = field(default_factory=dict, repr=False)

    @property
    def evidences(self) -> tuple[Evidence, ...]:
        """Where and by whom it is said."""
        return tuple(t.evidence for t in self.witnesses)

    @cached_property
    def sources(self) -> Independence:
        """How many independent sources stand behind it."""
        return count_sources(self.witnesses)

    @cached_property
    def origins(self) -> frozenset[str]:
        """Keys of those who stand behind it: named agents, else the articles, which name nobody."""
        named = frozenset().union(*(t.named for t in self.witnesses))
        return named or frozenset(f"article {t.article}" for t in self.witnesses)

    @cached_property
    def articles(self) -> frozenset[str]:
        """Ids of the articles that give it."""
        return frozenset(t.article for t in self.witnesses)

    @cached_property
    def metric(self) -> str:
        """The metric as it is compared."""
        return metric_of(self.claim, self.topic)

    @cached_property
    def unit(self) -> str:
        """The unit as it is compared."""
        return unit_of(self.claim)

    @cached_property
    def reach(self) -> Interval:
        """All values it can stand for, with rounding and hedge, in the unit as it is compared."""
        return self._scale(Interval.hull(reach(self.claim, q) for q in self._quotes))

    @cached_property
    def widest(self) -> Interval:
        """The same where every zero at the end of a whole number may be rounding: alarms keep clear of it."""
        return self._scale(Interval.hull(reach(self.claim, q, 1) for q in self._quotes))

    @cached_property
    def rounding(self) -> Interval:
        """All values it can stand for by rounding alone, its hedge aside."""
        return self._scale(Interval.hull(rounding(self.claim, q) for q in self._quotes))

    @cached_property
    def size(self) -> Interval:
        """All values that round to the figure as it is given: `up to`, `more than` and `less than` aside."""
        return self.rounding if self.claim.qualifier in _OPEN else self.reach

    @property
    def _quotes(self) -> list[str]:
        return sorted({e.span.exact for e in self.evidences})

    def _scale(self, interval: Interval) -> Interval:
        _, power = _SCALED.get(self.claim.unit or "", ("", 0))
        return interval.scaled(Decimal(10) ** power) if power else interval

    @property
    def value(self) -> Decimal:
        """The value in the unit as it is compared; of a range the first end."""
        assert self.claim.value is not None
        return self.claim.value * Decimal(10) ** _SCALED.get(self.claim.unit or "", ("", 0))[1]

    @cached_property
    def stretch(self) -> Stretch | None:
        """The days it is about; None where unknown."""
        try:
            return stretch_of(self.claim.period) if self.claim.period else None
        except ValueError:
            return None

    @cached_property
    def scope(self) -> str | None:
        """What part it covers; None where subject and metric say it all."""
        scope = self.claim.scope
        return None if scope is None or fold_name(scope) == fold_name(self.claim.subject.name) else scope

    @cached_property
    def spelled(self) -> str:
        """The figure as its first quote spells it."""
        quote = self.evidences[0].span.exact
        return spell_figure(self.claim, quote) or spell_value(self.claim)

    @property
    def words(self) -> str:
        """The measurement in one sentence."""
        return describe_claim(self.claim, self.evidences[0].span.exact)

    @cached_property
    def said_by(self) -> str:
        """Who stands behind it: the names in its chains, nearest first, else the articles' publishers."""
        names = [link.agent.name for t in self.witnesses for link in t.evidence.attribution]
        if names:
            return ", ".join(dict.fromkeys(names))
        papers = [t.publisher for t in self.witnesses if t.publisher]
        return f"nobody named ({', '.join(dict.fromkeys(papers))})" if papers else "nobody named"

    @property
    def order(self) -> tuple[str, str, str, Decimal, str]:
        """By topic, metric, period and value."""
        return (self.topic.name, self.metric, self.claim.period or "", self.value, self.claim.id)


def metric_of(claim: Claim, topic: Topic) -> str:
    """The metric of a measurement as it is compared."""
    assert claim.metric is not None
    return compared_metric(claim.metric, topic)


def compared_metric(metric: str, topic: Topic) -> str:
    """A metric as it is compared: what a market earns is its size."""
    return "marketSize" if topic.market and metric in ("revenue", "spending") else metric


def unit_of(claim: Claim) -> str:
    """The unit of a measurement as it is compared."""
    return compared_unit(claim.unit or "", claim.metric or "")


def compared_unit(unit: str, metric: str) -> str:
    """A unit as it is compared: of powers of ten the plain unit, of bare counts that of the metric."""
    if unit == "count":
        return vocab.DEFAULT_UNITS.get(metric, unit)
    return _SCALED.get(unit, (unit, 0))[0]


def figures_of(witnesses: Iterable[Witness], topics: Topics) -> list[Figure]:
    """Measurements with their witnesses, each once, by topic, metric, period and value."""
    groups: dict[str, list[Witness]] = {}
    for t in witnesses:
        if t.evidence.claim.kind is Kind.MEASUREMENT:
            groups.setdefault(t.evidence.claim.id, []).append(t)
    found = [Figure(g[0].evidence.claim, tuple(g), topics.of(g[0].evidence.claim)) for g in groups.values()]
    return sorted(found, key=lambda f: f.order)


def read_figures(
    reader: ClaimReader,
    topics: Topics,
    claims: Sequence[str] | None = None,
    *,
    least: float = FACT_CONFIDENCE,
) -> list[Figure]:
    """Measurements of a store, from the newest versions of its articles.

    Args:
        reader: of the store.
        topics: reads what they are about.
        claims: ids of claims; all where None.
        least: evidences of less confidence are left out, and claims judged to be wrong.
    """
    if claims is None:
        evidences = reader.evidences_in([v.version for v in reader.versions()])
    else:
        evidences = [e for c in claims for e in reader.evidences_of(c)]
    wrong = judged_claims(reader.store.graph, "wrong")
    kept = [
        e
        for e in evidences
        if e.claim.kind is Kind.MEASUREMENT and e.confidence >= least and e.claim.id not in wrong
    ]
    spread: dict[str, set[str]] = {}
    for e in kept:
        spread.setdefault(e.claim.id, set()).add(e.version)
    return figures_of(
        (witness_of(reader, e, sentence=claims is not None or len(spread[e.claim.id]) > 1) for e in kept),
        topics,
    )
