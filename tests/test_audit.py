"""The arithmetic audit: what fits, what does not, and that rounding never raises an alarm."""

from __future__ import annotations

import json
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from test_comparison import make_figure

from kg.audit import audit
from kg.catalogue import load_catalogue
from kg.demo import articles_path
from kg.findings import Check, Finding, Outcome
from kg.graph import KnowledgeGraph
from kg.independence import Witness
from kg.measurements import Figure, figures_of
from kg.model import AltValue, TextSpan
from kg.topics import Topics

_TOPICS = Topics(load_catalogue())
_EMPTY = dict.fromkeys(
    ("value_max", "qualifier", "period", "status", "region", "scope", "who", "spelled", "unit", "type"), ""
)


def _figure(place: int, **fields: Any) -> Figure:
    """A figure of the one article of these tests; those of one place stand in one sentence."""
    alt = fields.pop("alt", None)
    row = _EMPTY | {"type": "Market", "unit": "EUR", "subject": "drone market", "metric": "marketSize"}
    row |= {"id": "a", **fields}
    row["spelled"] = row["spelled"] or row["value"]
    (evidence,) = make_figure(row).evidences
    start = place * 1000
    span = TextSpan(start=start, end=start + len(evidence.span.exact), exact=evidence.span.exact)
    alts = (AltValue(value=Decimal(alt[0]), unit=alt[1]),) if alt else ()
    evidence = evidence.model_copy(update={"span": span, "alt_values": alts})
    (figure,) = figures_of([Witness(evidence, fields.get("id", "a"))], _TOPICS)
    return figure


