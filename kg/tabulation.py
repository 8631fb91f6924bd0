"""The table of a store kept in step with its journal: what was loaded is noted, and merged when asked for.

The table is made for each snapshot and lies beside it, so that what readers see in both is the same. What a
crash left out is read from the kept records.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kg.articles import Article
from kg.errors import StoreError
from kg.history import History
from kg.journal import Entry, Journal
from kg.model import Evidence
from kg.rows import Rows, describe_version

if TYPE_CHECKING:
    from kg.table import Table

__all__ = ["Tabulation", "row_key", "table_path"]

Read = Callable[[Entry], tuple[Article, list[Evidence]]]


def table_path(snapshot: Path) -> Path:
    """Where the table of a snapshot is."""
    return snapshot.with_name(f"{snapshot.name}.table")


def row_key(entry: Entry) -> tuple[str, ...]:
    """What the rows of a load are found by: the version, and the hash of what was kept of it."""
    return entry.version, entry.claims


class Tabulation:
    """The table of a store that may change.

    Args:
        snapshot: the newest snapshot, whose table is the start; None where there is none.
    """

    def __init__(self, snapshot: Path | None = None) -> None:
        self._start = None if snapshot is None else table_path(snapshot)
        self._table: Table | None = None
        self._rows = Rows()

    def add(self, entry: Entry, article: Article, evidences: Sequence[Evidence]) -> None:
        """Note what was loaded; it counts when the entry stands in the journal."""
        self._rows.add(row_key(entry), describe_version(article), evidences)

    def refresh(self) -> None:
        """Forget what was worked out from the table and the catalogue together."""
        from kg.table import Table

        if self._table is not None:
            self._table = Table(self._table.columns, self._table.number, self._table.head)

    def forget(self) -> None:
        """Begin anew from what is kept."""
        self._start, self._table, self._rows = None, None, Rows()

    def current(self, journal: Journal, number: int, history: History, read: Read) -> Table | None:
        """The table after a journal entry; None where something that was kept is damaged.

        Args:
            journal: of the store.
            number: of the last entry that counts.
            history: what the entries up to it amount to.
            read: returns what a load kept.
        """
        here = (number, journal.head(number))
        if self._table is None or (self._table.number, self._table.head) != here:
            self._table = self._follow(journal, number, history, read)
            self._rows = Rows()
        return self._table

    def reopen(self, snapshot: Path) -> None:
        """Use the table that was written beside a snapshot, which takes no memory, from here on."""
        from kg.table import read_table

        self._table = read_table(table_path(snapshot))

    def _follow(self, journal: Journal, number: int, history: History, read: Read) -> Table | None:
        from kg.table import empty_table, read_table

        base = self._table
        if base is None and self._start is not None:
            base = read_table(self._start)
        if base is not None and base.number <= number and journal.head(base.number) == base.head:
            if (base.number, base.head) == (number, journal.head(number)):
                return base
            with suppress(StoreError):  # it is damaged
                return self._merge(base, journal, number, history, read)
        try:
            return self._merge(empty_table(), journal, number, history, read)
        except StoreError:  # `kg check` names what is damaged
            return None

    def _merge(self, base: Table, journal: Journal, number: int, history: History, read: Read) -> Table:
        from kg.merging import merge
        from kg.table import Table

        changed = journal.entries[base.number : number] if base.number else history.live.values()
        touched = {e.version: e.article for e in changed if e.version}
        if base.number and not touched:  # only judgements, which rows do not show
            return Table(base.columns, number, journal.head(number))
        blocks = []
        for entry in (history.live[v] for v in touched if v in history.live):
            key = row_key(entry)
            if key not in self._rows.blocks:
                article, evidences = read(entry)
                self._rows.add(key, describe_version(article), evidences)
            blocks.append(self._rows.blocks[key])
        newest = {
            e.version: history.newest(article) == e.version
            for article in dict.fromkeys(touched.values())
            for e in history.versions_of(article)
        }
        return merge(
            base,
            self._rows,
            blocks,
            dropped=touched,
            newest=newest,
            number=number,
            head=journal.head(number),
        )
