"""Counts and pages over the table of a store: what to show, how many of it, in what order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pyoxigraph as ox

from kg.claims import ClaimReader
from kg.columns import Array
from kg.entities import Entities, among
from kg.errors import InputError
from kg.ids import BASE, evidence_iri, fold_name
from kg.model import FACT_CONFIDENCE, Evidence
from kg.rows import ABOUT_VERSIONS, Rows
from kg.table import Table, empty_table

__all__ = ["GROUPS", "Overview", "Picked", "Tally", "Version"]

GROUPS: Final = (
    "publisher", "article", "published", "kind", "predicate", "metric", "unit", "status", "year", "period",
    "class",
)  # fmt: skip
"""What claims are counted by. The year is that which the claim is about; published that of the article."""

_UNKNOWN: Final = frozenset({"status", "publisher", "published", "year"})
"""Groups in which what is not told counts as unknown; in the others it is left out."""

_MATRIX: Final = 40_000_000
"""Cells of a table of groups by articles that is not worth sorting for."""


@dataclass(frozen=True)
class Tally:
    """How many claims there are of something.

    Attributes:
        value: what is counted; `unknown` where nothing is told.
        claims: different ones.
        evidences: places where they are made.
        articles: in which they are made.
    """

    value: str
    claims: int
    evidences: int
    articles: int


@dataclass(frozen=True)
class Version:
    """What a version of an article is known by; empty where unknown."""

    newest: bool
    ident: str
    article: str
    name: str
    text_hash: str
    title: str
    publisher: str
    published: str
    address: str

    @property
    def keys(self) -> tuple[str, ...]:
        """What names it and no other article, but for its name."""
        return self.ident, self.text_hash, self.article, self.name, self.address

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Name, title and publisher, folded, those that there are."""
        return tuple(fold_name(x) for x in (self.name, self.title, self.publisher) if x)

    @cached_property
    def folded_title(self) -> str:
        """The title, or else the name, folded."""
        return fold_name(self.title or self.name)


class Overview:
    """The rows of a store as readers see them.

    Args:
        reader: of the store.
    """

    def __init__(self, reader: ClaimReader) -> None:
        self.reader = reader
        self.table = table_of(reader)
        self.entities = Entities(reader, self.table)

    def pick(
        self,
        *,
        versions: Collection[str] | None = None,
        entities: Iterable[str] | None = None,
        words: Mapping[str, Collection[str]] | None = None,
        said_by: Collection[int] | None = None,
        of_class: str | None = None,
        least: float = FACT_CONFIDENCE,
        older: bool = False,
    ) -> Picked:
        """Pick rows; None means any.

        Args:
            versions: ids of the versions that they are of.
            entities: IRIs of entities; the claims name one of them.
            words: for columns of words, what they may hold.
            said_by: numbers of mentions; one of them stands behind it.
            of_class: the class of the subject, broad or narrow.
            least: evidences of less confidence are left out, but for claims judged right.
            older: whether evidences of older versions count.
        """
        c, mask = self.table.columns, self._shown(least, older)
        if versions is not None:
            texts = self.table.texts("ident")
            mask = mask & np.array([t in versions for t in texts], bool)[c["version"]]
        if entities is not None:
            mask = mask & self.entities.rows_naming(entities)
        for column, allowed in (words or {}).items():
            numbers = self.table.numbers_of(column, list(allowed))
            mask = mask & among(c[column], numbers, len(self.table.texts(column)))
        if said_by is not None:
            mask = mask & self.entities.rows_said_by(said_by)
        if of_class is not None:
            names, types = self.entities.class_names, self.entities.types()
            fits = np.array([t == of_class for t in types], bool)
            if of_class in names:
                fits |= self.entities.classes == names.index(of_class)
            mask = mask & fits[c["subject"]]
        return Picked(self, np.flatnonzero(mask))

    def busiest(self, most: int) -> list[tuple[str, int]]:
        """IRIs of the entities that most evidences are about, the most first, with how many."""

        def make() -> list[tuple[str, int]]:
            c, rows = self.table.columns, self.pick(least=0.0).rows
            mentions = self.table.texts("mention")
            numbers = np.zeros(len(mentions), np.int64)
            for name in ("subject", "object", "region"):
                numbers += np.bincount(c[name][rows], minlength=len(mentions))
            counts = Counter[str]()
            for n in np.flatnonzero(numbers).tolist():
                counts[mentions[n]] += int(numbers[n])
            counts.pop("", None)
            best = sorted(counts.items(), key=lambda x: (-x[1], x[0]))[:most]
            return [(f"{BASE}entity/{ident}", n) for ident, n in best]

        return self.table.keep(("busiest", most), make)  # type: ignore[no-any-return]

    def versions(self, *, older: bool = False) -> list[Version]:
        """What versions are known by, by name: the newest of each article, or all."""
        every = self.table.keep("versions", self._all_versions)
        return [v for v in every if older or v.newest]

    def _all_versions(self) -> list[Version]:
        table = self.table
        about = zip(*(table.texts(name) for name in ABOUT_VERSIONS), strict=True)
        newest = table.columns["newest"].view(bool).tolist()
        found = [Version(flag, *texts) for texts, flag in zip(about, newest, strict=True)]
        return [found[n] for n in np.argsort(table.columns["rank"]).tolist()]

    def find_titles(self, wanted: str) -> list[str]:
        """The newest versions whose titles hold some folded words, by name of the article."""
        return [v.ident for v in self.versions() if wanted in v.folded_title]

    def sizes(self) -> dict[str, tuple[int, int]]:
        """How many claims and evidences each version makes, but for what was judged wrong; by its id."""
        rows = self.pick(least=0.0, older=True).rows
        versions, claims = self.table.columns["version"][rows], self.table.columns["claim"][rows]
        idents = self.table.texts("ident")
        evidences = np.bincount(versions, minlength=len(idents)).tolist()
        distinct = _distinct(versions, claims, len(idents), len(self.table.columns["claim.low"]))
        return dict(zip(idents, zip(distinct, evidences, strict=True), strict=True))

    def _shown(self, least: float, older: bool) -> Array:
        """Rows that are sure enough, of newest versions, and not judged wrong."""

        def make() -> Array:
            c = self.table.columns
            mask = c["confidence"] >= least
            for claims, shown in ((self.reader.right, True), (self.reader.wrong, False)):
                if claims:
                    numbers = self.table.claim_numbers(sorted(claims))
                    mask[among(c["claim"], numbers, len(c["claim.low"]))] = shown
            return mask if older else mask & c["newest"].view(bool)[c["version"]]

        return self.table.keep(("shown", least, older), make)  # type: ignore[no-any-return]


