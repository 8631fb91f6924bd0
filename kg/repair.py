"""Repair: a damaged store is made whole again from what is kept twice, or can be worked out from the rest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg import vocab
from kg.articles import Article
from kg.claims import ClaimReader
from kg.engine import Snapshot, Unfinished, mark_format, open_graph
from kg.errors import KGError, StoreError
from kg.ids import SHORT, hash_text, local_id
from kg.journal import Entry, Journal
from kg.kept import read_record, write_record
from kg.lock import WriterLock
from kg.metadata import Metadata
from kg.quads import text_of
from kg.recovery import catch_up
from kg.store import Store
from kg.tabulation import table_path
from kg.texts import FolderTexts
from kg.validation import Problem, check

__all__ = ["repair"]

_TYPE: Final = ox.NamedNode(vocab.RDF_TYPE)
_VERSION: Final = ox.NamedNode(vocab.ARTICLE_VERSION)
_OUTSIDE: Final = frozenset({"text", "record", "leftover", "table"})
"""Parts of a problem that a new database would not mend."""


def repair(path: Path) -> tuple[list[str], list[Problem]]:
    """Mend what can be mended.

    The journal is put together from its two copies; what both lost is found again in the kept records. A
    record that is lost is read off the graph. A database that cannot be opened, or does not hold what was
    loaded, is made anew from a snapshot and the records. Only a text that is lost must be loaded again.

    Args:
        path: the store's folder.

    Returns:
        What was done, one line each, and what could not be mended.

    Raises:
        StoreBusyError: another process is writing to the store.
        StoreError: there is no store.
    """
    if not path.is_dir() or not any((path / p).exists() for p in ("store.json", "journal.log", "records")):
        raise StoreError("there is no store here", place=str(path), fix="make one with: kg load FILE...")
    done: list[str] = []
    with WriterLock(path / "lock"):
        done += _repair_format(path)
        done += _repair_journal(path)
        done += _repair_database(path)
    with Store(path, write=True) as store:
        done += _repair_records(store)
        before = set(store.graph.named_graphs())
        done += [f"loaded {name} into the graph" for name in _fill_graph(store)]
        if before != set(store.graph.named_graphs()):
            Unfinished(path).note()
        done += _repair_table(path, store)
        problems = check(store)
    if any(p.part not in _OUTSIDE for p in problems):
        done += _rebuild(path)
        with Store(path) as store:
            problems = check(store)
    return done, problems


def _repair_format(path: Path) -> Iterator[str]:
    try:
        intact = isinstance(json.loads((path / "store.json").read_text("utf-8")), dict)
    except (OSError, ValueError):
        intact = False
    if not intact:
        mark_format(path)
        yield "wrote store.json anew"


# ---------------------------------------------------------------------- journal


def _repair_journal(path: Path) -> list[str]:
    journal = Journal(path)
    lost = _lost_loads(path, journal)
    if not journal.damage and not journal.torn and not lost:
        return []
    done = [f"put the journal together: {d}" for d in (*journal.damage, *journal.torn)]
    done += [f"found {e.name} again, which the journal had lost" for e in lost]
    if journal.lost or lost:
        Unfinished(path).note()  # the numbers change, so that no snapshot can be trusted to be complete
        (path / "snapshots" / "CURRENT").unlink(missing_ok=True)
    journal.rewrite([*journal.entries, *lost])
    return done


def _lost_loads(path: Path, journal: Journal) -> list[Entry]:
    """Loads whose records are kept and whole, where both copies of the journal have lost their entries."""
    if not journal.lost and journal.entries:
        return []
    texts, records = FolderTexts(path / "texts", ".txt"), FolderTexts(path / "records", ".jsonl")
    known = {e.claims for e in journal.entries}
    found = []
    for name in records.names():
        if name in known:
            continue
        try:
            record = records.get(name)
            text = texts.get(str(json.loads(record.partition("\n")[0])["text_hash"]))
            article, evidences = read_record(record, text)
        except (KGError, ValueError, KeyError, TypeError):
            continue
        if hash_text(record) == name:
            found.append(
                Entry(
                    0,
                    "load",
                    article.id,
                    article.version,
                    article.text_hash,
                    article.name,
                    name,
                    len(evidences),
                )
            )
    return found


# ---------------------------------------------------------------------- database


def _repair_database(path: Path) -> Iterator[str]:
    """Put a copy of the newest snapshot, or an empty database, in place of one that cannot be opened."""
    try:
        open_graph(path)
    except (StoreError, OSError):
        shutil.rmtree(path / "graph", ignore_errors=True)
        Unfinished(path).note()
        try:
            open_graph(path)
            yield "replaced the damaged database by the newest snapshot"
        except (StoreError, OSError):
            shutil.rmtree(path / "graph", ignore_errors=True)
            shutil.rmtree(path / "snapshots", ignore_errors=True)
            yield "made a new database, as neither the old one nor its snapshot could be opened"
    if not Snapshot.newest_number(path):
        Unfinished(path).note()


def _fill_graph(store: Store) -> list[str]:
    """Load what is missing or altered in the graph of what is kept, and drop versions that are not loaded."""
    live = store.live()
    present = {
        local_id(text_of(q.subject)) for q in store.graph.quads_for_pattern(None, _TYPE, _VERSION, None)
    }
    strays = [Entry(0, "remove", version=v, name=v[:SHORT]) for v in sorted(present - live.keys())]
    return catch_up(store.graph, store.history, [*strays, *live.values()], store.record_of)


def _rebuild(path: Path) -> Iterator[str]:
    """Make the database anew from what is kept."""
    shutil.rmtree(path / "graph", ignore_errors=True)
    shutil.rmtree(path / "snapshots", ignore_errors=True)
    Unfinished(path).note()
    with Store(path, write=True) as store:
        missing = [e.name for e in store.live().values() if not _is_whole(store, e)]
    yield "made the database anew from what is kept"
    for name in missing:
        yield f"left out {name}, whose text or record is lost"


def _is_whole(store: Store, entry: Entry) -> bool:
    try:
        store.record_of(entry)
    except StoreError:
        return False
    return True


def _repair_table(path: Path, store: Store) -> Iterator[str]:
    """Have the table made anew where the one that readers use is not what was loaded."""
    from kg.inspection import inspect
    from kg.table import read_table

    newest = Snapshot.newest_folder(path)
    if not store.number or newest is None:
        return  # the first snapshot brings one
    if any(True for _ in inspect(store, read_table(table_path(newest)))):
        store.forget_table()
        if store.table is not None:  # else a kept file is damaged, which `check` names
            yield "made the table of counts and lists anew"


# ---------------------------------------------------------------------- records


def _repair_records(store: Store) -> Iterator[str]:
    """Write lost and altered records of loaded versions anew from the graph."""
    for entry in store.live().values():
        try:
            if hash_text(store.records.get(entry.claims)) == entry.claims:
                continue
        except StoreError:
            pass
        try:
            record = _read_off(store, entry)
        except (KGError, ValueError):
            continue
        if record:
            store.records.put(entry.claims, record)
            yield f"wrote the record of {entry.name} anew from the graph"


def _read_off(store: Store, entry: Entry) -> str:
    """Spell the record of a version as its graph gives it; nothing where that is not what was loaded."""
    reader = ClaimReader(store)
    known = reader.version(entry.version)
    metadata = Metadata(
        title=known.title,
        publisher=known.publisher,
        published=known.published,
        address=known.address,
        language=known.language,
        authors=known.authors,
        sources=known.sources,
    )
    text = store.texts.get(entry.text)
    for named in (False, True):
        article = Article(text, known.name, metadata, named, known.raw_hash)
        record = write_record(article, reader.evidences_in([entry.version], wrong=True))
        if hash_text(record) == entry.claims:
            return record
    return ""
