"""`KnowledgeGraph`: the whole library through its one door."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from conftest import NORDIC

import kg
from kg.catalogue import Catalogue
from kg.errors import InputError, NotFoundError, StoreError
from kg.exchange import FORMATS
from kg.graph import KnowledgeGraph


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 21),
        ({"min_confidence": 0.0}, 22),
        ({"about": "Nordlicht"}, 5),
        ({"about": "the nordic AI MARKET"}, 4),
        ({"about": "Borealis"}, 9),
        ({"metric": "market size"}, 4),
        ({"metric": "marketSize", "status": "forecast"}, 3),
        ({"metric": "kg:marketSize", "status": "actual"}, 1),
        ({"status": "unknown"}, 1),
        ({"kind": "statement"}, 1),
        ({"predicate": "kg:partnersWith"}, 1),
        ({"period": "2028"}, 3),
        ({"source": "summit"}, 13),
        ({"source": "Harbour News"}, 6),
        ({"source": "northern ledger"}, 13),
        ({"attributed_to": "Northern Compute Report"}, 2),
    ],
)
def test_filters(nordic: KnowledgeGraph, filters: dict[str, object], count: int) -> None:
    assert len(nordic.claims(**filters)) == count


@pytest.mark.parametrize(
    ("filters", "error"),
    [
        ({"about": "Zeppelin"}, NotFoundError),
        ({"metric": "marketsize!"}, InputError),
        ({"status": "maybe"}, InputError),
        ({"kind": "rumour"}, InputError),
        ({"predicate": "eats"}, InputError),
        ({"period": "soon"}, InputError),
        ({"source": "nowhere"}, NotFoundError),
    ],
)
def test_filters_that_cannot_be(
    nordic: KnowledgeGraph, filters: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        nordic.claims(**filters)


def test_claims_are_in_order_of_article_and_place(nordic: KnowledgeGraph) -> None:
    names = {s["version"]: s["name"] for s in nordic.sources()}
    places = [(names[str(c.article)], c.start or 0) for c in nordic.claims()]
    assert places == sorted(places)


def test_sources_have_the_promised_fields(nordic: KnowledgeGraph) -> None:
    (doubts, funding, _) = nordic.sources()
    assert {k: doubts[k] for k in ("name", "title", "publisher", "published", "address", "claims")} == {
        "name": "doubts", "title": None, "publisher": None, "published": None, "address": None, "claims": 3,
    }  # fmt: skip
    assert funding["address"] == "https://harbour.example/borealis"


def test_removing_one_article_leaves_what_others_support(
    own: KnowledgeGraph, tmp_path: Path, few: Catalogue
) -> None:
    own.remove("summit")
    fresh = KnowledgeGraph(tmp_path / "fresh", catalogue=few)
    lines = [
        line
        for line in (NORDIC / "claims.jsonl").read_text("utf-8").splitlines()
        if '"article":"summit"' not in line
    ]
    for name in ("funding.txt", "funding.meta.json", "doubts.txt"):
        (tmp_path / name).write_bytes((NORDIC / name).read_bytes())
    (tmp_path / "claims.jsonl").write_text("\n".join(lines), encoding="utf-8")
    fresh.load(tmp_path / "claims.jsonl")
    assert list(own.store.canonical()) == list(fresh.store.canonical())
    assert own.trace("12.5 billion")[0].articles == 1
    fresh.close()


def test_remove_what_is_not_there_or_not_clear(own: KnowledgeGraph) -> None:
    with pytest.raises(NotFoundError, match="did you mean 'summit'"):
        own.remove("sumit")
    with pytest.raises(InputError, match="versions"):
        own.remove("summit", version="ffff")


def test_on_disk_nothing_is_locked_until_the_first_change(own: KnowledgeGraph, few: Catalogue) -> None:
    own.close()
    with KnowledgeGraph(own.folder) as one, KnowledgeGraph(own.folder, catalogue=few) as two:
        assert len(one.claims()) == len(two.claims()) == 21
        two.remove("summit")
        assert len(one.claims()) == 21
    with KnowledgeGraph(own.folder) as three:
        assert len(three.claims()) == 8


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    with kg.open(tmp_path / "none") as graph, pytest.raises(StoreError, match="no store here"):
        graph.claims()


@pytest.mark.parametrize("suffix", FORMATS)
def test_export_is_the_same_from_memory_and_disk(
    own: KnowledgeGraph, tmp_path: Path, few: Catalogue, suffix: str
) -> None:
    memory = KnowledgeGraph(catalogue=few)
    memory.load(NORDIC / "claims.jsonl")
    one, two = (g.export(tmp_path / f"{n}{suffix}").read_bytes() for n, g in enumerate((own, memory)))
    assert one == two
    assert one


def test_exports_can_be_read_back(nordic: KnowledgeGraph, tmp_path: Path) -> None:
    import csv
    import json

    import networkx as nx
    import pyoxigraph as ox

    quads = {frozenset(ox.parse(path=str(nordic.export(tmp_path / f"a{s}")))) for s in (".nq", ".trig")}
    assert len(quads) == 1
    triples = {
        frozenset(q.triple for q in ox.parse(path=str(nordic.export(tmp_path / f"a{s}"))))
        for s in (".nt", ".ttl")
    }
    assert len(triples) == 1
    lines = nordic.export(tmp_path / "a.jsonl").read_text("utf-8").splitlines()
    with nordic.export(tmp_path / "a.csv").open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    assert [json.loads(line)["quote"] for line in lines] == [row["quote"] for row in rows]
    graph = nx.read_graphml(nordic.export(tmp_path / "a.graphml"), force_multigraph=True)
    assert {key for _, _, key in graph.edges(keys=True)} == {json.loads(line)["id"] for line in lines}


def test_export_to_what_it_cannot(nordic: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'\.docx' is no format"):
        nordic.export(tmp_path / "a.docx")
    with pytest.raises(StoreError):
        nordic.export(tmp_path / "none" / "a.nq")


def test_networkx_keeps_the_ids_of_claims(nordic: KnowledgeGraph) -> None:
    graph = nordic.to_networkx()
    assert {key for _, _, key in graph.edges(keys=True)} == {c.id for c in nordic.claims()}
    data = next(d for _, _, d in graph.edges(data=True) if d["predicate"] == "releases")
    assert data["words"] == "Borealis Labs released Nordlicht"
    assert data["evidences"] == 1
    assert {d["label"] for _, d in graph.nodes(data=True)} >= {"Borealis Labs", "Nordlicht", "Oslo"}


def test_a_path_gives_the_claims_behind_each_step(nordic: KnowledgeGraph) -> None:
    steps = nordic.path("Harbour Capital", "Ada Quist")
    assert [s.words for s in steps] == [
        "Harbour Capital invested in Borealis Labs",
        "Ada Quist is chief executive of Borealis Labs",
    ]
    assert all(e.span.exact for s in steps for e in s.evidences)
    steps = nordic.path("Skerry Research", "Fjord Institute")
    assert len(steps) == 2
    with pytest.raises(NotFoundError, match="nothing connects"):
        nordic.path("Skerry Research", "Ada Quist", longest=1)
    with pytest.raises(NotFoundError, match="nothing in the store is called"):
        nordic.path("Zeppelin", "Ada Quist")


def test_pandas(nordic: KnowledgeGraph) -> None:
    pytest.importorskip("pandas")
    frame = nordic.to_pandas(metric="market size")
    assert sorted(frame["value"]) == [4e9, 9e9, 12.5e9, 12.5e9]
    assert len(nordic.to_pandas(kind="statement", status="actual")) == 0


def test_reprs_for_notebooks_are_escaped(few: Catalogue) -> None:
    graph = KnowledgeGraph(catalogue=few)
    graph.load_text("Nothing.", "<script>alert(1)</script>")
    found = graph.ask("SELECT ?n { GRAPH ?g { ?v kg:name ?n } }")._repr_html_()
    assert "&lt;script&gt;alert(1)" in unescape(found)
    for shown in (found, graph._repr_html_()):
        assert shown.startswith('<iframe sandbox="')
        assert "<script>" not in shown


def test_everything_that_is_exported_is_there() -> None:
    assert kg.__all__ == sorted(kg.__all__)
    for name in kg.__all__:
        assert getattr(kg, name) is not None
    assert set(kg.__all__) <= set(dir(kg))
    with pytest.raises(AttributeError):
        kg.nothing  # noqa: B018