class Picked:
    """Rows that were picked, and what they hold.

    Attributes:
        rows: their numbers in the table, ascending.
    """

    def __init__(self, overview: Overview, rows: Array) -> None:
        self._overview = overview
        self._table = overview.table
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def _column(self, name: str) -> Array:
        return self._table.columns[name][self.rows]

    @property
    def claims(self) -> int:
        """How many different claims they are of."""
        return int(self._seen().sum())

    def _seen(self) -> Array:
        seen = np.zeros(len(self._table.columns["claim.low"]), bool)
        seen[self._column("claim")] = True
        return seen

    def claim_ids(self) -> list[str]:
        """Ids of the claims that they are of, each once."""
        return self._table.claim_ids(np.flatnonzero(self._seen()))

    # ------------------------------------------------------------------ counts
    def count(self, by: str) -> list[tuple[str, int]]:
        """How many rows there are of each value of a group, the most first.

        Args:
            by: one of `GROUPS`, or `source`: the publisher, or else the article.
        """
        codes, names = self._group(by)
        counts = np.bincount(codes, minlength=len(names)).tolist()
        found = [(name, n) for name, n in zip(names, counts, strict=True) if n and name]
        return sorted(found, key=lambda x: (-x[1], x[0]))

    def tally(self, by: str) -> list[Tally]:
        """Claims, evidences and articles of each value of a group, the most claims first.

        Raises:
            InputError: they are not counted by this.
        """
        if by not in GROUPS:
            raise InputError(f"claims are not counted by '{by}'", fix=f"use one of {', '.join(GROUPS)}")
        codes, names = self._group(by)
        size = len(names)
        evidences = np.bincount(codes, minlength=size).tolist()
        claims = _distinct(codes, self._column("claim"), size, len(self._table.columns["claim.low"]))
        articles = _distinct(codes, self._articles(), size, len(self._table.texts("ident")))
        found = [
            Tally(name or "unknown", *numbers)
            for name, *numbers in zip(names, claims, evidences, articles, strict=True)
            if numbers[1] and (name or by in _UNKNOWN)
        ]
        return sorted(found, key=lambda t: (-t.claims, -t.evidences, t.value))

    def _articles(self) -> Array:
        """The article of each row, by a number of its own."""

        def make() -> Array:
            first: dict[str, int] = {}
            return np.array(
                [first.setdefault(a, n) for n, a in enumerate(self._table.texts("article"))], np.int64
            )

        return self._table.keep("articles", make)[self._column("version")]  # type: ignore[no-any-return]

    def _group(self, by: str) -> tuple[Array, list[str]]:
        """The group of each row, as its place in a list of names."""
        table, entities = self._table, self._overview.entities
        if by == "class":
            return entities.classes[self._column("subject")], entities.class_names
        if by == "year":
            numbers, years = _number([p[:4] for p in table.texts("period")])
            return numbers[self._column("period")], years
        if by in ("publisher", "article", "published", "source"):
            numbers, names = table.keep(("of versions", by), lambda: _number(self._of_versions(by)))
            if by == "article":
                names = [
                    name for _, name in sorted({*zip(numbers.tolist(), table.texts("name"), strict=True)})
                ]
            return numbers[self._column("version")], names
        texts = table.texts(by)
        return self._column(by), ["unknown", *texts[1:]] if by == "status" else texts

    def _of_versions(self, by: str) -> list[str]:
        texts = self._table.texts
        if by == "source":
            return [p or name for p, name in zip(texts("publisher"), texts("name"), strict=True)]
        return [t[:4] for t in texts("published")] if by == "published" else texts(by)

    # ------------------------------------------------------------------ rows in order
    def page(self, first: int = 0, last: int | None = None) -> list[Evidence]:
        """The evidences from one place to another, by article and place.

        Raises:
            StoreError: the graph of one is damaged.
        """
        reader = self._overview.reader
        return [
            reader.evidence(ox.NamedNode(evidence_iri(ident)), version)
            for ident, _, version, _, _ in self._table.places(self.in_order(first, last))
        ]

    def in_order(self, first: int = 0, last: int | None = None) -> Array:
        """Numbers of the rows from one place to another, by article and place."""
        last = len(self.rows) if last is None else min(last, len(self.rows))
        if first >= last:
            return self.rows[:0]
        versions, rank = self._column("version"), self._table.columns["rank"]
        order = np.argsort(rank)
        ends = np.cumsum(np.bincount(versions, minlength=len(rank))[order])
        lo, hi = np.searchsorted(ends, first, "right"), np.searchsorted(ends, last, "left")
        here = order[lo : hi + 1]
        bounds = zip(
            np.searchsorted(versions, here, "left"), np.searchsorted(versions, here, "right"), strict=True
        )
        found = np.concatenate([self.rows[a:b] for a, b in bounds])
        skipped = first - (int(ends[lo - 1]) if lo else 0)
        return found[skipped : skipped + last - first]


