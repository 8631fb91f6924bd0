"""Handing the graph to others: rdflib, pandas, and files in the usual formats."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg import vocab
from kg.errors import InputError, MissingExtraError, StoreError
from kg.flat import FlatClaim, write_lines
from kg.network import to_networkx
from kg.selection import ClaimFilter, read_claims
from kg.store import Store

if TYPE_CHECKING:
    from pandas import DataFrame
    from rdflib import Dataset

__all__ = ["FORMATS", "cell", "export", "to_pandas", "to_rdflib"]

FORMATS: Final = (".nq", ".trig", ".nt", ".ttl", ".jsonl", ".csv", ".graphml")
"""Suffixes that `export` writes."""

_ALL: Final = ClaimFilter(min_confidence=0.0)


def to_rdflib(store: Store) -> Dataset:
    """Copy the store into an rdflib Dataset: facts in its default graph, claims and versions as named graphs.

    The ontology comes along, and of the catalogue the entities that the claims name.
    """
    from rdflib import Dataset, URIRef
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    dataset = Dataset()
    for prefix, namespace in vocab.PREFIXES.items():
        dataset.bind(prefix, namespace, replace=True)
    for part in (store.quads(), store.shared_parts()):
        for q in part:
            graph = (
                URIRef(q.graph_name.value)
                if isinstance(q.graph_name, ox.NamedNode)
                else DATASET_DEFAULT_GRAPH_ID
            )
            dataset.graph(graph).add(
                (_rdflib_term(q.subject), _rdflib_term(q.predicate), _rdflib_term(q.object))
            )
    return dataset


def _rdflib_term(term: object) -> Any:
    from rdflib import Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value == vocab.XSD_STRING else URIRef(term.datatype.value)
    return Literal(term.value, datatype=datatype, normalize=False)


def to_pandas(store: Store, which: ClaimFilter | None = None) -> DataFrame:
    """One row for each evidence, the columns of the flat form.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtraError.of("pandas", "a data frame") from None
    columns = list(FlatClaim.model_fields)
    return pd.DataFrame([c.model_dump(mode="json") for c in read_claims(store, which)], columns=columns)


def export(store: Store, path: Path, *, shared: bool = False) -> None:
    """Write the store to a file, in the format that the suffix names.

    `.nq` and `.trig` hold everything; `.nt` and `.ttl`, which know no named graphs, the facts; `.jsonl` and
    `.csv` the claims of the newest versions, one row for each evidence; `.graphml` a graph of claims between
    entities. The same store gives the same bytes.

    Args:
        store: what to write.
        path: the file; one that is there is replaced.
        shared: whether the ontology and the catalogue go into .nq and .trig too.

    Raises:
        InputError: the suffix is not one of `FORMATS`.
        StoreError: the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise InputError(
            f"'{suffix or path.name}' is no format to export to",
            place=str(path),
            fix=f"end the name in {', '.join(FORMATS)}",
        )
    data = _render(store, suffix, shared)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise StoreError(
            error.strerror or "cannot be written", place=str(path), fix="check the folder"
        ) from None


def _render(store: Store, suffix: str, shared: bool) -> bytes:
    if suffix == ".nq":
        return "".join(store.canonical(shared=shared)).encode("utf-8")
    if suffix == ".trig":
        return _serialize(_sorted(store.quads(shared=shared)), ox.RdfFormat.TRIG)
    if suffix in (".nt", ".ttl"):
        facts = [
            q.triple for q in _sorted(store.graph.quads_for_pattern(None, None, None, ox.DefaultGraph()))
        ]
        return _serialize(facts, ox.RdfFormat.N_TRIPLES if suffix == ".nt" else ox.RdfFormat.TURTLE)
    if suffix == ".jsonl":
        return write_lines(read_claims(store, _ALL)).encode("utf-8")
    return _csv(read_claims(store, _ALL)) if suffix == ".csv" else _graphml(store)


def _sorted(quads: Any) -> list[ox.Quad]:
    return sorted(quads, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))


def _serialize(items: Any, form: ox.RdfFormat) -> bytes:
    data = ox.serialize(
        items,
        format=form,
        prefixes=dict(sorted(vocab.PREFIXES.items())) if form.file_extension in ("ttl", "trig") else None,
    )
    assert data is not None
    return data


def _csv(claims: list[FlatClaim]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FlatClaim.model_fields)
    for claim in claims:
        writer.writerow([cell(v) for v in claim.model_dump(mode="json").values()])
    return out.getvalue().encode("utf-8")


def cell(value: object) -> object:
    """A cell of a table: lists as JSON, and what a spreadsheet would run as a formula quoted."""
    import json

    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def _graphml(store: Store) -> bytes:
    import networkx as nx

    graph = to_networkx(store, _ALL)
    ordered: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ordered.add_nodes_from((n, {k: _xml(v) for k, v in d.items()}) for n, d in sorted(graph.nodes(data=True)))
    edges = sorted(graph.edges(keys=True, data=True), key=lambda e: (e[0], e[1], e[2]))
    ordered.add_edges_from((a, b, key, {k: _xml(v) for k, v in d.items()}) for a, b, key, d in edges)
    out = io.BytesIO()
    nx.write_graphml(ordered, out, encoding="utf-8", prettyprint=True)
    return out.getvalue()


def _xml(value: Any) -> Any:
    """A value without the characters that no XML may hold."""
    if not isinstance(value, str):
        return value
    return "".join(c if c in "\t\n\r" or (c >= "\x20" and c not in "\ufffe\uffff") else " " for c in value)
