"""Questions in plain words: what is understood, what is answered, and what is offered instead."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.claims import ClaimReader
from kg.cli import run
from kg.demo import articles_path
from kg.errors import NotFoundError
from kg.graph import KnowledgeGraph
from kg.matching import understand
from kg.queries import questions


@pytest.mark.parametrize(
    ("words", "name", "params"),
    [
        ("market size of the Nordic AI market", "market-sizes", {"name": "Nordic AI market"}),
        ("How large is the Nordic AI market?", "market-sizes", {"name": "Nordic AI market"}),
        ("Who released Nordlicht?", "releases", {"name": "Nordlicht"}),
        ("What did Ada Quist say?", "says", {"who": "Ada Quist"}),
        ("Where is Borealis Labs based?", "locations", {"name": "Borealis Labs"}),
        ("What is forecast for 2028?", "forecasts", {"year": "2028"}),
        ("Who invested in Borealis Labs?", "investments", {"name": "Borealis Labs"}),
        ("How much money did Borealis Labs raise?", "funding", {"name": "Borealis Labs"}),
        ("Who is the chief executive of Borealis Labs?", "roles", {"name": "Borealis Labs"}),
        ("What can Nordlicht do?", "capabilities", {"thing": "Nordlicht"}),
        ("Which reports did the Fjord Institute publish?", "reports", {"name": "Fjord Institute"}),
        ("Who works together with Tern Robotics?", "partners", {"name": "Tern Robotics"}),
        ("Who spoke at the Polar AI Summit?", "speakers", {"name": "Polar AI Summit"}),
        ("What does Harbour News publish?", "claims-by-source", {"source": "Harbour News"}),
        ("Which claims rest on one sentence only?", "single-sentence", {}),
        ("What is planned?", "not-facts", {}),
    ],
)
def test_what_is_meant(nordic: KnowledgeGraph, words: str, name: str, params: dict[str, str]) -> None:
    found = understand(ClaimReader(nordic.store), words)
    assert found.question is not None
    assert (found.question.name, found.params) == (name, params)
    assert found.told.startswith(f"kg ask {name}")
    answer = nordic.answer(words)
    assert answer.cited is not None
    assert answer.cited.result.rows == nordic.ask(name, params).rows
    assert all(c.claims for c in answer.cited.citations)


@pytest.mark.parametrize(
    "words",
    [
        "What is the weather in Oslo?",
        "Who likes cheese?",
        "Borealis Labs",
        "?",
        "",
        "What does Somebody Strange say?",
    ],
)
def test_what_is_not_understood_is_said(nordic: KnowledgeGraph, words: str) -> None:
    with pytest.raises(NotFoundError, match="was not understood"):
        nordic.answer(words)


def test_the_nearest_questions_are_offered(nordic: KnowledgeGraph) -> None:
    with pytest.raises(NotFoundError, match="the nearest are: says") as error:
        nordic.answer("What does Somebody Strange say?")
    assert "nothing is known of somebody, strange" in str(error.value)


def test_words_that_play_no_part_are_told(nordic: KnowledgeGraph) -> None:
    found = understand(ClaimReader(nordic.store), "Who quietly released Nordlicht?")
    assert found.unused == ("quietly",)
    assert "not used: quietly" in found.told


@given(st.text(max_size=60))
def test_any_text_is_understood_or_not_without_fault(nordic: KnowledgeGraph, text: str) -> None:
    found = understand(ClaimReader(nordic.store), text)
    assert found.question is not None or found.figures or found.told == "not understood"


def test_two_figures_are_set_side_by_side(nordic: KnowledgeGraph) -> None:
    found = nordic.answer("Why do 12.5 billion and 9 billion differ?")
    assert found.comparison is not None
    assert str(found.comparison.verdict) == "conflicts"
    assert found.figures[0].spelled == "12.5 billion euros"
    with pytest.raises(NotFoundError, match="no figure '77 billion'"):
        nordic.answer("Why do 12.5 billion and 77 billion differ?")


def test_at_least_25_questions_take_parameters() -> None:
    assert sum(bool(q.parameters) for q in questions()) >= 25


# ---------------------------------------------------------------------- the two seed figures


@pytest.fixture(scope="module")
def digests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("digests") / "store"
    with KnowledgeGraph(folder) as graph:
        graph.load(
            articles_path() / "china-ai-industry-2028.md", articles_path() / "ai-computing-waic-2023.md"
        )
    return folder


def test_why_the_two_trillions_differ(digests: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = "Why do 4.4 trillion and 3.4 trillion differ?"
    assert run(["ask", words, "--store", str(digests)]) == 0
    out = capsys.readouterr().out
    assert "do not conflict: they differ in scope; period: 2025 against 2028" in out
    assert "AI computing industry against smart computing power market" in out
    assert (
        "4.4 trillion yuan ($611.1 billion)« by 2025, according to a report that KPMG and Lenovo released"
        in out
    )
    assert "3.4 trillion yuan« by 2028" in out
    assert run(["ask", words, "--store", str(digests), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["comparison"]["verdict"] == "differs in scope"


def test_words_on_the_command_line(digests: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "market size of China's AI industry", "--store", str(digests)]) == 0
    out = capsys.readouterr().out
    assert 'understood: kg ask market-sizes name="China\'s AI industry"' in out
    assert "811 billion" in out
    assert run(["ask", "who likes cheese", "--store", str(digests)]) == 1
    assert "was not understood" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".svg", ".html"])
def test_a_chart_links_every_point_to_its_words(digests: Path, tmp_path: Path, suffix: str) -> None:
    pytest.importorskip("matplotlib")
    one, two = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    with KnowledgeGraph(digests) as graph:
        found = graph.compare("China's AI industry")
        levels = [f for f in found.figures if f.unit == "CNY"]
        graph.draw_chart(found, one)
        graph.draw_chart(found, two)
    page = one.read_text("utf-8")
    assert page == two.read_text("utf-8")
    assert len(levels) >= 5
    for f in levels:
        mark = f'"#c-{f.claim.id}"' if suffix == ".html" else f"claim/{f.claim.id}"
        assert mark in page
    assert "stroke-dasharray" in page
    assert "<script" not in page
    if suffix == ".html":
        assert "according to a report that KPMG and Lenovo released" in page


def test_hostile_names_stay_text_in_a_chart(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    text = "The <script>alert(1)</script> $market$ was worth 4 billion euros in 2025. It was worth 3 billion euros in 2024."
    rows = [
        {"quote": text.split(". ")[0], "value": 4 * 10**9, "period": "2025"},
        {"quote": "It was worth 3 billion euros in 2024", "value": 3 * 10**9, "period": "2024"},
    ]
    shared = {
        "kind": "measurement", "predicate": "hasMeasurement", "subject": "<script>alert(1)</script> $market$",
        "subject_type": "Market", "metric": "market size", "unit": "EUR", "status": "actual", "article": "x",
    }  # fmt: skip
    (tmp_path / "x.txt").write_text(text, encoding="utf-8")
    (tmp_path / "x.jsonl").write_text("\n".join(json.dumps(shared | r) for r in rows), encoding="utf-8")
    graph = KnowledgeGraph()
    assert graph.load(tmp_path / "x.jsonl").refused == 0
    found = graph.compare(shared["subject"])
    page = graph.draw_chart(found, tmp_path / "x.html").read_text("utf-8")
    assert "<script" not in page
    with pytest.raises(NotFoundError):
        graph.draw_chart(graph.compare(shared["subject"], metric="CAGR"), tmp_path / "x.svg")
    graph.close()
