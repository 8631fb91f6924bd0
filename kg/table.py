"""The table of a store: one row for each evidence, in columns, for counts, lists and search by name.

It follows from what was loaded and holds nothing else. It is never changed: what comes and goes makes a new
one (see `kg.tabulation`). Words, entities and claims stand in it by number; the rows of a version lie
together, by place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from kg.columns import Array, ColumnFile, pack_texts, text_at, unpack_texts, write_columns
from kg.errors import StoreError
from kg.ids import hash_fields
from kg.rows import ABOUT_VERSIONS, NUMBERS, WORDS, Mention

__all__ = ["FORMAT", "MENTIONS", "Place", "Table", "empty_table", "read_table"]

FORMAT: Final = 1
"""Format of the file; one of another format is made anew."""

MENTIONS: Final = ("mention", "label", "type", "folded")
"""Columns of texts of the mentions."""

Place = tuple[str, str, str, int, int]
"""Of a row: ids of the evidence, claim and version, start and end."""


class Table:
    """The rows of a store after one journal entry.

    Attributes:
        number: of the last journal entry that it reflects.
        head: the journal's checksum there.
    """

    def __init__(self, columns: Mapping[str, Array], number: int, head: str) -> None:
        self.columns = columns
        self.number = number
        self.head = head
        self._texts: dict[str, list[str]] = {}
        self._kept: dict[object, Any] = {}

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.columns["confidence"])

    # ------------------------------------------------------------------ what is in it
    def texts(self, name: str) -> list[str]:
        """A list of texts: of `ABOUT_VERSIONS`, of `MENTIONS`, or the words of a column."""
        if name not in self._texts:
            self._texts[name] = unpack_texts(self.columns[f"{name}.bytes"], self.columns[f"{name}.ends"])
        return self._texts[name]

    @property
    def idents(self) -> Array:
        """Ids of the versions, 64 digits each."""
        return np.frombuffer(self.columns["ident.bytes"].tobytes(), "S64")

    def text(self, name: str, place: int) -> str:
        """One text of a list, without taking the others apart."""
        if name in self._texts:
            return self._texts[name][place]
        return text_at(self.columns[f"{name}.bytes"], self.columns[f"{name}.ends"], place)

    def name_of(self, version: int) -> tuple[str, str]:
        """What versions are sorted by: the name, then the id."""
        return self.text("name", version), self.text("ident", version)

    def mention(self, number: int) -> Mention:
        """An entity as versions name it."""
        ident, label, kind, folded = (self.text(name, number) for name in MENTIONS)
        return ident, label, kind, folded

    def chain(self, number: int) -> list[int]:
        """Who asserts it, nearest first, as numbers of mentions."""
        ends = self.columns["chain.ends"]
        start = int(ends[number - 1]) if number else 0
        return [int(m) for m in self.columns["chain.items"][start : int(ends[number])]]

    @cached_property
    def mentions(self) -> list[Mention]:
        """The entities as versions name them, by number."""
        return list(zip(*(self.texts(name) for name in MENTIONS), strict=True))

    @cached_property
    def chains(self) -> list[tuple[int, ...]]:
        """Who asserts it, nearest first, as numbers of mentions; by number."""
        items, at, found = self.columns["chain.items"].tolist(), 0, []
        for end in self.columns["chain.ends"].tolist():
            found.append(tuple(items[at:end]))
            at = end
        return found

    def keep(self, name: object, make: Callable[[], Any]) -> Any:
        """Something that follows from the table, made once."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def numbers_of(self, column: str, words: Sequence[str]) -> list[int]:
        """The numbers of some words in a column; those that it does not hold are left out."""
        known = {word: n for n, word in enumerate(self.texts(column))}
        return [known[w] for w in words if w in known]

    # ------------------------------------------------------------------ claims
    def claim_ids(self, claims: Array) -> list[str]:
        """Ids of claims given by number."""
        halves = np.empty((len(claims), 2), ">u8")
        halves[:, 0], halves[:, 1] = self.columns["claim.high"][claims], self.columns["claim.low"][claims]
        raw = halves.tobytes().hex()
        return [raw[at : at + 32] for at in range(0, len(raw), 32)]

    def claim_numbers(self, ids: Sequence[str]) -> list[int]:
        """Numbers of claims given by id; those that it does not hold are left out."""
        low = np.array([int(i[16:], 16) for i in ids], np.uint64)
        found = np.flatnonzero(np.isin(self.columns["claim.low"], low))
        wanted = set(ids)
        return [n for n, i in zip(found.tolist(), self.claim_ids(found), strict=True) if i in wanted]

    def places(self, rows: Array) -> list[Place]:
        """Where the evidences of some rows stand."""
        c, versions = self.columns, self.texts("ident")
        found = []
        for claim, version, start, end in zip(
            self.claim_ids(c["claim"][rows]),
            c["version"][rows].tolist(),
            c["start"][rows].tolist(),
            c["end"][rows].tolist(),
            strict=True,
        ):
            ident = versions[version]
            fields = {"claim": claim, "version": ident, "start": str(start), "end": str(end)}
            found.append((hash_fields("evidence", fields), claim, ident, start, end))
        return found

    # ------------------------------------------------------------------ as a whole
    def write(self, path: Path) -> None:
        """Write it to a new file.

        Raises:
            StoreError: there is no room.
        """
        head = {"format": FORMAT, "number": self.number, "head": self.head}
        write_columns(path, head, self.columns)

    def spell(self) -> list[tuple[object, ...]]:
        """All rows in words, sorted: tables with the same content give the same."""
        c, chains, mentions = self.columns, self.chains, self.mentions
        newest, about = c["newest"].tolist(), list(zip(*map(self.texts, ABOUT_VERSIONS), strict=True))
        claims = self.claim_ids(c["claim"])
        words = [[self.texts(name)[n] for n in c[name].tolist()] for name in WORDS]
        named = [[mentions[n] for n in c[name].tolist()] for name in NUMBERS[:4]]
        said = [tuple(mentions[m] for m in chains[n]) for n in c["chain"].tolist()]
        rest = [c[name].tolist() for name in ("start", "end", "confidence")]
        values = [repr(v) for v in c["value"].tolist()]
        versions = [(about[v], newest[v]) for v in c["version"].tolist()]
        without = set(range(len(about))) - set(c["version"].tolist())
        rows: list[tuple[object, ...]] = [(about[v], newest[v]) for v in without]
        rows += zip(versions, claims, *words, *named, said, *rest, values, strict=True)
        return sorted(rows, key=repr)

    def vocabulary(self) -> dict[str, list[object]]:
        """Everything that rows refer to by number, sorted; nothing may be in it that no row needs."""
        found: dict[str, list[object]] = {name: [*sorted(self.texts(name))] for name in WORDS}
        chains = [tuple(self.mentions[m] for m in chain) for chain in self.chains]
        found["mentions"], found["chains"] = [*sorted(self.mentions)], [*sorted(chains)]
        return found


