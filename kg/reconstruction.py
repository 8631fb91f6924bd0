"""The graph as it was: rebuilt in memory from what was kept of each load."""

from __future__ import annotations

import pyoxigraph as ox

from kg.errors import InputError
from kg.history import History, entries_as_of
from kg.judgements import Judgement
from kg.rdf import CATALOGUE, ONTOLOGY
from kg.store import Store
from kg.texts import BorrowedTexts

__all__ = ["rebuild_as_of"]


def rebuild_as_of(store: Store, number: int) -> Store:
    """Make the graph after a journal entry, less what was removed or undone since; nothing is read again.

    Types and labels follow the catalogue of today. The store that comes back is in memory, shares the kept
    texts, and is for reading only.

    Args:
        store: what is rebuilt.
        number: of the last journal entry that counts, as `kg history` lists them.

    Raises:
        InputError: there is no such entry.
        StoreError: something that was kept is damaged.
    """
    if not 1 <= number <= store.number:
        fix = f"give 1 to {store.number}; kg history lists them" if store.number else "nothing is loaded yet"
        raise InputError(f"there is no load {number}", fix=fix)
    entries = entries_as_of(store.journal.entries, number)
    then = History(entries)
    past = Store()
    past.texts, past.records = BorrowedTexts(store.texts), BorrowedTexts(store.records)
    for name in (ONTOLOGY, CATALOGUE):
        past.graph.extend(store.graph.quads_for_pattern(None, None, None, ox.NamedNode(name)))
    for entry in then.live.values():
        article, evidences = store.record_of(entry)
        past.load(article, evidences, entry.reader)
    for entry in then.judgements.values():
        past.judge(Judgement.of(entry))
    past.writable = False
    return past
