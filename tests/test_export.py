"""Exports larger than memory: sorted in runs, they are the bytes of a sort of everything at once."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import readings

import kg.sorting
from kg import vocab
from kg.articles import Article
from kg.errors import StoreError
from kg.exchange import FORMATS, cell, export
from kg.flat import FlatClaim, write_lines
from kg.model import Evidence
from kg.network import to_networkx
from kg.selection import ClaimFilter, read_claims
from kg.sorting import sort_lines
from kg.store import Store

Reading = tuple[Article, list[Evidence]]


@given(
    st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))), st.integers(1, 60)
)
def test_lines_are_sorted_by_code_point_whatever_the_run(texts: list[str], run: int) -> None:
    lines = [f"{t}\n".encode() for t in texts]
    found = list(sort_lines(lines, run=run))
    assert found == sorted(lines)
    assert [f.decode() for f in found] == sorted(f"{t}\n" for t in texts)


def test_more_runs_than_files_may_be_open() -> None:
    lines = [f"{n * 7919 % 1000}\n".encode() for n in range(1000)]
    assert list(sort_lines(lines, run=1)) == sorted(lines)


def _at_once(store: Store, suffix: str) -> bytes:
    """An export, worked out the plain way, with everything in memory."""
    every = ClaimFilter(min_confidence=0.0)
    if suffix == ".nq":
        return "".join(sorted(f"{q} .\n" for q in store.quads())).encode()
    if suffix in (".jsonl", ".csv"):
        claims = read_claims(store, every)
        return write_lines(claims).encode() if suffix == ".jsonl" else _table(claims)
    if suffix == ".graphml":
        return _graphml(store, every)
    quads = (
        store.quads()
        if suffix == ".trig"
        else store.graph.quads_for_pattern(None, None, None, ox.DefaultGraph())
    )
    ordered = sorted(
        quads, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object))
    )
    form = {".trig": ox.RdfFormat.TRIG, ".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES}[suffix]
    items: Any = ordered if suffix == ".trig" else [q.triple for q in ordered]
    prefixes = None if suffix == ".nt" else dict(sorted(vocab.PREFIXES.items()))
    data = ox.serialize(items, format=form, prefixes=prefixes)
    assert data is not None
    return data


def _table(claims: list[FlatClaim]) -> bytes:
    import csv

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FlatClaim.model_fields)
    writer.writerows([cell(v) for v in c.model_dump(mode="json").values()] for c in claims)
    return out.getvalue().encode()


def _graphml(store: Store, which: ClaimFilter) -> bytes:
    pytest.importorskip("lxml")
    graph = to_networkx(store, which)
    for _, data in graph.nodes(data=True):
        data.update({k: _xml(v) for k, v in data.items()})
    for *_, data in graph.edges(data=True):
        data.update({k: _xml(v) for k, v in data.items()})
    ordered: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ordered.add_nodes_from(sorted(graph.nodes(data=True)))
    edges = sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3])
    ordered.add_edges_from((a, b, key, data) for a, b, key, data in edges)
    out = io.BytesIO()
    nx.write_graphml_lxml(ordered, out, encoding="utf-8", prettyprint=True)
    return out.getvalue()


def _xml(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return "".join(c if c in "\t\n\r" or (c >= "\x20" and c not in "\ufffe\uffff") else " " for c in value)


@given(st.lists(readings(), max_size=4), st.sampled_from([1, 300, 5000]))
@settings(max_examples=25)
def test_every_format_is_the_bytes_of_sorting_at_once(loaded: list[Reading], run: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch, Store() as store:
        patch.setattr(kg.sorting, "RUN", run)
        for article, found in loaded:
            store.load(article, found, "test")
        for suffix in FORMATS:
            path = Path(folder) / f"all{suffix}"
            export(store, path)
            assert path.read_bytes() == _at_once(store, suffix), suffix
        assert {p.suffix for p in Path(folder).iterdir()} == set(FORMATS)  # nothing else is left


def test_an_export_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> object:
        yield b"<a:g>\t<a:s>\t<a:p>\t<a:o>\n"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.exchange.sort_lines", failing)
    path = tmp_path / "a.nq"
    path.write_bytes(b"before")
    for suffix in (".nq", ".trig", ".nt"):
        path = path.with_suffix(suffix)
        path.write_bytes(b"before")
        with Store() as store, pytest.raises(StoreError, match="No space left"):
            export(store, path)
        assert path.read_bytes() == b"before"
    assert len(list(tmp_path.iterdir())) == 3


def test_an_export_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "there.nq").write_bytes(b"before")
    (tmp_path / "link.nq").symlink_to("there.nq")
    with Store() as store:
        export(store, tmp_path / "link.nq")
    assert (tmp_path / "link.nq").is_symlink()
    assert (tmp_path / "there.nq").read_bytes() == b""
