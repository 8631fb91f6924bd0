"""The table of rows: it holds what was loaded and nothing more, is checked and repaired, and counts are exact."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest
import worlds
from generator import World
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import readings
from typer.testing import CliRunner

from kg.articles import Article
from kg.catalogue import Catalogue
from kg.claims import ClaimReader
from kg.cli.app import app
from kg.dossier import _cell
from kg.errors import InputError, NotFoundError
from kg.graph import KnowledgeGraph
from kg.ids import fold_name
from kg.judgements import Judgement, claim_judged
from kg.model import Evidence
from kg.names import find_entities
from kg.overview import GROUPS, Overview, table_of
from kg.repair import repair
from kg.selection import ClaimFilter, select
from kg.store import Store
from kg.validation import check

Reading = tuple[Article, list[Evidence]]


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
    life = worlds.Life(graph.store, Random(3))
    for n in range(30):
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


def passes(reader: ClaimReader, which: ClaimFilter, e: Evidence) -> bool:
    """Whether an evidence passes a filter, told the plain way."""
    parts = (e.claim.period or "").split("..")
    return all(
        (
            e.confidence >= which.min_confidence or e.claim.id in reader.right,
            which.status in (None, e.claim.status or "unknown"),
            which.kind in (None, e.claim.kind),
            which.predicate in (None, e.claim.predicate),
            which.metric in (None, e.claim.metric),
            which.period in (None, e.claim.period) or any(p.startswith(which.period) for p in parts),
            which.attributed_to is None
            or any(fold_name(which.attributed_to) in fold_name(k.agent.name) for k in e.attribution),
            which.about is None or which.about in {x.name for x in e.claim.entities},
        )
    )


filters = st.builds(
    ClaimFilter,
    status=st.sampled_from([None, "actual", "unknown"]),
    kind=st.sampled_from([None, "relation", "measurement"]),
    predicate=st.sampled_from([None, "releases", "states"]),
    metric=st.sampled_from([None, "marketSize"]),
    period=st.sampled_from([None, "2026", "2025-10"]),
    attributed_to=st.sampled_from([None, "Borealis", "李"]),
    about=st.sampled_from([None, "Borealis Labs", "Nordic “AI” market"]),
    min_confidence=st.sampled_from([0.0, 0.6, 0.9]),
    older=st.booleans(),
)


@settings(max_examples=int(os.environ.get("KG_EXAMPLES", "40")))
@given(loaded=st.lists(readings(), min_size=1, max_size=4), which=filters, data=st.data())
def test_a_filter_lets_through_what_it_says(
    loaded: list[Reading], which: ClaimFilter, data: st.DataObject
) -> None:
    with Store() as store:
        for article, found in loaded:
            store.load(article, found, "test")
        said = sorted({e.claim.id for _, found in loaded for e in found})
        if said:
            verdict = data.draw(st.sampled_from(["wrong", "right"]))
            store.judge(Judgement(verdict, claim_judged(data.draw(st.sampled_from(said))), ""))
        reader = ClaimReader(store)
        every = reader.evidences_in([v.version for v in reader.versions(older=which.older)])
        try:
            found = [e.id for e in select(reader, which)]
        except NotFoundError:
            found = []
        assert found == [e.id for e in every if passes(reader, which, e)]


def test_what_cannot_be_counted_is_refused(nordic: KnowledgeGraph) -> None:
    with pytest.raises(InputError, match="not counted by 'colour'"):
        nordic.counts("colour")


def test_pages_are_pieces_of_the_whole() -> None:
    with Store() as store:
        for article, found in list(worlds.small_world())[:12]:
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
    for _ in range(int(os.environ.get("KG_TAMPERINGS", "8"))):
        at = random.randrange(len(whole))
        file.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << random.randrange(8))]) + whole[at + 1 :])
        with Store(path) as store:
            found = {p.part for p in check(store)}
        assert found == {"table"}, at
    file.write_bytes(whole[: len(whole) // 2])
    assert repair(path) == (["made the table of counts and lists anew"], [])


def test_a_snapshot_has_its_own_table(tmp_path: Path) -> None:
    readings = list(worlds.small_world())[:3]
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


def assert_peers(graph: KnowledgeGraph) -> int:
    """Every set of peers of every measured thing is one cell of its figures, and no cell is left out."""
    analysis, found = graph.analysis(), 0
    cells: dict[tuple[object, ...], set[str]] = {}
    for f in analysis.figures:
        cells.setdefault(_cell(f), set()).add(f.claim.id)
    wanted = {frozenset(ids) for ids in cells.values() if len(ids) > 1}
    seen = set()
    for subject in sorted({f.claim.subject.id for f in analysis.figures}):
        sets = analysis.peers(f"entity:{subject}")
        assert [p.pairs for p in sets] == sorted((p.pairs for p in sets), reverse=True)
        for p in sets:
            assert list(p.values) == sorted(p.values)
            assert len(list(p.each_pair())) == p.pairs
            found += p.pairs
            seen.add(frozenset(p.claims))
    assert seen == wanted
    return found


def test_peers_are_the_figures_that_can_be_compared(nordic: KnowledgeGraph) -> None:
    assert_peers(nordic)
    with KnowledgeGraph(catalogue=Catalogue({}, "none", {})) as graph:
        for article, found in World(600).read():
            graph.store.load(article, found, "test")
        assert assert_peers(graph) > 5


def test_names_are_found_as_they_are_spelled(nordic: KnowledgeGraph) -> None:
    reader = ClaimReader(nordic.store)
    entities = Overview(reader).entities
    assert entities.names
    for iri, label, folded in entities.names:
        assert iri in find_entities(reader, label)
        assert iri in find_entities(reader, label.upper())
        assert iri in entities.search(folded)
    counts = entities.count_claims({iri for iri, _, _ in entities.names})
    assert counts == {iri: len(reader.claims_naming(iri)) for iri in counts}
