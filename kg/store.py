"""The store: an Oxigraph database, the texts, what was read from them, and the journal, kept in step.

    STORE/store.json     format of the store
    STORE/journal.log    what was loaded and removed (see kg.journal)
    STORE/pending.json   what the writer is about to do, while it does it
    STORE/texts/         stored texts by hash
    STORE/records/       what was read from each version (see kg.kept)
    STORE/graph/         the database that the one writer uses
    STORE/snapshots/N/   read-only copies for readers; CURRENT names the newest
    STORE/lock           held by the writer

An article is one transaction: a note of what is to be done, text and record, the graph, the journal, which
counts. What was killed on the way is finished, or undone where too little of it was there, when the store is
next opened for writing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pyoxigraph as ox

from kg import vocab
from kg.articles import Article
from kg.change import Change
from kg.engine import check_format, current_snapshot, open_engine, publish_snapshot
from kg.errors import NotFoundError, StoreError
from kg.facts import evidences_of, settle_facts
from kg.files import make_folder
from kg.ids import BASE, claim_iri, hash_text, local_id, version_iri
from kg.journal import Entry, Journal, newest_versions
from kg.kept import read_record, write_record
from kg.lock import WriterLock
from kg.model import Evidence
from kg.pending import Pending
from kg.quads import text_of
from kg.rdf import CATALOGUE, ONTOLOGY, claim_quads, version_quads
from kg.shared import replace_graph, shared_parts
from kg.texts import FolderTexts, MemoryTexts, Texts

__all__ = ["Store"]

_SUPPORTS: Final = ox.NamedNode(vocab.SUPPORTS)
_TYPE: Final = ox.NamedNode(vocab.RDF_TYPE)
_LABEL: Final = ox.NamedNode(vocab.RDFS_LABEL)
_SHARED_VERSION: Final = ox.NamedNode(vocab.TEXT_HASH)
_VERSION_CLASS: Final = ox.NamedNode(vocab.ARTICLE_VERSION)
_ENTITY: Final = BASE + "entity/"


class Store:
    """A store on disk or in memory.

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
        self._pending = Pending(path)
        self._changed = False
        self.texts: Texts
        self.records: Texts
        if path is None:
            self.texts, self.records = MemoryTexts(), MemoryTexts()
            self.journal = Journal(None)
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
        self.journal = Journal(path / "journal.log")
        if self.writable:
            if self.journal.damage:
                raise StoreError(
                    self.journal.damage[0],
                    place=str(path),
                    fix="restore journal.log from a backup; reading still works",
                )
            self.journal.mend()
            self.graph = open_engine(path / "graph", ox.Store)
            self._recover()
        else:
            number, folder = current_snapshot(path)
            self.journal.entries = [e for e in self.journal.entries if e.number <= number]
            self.graph = open_engine(folder, ox.Store.read_only)

    # ------------------------------------------------------------------ what is in it
    def live(self) -> dict[str, Entry]:
        """Versions that are loaded, in the order of their loads."""
        return self.journal.live()

    def newest(self) -> dict[str, str]:
        """The newest version of each article: article id -> version."""
        return newest_versions(self.live().values())

    def is_newest(self) -> Callable[[ox.NamedNode], bool]:
        """Build the test whether a version graph is the newest of its article."""
        graphs = {version_iri(v) for v in self.newest().values()}
        return lambda graph: graph.value in graphs

    def article(self, version: str) -> Article:
        """Return a loaded version."""
        return self.record(version)[0]

    def text(self, version: str) -> str:
        """Return the stored text of a loaded version."""
        entry = self.live().get(version)
        if entry is None:
            raise NotFoundError(f"no version {version[:10]} in the store", fix="list them with: kg sources")
        return self.texts.get(entry.text)

    def record(self, version: str) -> tuple[Article, list[Evidence]]:
        """Return a loaded version with the evidences that were read from it."""
        return read_record(self.records.get(version), self.text(version))

    # ------------------------------------------------------------------ changes
    def load(self, article: Article, evidences: Sequence[Evidence], reader: str) -> bool:
        """Load one version of an article with what was read from it; one transaction.

        Args:
            article: the version.
            evidences: of this version only, each once.
            reader: hash of extractor, rules and catalogue, or a word where people made the evidences.

        Returns:
            False where the same version with the same evidences is loaded already and is its article's
            newest.
        """
        self._must_write()
        record = write_record(article, evidences)
        entry = Entry(
            number=self.journal.last + 1,
            action="load",
            article=article.id,
            version=article.version,
            text=article.text_hash,
            name=article.name,
            claims=hash_text(record),
            evidences=len(evidences),
            reader=reader,
        )
        before = self.live().get(article.version)
        if (
            before is not None
            and before.claims == entry.claims
            and self.newest().get(article.id) == article.version
        ):
            return False
        self._pending.note([entry])
        self.texts.put(article.text_hash, article.text)
        self.records.put(article.version, record)
        self._apply(entry, article, evidences)
        self._count([entry])
        return True

    def _count(self, entries: list[Entry]) -> None:
        """Write entries to the journal; from here on they count."""
        self.journal.append(entries)
        self._changed = True
        self._drop_files(entries)
        self._pending.clear()

    def _apply(self, entry: Entry, article: Article, evidences: Sequence[Evidence]) -> None:
        change = Change(self.graph)
        graph = ox.NamedNode(version_iri(article.version))
        touched = {e.claim.id for e in evidences} | self._claims_of(graph)
        older = self.newest().get(article.id)
        if older and older != article.version:
            touched |= self._claims_of(ox.NamedNode(version_iri(older)))
        change.drop(graph)
        change.add_lines(version_quads(article, evidences))
        change.add_lines(
            line for claim in {e.claim.id: e.claim for e in evidences}.values() for line in claim_quads(claim)
        )
        self._settle(change, touched, [*self.live().values(), entry])

    def remove(self, article: str, version: str | None = None) -> list[Entry]:
        """Take an article back, or one version of it; one transaction.

        Returns:
            The journal entries that were written.

        Raises:
            NotFoundError: it is not loaded.
        """
        self._must_write()
        going = [e for e in self.live().values() if e.article == article and version in (None, e.version)]
        if not going:
            raise NotFoundError(
                "no such article in the store", place=article[:40], fix="list them with: kg sources"
            )
        last = self.journal.last
        entries = [
            Entry(last + n, "remove", e.article, e.version, e.text, e.name) for n, e in enumerate(going, 1)
        ]
        self._pending.note(entries)
        change = Change(self.graph)
        touched: set[str] = set()
        for entry in going:
            graph = ox.NamedNode(version_iri(entry.version))
            touched |= self._claims_of(graph)
            change.drop(graph)
        staying = [e for e in self.live().values() if e not in going]
        touched |= {
            c
            for e in staying
            if e.article == article
            for c in self._claims_of(ox.NamedNode(version_iri(e.version)))
        }
        self._settle(change, touched, staying)
        self._count(entries)
        return entries

    def _drop_files(self, entries: Iterable[Entry]) -> None:
        """Delete what is kept of versions that are not loaded any more."""
        live = self.live()
        needed = {e.text for e in live.values()}
        for entry in entries:
            if entry.version not in live:
                self.records.drop(entry.version)
            if entry.text not in needed:
                self.texts.drop(entry.text)

    def _claims_of(self, graph: ox.NamedNode) -> set[str]:
        return {
            local_id(text_of(q.object)) for q in self.graph.quads_for_pattern(None, _SUPPORTS, None, graph)
        }

    def _settle(self, change: Change, touched: set[str], standing: Iterable[Entry]) -> None:
        """Drop claims that nothing supports any more, bring the facts into line, and write."""
        for ident in sorted(touched):
            claim = ox.NamedNode(claim_iri(ident))
            if next(evidences_of(change, claim), None) is None:
                change.drop(claim)
        newest = {version_iri(v) for v in newest_versions(standing).values()}
        settle_facts(change, touched, lambda graph: graph.value in newest)
        change.write()

    # ------------------------------------------------------------------ shared graphs
    def put_shared(self, graph: str, lines: Iterable[str], version: str) -> None:
        """Replace the graph of the ontology or of the catalogue, if it differs; see `kg.shared`."""
        self._must_write()
        self._changed |= replace_graph(self.graph, graph, lines, version, self.is_newest())

    def shared_parts(self) -> Iterator[ox.Quad]:
        """Iterate over the ontology, and over what the catalogue says of the entities that claims name."""
        yield from shared_parts(self.graph, self.quads())

    # ------------------------------------------------------------------ export
    def quads(self, *, shared: bool = False) -> Iterator[ox.Quad]:
        """Iterate over all quads, in no order.

        Args:
            shared: whether to include the graphs of the ontology and the catalogue.
        """
        left_out = set() if shared else {ONTOLOGY, CATALOGUE}
        for q in self.graph:
            if isinstance(q.graph_name, ox.NamedNode) and text_of(q.graph_name) in left_out:
                continue
            yield q

    def canonical(self, *, shared: bool = False) -> Iterator[str]:
        """Lines of N-Quads in code point order: two stores with the same content give the same bytes."""
        yield from sorted(f"{q} .\n" for q in self.quads(shared=shared))

    # ------------------------------------------------------------------ opening and closing
    def _must_write(self) -> None:
        if not self.writable:
            raise StoreError(
                "the store is open for reading only", place=str(self.path), fix="open it with write=True"
            )

    def _recover(self) -> None:
        """Finish or undo what was on its way when the last writer ended, so that graph and journal agree."""
        noted = self._pending.read()
        for entry in noted:
            if entry.action == "load" and entry.number == self.journal.last + 1:
                self._finish(entry)
        self._drop_files(noted)
        self._pending.clear()
        live = self.live()
        present = {
            local_id(text_of(q.graph_name))
            for q in self.graph.quads_for_pattern(None, _TYPE, _VERSION_CLASS, None)
            if isinstance(q.graph_name, ox.NamedNode)
        }
        for version in sorted(present - live.keys()):
            change = Change(self.graph)
            graph = ox.NamedNode(version_iri(version))
            touched = self._claims_of(graph)
            change.drop(graph)
            self._settle(change, touched, live.values())
            self._changed = True
        for version, entry in live.items():
            if version not in present:
                self._reload(entry)

    def _finish(self, entry: Entry) -> None:
        """Carry a noted load to its end, where its text and record had been kept; else it never was."""
        try:
            record = self.records.get(entry.version)
            article, evidences = read_record(record, self.texts.get(entry.text))
        except StoreError:
            return
        if hash_text(record) == entry.claims and article.text_hash == entry.text:
            self._apply(entry, article, evidences)
            self._count([entry])

    def _reload(self, entry: Entry) -> bool:
        """Put a version that the journal knows back into the graph; False where its files are damaged."""
        try:
            article, evidences = self.record(entry.version)
        except StoreError:
            return False  # `kg check` names it
        self._apply(entry, article, evidences)
        self._changed = True
        return True

    def publish(self) -> None:
        """Give readers a snapshot of what is committed, and forget old ones."""
        if self.path is None or not self.writable or not self._changed:
            return
        publish_snapshot(self.graph, self.path, self.journal.last)
        self._changed = False

    def _release(self) -> None:
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
