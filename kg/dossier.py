"""All that a store says of a topic in figures: who says it, what can be compared, what disagrees."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg import vocab
from kg.audit import Sentences, audit, parts_in
from kg.catalogue import Catalogue
from kg.claims import ClaimReader
from kg.comparison import Comparison, Verdict, compare_all, compare_figures
from kg.errors import NotFoundError
from kg.findings import Finding
from kg.ids import entity_iri
from kg.judgements import chosen_of
from kg.measurements import Figure, read_figures
from kg.model import Kind
from kg.names import did_you_mean, entity_names, find_entities, find_metric
from kg.quads import text_of
from kg.rates import Rate, Rates, stated_rates
from kg.topics import Kinship, Topic, Topics

if TYPE_CHECKING:
    from kg.peers import Peers

__all__ = ["Analysis", "Dossier", "find_disagreements"]

_ALTERNATIVE: Final = ox.NamedNode(vocab.ALTERNATIVE_VALUE)
_SUPPORTS: Final = ox.NamedNode(vocab.SUPPORTS)
_RELATED: Final = frozenset({Kinship.SAME, Kinship.PART, Kinship.WHOLE})


@dataclass(frozen=True)
class Dossier:
    """The figures of a topic and what they are to each other.

    Attributes:
        name: what was asked about.
        figures: by topic, metric, period and value.
        comparisons: of each two that are about the same topic or related ones.
        findings: what follows from the figures by arithmetic, alarms first.
    """

    name: str
    figures: tuple[Figure, ...]
    comparisons: tuple[Comparison, ...]
    findings: tuple[Finding, ...] = ()

    def of_verdict(self, verdict: Verdict) -> list[Comparison]:
        """The comparisons with a verdict."""
        return [c for c in self.comparisons if c.verdict is verdict]

    def as_row(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "about": self.name,
            "figures": [figure_row(f) for f in self.figures],
            "comparisons": [c.as_row() for c in self.comparisons],
            "findings": [f.as_row() for f in self.findings],
        }

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(str(v or ''))}</td>" for v in cells) + "</tr>"
            for f in self.figures
            for cells in [
                (f.topic.name, f.spelled, f.claim.period, f.claim.status, f.said_by, f.sources.sources)
            ]
        )
        pairs = "".join(f"<li><b>{c.verdict}</b>: {escape(c.words)}</li>" for c in self.comparisons[:30])
        return f"<h4>{escape(self.name)}</h4><table>{rows}</table><ul>{pairs}</ul>"


def figure_row(figure: Figure) -> dict[str, Any]:
    """A figure for JSON: what is said, who says it, and the sentences."""
    c = figure.claim
    return {
        "claim": c.id,
        "subject": c.subject.name,
        "topic": figure.topic.name,
        "region": figure.topic.place_name,
        "metric": vocab.METRICS[c.metric or "amount"],
        "figure": figure.spelled,
        "value": _number(c.value),
        "value_max": _number(c.value_max),
        "unit": c.unit,
        "period": c.period,
        "status": c.status,
        "scope": c.scope,
        "said_by": [[link.agent.name for link in e.attribution] for e in figure.evidences],
        **figure.sources.as_row(),
        "quotes": [e.span.exact for e in figure.evidences],
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


@dataclass(eq=False)
class Analysis:
    """Reads the figures of a store, and compares them with the rates at hand.

    Args:
        reader: of the store.
        catalogue: decides what is one market and what is broader.
        given: rates that the user gives.
    """

    reader: ClaimReader
    catalogue: Catalogue
    given: Sequence[Rate] = ()

    @cached_property
    def topics(self) -> Topics:
        """Reads what figures are about."""
        return Topics(self.catalogue, chosen_of(self.reader.store.graph))

    @cached_property
    def figures(self) -> list[Figure]:
        """All figures of the store."""
        return read_figures(self.reader, self.topics)

    @cached_property
    def rates(self) -> Rates:
        """The rates given, and those that the store's articles state."""
        graph = self.reader.store.graph
        nodes = {(q.subject, q.graph_name) for q in graph.quads_for_pattern(None, _ALTERNATIVE, None, None)}
        claims = {
            text_of(q.object).rpartition("/")[2]
            for evidence, version in nodes
            for q in graph.quads_for_pattern(evidence, _SUPPORTS, None, version)
        }
        return Rates(self.given, stated_rates(read_figures(self.reader, self.topics, sorted(claims))))

    def figures_about(self, name: str, metric: str | None = None) -> list[Figure]:
        """Figures about a thing or a market, its parts and its wholes, by topic, metric, period and value.

        Args:
            name: a name, an alias, a CURIE or an IRI; `China's AI industry` is the market in that place.
            metric: figures of this metric only, by name or label.

        Raises:
            NotFoundError: nothing in the store goes by the name.
            InputError: there is no such metric.
        """
        from kg.overview import Overview
        from kg.peers import measured_subjects

        overview = Overview(self.reader)
        wanted = None if metric is None else find_metric(metric)
        entities = set(find_entities(self.reader, name))
        topics = self._topics_of(name, entities)
        if not entities and not topics:
            raise self._unknown(name)
        named = [s for s in measured_subjects(overview) if s in entities or self._is_wanted(s, topics)]
        picked = overview.pick(words={"kind": [Kind.MEASUREMENT]}, entities=[*named, *entities])
        found = read_figures(self.reader, self.topics, sorted(picked.claim_ids()))
        return [
            f
            for f in found
            if (wanted is None or wanted in (f.metric, f.claim.metric))
            and (not topics or self._fits(f, topics, entities))
        ]

    def _unknown(self, name: str) -> NotFoundError:
        fix = did_you_mean(name, entity_names(self.reader), "list what there is with: kg claims")
        return NotFoundError(f"nothing in the store is called '{name}'", fix=fix)

    def _fits(self, figure: Figure, topics: Sequence[Topic], entities: set[str]) -> bool:
        named = {entity_iri(e.id) for e in figure.claim.entities}
        return bool(named & entities) or any(self._belongs(t, figure.topic) for t in topics)

    def _topics_of(self, name: str, entities: Iterable[str]) -> list[Topic]:
        typed = self.topics.of_name(name)
        found = [typed] if typed is not None else []
        for iri in sorted(entities):
            topic = self.topics.of_entity(self.reader.entity(iri))
            if topic.market:
                found.append(topic)
        return list(dict.fromkeys(found))

    def _is_wanted(self, subject: str, topics: Sequence[Topic]) -> bool:
        topic = self.topics.of_entity(self.reader.entity(subject))
        return any(self._belongs(t, topic) for t in topics)

    def _belongs(self, wanted: Topic, found: Topic) -> bool:
        kinship = self.topics.kinship(wanted, found)
        if kinship not in _RELATED:
            return False
        return kinship is Kinship.SAME or wanted.place is None or found.place in (None, wanted.place)

    def peers(self, name: str, metric: str | None = None) -> list[Peers]:
        """Sets of comparable figures about a thing or a market, those with most pairs first.

        Args:
            name: as in `figures_about`; its parts and wholes do not count.
            metric: figures of this metric only, by name or label.

        Raises:
            NotFoundError: nothing in the store goes by the name.
            InputError: there is no such metric.
        """
        from kg.overview import Overview
        from kg.peers import find_peers, measured_subjects

        overview = Overview(self.reader)
        wanted = None if metric is None else find_metric(metric)
        entities = set(find_entities(self.reader, name))
        bases = {t.base for t in self._topics_of(name, entities)}
        if bases:
            every = measured_subjects(overview)
            entities |= {s for s in every if self.topics.of_entity(self.reader.entity(s)).base in bases}
        if not entities:
            raise self._unknown(name)
        return find_peers(overview, self.topics, entities, metric=wanted)

    def compare(self, name: str, metric: str | None = None) -> Dossier:
        """Compare all figures about a topic; arguments and errors as in `figures_about`."""
        figures = self.figures_about(name, metric)
        comparisons = compare_all(figures, self.topics, self.rates)
        return Dossier(name, tuple(figures), tuple(comparisons), tuple(self.audit(figures)))

    def audit(self, figures: Sequence[Figure] | None = None) -> list[Finding]:
        """Reckon what follows from figures, alarms first; from all of the store where None."""
        return audit(
            self.figures if figures is None else figures,
            self.topics,
            together=Sentences(self.reader).together,
            parts_of=parts_in(self.reader),
        )

    def disagreements(self) -> list[Comparison]:
        """Conflicts in the whole store, and parts that are larger than their wholes."""
        return find_disagreements(self.figures, self.topics, self.rates)


