"""The table of rows: it holds what was loaded and nothing more, is checked and repaired, and counts are exact."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner
from worlds import Life, small_world

from kg.catalogue import Catalogue
from kg.claims import ClaimReader
from kg.cli.app import app
from kg.errors import InputError
from kg.graph import KnowledgeGraph
from kg.model import Evidence
from kg.overview import GROUPS, Overview, table_of
from kg.repair import repair
from kg.store import Store
from kg.validation import check


def shown(reader: ClaimReader, *, older: bool = False) -> list[Evidence]:
    """The evidences that lists show, read off the graph."""
    every = reader.evidences_in([v.version for v in reader.versions(older=older)])
    return [e for e in every if e.confidence >= 0.6 or e.claim.id in reader.right]


def value_of(reader: ClaimReader, by: str, e: Evidence) -> str | None:
    info, claim = reader.version(e.version), e.claim
    plain = {
        "publisher": info.publisher or "unknown", "article": info.article,
        "published": (info.published or "unknown")[:7 if not info.published else 4],
        "year": (claim.period or "unknown")[:7 if not claim.period else 4],
        "status": claim.status or "unknown", "class": claim.subject.flat_type,
    }  # fmt: skip
    return plain[by] if by in plain else getattr(claim, by)


def plain_counts(reader: ClaimReader, by: str) -> Counter[tuple[int, int, int]]:
    """Claims, evidences and articles of each group, worked out the plain way."""
    groups: dict[str, list[Evidence]] = {}
    for e in shown(reader):
        value = value_of(reader, by, e)
        if value is not None:
            groups.setdefault(value, []).append(e)
    return Counter(
        (
            "" if by == "article" else value,
            len({e.claim.id for e in found}),
            len(found),
            len({reader.version(e.version).article for e in found}),
        )
        for value, found in groups.items()
    )


def assert_counts(graph: KnowledgeGraph) -> None:
    reader = ClaimReader(graph.store)
    for by in GROUPS:
        found = graph.counts(by)
        order = [(-t.claims, -t.evidences, t.value) for t in found]
        assert order == sorted(order)
        rows = Counter(("" if by == "article" else t.value, t.claims, t.evidences, t.articles) for t in found)
        assert rows == plain_counts(reader, by), by


def test_counts_are_those_of_the_claims(nordic: KnowledgeGraph) -> None:
    assert_counts(nordic)


def test_counts_follow_every_change() -> None:
    graph = KnowledgeGraph(catalogue=Catalogue({}, "none", {}))
    life = Life(graph.store, Random(3))
    for n in range(60):
        life.step()
        if n % 10 == 9:
            assert_counts(graph)


def test_counts_of_what_passes_a_filter(nordic: KnowledgeGraph) -> None:
    for filters in (
        {"kind": "measurement"},
        {"status": "forecast"},
        {"min_confidence": 0.0},
        {"period": "2026"},
    ):
        rows = nordic.claims(**filters)
        assert sum(t.evidences for t in nordic.counts("kind", **filters)) == len(rows)
        assert sum(t.claims for t in nordic.counts("kind", **filters)) == len({r.id for r in rows})


def test_what_cannot_be_counted_is_refused(nordic: KnowledgeGraph) -> None:
    with pytest.raises(InputError, match="not counted by 'colour'"):
        nordic.counts("colour")


def test_pages_are_pieces_of_the_whole() -> None:
    with Store() as store:
        for article, found in list(small_world())[:12]:
            store.load(article, found, "test")
        reader = ClaimReader(store)
        whole = [e.id for e in shown(reader)]
        picked = Overview(reader).pick()
        assert [e.id for e in picked.page()] == whole
        for size in (1, 7, 50):
            pages = [picked.page(at, at + size) for at in range(0, len(whole) + size, size)]
            assert [e.id for page in pages for e in page] == whole


def test_a_store_without_its_table_answers_the_same(own: KnowledgeGraph) -> None:
    path = own.folder
    assert path is not None
    own.close()
    with KnowledgeGraph(path) as graph:
        before = [(by, graph.counts(by)) for by in GROUPS]
        claims = graph.claims()
    for table in (path / "snapshots").glob("*.table"):
        table.unlink()
    with KnowledgeGraph(path) as graph:
        assert [(by, graph.counts(by)) for by in GROUPS] == before
        assert graph.claims() == claims
        found = [str(p) for p in check(graph.store)]
    assert found == ["table: there is none, which makes counts and lists slow; run kg repair"]
    done, problems = repair(path)
    assert (done, problems) == (["made the table of counts and lists anew"], [])
    assert list((path / "snapshots").glob("*.table"))


def test_a_table_is_read_off_the_graph_where_records_are_damaged(own: KnowledgeGraph) -> None:
    before = own.counts("predicate")
    for entry in own.store.live().values():
        own.store.records.drop(entry.claims)
    own.store.forget_table()
    assert own.store.table is None
    assert len(table_of(ClaimReader(own.store)))
    assert own.counts("predicate") == before


def test_every_byte_of_the_table_is_checked(own: KnowledgeGraph) -> None:
    path = own.folder
    assert path is not None
    own.close()
    file = next((path / "snapshots").glob("*.table"))
    whole = file.read_bytes()
    random = Random(7)
    for _ in range(int(os.environ.get("KG_TAMPERINGS", "20"))):
        at = random.randrange(len(whole))
        file.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << random.randrange(8))]) + whole[at + 1 :])
        with Store(path) as store:
            found = {p.part for p in check(store)}
        assert found == {"table"}, at
    file.write_bytes(whole[: len(whole) // 2])
    assert repair(path) == (["made the table of counts and lists anew"], [])


def test_a_snapshot_has_its_own_table(tmp_path: Path) -> None:
    readings = list(small_world())[:3]
    writer = Store(tmp_path / "store", write=True)
    writer.load(*readings[0], "test")
    writer.publish()
    with Store(tmp_path / "store") as reader:
        writer.load(*readings[1], "test")
        writer.publish()
        writer.load(*readings[2], "test")
        assert [len(s.table.texts("ident")) for s in (reader, writer) if s.table] == [1, 3]
    with Store(tmp_path / "store") as reader:
        assert reader.table is not None
        assert len(reader.table.texts("ident")) == 2
    writer.close()


def test_the_command_counts(own: KnowledgeGraph) -> None:
    path = str(own.folder)
    own.close()
    run = CliRunner().invoke(app, ["counts", "--by", "kind", "--csv", "--store", path])
    assert run.exit_code == 0
    assert run.stdout.splitlines()[0] == "kind,claims,evidences,articles"
    assert (
        CliRunner()
        .invoke(app, ["counts", "--by", "status", "--json", "--store", path])
        .stdout.startswith("[")
    )
    run = CliRunner().invoke(app, ["counts", "--period", "1901", "--store", path])
    assert run.exit_code == 1