def empty_table() -> Table:
    """A table without rows."""
    columns = {name: np.zeros(0, np.uint8) for name in ("version", "claim", *WORDS, *NUMBERS, "newest")}
    columns |= {name: np.zeros(0, np.float64) for name in ("confidence", "value")}
    columns |= {name: np.zeros(0, np.uint64) for name in ("claim.high", "claim.low")}
    columns |= {"chain.items": np.zeros(0, np.uint8), "chain.ends": np.zeros(1, np.uint8)}
    columns |= {name: np.zeros(1, np.uint64) for name in ("mention.key", "chain.key")}
    for name in ABOUT_VERSIONS:
        columns[f"{name}.bytes"], columns[f"{name}.ends"] = pack_texts([])
    for name in (*WORDS, *MENTIONS):
        columns[f"{name}.bytes"], columns[f"{name}.ends"] = pack_texts([""])
    columns["rank"] = np.zeros(0, np.uint8)
    return Table(columns, 0, "")


def read_table(path: Path) -> Table | None:
    """Open the table of a file; None where there is none, or it is damaged or of another format."""
    try:
        columns = ColumnFile(path)
        head = columns.head
        return Table(columns, int(head["number"]), str(head["head"])) if head["format"] == FORMAT else None
    except (StoreError, KeyError, TypeError, ValueError):
        return None