def _together(one: Any, other: Any) -> bool:
    return bool(one.version == other.version and one.span.start // 1000 == other.span.start // 1000)


def _audit(*figures: Figure, parts_of: dict[str, list[str]] | None = None) -> list[Finding]:
    return audit(figures, _TOPICS, together=_together, parts_of=parts_of)


def _level(place: int, value: str, period: str, **more: Any) -> Figure:
    return _figure(place, value=value, period=period, **more)


def _cagr(place: int, value: str, period: str, **more: Any) -> Figure:
    return _figure(
        place, value=value, period=period, metric="cagr", unit="percent", spelled=f"{value}%", **more
    )


def _growth(place: int, value: str, period: str, **more: Any) -> Figure:
    fields = {"metric": "growthRate", "unit": "percent", "spelled": f"{value}%", **more}
    return _figure(place, value=value, period=period, **fields)


# ---------------------------------------------------------------------- growth


def test_a_compound_rate_that_fits_its_levels_is_consistent() -> None:
    (found,) = _audit(
        _level(1, "509700000000", "2023", spelled="509.7 billion"),
        _level(2, "3400000000000", "2028", spelled="3.4 trillion"),
        _cagr(3, "46.3", "2023..2028"),
    )
    assert (found.check, found.outcome, round(found.value or 0, 1)) == (
        Check.GROWTH,
        Outcome.CONSISTENT,
        Decimal("46.2"),
    )
    assert "implies 46.2% a year" in found.words
    assert len(found.evidences) == 3


def test_a_compound_rate_that_does_not_fit_is_an_alarm() -> None:
    (found,) = _audit(
        _level(1, "100", "2023", spelled="100.0"),
        _level(2, "200", "2028", spelled="200.0"),
        _cagr(3, "25.1", "2023..2028"),
    )
    assert found.alarm
    assert "implies 14.9% a year, 100% in all; 25.1% stated: does not fit" in found.words


def test_a_rate_over_another_number_of_years_is_named_so() -> None:
    (found,) = _audit(
        _level(1, "100", "2023", spelled="100.0"),
        _level(2, "200", "2028", spelled="200.0"),
        _cagr(3, "18.9", "2023..2028"),
    )
    assert found.outcome is Outcome.OTHER_MEASURE
    assert "fits if 4 years are counted" in found.words


def test_the_growth_of_output_is_a_different_measure() -> None:
    levels = (
        _level(1, "213700000000", "2023", spelled="213.7 billion", who="Skerry Research"),
        _level(1, "811000000000", "2028", spelled="811 billion", who="Skerry Research", qualifier="up to"),
    )
    (found,) = _audit(*levels, _growth(2, "32.9", "2028", who="Skerry Research"))
    assert found.outcome is Outcome.OTHER_MEASURE
    assert "implies 30.6% a year, 279.5% in all; 32.9% stated: a different measure" in found.words
    other = _growth(2, "32.9", "2028", who="Skerry Research", subject="big models", type="Technology")
    implied, different = sorted(_audit(*levels, other), key=lambda f: f.outcome is Outcome.OTHER_MEASURE)
    assert implied.outcome is Outcome.IMPLIED
    assert "32.9% stated of big models: a different measure" in different.words


def test_yearly_growth_in_the_sentence_of_its_level() -> None:
    levels = _level(1, "491", "2022", spelled="491"), _level(1, "597.3", "2023")
    (fits,) = _audit(*levels, _growth(1, "21.7", "2023"))
    assert fits.outcome is Outcome.CONSISTENT
    (alarm,) = _audit(*levels, _growth(1, "31.7", "2023"))
    assert alarm.alarm
    (other,) = _audit(*levels, _growth(2, "31.7", "2023"))
    assert other.outcome is Outcome.OTHER_MEASURE


@pytest.mark.parametrize(("value", "outcome"), [("3", Outcome.CONSISTENT), ("2", Outcome.INCONSISTENT)])
def test_tripled(value: str, outcome: Outcome) -> None:
    (found,) = _audit(
        _level(1, "40", "2023", spelled="40"),
        _level(1, "123", "2024", spelled="123"),
        _growth(1, value, "2024", unit="multiple", spelled="tripled"),
    )
    assert (found.check, found.outcome) == (Check.RATIO, outcome)


def test_from_to_without_years() -> None:
    pair = _figure(1, value="1100", spelled="1,100", unit="count", metric="users")
    to = _figure(1, value="7700", spelled="from 1,100 to 7,700", unit="count", metric="users")
    (fits,) = _audit(pair, to, _growth(1, "600", "", spelled="600%"))
    assert fits.outcome is Outcome.CONSISTENT
    (alarm,) = _audit(pair, to, _growth(1, "700", "", spelled="700%"))
    assert alarm.alarm


def test_hedged_levels_raise_no_alarm() -> None:
    (found,) = _audit(
        _level(1, "100", "2023", spelled="100.0"),
        _level(2, "200", "2028", spelled="up to 200", qualifier="up to"),
        _cagr(3, "5.1", "2023..2028"),
    )
    assert found.outcome is Outcome.CONSISTENT
    assert "consistent with coarse rounding or hedges" in found.words


def _rounded(value: Decimal, digits: int) -> tuple[str, str]:
    """A positive number rounded to some digits, as a value and as an article writes it."""
    step = Decimal(1).scaleb(value.adjusted() - digits + 1)
    rounded = (value / step).to_integral_value() * step
    return format(rounded, "f"), f"{rounded.normalize():f}" if rounded.as_tuple().exponent else f"{rounded}"


@settings(max_examples=200)
@given(
    st.decimals(min_value=1, max_value=10**6, places=4),
    st.decimals(min_value=Decimal("-0.5"), max_value=3, places=5),
    st.integers(min_value=1, max_value=12),
    st.integers(min_value=1, max_value=5),
    st.integers(min_value=1, max_value=5),
    st.integers(min_value=0, max_value=2),
)
def test_rounding_never_raises_an_alarm(
    first: Decimal, rate: Decimal, years: int, digits: int, other: int, places: int
) -> None:
    with localcontext() as context:
        context.prec = 40
        last = first * (1 + rate) ** years
    assume(Decimal("0.001") < last < 10**15)
    (a, spelled_a), (b, spelled_b) = _rounded(first, digits), _rounded(last, other)
    stated = round(rate * 100, places)
    found = _audit(
        _level(1, a, "2020", spelled=spelled_a),
        _level(2, b, str(2020 + years), spelled=spelled_b),
        _cagr(3, str(stated), f"2020..{2020 + years}"),
    )
    assert [f.words for f in found if f.outcome is not Outcome.CONSISTENT] == []


@settings(max_examples=100)
@given(
    st.lists(st.decimals(min_value=1, max_value=10**4, places=3), min_size=4, max_size=4), st.integers(2, 5)
)
def test_rounded_quarters_add_up_to_their_rounded_year(quarters: list[Decimal], digits: int) -> None:
    year, spelled = _rounded(sum(quarters, Decimal(0)), digits)
    rows = [_rounded(q, digits) for q in quarters]
    found = _audit(
        *(_level(n, v, f"2024-Q{n}", spelled=w, metric="revenue") for n, (v, w) in enumerate(rows, 1)),
        _level(5, year, "2024", spelled=spelled, metric="revenue"),
    )
    assert [f.outcome for f in found] == [Outcome.CONSISTENT]


def test_quarters_that_do_not_add_up() -> None:
    (found,) = _audit(
        *(_level(n, "25.0", f"2024-Q{n}", metric="revenue") for n in (1, 2, 3, 4)),
        _level(5, "130.0", "2024", metric="revenue"),
    )
    assert found.alarm
    assert len(found.figures) == 5


# ---------------------------------------------------------------------- currencies, shares, parts


def test_rates_of_sums_in_two_currencies() -> None:
    a = _figure(
        1,
        value="4400000000000",
        unit="CNY",
        spelled="4.4 trillion yuan ($611.1 billion)",
        alt=("611100000000", "USD"),
    )
    b = _figure(2, value="1000", unit="CNY", spelled="1,000 yuan ($140.35)", alt=("140.35", "USD"))
    found = _audit(a, b)
    assert [f.outcome for f in found] == [Outcome.CONSISTENT, Outcome.IMPLIED, Outcome.IMPLIED]
    assert "7.2001 CNY per USD" in found[-1].words or "7.2001 CNY per USD" in found[1].words
    wrong = _figure(3, value="1000", unit="CNY", spelled="1,000 yuan ($14.35)", alt=("14.35", "USD"))
    assert [f.alarm for f in _audit(a, wrong)] == [True, False, False]


def test_rates_of_other_days_are_no_alarm() -> None:
    a = _figure(1, value="1005", unit="CNY", spelled="1,005 yuan ($161.0)", alt=("161", "USD"))
    b = _figure(
        1, id="b", period="2025", value="1005", unit="CNY", spelled="1,005 yuan ($139.0)", alt=("139", "USD")
    )
    assert {f.outcome for f in _audit(a, b)} == {Outcome.OTHER_MEASURE, Outcome.IMPLIED}
    c = _figure(
        1, id="b", period="2025", value="1005", unit="CNY", spelled="1,005 yuan ($13.9)", alt=("13.9", "USD")
    )
    assert any(f.alarm for f in _audit(a, c))


@pytest.mark.parametrize(("share", "outcome"), [("25", Outcome.CONSISTENT), ("35", Outcome.INCONSISTENT)])
def test_a_share_of_a_whole(share: str, outcome: Outcome) -> None:
    (found,) = _audit(
        _level(1, "10.1", "2024", subject="Tern Robotics", type="Company", metric="revenue"),
        _level(1, "40.2", "2024", subject="Borealis Labs", type="Company", metric="revenue"),
        _figure(
            1, value=share, metric="share", unit="percent", period="2024", spelled=f"{share}%", subject="Tern Robotics",
            type="Company", scope="borealis labs",
        ),
    )  # fmt: skip
    assert (found.check, found.outcome) == (Check.SHARE, outcome)


def test_market_shares_that_come_to_more_than_all() -> None:
    def held(name: str, value: str) -> Figure:
        return _figure(
            1, value=value, metric="marketShare", unit="percent", period="2024", spelled=f"{value}%", subject=name,
            type="Company", scope="drone market",
        )  # fmt: skip

    assert _audit(held("Tern Robotics", "51"), held("Borealis Labs", "49")) == []
    (found,) = _audit(held("Tern Robotics", "61"), held("Borealis Labs", "49"))
    assert found.alarm


def test_a_part_of_a_market_larger_than_the_whole_is_flagged_not_corrected() -> None:
    (found,) = _audit(
        _level(1, "509.7", "2023", subject="smart computing power market"),
        _level(2, "213.7", "2023", subject="AI industry"),
    )
    assert (found.check, found.outcome) == (Check.SUM, Outcome.OTHER_MEASURE)


@pytest.mark.parametrize(
    ("whole", "outcome"), [("30.0", Outcome.CONSISTENT), ("28.0", Outcome.INCONSISTENT), ("50.0", None)]
)
def test_parts_that_an_article_calls_parts(whole: str, outcome: Outcome | None) -> None:
    def sold(name: str, value: str) -> Figure:
        return _level(1, value, "2024", subject=name, type="Company", metric="revenue")

    one, two, all_ = (
        sold("Tern Robotics", "10.0"),
        sold("Harbour Drones", "20.0"),
        sold("Borealis Labs", whole),
    )
    parts = {all_.claim.subject.id: [one.claim.subject.id, two.claim.subject.id]}
    assert [f.outcome for f in _audit(one, two, all_, parts_of=parts)] == ([outcome] if outcome else [])


# ---------------------------------------------------------------------- in a store


@pytest.fixture(scope="module")
def digests() -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.load(articles_path() / "china-ai-industry-2028.md", articles_path() / "ai-computing-waic-2023.md")
    return graph


def test_the_seed_cases_are_found_in_the_digests_without_alarm(digests: KnowledgeGraph) -> None:
    found = digests.audit()
    assert not any(f.alarm for f in found)
    words = [f.words for f in found if f.check is Check.GROWTH]
    assert any(
        "implies 30.6% a year" in w and "32.9% stated" in w and "a different measure" in w for w in words
    )
    assert any("implies 46.2% a year" in w and "46.3% stated: consistent" in w for w in words)
    assert any("4.4 trillion yuan" in f.words and "7.2001 CNY per USD" in f.words for f in found)
    for f in found:
        assert f.evidences
        assert all(e.span.exact in digests.store.text(e.version) for e in f.evidences)


def test_findings_can_be_asked_for_in_sparql(digests: KnowledgeGraph) -> None:
    query = """SELECT ?words ?quote { GRAPH ?derived {
        ?finding a kg:Finding ; kg:outcome kg:DifferentMeasure ; schema:text ?words ; prov:wasDerivedFrom ?claim }
        GRAPH ?version { ?evidence kg:supports ?claim ; prov:wasQuotedFrom/oa:exact ?quote } }"""
    rows = digests.ask(query, derived=True).rows
    assert any("32.9" in quote for _, quote in rows)
    assert not digests.ask(query).rows
    compared = "ASK { ?c a kg:Comparison ; kg:outcome kg:DiffersInScope }"
    query = f"SELECT * {{ GRAPH <https://w3id.org/kg-receipts/derived> {{ {compared[6:-2]} }} }}"
    assert digests.ask(query, derived=True).rows


def test_derived_claims_are_written_the_same_every_time(digests: KnowledgeGraph, tmp_path: Path) -> None:
    one = digests.export_derived(tmp_path / "a.nq").read_bytes()
    assert one == digests.export_derived(tmp_path / "b.nq").read_bytes()
    assert b"wasDerivedFrom" in digests.export_derived(tmp_path / "c.ttl").read_bytes()


def test_what_follows_falls_with_its_source() -> None:
    graph = KnowledgeGraph()
    for name in ("china-ai-industry-2028.md", "ai-computing-waic-2023.md"):
        graph.load(articles_path() / name)
    alone = KnowledgeGraph()
    alone.load(articles_path() / "ai-computing-waic-2023.md")
    article = next(s["id"] for s in graph.sources() if s["name"].startswith("china"))
    graph.remove(article)
    assert json.dumps([f.as_row() for f in graph.audit()]) == json.dumps([f.as_row() for f in alone.audit()])
    graph.close()
    alone.close()
