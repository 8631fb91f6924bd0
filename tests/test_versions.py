"""Versions of an article: what became of each evidence, which is newest, who has the same text, what was when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from strategies import readings

from kg.articles import Article, make_article
from kg.catalogue import Catalogue
from kg.cli import run
from kg.errors import InputError, StoreError
from kg.graph import KnowledgeGraph
from kg.linking import EXTRACTOR
from kg.metadata import Metadata
from kg.model import Evidence, TextSpan
from kg.versions import compare_readings

OLD = (
    "Borealis Labs opened an office in Oslo in 2024.\n\n"
    "The Nordic drone market was worth $4.5 billion in 2025.\n\n"
    "Borealis Labs acquired Tern Logistics in March 2025.\n"
)
NEW = (
    "A new first sentence stands here.\n\n"
    "The Nordic drone market was worth $4.8 billion in 2025.\n\n"
    "Borealis Labs opened an office in Oslo in 2024.\n"
)


class Reader:
    """Reads a statement from each sentence that it knows."""

    def __init__(self, *known: str) -> None:
        self.known = known
        self.digest = "reader of " + " ".join(known)

    def __call__(self, article: Article) -> list[Evidence]:
        from kg.model import Claim, Entity, Kind, normalise_words

        found = []
        for words in self.known:
            at = article.text.find(words)
            if at >= 0:
                claim = Claim(
                    kind=Kind.STATEMENT,
                    subject=Entity.mint("Company", "Borealis Labs"),
                    predicate="states",
                    words=normalise_words(words),
                )
                span = TextSpan.of(article.text, at, at + len(words))
                found.append(
                    Evidence(
                        claim=claim, version=article.version, span=span, extractor=EXTRACTOR, rules=("r",),
                        confidence=0.9,
                    )
                )  # fmt: skip
        return found


def _load(graph: KnowledgeGraph, text: str, name: str = "a") -> str:
    report = graph.load_text(text, name)
    assert report.errors == []
    return report.files[0].note


def test_kept_moved_changed_orphaned_new(few: Catalogue) -> None:
    sentences = [s for s in (OLD + NEW).splitlines() if s]
    graph = KnowledgeGraph(catalogue=few, extractor=Reader(*sentences))
    assert _load(graph, OLD) == ""
    note = _load(graph, NEW)
    assert note == "a new version of a: 1 moved, 1 changed, 1 orphaned, 1 new"
    (_, nothing), (_, revision) = graph.versions("a")
    assert nothing is None
    assert revision is not None
    assert [(a.span.exact[:8], b.span.start - a.span.start) for a, b in revision.moved] == [("Borealis", 92)]
    assert [(a.span.exact[35:46], b.span.exact[35:46]) for a, b in revision.changed] == [
        ("4.5 billion", "4.8 billion")
    ]
    assert [e.span.exact[:22] for e in revision.orphaned] == ["Borealis Labs acquired"]
    assert [e.span.exact[:11] for e in revision.added] == ["A new first"]


def test_an_edit_at_the_end_keeps_the_rest(few: Catalogue) -> None:
    graph = KnowledgeGraph(catalogue=few, extractor=Reader(*[s for s in OLD.splitlines() if s]))
    _load(graph, OLD)
    assert _load(graph, OLD + "More follows.\n") == "a new version of a: 3 kept"


@given(readings(), readings())
def test_every_evidence_is_counted_once(
    one: tuple[Article, list[Evidence]], two: tuple[Article, list[Evidence]]
) -> None:
    found = compare_readings(one[1], two[1])
    pairs = [*found.moved, *found.changed]
    old = [*found.orphaned, *(a for a, _ in pairs)]
    new = [*found.added, *found.kept, *(b for _, b in pairs)]
    assert sorted(e.id for e in new) == sorted(e.id for e in two[1])
    assert len(old) + len(found.kept) == len(one[1])
    assert {e.id for e in old} <= {e.id for e in one[1]}
    assert bool(compare_readings(one[1], one[1])) is False


def test_the_old_version_stays_traceable_until_it_is_removed(few: Catalogue) -> None:
    graph = KnowledgeGraph(catalogue=few, extractor=Reader(*[s for s in (OLD + NEW).splitlines() if s]))
    _load(graph, OLD)
    before = list(graph.store.canonical())
    _load(graph, NEW)
    words = "acquired Tern Logistics"
    assert [c for c in graph.claims() if words in c.quote] == []
    assert len([c for c in graph.claims(older=True) if words in c.quote]) == 1
    assert graph.trace(words, older=True)[0].receipts[0].problem is None
    graph.remove("a", version=graph.versions("a")[1][0].version[:12])
    assert list(graph.store.canonical()) == before


def test_one_text_at_two_addresses_is_one_origin(few: Catalogue) -> None:
    from kg.pipeline import load_article

    graph = KnowledgeGraph(catalogue=few)
    for n in (1, 2):
        article = make_article(OLD, f"copy {n}", Metadata(address=f"https://{n}.example/"))
        report = load_article(graph._writer(), article, extractor=graph.extractor)
    assert report.files[0].note == "the text is that of copy 1, one origin"
    assert [s["same_text_as"] for s in graph.sources()] == [["copy 2"], ["copy 1"]]
    graph.remove("copy 1")
    assert [s["same_text_as"] for s in graph.sources()] == [[]]


def test_reading_again_replaces_what_rules_read_and_keeps_what_people_made(
    tmp_path: Path, few: Catalogue
) -> None:
    sentences = [s for s in OLD.splitlines() if s]
    folder = tmp_path / "store"
    with KnowledgeGraph(folder, catalogue=few, extractor=Reader(*sentences[:2])) as graph:
        _load(graph, OLD)
        _load(graph, NEW)
        line = {"kind": "relation", "subject": "Borealis Labs", "subject_type": "Company", "predicate": "acquires",
                "object": "Tern Logistics", "object_type": "Company", "status": "actual",
                "quote": "Borealis Labs acquired Tern Logistics", "article": graph.versions("a")[0][0].version}  # fmt: skip
        (tmp_path / "made.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
        assert graph.load(tmp_path / "made.jsonl").refused == 0
        _load(graph, NEW)
        newest = graph.store.newest()
    with KnowledgeGraph(folder, catalogue=few, extractor=Reader(*sentences[1:])) as graph:
        report = graph.reread()
        assert [str(f.revision) for f in report.files] == ["2 kept, 1 orphaned, 1 new", "1 orphaned"]
        assert graph.store.newest() == newest
        assert any(c.predicate == "acquires" for c in graph.claims(older=True))
        assert graph.reread().count("unchanged") == 2
        assert graph.check() == []
    with KnowledgeGraph(folder, as_of=1) as past:
        assert len(past.claims()) == 2


def test_the_past_is_shown_and_not_changed(own: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    folder = own.folder
    assert folder is not None
    names = [e.name for e in own.history()]
    own.remove(names[0])
    own.close()
    for number in range(1, len(names) + 1):
        with KnowledgeGraph(folder, as_of=number) as past:
            assert {s["name"] for s in past.sources()} == set(names[1:number])
            with pytest.raises(StoreError, match="past cannot be changed"):
                past.load_text("More is said.", "more")
    with KnowledgeGraph(folder, as_of=99) as past, pytest.raises(InputError, match="there is no load 99"):
        past.sources()
    assert run(["sources", "--store", str(folder), "--as-of", "2", "--json"]) == 0
    assert [s["name"] for s in json.loads(capsys.readouterr().out)] == [names[1]]
    assert run(["history", "--store", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[-1]["action"] == "remove"