def _number(names: list[str]) -> tuple[Array, list[str]]:
    """Number names; returns the number of each, and the different names."""
    known: dict[str, int] = {}
    numbers = np.array([known.setdefault(n, len(known)) for n in names], np.int64)
    return numbers, list(known)


def _distinct(groups: Array, things: Array, size: int, most: int) -> list[int]:
    """How many different things there are in each group.

    Args:
        groups: the group of each row, below `size`.
        things: the thing of each row, below `most`.
        size: how many groups there can be.
        most: how many things there can be.
    """
    keys = groups.astype(np.int64) * most + things
    if size * most <= _MATRIX:
        seen = np.zeros(size * most, bool)
        seen[keys] = True
        return [int(n) for n in np.count_nonzero(seen.reshape(size, most), axis=1)] if most else [0] * size
    keys.sort()
    first = np.ones(len(keys), bool)
    first[1:] = keys[1:] != keys[:-1]
    return [int(n) for n in np.bincount(keys[first] // most, minlength=size)]


def table_of(reader: ClaimReader) -> Table:
    """The table of a store; where files are damaged, one that is made of what the graph says.

    Raises:
        StoreError: the graph is damaged too.
    """
    table = reader.store.table
    if table is None:
        table = _read_off(reader)
    return table


def _read_off(reader: ClaimReader) -> Table:
    from kg.merging import merge

    rows, blocks = Rows(), []
    for v in reader.versions(older=True):
        about = (v.version, v.article, v.name, v.text_hash, v.title, v.publisher, v.published, v.address)
        rows.add((v.version,), tuple(x or "" for x in about), reader.evidences_in([v.version], wrong=True))
        blocks.append(rows.blocks[v.version,])
    newest = dict.fromkeys(reader.store.newest().values(), True)
    return merge(empty_table(), rows, blocks, dropped=(), newest=newest, number=reader.store.number, head="")
