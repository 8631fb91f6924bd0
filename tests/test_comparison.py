"""Comparison against labels made by hand, and its laws."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.catalogue import load_catalogue
from kg.comparison import Comparison, Verdict, compare_all, compare_figures
from kg.dossier import find_disagreements
from kg.errors import InputError, NotFoundError
from kg.graph import KnowledgeGraph
from kg.independence import Witness
from kg.measurements import Figure, figures_of
from kg.model import Claim, Entity, Evidence, Kind, Link, Qualifier, Status, TextSpan
from kg.rates import Rates, parse_rate
from kg.topics import Topics

_DATA = Path(__file__).parent / "data"
_TOPICS = Topics(load_catalogue())


def _entity(name: str, kind: str) -> Entity:
    """The entity of a name as the reader links it: `China's X` is one of its own, with the catalogue's X."""
    return load_catalogue().find(name, kind) or Entity.mint(kind, name)


def make_figure(row: dict[str, str]) -> Figure:
    """A figure of the table: said once, in an article of its own, in the words of the table."""
    claim = Claim(
        kind=Kind.MEASUREMENT,
        subject=_entity(row["subject"], row["type"]),
        predicate="hasMeasurement",
        metric=row["metric"],
        value=Decimal(row["value"]),
        value_max=Decimal(row["value_max"]) if row["value_max"] else None,
        unit=row["unit"],
        qualifier=Qualifier(row["qualifier"]) if row["qualifier"] else None,
        period=row["period"] or None,
        status=Status(row["status"]) if row["status"] else None,
        region=_entity(row["region"], "Place") if row["region"] else None,
        scope=row["scope"] or None,
    )
    span = TextSpan(start=0, end=len(row["spelled"]), exact=row["spelled"])
    who = row["who"]
    link = (
        Link(agent=_entity(who, "Company"), span=TextSpan(start=0, end=len(who), exact=who)) if who else None
    )
    version = f"{row['id']:0>64}".translate(str.maketrans("ghijklmnopqrstuvwxyz", "abcdefabcdefabcdefab"))
    evidence = Evidence(
        claim=claim,
        version=version,
        span=span,
        attribution=(link,) if link else (),
        extractor="annotation-1",
        rules=("annotation",),
        confidence=1,
    )
    (figure,) = figures_of([Witness(evidence, article=row["id"])], _TOPICS)
    return figure


