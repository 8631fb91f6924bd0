"""Proof that a store keeps its promises: texts, spans, figures, facts, journal and graph agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg import vocab
from kg.articles import Article
from kg.claims import ClaimReader
from kg.errors import KGError, MissingExtraError, StoreError
from kg.facts import all_facts, evidences_of
from kg.history import History
from kg.ids import BASE, SHORT, hash_text, local_id, span_iri, version_iri
from kg.journal import Entry
from kg.judgements import judgement_quads
from kg.kept import read_record
from kg.lock import WriterLock
from kg.model import Evidence
from kg.ontology import SHAPES, read_turtle
from kg.provenance import verify
from kg.quads import named, text_of
from kg.rdf import CATALOGUE, JUDGEMENTS, ONTOLOGY, claim_quads, version_quads
from kg.store import Store

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["Problem", "check"]

_CLAIM: Final = BASE + "claim/"
_VERSION: Final = BASE + "version/"
_EXACT: Final = ox.NamedNode(vocab.OA_EXACT)
_SUPPORTS: Final = ox.NamedNode(vocab.SUPPORTS)
_SHARED: Final = frozenset({ONTOLOGY, CATALOGUE, JUDGEMENTS})
_SHOWN: Final = 3


@dataclass(frozen=True, order=True)
class Problem:
    """Something that is not as it must be.

    Attributes:
        part: what is damaged: journal, text, record, span, figure, claim, version, judgement, facts, graph,
            leftover, table, shape.
        place: the article, claim or file.
        message: what is wrong with it.
    """

    part: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.part}: {self.place}: {self.message}" if self.place else f"{self.part}: {self.message}"


def check(store: Store, *, shacl: bool = False) -> list[Problem]:
    """Look for anything in a store that is not as it must be.

    Every stored text has its hash, every quote stands at its place, every figure can be read off its quote,
    every claim's id follows from what it says, the graph is what was loaded, nothing is there that nothing
    supports, and the facts are exactly what follows from the claims.

    Args:
        store: what to check.
        shacl: whether to validate the SHACL shapes as well, which takes minutes for large stores.

    Raises:
        MissingExtraError: `shacl` without the extra.
    """
    found = [*_check_journal(store)]
    loaded: dict[str, Evidence] = {}
    for entry in store.live().values():
        found.extend(_check_version(store, entry, loaded))
    found.extend(_check_claims(store, loaded))
    found.extend(_check_judgements(store))
    found.extend(_check_graphs(store))
    found.extend(_check_facts(store))
    found.extend(_check_leftovers(store))
    found.extend(_check_table(store))
    if shacl:
        found.extend(_check_shapes(store))
    return sorted(set(found))


def _check_journal(store: Store) -> Iterator[Problem]:
    for damage in store.journal.damage:
        yield Problem("journal", "", damage)
    if store.path is None or store.writable or WriterLock.is_held(store.path / "lock"):
        return  # who writes now is about to write the rest
    for torn in store.journal.torn:
        yield Problem("journal", "", f"{torn}; run kg repair")
    for entry in store.journal.entries[store.number :]:
        what = "judgement" if entry.judged else entry.name
        yield Problem(
            "journal", what, f"entry {entry.number} ({entry.action}) has not reached the graph; run kg repair"
        )


# ---------------------------------------------------------------------- versions


def _check_version(store: Store, entry: Entry, loaded: dict[str, Evidence]) -> Iterator[Problem]:
    """Check the files and the graph of a version; notes an evidence of each claim that was loaded."""
    try:
        text = store.texts.get(entry.text)
    except StoreError as error:
        yield Problem("text", entry.name, str(error))
        return
    if hash_text(text) != entry.text:
        yield Problem("text", entry.name, f"the stored text {entry.text[:SHORT]} has been changed")
    yield from _check_graph_against_text(store, entry, text)
    try:
        record = store.records.get(entry.claims)
        if hash_text(record) != entry.claims:
            yield Problem("record", entry.name, "the kept record is not the one that was loaded")
            return
        article, evidences = read_record(record, text)
    except StoreError as error:
        yield Problem("record", entry.name, str(error))
        return
    if article.version != entry.version or article.id != entry.article:
        yield Problem("record", entry.name, "the kept record is of another article")
    loaded.update((e.claim.id, e) for e in evidences)
    yield from _check_version_graph(store, entry, article, evidences)


def _check_version_graph(
    store: Store, entry: Entry, article: Article, evidences: list[Evidence]
) -> Iterator[Problem]:
    node = ox.NamedNode(version_iri(entry.version))
    wanted = set(ox.parse("".join(version_quads(article, evidences)), format=ox.RdfFormat.N_QUADS))
    yield from _compare(
        "version", entry.name, wanted, set(store.graph.quads_for_pattern(None, None, None, node))
    )


def _compare(
    part: str,
    place: str,
    wanted: set[ox.Quad],
    present: set[ox.Quad],
    done: str = "was loaded",
    undone: str = "was not loaded",
) -> Iterator[Problem]:
    for quads, what in (
        (wanted - present, f"{done} but is not in the graph"),
        (present - wanted, f"is in the graph but {undone}"),
    ):
        shown = sorted(quads, key=str)
        for q in shown[:_SHOWN]:
            yield Problem(part, place, f"{q.triple} {what}")
        if len(shown) > _SHOWN:
            yield Problem(part, place, f"{len(shown) - _SHOWN} more like this: {what}")


def _check_graph_against_text(store: Store, entry: Entry, text: str) -> Iterator[Problem]:
    """Check the quotes and figures that the graph gives, whatever the record says."""
    graph = ox.NamedNode(version_iri(entry.version))
    reader = ClaimReader(store)
    for q in store.graph.quads_for_pattern(None, _EXACT, None, graph):
        yield from _check_span(store, entry, text, q)
    try:
        published = reader.version(entry.version).published
    except StoreError as error:
        yield Problem("version", entry.name, str(error))
        return
    for q in store.graph.quads_for_pattern(None, _SUPPORTS, None, graph):
        claim = local_id(text_of(q.object))
        try:
            evidence = reader.evidence(named(q.subject), entry.version)
        except KGError as error:
            yield Problem("claim", claim[:SHORT], str(error))
            continue
        problem = verify(evidence, text, published)
        if problem is not None:
            yield Problem("figure", f"claim {claim[:SHORT]} in {entry.name}", problem)
        if evidence.claim.id != claim:
            yield Problem(
                "claim", claim[:SHORT], "what its graph says does not give its id: it has been changed"
            )
        if evidence.iri != text_of(q.subject):
            yield Problem(
                "version",
                entry.name,
                f"evidence {local_id(text_of(q.subject))[:SHORT]} has not the id that follows from its place",
            )


def _check_span(store: Store, entry: Entry, text: str, q: ox.Quad) -> Iterator[Problem]:
    bounds = []
    for predicate in (vocab.OA_START, vocab.OA_END):
        values = [
            text_of(x.object)
            for x in store.graph.quads_for_pattern(q.subject, ox.NamedNode(predicate), None, q.graph_name)
        ]
        bounds.append(int(values[0]) if len(values) == 1 and values[0].isdigit() else -1)
    start, end = bounds
    if start < 0 or end < start or text[start:end] != text_of(q.object):
        yield Problem("span", entry.name, f"the text at {start}..{end} is not “{text_of(q.object)[:80]}”")
    elif text_of(q.subject) != span_iri(entry.version, start, end):
        yield Problem("span", entry.name, f"the span {start}..{end} goes by another name")


# ---------------------------------------------------------------------- claims and graphs


def _check_claims(store: Store, loaded: dict[str, Evidence]) -> Iterator[Problem]:
    for ident, evidence in loaded.items():
        graph = ox.NamedNode(_CLAIM + ident)
        wanted = set(ox.parse("".join(claim_quads(evidence.claim)), format=ox.RdfFormat.N_QUADS))
        yield from _compare(
            "claim", ident[:SHORT], wanted, set(store.graph.quads_for_pattern(None, None, None, graph))
        )


def _check_judgements(store: Store) -> Iterator[Problem]:
    lines = "".join(judgement_quads(store.judgements()))
    wanted = set(ox.parse(lines, format=ox.RdfFormat.N_QUADS))
    present = set(store.graph.quads_for_pattern(None, None, None, ox.NamedNode(JUDGEMENTS)))
    yield from _compare("judgement", "", wanted, present, "was judged", "was not judged")


def _check_graphs(store: Store) -> Iterator[Problem]:
    live = store.live()
    present = set()
    for graph in store.graph.named_graphs():
        if not isinstance(graph, ox.NamedNode):
            yield Problem("graph", str(graph), "a graph without a name of its own")
            continue
        name = graph.value
        present.add(name)
        if next(store.graph.quads_for_pattern(None, None, None, graph), None) is None:
            yield Problem("graph", name, "the graph is empty")
        if name.startswith(_CLAIM) and next(evidences_of(store.graph, graph), None) is None:
            yield Problem("claim", local_id(name)[:SHORT], "no evidence supports it")
        elif name.startswith(_VERSION) and local_id(name) not in live:
            yield Problem(
                "version", local_id(name)[:SHORT], "the graph holds a version that the journal does not know"
            )
        elif not name.startswith((_CLAIM, _VERSION)) and name not in _SHARED:
            yield Problem("graph", name, "a graph that kg does not write")
    for version, entry in live.items():
        if version_iri(version) not in present:
            yield Problem("version", entry.name, "the journal knows it but the graph does not hold it")


def _check_facts(store: Store) -> Iterator[Problem]:
    claims = [local_id(g.value) for g in store.graph.named_graphs() if g.value.startswith(_CLAIM)]
    wanted = all_facts(store.graph, claims, store.is_newest())
    present = {q.triple for q in store.graph.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    for triples, what in (
        (wanted - present, "follows from the claims but is not among the facts"),
        (present - wanted, "is among the facts but follows from no claim"),
    ):
        shown = sorted(triples, key=str)
        for t in shown[:_SHOWN]:
            yield Problem("facts", "", f"{t} {what}")
        if len(shown) > _SHOWN:
            yield Problem("facts", "", f"{len(shown) - _SHOWN} more like this: {what}")


def _check_leftovers(store: Store) -> Iterator[Problem]:
    """Check the files of earlier readings too, and that no file is kept for nothing."""
    history = History(store.journal.entries)  # readers may not see the last of it yet
    writing = store.path is not None and not store.writable and WriterLock.is_held(store.path / "lock")
    going = {x for e in store.gone for x in (e.text, e.claims)}  # as long as a snapshot may show them
    for name in store.texts.names():
        if not history.keeps_text(name) and not writing and name not in going:
            yield Problem("leftover", f"text {name[:SHORT]}", "belongs to nothing that is loaded")
    for name in store.records.names():
        if not history.keeps_record(name):
            if not writing and name not in going:
                yield Problem("leftover", f"record {name[:SHORT]}", "belongs to nothing that is loaded")
        elif not _is_intact(store, name):
            yield Problem("record", name[:SHORT], "the kept record is not the one that was loaded")


def _is_intact(store: Store, record: str) -> bool:
    try:
        return hash_text(store.records.get(record)) == record
    except StoreError:
        return False


def _check_table(store: Store) -> Iterator[Problem]:
    """Check the rows that counts and lists are made of."""
    from kg.inspection import inspect, published_table

    for place, message in inspect(store, published_table(store)):
        yield Problem("table", place, message)


# ---------------------------------------------------------------------- shapes


def _check_shapes(store: Store) -> Iterator[Problem]:
    """Validate the union of all graphs against the SHACL shapes."""
    try:
        from pyshacl import validate
    except ImportError:
        raise MissingExtraError.of("shacl", "kg check --shacl") from None
    from rdflib import Graph

    shapes = Graph().parse(data=read_turtle(SHAPES), format="turtle")
    _, results, _ = validate(
        _union([*store.quads(), *store.shared_parts()]), shacl_graph=shapes, inference="none", advanced=True
    )
    assert isinstance(results, Graph)
    yield from _violations(results)


def _union(quads: Iterable[ox.Quad]) -> Graph:
    from rdflib import Graph

    lines = {f"{q.triple} ." for q in quads}
    return Graph().parse(data="\n".join(sorted(lines)) + "\n", format="nt")


def _violations(results: Graph) -> Iterator[Problem]:
    from rdflib import RDF, SH

    for node in results.subjects(RDF.type, SH.ValidationResult):
        focus, message = results.value(node, SH.focusNode), results.value(node, SH.resultMessage)
        wrong = results.value(node, SH.value)
        yield Problem("shape", str(focus), f"{message}" + (f" ({wrong})" if wrong is not None else ""))