def find_disagreements(
    figures: Sequence[Figure], topics: Topics, rates: Rates | None = None
) -> list[Comparison]:
    """Find conflicts, and parts larger than their wholes, among many figures without comparing all pairs.

    Figures that are the same in every dimension lie in one cell; in it, sorted by value, each is compared
    with the next whose values are all larger. Parts are looked up by the ids of their wholes.

    Returns:
        In the order of the figures: of each cell the neighbours that conflict, of each part the wholes it
        exceeds.
    """
    cells: dict[tuple[object, ...], list[Figure]] = {}
    by_base: dict[tuple[str, str], list[Figure]] = {}
    for f in figures:
        cells.setdefault(_cell(f), []).append(f)
        if f.topic.market:
            by_base.setdefault((f.topic.base, f.metric), []).append(f)
    found: list[Comparison] = []
    for cell in cells.values():
        found += _conflicts_in(cell, topics, rates)
    for part in figures:
        if part.topic.market:
            for base in topics.ancestors(part.topic.base):
                wholes = by_base.get((base, part.metric), ())
                found += [
                    c for w in wholes if (c := compare_figures(part, w, topics, rates)).part_exceeds_whole
                ]
    found = [c for c in found if c.verdict is Verdict.CONFLICTS or c.part_exceeds_whole]
    return sorted(found, key=lambda c: (c.first.order, c.other.order))


def _conflicts_in(cell: list[Figure], topics: Topics, rates: Rates | None) -> Iterator[Comparison]:
    """Compare each figure of a cell with the nearest one that lies wholly below it."""
    cell.sort(key=lambda f: (f.reach.low, f.reach.high, f.claim.id))
    below: list[tuple[Decimal, int]] = []
    for n, f in enumerate(cell):
        at = bisect_right(below, (f.reach.low, n))
        if at:
            yield compare_figures(cell[below[at - 1][1]], f, topics, rates)
        insort(below, (f.reach.high, n))


def _cell(f: Figure) -> tuple[object, ...]:
    return (
        f.topic.base,
        f.topic.place,
        f.metric,
        f.unit,
        f.claim.status,
        f.stretch,
        f.scope,
        f.claim.polarity,
    )
