"""The folder of a store: opened, kept in step after a crash, shown to readers, closed.

STORE/store.json     format of the store
STORE/journal.log    what was done (see kg.journal), and journal-copy.log the same again
STORE/texts/         stored texts by hash
STORE/records/       what was read from each version, by hash (see kg.kept)
STORE/graph/         the database that the one writer uses
STORE/snapshots/     read-only copies for readers, each with its table; CURRENT names the newest
STORE/lock           held by the writer
STORE/unfinished     there while something is not in a snapshot yet
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from kg.articles import Article
from kg.engine import (
    Snapshot,
    Unfinished,
    check_format,
    numbers_in_use,
    open_engine,
    open_graph,
    publish_snapshot,
)
from kg.errors import StoreError
from kg.files import make_folder
from kg.history import History
from kg.ids import hash_text
from kg.journal import Entry, Journal
from kg.kept import read_record
from kg.lock import WriterLock
from kg.model import Evidence
from kg.recovery import catch_up, drop_leftovers
from kg.tabulation import Tabulation
from kg.texts import FolderTexts, MemoryTexts, Texts

if TYPE_CHECKING:
    from kg.table import Table

__all__ = ["StoreFolder"]


class StoreFolder:
    """What a store is made of, on disk or in memory.

    Args:
        path: the folder; None for a store in memory.
        write: whether to open it for writing; one process at a time can.

    Raises:
        StoreError: it cannot be opened, or does not exist and is only to be read.
        StoreBusyError: another process is writing to it.
    """

    def __init__(self, path: Path | None = None, *, write: bool = False) -> None:
        self.path = path
        self.writable = write or path is None
        self._lock: WriterLock | None = None
        self._turn = RLock()
        self._unfinished = Unfinished(path if write else None)
        self.snapshot: Snapshot | None = None
        self._behind: list[Entry] = []  # in the journal, but perhaps not in the graph
        self.gone: list[Entry] = []  # loads that do not stand any more, but a snapshot may show
        self._leftovers = False  # whether files may be kept for nothing
        self._rows = Tabulation()
        self.texts: Texts
        self.records: Texts
        if path is None:
            self.texts, self.records = MemoryTexts(), MemoryTexts()
            self.journal, self.history = Journal(None), History()
            self.graph = ox.Store()
            return
        if write:
            make_folder(path)
            self._lock = WriterLock(path / "lock")
            self._lock.acquire()
        try:
            self._open(path)
        except BaseException:
            self._release()
            raise

    def _open(self, path: Path) -> None:
        check_format(path, write=self.writable)
        self.texts = FolderTexts(path / "texts", ".txt")
        self.records = FolderTexts(path / "records", ".jsonl")
        self.journal = Journal(path)
        if not self.writable:
            self.snapshot = Snapshot.open(path)
            number = self.snapshot.number
            self.history = History(e for e in self.journal.entries if e.number <= number)
            self.graph = open_engine(self.snapshot.folder, ox.Store.read_only)
            self._rows = Tabulation(self.snapshot.folder)
            return
        if self.journal.damage:
            raise StoreError(
                self.journal.damage[0], place=str(path), fix="run kg repair; reading still works"
            )
        self.journal.level()
        self.history = History(self.journal.entries)
        self.graph = open_graph(path)
        published = Snapshot.newest_number(path)
        self._rows = Tabulation(Snapshot.newest_folder(path))
        if self._unfinished.is_noted() or published != self.journal.last:
            self._unfinished.note()
            self._catch_up([e for e in self.journal.entries if e.number > published])
            self._leftovers = True
            self.publish()

    @property
    def number(self) -> int:
        """Number of the last journal entry that is in the graph."""
        return self.journal.last if self.snapshot is None else self.snapshot.number

    @property
    def table(self) -> Table | None:
        """The rows of all evidences in the graph, for counts and lists; None where a kept file is damaged."""
        if self._behind:
            return None
        with self._turn:
            return self._rows.current(self.journal, self.number, self.history, self.record_of)

    def note_rows(self, entry: Entry, article: Article, evidences: Sequence[Evidence]) -> None:
        """Note the rows of a load for the table; they count when its entry stands in the journal."""
        self._rows.add(entry, article, evidences)

    def forget_table(self) -> None:
        """Make the table anew from what is kept, for the next snapshot."""
        self._rows.forget()
        self.note_unfinished()

    def record_of(self, entry: Entry) -> tuple[Article, list[Evidence]]:
        """Return what one load kept.

        Raises:
            StoreError: it is lost, or is not what was kept.
        """
        record = self.records.get(entry.claims)
        if hash_text(record) != entry.claims:
            raise StoreError(f"the record of '{entry.name}' has been changed", fix="run kg repair")
        return read_record(record, self.texts.get(entry.text))

    def changing(self) -> RLock:
        """Take the turn among threads, to change something.

        Raises:
            StoreError: the store is open for reading only.
        """
        if not self.writable:
            raise StoreError(
                "the store is open for reading only", place=str(self.path), fix="open it with write=True"
            )
        if self._behind:
            self._catch_up(self._behind)
        return self._turn

    def note_unfinished(self) -> None:
        """Note that the next writer has to look after what is under way, should this one be killed."""
        self._unfinished.note()

    def swap_graph(self, folder: Path, entries: Sequence[Entry]) -> None:
        """Put another database in place of the one in use; what it holds more counts from here on.

        Args:
            folder: where it is, closed; it is moved.
            entries: the loads that it holds more.

        Raises:
            StoreError: the journal cannot be written; nothing was changed.
        """
        assert self.path is not None
        self.journal.append(entries)
        for entry in entries:
            self.history.apply(entry)
        self.graph = ox.Store()  # the engine closes its files when it is let go
        shutil.rmtree(self.path / "graph.old", ignore_errors=True)
        if (self.path / "graph").exists():
            (self.path / "graph").rename(self.path / "graph.old")
        folder.rename(self.path / "graph")
        self.graph = open_engine(self.path / "graph", ox.Store)
        shutil.rmtree(self.path / "graph.old", ignore_errors=True)

    def drop_unknown(self) -> None:
        """Delete files that no load needs, as one that was given up leaves them."""
        drop_leftovers(self.texts, self.records, self.history)

    def _reopen(self) -> None:
        """Open the database anew, as it takes no more after a failed write; else nothing can be changed."""
        if self.path is not None:
            self.graph = ox.Store()  # the engine closes its files when it is let go
            self.writable = False
            with suppress(StoreError):
                self.graph = open_engine(self.path / "graph", ox.Store)
                self.writable = True

    def _catch_up(self, entries: Sequence[Entry]) -> None:
        catch_up(self.graph, self.history, entries, self.record_of)
        self._behind = []

    def _drop_files(self, loads: Iterable[Entry]) -> None:
        """Delete what is kept of loads that do not stand any more."""
        for load in loads:
            if not self.history.keeps_record(load.claims):
                self.records.drop(load.claims)
            if not self.history.keeps_text(load.text):
                self.texts.drop(load.text)

    def publish(self) -> None:
        """Give readers a snapshot of what is committed, and forget old ones."""
        if self.path is None or not self.writable:
            return
        with self._turn:
            if self._behind:
                self._catch_up(self._behind)
            if self._unfinished.is_noted():
                table = self.table
                write = None if table is None else table.write
                made = publish_snapshot(self.graph, self.path, self.journal.last, write)
                self._rows.reopen(made)
                self._forget(numbers_in_use(self.path))
                if not self.gone:
                    self._unfinished.clear()

    def _forget(self, in_use: Sequence[int]) -> None:
        """Delete what is kept of loads that stand no more, but for those in snapshots that somebody reads."""
        if self._leftovers and not in_use:
            drop_leftovers(self.texts, self.records, self.history)
            self._leftovers = False
        going = [e for e in self.gone if not any(e.number <= n for n in in_use)]
        self._drop_files(going)
        self.gone = [e for e in self.gone if e not in going]

    def _release(self) -> None:
        if self.snapshot is not None:
            self.snapshot.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def close(self) -> None:
        """Publish what changed and let go of the lock."""
        try:
            self.publish()
        finally:
            if self.path is not None:
                self.graph = ox.Store()  # the engine closes its files when it is let go
            self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
