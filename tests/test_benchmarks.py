"""The benchmarks run, and the systems that they compare find the same; what they measure is not tested."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import worlds
from generator import World
from systems import KG, Oxigraph, SQLite

from kg.exchange import to_rdflib
from kg.queries import ask

RUN = Path(worlds.__file__).parent.parent / "benchmarks" / "run.py"


def test_the_table_is_printed_and_kept(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    command = [
        sys.executable,
        str(RUN),
        "--claims",
        "200",
        "--systems",
        "kg,oxigraph,sqlite",
        "--output",
        str(kept),
    ]
    done = subprocess.run([*command, "--folder", str(tmp_path)], capture_output=True, text=True, check=True)
    assert "| kg |" in done.stdout
    rows = json.loads(kept.read_text("utf-8"))["rows"]
    assert [r["system"] for r in rows] == ["kg", "oxigraph", "sqlite"]
    assert len({r["claims"] for r in rows}) == 1
    assert len({r["figures_compared"] for r in rows[:2]}) == 1


def test_the_systems_find_the_same(tmp_path: Path) -> None:
    readings = list(World(300).read())
    kg, engine, table = KG(tmp_path / "a"), Oxigraph(tmp_path), SQLite(tmp_path)
    engine.prepare(readings)
    for system in (kg, engine, table):
        system.load(readings)
    for claim in {e.claim.id for _, found in readings for e in found}:
        quotes = sorted((row[0], row[1]) for row in kg.trace(claim))
        assert quotes == sorted((row[0], row[1]) for row in table.trace(claim))
        assert quotes == sorted((row[0], row[1]) for row in engine.trace(claim))
    kg.store.close()


def test_the_world_is_the_same_for_one_seed() -> None:
    one, two, other = (list(World(200, seed).read()) for seed in (5, 5, 6))
    assert [a.text for a, _ in one] == [a.text for a, _ in two] != [a.text for a, _ in other]
    for article, found in one:
        assert all(article.text[e.span.start : e.span.end] == e.span.exact for e in found)


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own
def test_plain_sparql_counts_what_rdflib_counts(tmp_path: Path) -> None:
    kg = KG(tmp_path / "a")
    kg.load(World(300).read())
    theirs = to_rdflib(kg.store)
    for count in (
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(?o) AS ?n) { ?o a schema:Observation }",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s kg:releases|kg:develops ?o }",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "SELECT (SUM(?v) AS ?n) { ?o schema:value ?v ; schema:unitCode 'USD' }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        "SELECT (COUNT(DISTINCT ?c) AS ?n) { GRAPH ?g { ?e kg:supports ?c } }",
    ):
        ours = sorted(tuple(map(str, row)) for row in ask(kg.store, count).rows)
        assert ours == sorted(tuple(map(str, row)) for row in theirs.query(count)), count
    kg.store.close()
