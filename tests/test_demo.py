"""`kg demo`: the bundled articles, ten questions, cited answers, and the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli import run
from kg.demo import DEMO, answer, articles_path
from kg.graph import KnowledgeGraph


def test_there_are_ten_questions() -> None:
    assert len(DEMO) == 11
    assert len({q.words for q in DEMO}) == 11
    assert DEMO[0].words == "How large is China's AI industry, and who says so?"


def test_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["demo"]) == 0
    shown = capsys.readouterr().out
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kg-demo", "kg-demo.html"]
    assert f"{len(list(articles_path().glob('*.md')))} articles" in shown
    for n, question in enumerate(DEMO, 1):
        assert f"{n}. {question.words}" in shown
    assert shown.count("»") == shown.count("«") >= 20
    assert "nothing found" not in shown
    assert run(["check", "--store", "kg-demo"]) == 0
    capsys.readouterr()
    assert run(["demo"]) == 0
    assert capsys.readouterr().out == shown


def test_answers_cite_the_surest_and_several_articles(nordic: KnowledgeGraph) -> None:
    releases = next(q for q in DEMO if q.name == "releases")
    found = answer(nordic, releases)
    assert [r.quote for r in found.receipts] == ["Borealis Labs released the language model Nordlicht"]
    forecasts = next(q for q in DEMO if q.name == "forecasts")
    found = answer(nordic, forecasts, limit=2)
    assert (found.total, len({r.article.article for r in found.receipts})) == (2, 2)


def test_a_question_that_finds_nothing(nordic: KnowledgeGraph) -> None:
    assert answer(nordic, DEMO[0]).receipts == ()
