"""Which figures of a store can be compared: sets of them that agree in every dimension but the value.

They are found in the table, without reading a claim; two of a set are what `kg.comparison` says they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Final

import numpy as np

from kg.columns import Array
from kg.ids import BASE, fold_name
from kg.measurements import compared_metric, compared_unit
from kg.model import Entity, Kind
from kg.overview import Overview
from kg.periods import stretch_of
from kg.table import Table
from kg.topics import SIZES, Topic, Topics

__all__ = ["Peers", "find_peers", "measured_subjects"]

_ENTITY: Final = BASE + "entity/"


@dataclass(frozen=True)
class Peers:
    """Figures of one topic, metric, unit, status, period, place and scope, asserted or denied alike.

    Attributes:
        topic: what they are about.
        metric: as it is compared, by local name.
        unit: as it is compared.
        status: empty where the text does not tell, as period and scope.
        values: of each, ascending, in the unit in which it is given.
    """

    topic: Topic
    metric: str
    unit: str
    status: str
    period: str
    scope: str
    polarity: str
    values: tuple[float, ...]
    _claims: Array = field(repr=False, compare=False)
    _table: Table = field(repr=False, compare=False)

    @cached_property
    def claims(self) -> tuple[str, ...]:
        """Ids of the claims, in the order of the values."""
        return tuple(self._table.claim_ids(self._claims))

    @property
    def pairs(self) -> int:
        """How many pairs they make."""
        return len(self.values) * (len(self.values) - 1) // 2

    def each_pair(self) -> Iterator[tuple[str, str]]:
        """Every two of the claims, by value."""
        yield from combinations(self.claims, 2)


def measured_subjects(overview: Overview) -> list[str]:
    """IRIs of what figures are about that are among the facts, sorted."""
    rows = overview.pick(words={"kind": [Kind.MEASUREMENT], "polarity": ["positive"]}).rows
    mentions = overview.table.texts("mention")
    numbers = np.flatnonzero(np.bincount(overview.table.columns["subject"][rows], minlength=len(mentions)))
    return sorted({_ENTITY + mentions[n] for n in numbers.tolist()})


def find_peers(
    overview: Overview, topics: Topics, entities: Iterable[str], *, metric: str | None = None
) -> list[Peers]:
    """Find the sets of comparable figures whose claims name some entities, those with most pairs first.

    Args:
        overview: of the store.
        topics: reads what figures are about.
        entities: IRIs of entities.
        metric: figures of this metric only, as it is compared.
    """
    table = overview.table
    rows = overview.pick(words={"kind": [Kind.MEASUREMENT]}, entities=entities).rows
    rows = rows[np.unique(table.columns["claim"][rows], return_index=True)[1]]
    found = []
    for group, names in _Grouping(overview, topics, rows).groups():
        if len(group) < 2 or metric not in (None, names[1]):
            continue
        order = np.argsort(table.columns["value"][group], kind="stable")
        claims = table.columns["claim"][group[order]]
        values = tuple(table.columns["value"][group[order]].tolist())
        found.append(Peers(*names, values, claims, table))
    return sorted(
        found, key=lambda p: (-p.pairs, p.topic.name, p.metric, p.unit, p.period, p.status, p.scope)
    )


Names = tuple[Topic, str, str, str, str, str, str]


class _Grouping:
    """Puts rows that agree in every dimension into groups."""

    def __init__(self, overview: Overview, topics: Topics, rows: Array) -> None:
        self._overview, self._topics, self._rows = overview, topics, rows
        self._table = overview.table

    def _codes(self, name: str) -> Array:
        return self._table.columns[name][self._rows].astype(np.int64)

    def groups(self) -> Iterator[tuple[Array, Names]]:
        """Rows of each group, and what they have in common."""
        raw = [self._codes(n) for n in ("subject", "region", "metric", "unit", "status", "scope", "polarity")]
        kinds, which = _distinct_rows([*raw, self._numbered_periods()])
        names = [self._name(int(self._rows[first])) for first in kinds]
        known: dict[object, int] = {}
        cells = np.array([known.setdefault(_cell(n), len(known)) for n in names], np.int64)
        firsts: dict[int, Names] = {}
        for cell, name in zip(cells.tolist(), names, strict=True):
            firsts.setdefault(cell, name)
        mine = cells[which] if len(which) else which
        order = np.argsort(mine, kind="stable")
        ends = np.cumsum(np.bincount(mine, minlength=len(firsts))) if len(mine) else np.zeros(0, np.int64)
        for cell, end in enumerate(ends.tolist()):
            start = int(ends[cell - 1]) if cell else 0
            yield self._rows[order[start:end]], firsts[cell]

    def _numbered_periods(self) -> Array:
        """The period of each row by the days it stands for: 2026 and 2026-01..2026-12 are one."""
        known: dict[object, int] = {}
        texts = self._table.texts("period")
        numbers = np.zeros(len(texts), np.int64)
        for n in np.flatnonzero(np.bincount(self._codes("period"), minlength=len(texts))).tolist():
            numbers[n] = known.setdefault(_days(texts[n]), len(known))
        return numbers[self._codes("period")]

    def _name(self, row: int) -> Names:
        at = {n: int(self._table.columns[n][row]) for n in ("subject", "region")}
        word = {
            n: self._table.texts(n)[int(self._table.columns[n][row])]
            for n in ("metric", "unit", "status", "period", "scope", "polarity")
        }
        subject = self._overview.entities.entity(at["subject"])
        region = self._overview.entities.entity(at["region"]) if at["region"] else None
        topic = self._topics.of_figure(subject, region, sized=word["metric"] in SIZES)
        scope = "" if _says_nothing(word["scope"], subject) else word["scope"]
        return (
            topic,
            compared_metric(word["metric"], topic),
            compared_unit(word["unit"], word["metric"]),
            word["status"],
            word["period"],
            scope,
            word["polarity"],
        )


def _cell(names: Names) -> tuple[object, ...]:
    topic, metric, unit, status, period, scope, polarity = names
    return topic.base, topic.place, metric, unit, status, _days(period), scope, polarity


def _says_nothing(scope: str, subject: Entity) -> bool:
    return not scope or fold_name(scope) == fold_name(subject.name)


def _days(period: str) -> object:
    try:
        return stretch_of(period) if period else None
    except ValueError:
        return None


def _distinct_rows(columns: list[Array]) -> tuple[list[int], Array]:
    """Number the different rows of some columns; returns where each first is, and the number of every row."""
    which = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        _, place = np.unique(column, return_inverse=True)
        _, which = np.unique(which * (int(place.max(initial=0)) + 1) + place, return_inverse=True)
    return np.unique(which, return_index=True)[1].tolist(), which
