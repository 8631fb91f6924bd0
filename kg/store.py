"""The store: an Oxigraph database, the texts, what was read from them, and the journal, kept in step.

An article is one transaction: text and record are kept, the journal is written, which counts, then the graph.
Where a process was killed on the way, the next writer brings the graph up to the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

import pyoxigraph as ox

from kg.articles import Article
from kg.change import Change
from kg.errors import NotFoundError, StoreError
from kg.folder import StoreFolder
from kg.history import History
from kg.ids import hash_text, local_id
from kg.journal import Entry
from kg.judgements import Judgement, check_consistency
from kg.kept import write_record
from kg.model import Evidence
from kg.quads import text_of
from kg.rdf import CATALOGUE, ONTOLOGY
from kg.shared import holds_version, replace_graph, shared_parts
from kg.sorting import sort_lines
from kg.transactions import judging, loading, removing

__all__ = ["Store"]


class Store(StoreFolder):
    """A store on disk or in memory. Threads may share it; one at a time changes it."""

    # ------------------------------------------------------------------ what is in it
    def live(self) -> dict[str, Entry]:
        """Versions that are loaded, in the order of their loads."""
        return self.history.live

    def newest(self) -> dict[str, str]:
        """The newest version of each article: article id -> version."""
        return self.history.newest_versions()

    def is_newest(self) -> Callable[[ox.NamedNode], bool]:
        """Build the test whether a version graph is the newest of its article."""
        return lambda graph: self.history.is_newest(local_id(graph.value))

    def article(self, version: str) -> Article:
        """Return a loaded version."""
        return self.record(version)[0]

    def text(self, version: str) -> str:
        """Return the stored text of a loaded version."""
        return self.texts.get(self._entry(version).text)

    def record(self, version: str) -> tuple[Article, list[Evidence]]:
        """Return a loaded version with the evidences that were read from it."""
        return self.record_of(self._entry(version))

    def _entry(self, version: str) -> Entry:
        entry = self.live().get(version)
        if entry is None:
            raise NotFoundError(f"no version {version[:10]} in the store", fix="list them with: kg sources")
        return entry

    def judgements(self) -> list[Judgement]:
        """The judgements that stand, in the order in which they were made."""
        return [Judgement.of(e) for e in self.history.judgements.values()]

    # ------------------------------------------------------------------ changes
    def load(
        self, article: Article, evidences: Sequence[Evidence], reader: str, *, reread: bool = False
    ) -> bool:
        """Load one version of an article with what was read from it; one transaction.

        Args:
            article: the version.
            evidences: of this version only, each once.
            reader: hash of extractor, rules and catalogue, or a word where people made the evidences.
            reread: whether a version that is loaded already keeps its place among those of its article.

        Returns:
            False where the same version with the same evidences is loaded already and is its article's
            newest, or is only read again.
        """
        with self.changing():
            record = write_record(article, evidences)
            claims = hash_text(record)
            before = self.live().get(article.version)
            if (
                before is not None
                and before.claims == claims
                and (reread or self.history.is_newest(article.version))
            ):
                self.texts.put(article.text_hash, article.text)  # where they were lost or damaged
                self.records.put(claims, record)
                return False
            entry = Entry(
                number=self.journal.last + 1,
                action="reread" if reread and before is not None else "load",
                article=article.id,
                version=article.version,
                text=article.text_hash,
                name=article.name,
                claims=claims,
                evidences=len(evidences),
                reader=reader,
            )
            change = loading(self.graph, self.history, entry, article, evidences)
            self._unfinished.note()
            try:
                self.texts.put(article.text_hash, article.text)
                self.records.put(claims, record)
                self._commit([entry], change)
            except BaseException:
                with suppress(OSError):
                    self._drop_files([entry])  # no snapshot knows it
                raise
            self.note_rows(entry, article, evidences)
            return True

    def remove(self, article: str, version: str | None = None) -> list[Entry]:
        """Take an article back, or one version of it; one transaction.

        Returns:
            The journal entries that were written.

        Raises:
            NotFoundError: it is not loaded.
        """
        with self.changing():
            versions = self.history.versions_of(article)
            going = [e for e in versions if version in (None, e.version)]
            if not going:
                raise NotFoundError(
                    "no such article in the store", place=article[:40], fix="list them with: kg sources"
                )
            entries = [
                Entry(self.journal.last + n, "remove", e.article, e.version, e.text, e.name)
                for n, e in enumerate(going, 1)
            ]
            loads = [load for e in going for load in self.history.loads_of(e.version)]
            self._commit(entries, removing(self.graph, self.history, entries))
            if self.path is None:
                self._drop_files(loads)
            self.gone += loads
            return entries

    def judge(self, judgement: Judgement) -> bool:
        """Make a judgement, in place of an earlier one of the same things; one transaction.

        Returns:
            False where the same was judged already.

        Raises:
            InputError: it contradicts other judgements; the message shows the chain.
        """
        with self.changing():
            before = self.history.judgements.get(judgement.judged)
            if before is not None and Judgement.of(before).id == judgement.id:
                return False
            check_consistency(self.history.judgements, judgement)
            self._decide(
                Entry(
                    self.journal.last + 1,
                    "judge",
                    name=judgement.name,
                    verdict=judgement.verdict,
                    judged=judgement.judged,
                    because=judgement.because,
                )
            )
            return True

    def undo(self, judged: tuple[str, ...]) -> Judgement:
        """Take a judgement back, as if it had never been made; one transaction.

        Args:
            judged: the IRIs of what it judges.

        Raises:
            NotFoundError: nothing was judged of these.
        """
        with self.changing():
            before = self.history.judgements.get(judged)
            if before is None:
                raise NotFoundError("no such judgement in the store", fix="list them with: kg judgements")
            self._decide(Entry(self.journal.last + 1, "undo", name=before.name, judged=judged))
            return Judgement.of(before)

    def _decide(self, entry: Entry) -> None:
        standing = History([*self.history.judgements.values(), entry]).judgements.values()
        self._commit([entry], judging(self.graph, self.history, map(Judgement.of, standing)))

    # ------------------------------------------------------------------ transactions
    def _commit(self, entries: Sequence[Entry], change: Change) -> None:
        """Write entries to the journal, from where on they count, and the change to the graph.

        Raises:
            StoreError: there is no room; all is as before.
        """
        self._unfinished.note()
        try:
            self.journal.append(entries)
            change.write()
        except OSError as error:
            self.journal.retract(entries)
            change.let_go()
            self._reopen()
            raise StoreError(
                f"the database cannot be written ({' '.join(str(error).split())[:120]})",
                place=str(self.path),
                fix="make room on the disk; nothing was changed",
            ) from None
        finally:
            if self.journal.last == entries[-1].number:  # also where somebody stopped it
                self._behind = list(entries)
                for entry in entries:
                    self.history.apply(entry)
        self._behind = []

    # ------------------------------------------------------------------ shared graphs
    def put_shared(self, graph: str, lines: Iterable[str], version: str) -> None:
        """Replace the graph of the ontology or of the catalogue, if it differs; see `kg.shared`."""
        with self.changing():
            if holds_version(self.graph, graph, version):
                return
            self._unfinished.note()
            replace_graph(self.graph, graph, lines, version, self.is_newest())
            self._rows.refresh()

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
        """Lines of N-Quads in code point order: two stores with the same content give the same bytes.

        Args:
            shared: as for `quads`.
        """
        for line in sort_lines(f"{q} .\n".encode() for q in self.quads(shared=shared)):
            yield line.decode("utf-8")
