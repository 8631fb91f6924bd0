"""The forecast ledger, on labelled articles invented for it: later figures show how earlier forecasts came out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.catalogue import Catalogue
from kg.forecasts import NOBODY, Forecast, records
from kg.graph import KnowledgeGraph

_TEXTS: dict[str, tuple[str, str]] = {
    "early": (
        (
            "The Nordic drone market will reach 8 billion euros in 2025, Skerry Research said. "
            "Fjord Institute expects the Nordic drone market to reach 12 billion euros in 2025. "
            "The Nordic drone market will be worth about 10 billion euros in 2025. "
            "The Nordic drone market will reach 20 billion euros in 2030, Skerry Research said. "
            "Skerry Research expects the Baltic drone market to reach 3 billion euros in 2025."
        ),
        "2023-02-01",
    ),
    "late": (
        (
            "The Nordic drone market came to 10 billion euros in 2025. "
            "The Nordic drone market came to 9 billion euros in 2024."
        ),
        "2026-01-15",
    ),
}


def _line(article: str, quote: str, value: float, period: str, status: str, **more: str) -> str:
    market = "Baltic drone market" if "Baltic" in quote else "Nordic drone market"
    row = {
        "article": article, "kind": "measurement", "predicate": "hasMeasurement", "subject": market,
        "subject_type": "Market", "metric": "market size", "value": value * 10**9, "unit": "EUR", "period": period,
        "status": status, "quote": quote,
    }  # fmt: skip
    return json.dumps(row | more)


_SKERRY = {"attributed_to": "Skerry Research"}
_FJORD = {"attributed_to": "Fjord Institute"}
_LINES = [
    _line(
        "early",
        "The Nordic drone market will reach 8 billion euros in 2025",
        8,
        "2025",
        "forecast",
        **_SKERRY,
    ),
    _line(
        "early",
        "expects the Nordic drone market to reach 12 billion euros in 2025",
        12,
        "2025",
        "forecast",
        **_FJORD,
    ),
    _line(
        "early",
        "The Nordic drone market will be worth about 10 billion euros",
        10,
        "2025",
        "forecast",
        qualifier="~",
    ),
    _line(
        "early",
        "The Nordic drone market will reach 20 billion euros in 2030",
        20,
        "2030",
        "forecast",
        **_SKERRY,
    ),
    _line(
        "early",
        "expects the Baltic drone market to reach 3 billion euros in 2025",
        3,
        "2025",
        "forecast",
        **_SKERRY,
    ),
    _line("late", "The Nordic drone market came to 10 billion euros in 2025", 10, "2025", "actual"),
    _line("late", "The Nordic drone market came to 9 billion euros in 2024", 9, "2024", "actual"),
]


@pytest.fixture
def graph(tmp_path: Path, few: Catalogue) -> Iterator[KnowledgeGraph]:
    for name, (text, published) in _TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        meta = {"published": published, "publisher": "The Northern Ledger"}
        (tmp_path / f"{name}.meta.json").write_text(json.dumps(meta), encoding="utf-8")
    (tmp_path / "claims.jsonl").write_text("\n".join(_LINES), encoding="utf-8")
    graph = KnowledgeGraph(catalogue=few)
    report = graph.load(tmp_path / "claims.jsonl")
    assert report.refused == 0
    yield graph
    graph.close()


def _by_figure(graph: KnowledgeGraph) -> dict[str, Forecast]:
    return {f.figure.spelled: f for f in graph.forecasts()}


def test_forecasts_are_held_against_later_figures(graph: KnowledgeGraph) -> None:
    found = _by_figure(graph)
    assert [a.spelled for a in found["8 billion euros"].actuals] == ["10 billion euros"]
    assert found["8 billion euros"].error == -20
    assert found["12 billion euros"].error == 20
    assert found["8 billion euros"].right is False
    assert found["about 10 billion euros"].right is True
    assert found["about 10 billion euros"].error == 0


def test_another_year_or_market_is_no_match(graph: KnowledgeGraph) -> None:
    found = _by_figure(graph)
    for spelled in ("20 billion euros", "3 billion euros"):
        assert found[spelled].actuals == ()
        assert found[spelled].error is None
        assert found[spelled].right is None


def test_who_and_when(graph: KnowledgeGraph) -> None:
    found = _by_figure(graph)
    assert found["8 billion euros"].forecasters == ("Skerry Research",)
    assert found["about 10 billion euros"].forecasters == (NOBODY,)
    assert {f.made for f in found.values()} == {"2023-02-01"}


def test_the_record_of_each_forecaster(graph: KnowledgeGraph) -> None:
    rows = {r.forecaster: r for r in records(graph.forecasts())}
    skerry = rows["Skerry Research"]
    assert (skerry.forecasts, skerry.matched, skerry.right) == (3, 1, 0)
    assert (skerry.mean_error, skerry.bias) == (20, -20)
    assert (rows["Fjord Institute"].mean_error, rows["Fjord Institute"].bias) == (20, 20)
    assert rows[NOBODY].right == 1


def test_a_ledger_of_one_topic(graph: KnowledgeGraph) -> None:
    assert [f.figure.spelled for f in graph.forecasts(about="Baltic drone market")] == ["3 billion euros"]


def test_without_figures_there_is_no_ledger(few: Catalogue) -> None:
    assert KnowledgeGraph(catalogue=few).forecasts() == []
    assert records([]) == []
