"""Handing the graph to others: rdflib, pandas, and files in the usual formats."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

import pyoxigraph as ox

from kg import vocab
from kg.claims import ClaimReader
from kg.errors import InputError, MissingExtraError
from kg.files import writing_whole
from kg.flat import FlatClaim, flatten, write_lines
from kg.graphml import write_graphml
from kg.model import Evidence
from kg.selection import ClaimFilter, read_claims
from kg.sorting import sort_lines
from kg.store import Store

if TYPE_CHECKING:
    from pandas import DataFrame
    from rdflib import Dataset

__all__ = ["FORMATS", "cell", "export", "to_pandas", "to_rdflib"]

FORMATS: Final = (".nq", ".trig", ".nt", ".ttl", ".jsonl", ".csv", ".graphml")
"""Suffixes that `export` writes."""

_REMEMBERED: Final = 100
"""Articles after which entities that were looked up are forgotten."""


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
    entities. The same store gives the same bytes, in memory that does not grow with it. The file is written
    beside and moved into place when it is whole.

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
    with writing_whole(path) as out:
        if suffix == ".nq":
            lines = (f"{q} .\n".encode() for q in store.quads(shared=shared))
            out.writelines(sort_lines(lines, path.parent))
        elif suffix == ".trig":
            _serialize(store.quads(shared=shared), ox.RdfFormat.TRIG, out, path.parent)
        elif suffix in (".nt", ".ttl"):
            facts = store.graph.quads_for_pattern(None, None, None, ox.DefaultGraph())
            form = ox.RdfFormat.N_TRIPLES if suffix == ".nt" else ox.RdfFormat.TURTLE
            _serialize(facts, form, out, path.parent)
        else:
            _write_claims(store, suffix, out, path.parent)


class _Ordered:
    """N-Quads in the order of graph, subject, predicate and object, as a file to read from."""

    def __init__(self, quads: Iterable[ox.Quad], folder: Path) -> None:
        # tabs in literals are spelled \\t, so that a raw one parts terms, and comes before all that they hold
        keys = (f"{q.graph_name}\t{q.subject}\t{q.predicate}\t{q.object}\n".encode() for q in quads)
        self._lines = sort_lines(keys, folder)
        self._rest = b""

    def read(self, size: int) -> bytes:
        """Return the next so many bytes; fewer at the end."""
        found, length = [self._rest], len(self._rest)
        while length < size and (line := next(self._lines, b"")):
            graph, terms = line[:-1].split(b"\t", 1)
            name = b"" if graph == b"DEFAULT" else graph
            found.append(terms.replace(b"\t", b" ") + b" " + name + b" .\n")
            length += len(found[-1])
        data = b"".join(found)
        self._rest = data[size:]
        return data[:size]


def _serialize(quads: Iterable[ox.Quad], form: ox.RdfFormat, out: IO[bytes], folder: Path) -> None:
    parsed = ox.parse(cast(IO[bytes], _Ordered(quads, folder)), format=ox.RdfFormat.N_QUADS)
    named = form.supports_datasets
    prefixed = form in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
    ox.serialize(
        parsed if named else (q.triple for q in parsed),
        out,
        format=form,
        prefixes=dict(sorted(vocab.PREFIXES.items())) if prefixed else None,
    )


def _evidences(reader: ClaimReader) -> Iterator[Evidence]:
    """Evidences of the newest versions, whatever their confidence, by article and place.

    The reader forgets what it looked up on the way, so that memory does not grow with the store.
    """
    store = reader.store
    versions = sorted((e.name, v) for v, e in store.live().items() if store.history.is_newest(v))
    for n, (_, version) in enumerate(versions):
        if n % _REMEMBERED == 0:
            reader.forget()
        yield from reader.evidences_in([version])


def _write_claims(store: Store, suffix: str, out: IO[bytes], folder: Path) -> None:
    reader = ClaimReader(store)
    if suffix == ".graphml":
        write_graphml((reader.merge(e) for e in _evidences(reader)), out, folder)
        return
    claims = (flatten(e) for e in _evidences(reader))
    if suffix == ".jsonl":
        out.writelines(write_lines([claim]).encode("utf-8") for claim in claims)
        return
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FlatClaim.model_fields)
    writer.writerows([cell(v) for v in claim.model_dump(mode="json").values()] for claim in claims)
    text.detach()


def cell(value: object) -> object:
    """A cell of a table: lists as JSON, and what a spreadsheet would run as a formula quoted."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value
