"""Bring a graph and the kept files up to the journal, after a crash or damage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pyoxigraph as ox

from kg.articles import Article
from kg.change import Change
from kg.errors import StoreError
from kg.history import History
from kg.ids import version_iri
from kg.journal import Entry
from kg.judgements import Judgement
from kg.model import Evidence
from kg.rdf import claim_quads, version_quads
from kg.texts import Texts
from kg.transactions import judging, loading, removing, settling

__all__ = ["catch_up", "drop_leftovers"]

Read = Callable[[Entry], tuple[Article, list[Evidence]]]


def catch_up(graph: ox.Store, history: History, entries: Iterable[Entry], read: Read) -> list[str]:
    """Carry out what the graph lacks of some entries; each version is one transaction.

    Args:
        graph: the database.
        history: with these entries.
        entries: those that may not have reached the graph.
        read: returns what a load kept.

    Returns:
        The names of the versions that were brought up to the journal.
    """
    done = []
    for version, entry in {e.version: e for e in entries if e.version}.items():
        loaded = history.live.get(version)
        change = _removal(graph, history, entry) if loaded is None else _load(graph, history, loaded, read)
        if change is not None:
            change.write()
            done.append(entry.name)
    change = judging(graph, history, map(Judgement.of, history.judgements.values()))
    if not change.is_empty():
        change.write()
        done.append("judgements")
    return done


def _removal(graph: ox.Store, history: History, entry: Entry) -> Change | None:
    if not graph.contains_named_graph(ox.NamedNode(version_iri(entry.version))):
        return None
    return removing(graph, history, [entry])


def _load(graph: ox.Store, history: History, entry: Entry, read: Read) -> Change | None:
    """Work out what is missing of a loaded version; None where it is all there, or its files are damaged."""
    try:
        article, evidences = read(entry)
    except StoreError:
        return None  # `kg check` names it
    node = ox.NamedNode(version_iri(entry.version))
    wanted = set(ox.parse("".join(version_quads(article, evidences)), format=ox.RdfFormat.N_QUADS))
    if wanted == set(graph.quads_for_pattern(None, None, None, node)) and _has_claims(graph, evidences):
        change = settling(graph, history, entry.article)
        return None if change.is_empty() else change
    return loading(graph, history, entry, article, evidences)


def _has_claims(graph: ox.Store, evidences: Sequence[Evidence]) -> bool:
    claims = {e.claim.id: e.claim for e in evidences}
    lines = "".join(line for claim in claims.values() for line in claim_quads(claim))
    return all(q in graph for q in ox.parse(lines, format=ox.RdfFormat.N_QUADS))


def drop_leftovers(texts: Texts, records: Texts, history: History) -> None:
    """Delete kept files that no load needs, as a load that was killed before it counted leaves them."""
    for name in list(texts.names()):
        if not history.keeps_text(name):
            texts.drop(name)
    for name in list(records.names()):
        if not history.keeps_record(name):
            records.drop(name)