@cache
def _figures() -> dict[str, Figure]:
    with (_DATA / "figures.tsv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: make_figure(row) for row in csv.DictReader(file, delimiter="\t")}


def _pairs() -> list[dict[str, str]]:
    with (_DATA / "figure-pairs.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _compare(pair: dict[str, str], *, turned: bool = False) -> Comparison:
    first, other = _figures()[pair["first"]], _figures()[pair["other"]]
    rates = Rates([parse_rate(pair["rate"])] if pair["rate"] else [])
    return compare_figures(*((other, first) if turned else (first, other)), _TOPICS, rates)


def _is_right(pair: dict[str, str]) -> bool:
    found = _compare(pair)
    return (
        str(found.verdict) == pair["verdict"]
        and str(found.deciding or "") == pair["deciding"]
        and found.part_exceeds_whole == bool(pair["part_exceeds"])
    )


def test_there_are_enough_pairs_of_every_verdict() -> None:
    pairs = _pairs()
    assert len({(p["first"], p["other"], p["rate"]) for p in pairs}) == len(pairs) >= 150
    assert set(Counter(p["verdict"] for p in pairs)) == {str(v) for v in Verdict}
    assert min(Counter(p["verdict"] for p in pairs).values()) >= 30


def test_labelled_pairs_come_out_right() -> None:
    """At least 95 in 100 with verdict, deciding dimension and flag."""
    wrong = [f"{p['first']} {p['other']}: {_compare(p).words}" for p in _pairs() if not _is_right(p)]
    assert len(wrong) <= 0.05 * len(_pairs()), wrong


@pytest.mark.parametrize("pair", [p for p in _pairs() if p["first"][0] == p["other"][0] == "s"], ids=str)
def test_seed_pairs_come_out_right(pair: dict[str, str]) -> None:
    assert _is_right(pair), _compare(pair).words


def test_the_order_of_a_pair_does_not_matter() -> None:
    for pair in _pairs():
        one, two = _compare(pair), _compare(pair, turned=True)
        assert (one.verdict, one.deciding, one.part_exceeds_whole) == (
            two.verdict,
            two.deciding,
            two.part_exceeds_whole,
        )
        assert one.dimensions == two.dimensions


def test_the_seed_case_is_told_with_every_dimension_and_both_sources() -> None:
    found = _compare({"first": "s1", "other": "s2", "rate": ""})
    assert found.dimensions == ("period", "scope")
    assert "do not conflict: they differ in scope" in found.words
    assert "period: 2025 against 2028" in found.words
    assert "scope: AI computing industry against smart computing power market, a part of it" in found.words
    assert "source: KPMG against nobody named" in found.words


def test_a_part_larger_than_its_whole_is_named() -> None:
    found = _compare({"first": "s2", "other": "s3", "rate": ""})
    assert "smart computing power market has up to 3.4 trillion yuan, AI industry as high as 811 billion" in (
        found.words
    )


_VALUES = st.decimals(min_value=1, max_value=999, places=1)


@given(_VALUES, _VALUES, st.sampled_from(["", "~", ">", "<", "up to"]))
def test_a_figure_agrees_with_itself_and_both_stay(one: Decimal, two: Decimal, hedge: str) -> None:
    base = {
        "id": "a",
        "subject": "Norway's drone market",
        "type": "Market",
        "metric": "marketSize",
        "unit": "EUR",
    }
    rest = {"value_max": "", "period": "2025", "status": "actual", "region": "", "scope": "", "who": ""}
    rows = [
        base | rest | {"id": i, "value": str(v * 10**9), "qualifier": hedge, "spelled": f"{v} billion euros"}
        for i, v in (("a", one), ("b", two))
    ]
    a, b = map(make_figure, rows)
    assert compare_figures(a, a, _TOPICS).verdict is Verdict.AGREES
    found = compare_figures(a, b, _TOPICS)
    assert found.verdict in (Verdict.AGREES, Verdict.CONFLICTS)
    assert (found.first, found.other) == (a, b)
    if not hedge:
        assert (found.verdict is Verdict.AGREES) == (one == two)


def test_disagreements_are_those_that_all_pairs_show() -> None:
    """The look-up by cells finds a conflict wherever comparing every pair finds one."""
    figures = sorted(_figures().values(), key=lambda f: f.order)
    every = compare_all(figures, _TOPICS)
    conflicts = [c for c in every if c.verdict is Verdict.CONFLICTS]
    found = find_disagreements(figures, _TOPICS)
    assert conflicts
    pairs = {frozenset((c.first.claim.id, c.other.claim.id)) for c in every if c.verdict is Verdict.CONFLICTS}
    told = {frozenset((c.first.claim.id, c.other.claim.id)) for c in found if c.verdict is Verdict.CONFLICTS}
    assert told <= pairs
    assert set().union(*told) <= set().union(*pairs)
    upper = {max((c.first, c.other), key=lambda f: f.reach.low).claim.id for c in conflicts}
    assert upper <= set().union(*told)
    exceeding = {frozenset((c.first.claim.id, c.other.claim.id)) for c in every if c.part_exceeds_whole}
    assert {
        frozenset((c.first.claim.id, c.other.claim.id)) for c in found if c.part_exceeds_whole
    } == exceeding


@pytest.mark.parametrize(
    "text", ["", "USD", "USD=CNY", "USD=0CNY", "USD=7.2USD", "USD=7..2CNY", "DOLLAR=7CNY"]
)
def test_a_rate_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is no rate"):
        parse_rate(text)


# ---------------------------------------------------------------------- in a store


def test_a_topic_is_compared_in_a_store(nordic: KnowledgeGraph) -> None:
    found = nordic.compare("Nordic AI market")
    assert [f.spelled for f in found.figures] == ["4 billion euros", "9 billion euros", "12.5 billion euros"]
    (conflict,) = found.of_verdict(Verdict.CONFLICTS)
    assert {conflict.first.spelled, conflict.other.spelled} == {"9 billion euros", "12.5 billion euros"}
    assert "source: Skerry Research against Northern Compute Report, Fjord Institute" in conflict.words
    assert {c.deciding for c in found.of_verdict(Verdict.NOT_COMPARABLE)} == {"status"}
    assert [c.words for c in nordic.disagreements()] == [conflict.words]


def test_only_a_metric_is_compared(nordic: KnowledgeGraph) -> None:
    assert {f.metric for f in nordic.compare("Borealis Labs", metric="funding").figures} == {"funding"}
    with pytest.raises(InputError, match="no metric"):
        nordic.compare("Borealis Labs", metric="zeal")


def test_an_unknown_name_offers_the_nearest(nordic: KnowledgeGraph) -> None:
    with pytest.raises(NotFoundError, match="did you mean 'Nordic AI market'"):
        nordic.compare("Nordik AI markt")
