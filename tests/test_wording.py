"""The same thing said in other words is the same claim: voice, currency, order of clauses, spelling of figures."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles import make_article
from kg.catalogue import load_catalogue
from kg.extractors import RuleExtractor, read
from kg.metadata import Metadata
from kg.model import Kind

FIRMS = ("Acme Corp", "Borealis Inc", "Tern Robotics", "Harbour Capital", "Kestrel Systems", "Nordlys Labs")
THINGS = ("Falcon 2 chip", "Quill 3 model", "Petrel X1 robot", "Heron 7 drone")
YEARS = ("2019", "2021", "2024")

firms = st.lists(st.sampled_from(FIRMS), min_size=2, max_size=2, unique=True)
things = st.sampled_from(THINGS)
years = st.sampled_from(YEARS)
amounts = st.integers(2, 990)


@cache
def _extractor() -> RuleExtractor:
    return RuleExtractor(load_catalogue())


def claims(text: str) -> set[tuple[object, ...]]:
    """What a text says, without whose words these are and how sure it is."""
    article = make_article(text, "a", Metadata(published="2025-06-15"))
    found = set()
    for e in read(article, _extractor())[0]:
        c = e.claim
        if e.confidence >= 0.6 and c.kind is not Kind.STATEMENT:
            thing = c.object.name if c.object else (c.metric, c.value, c.value_max, c.unit)
            found.add((c.subject.name, c.predicate, thing, c.period, c.status))
    return found


def relations(text: str) -> set[tuple[object, ...]]:
    return {c[:3] for c in claims(text) if c[1] != "hasMeasurement"}


def figures(text: str) -> set[tuple[object, ...]]:
    return {c for c in claims(text) if c[1] == "hasMeasurement"}


# ---------------------------------------------------------------------- voice
VERBS = {
    "releases": (("launched", "launched"), ("unveiled", "unveiled"), ("released", "released")),
    "develops": (("developed", "developed"), ("built", "built"), ("designed", "designed")),
}


@settings(max_examples=20)
@given(firms, things, years, st.sampled_from([(p, *v) for p, vs in VERBS.items() for v in vs]))
def test_active_and_passive(pair: list[str], thing: str, year: str, verb: tuple[str, str, str]) -> None:
    firm, (predicate, past, participle) = pair[0], verb
    name = thing.rsplit(" ", 1)[0]
    wanted = {(firm, predicate, name)}
    assert relations(f"{firm} {past} the {thing} in {year}.") >= wanted
    assert relations(f"The {thing} was {participle} by {firm} in {year}.") >= wanted
    assert relations(f"In {year}, {firm} {past} the {thing}.") >= wanted
    assert relations(f"In {year}, the {thing} was {participle} by {firm}.") >= wanted


@settings(max_examples=20)
@given(firms, years)
def test_a_purchase_in_any_order(pair: list[str], year: str) -> None:
    buyer, bought = pair
    texts = (
        f"{buyer} acquired {bought} in {year}.",
        f"{bought} was acquired by {buyer} in {year}.",
        f"In {year}, {buyer} acquired {bought}.",
        f"In {year}, {bought} was bought by {buyer}.",
    )
    assert [claims(t) for t in texts] == [{(buyer, "acquires", bought, year, "actual")}] * len(texts)


@settings(max_examples=20)
@given(firms)
def test_a_partnership_has_no_order(pair: list[str]) -> None:
    a, b = pair
    for text in (
        f"{a} has partnered with {b}.",
        f"{b} has partnered with {a}.",
        f"{a} and {b} have partnered.",
    ):
        found = relations(text)
        assert len(found) == 1
        assert {x for s, p, o in found for x in (s, o) if p == "partnersWith"} == {a, b}


# ---------------------------------------------------------------------- figures
SPELLINGS = {
    "USD": (
        "${n} million",
        "US${n} million",
        "{n} million dollars",
        "USD {n} million",
        "${n}m",
        "{n}m dollars",
    ),
    "EUR": ("€{n} million", "{n} million euros", "EUR {n} million", "€{n}m"),
    "CNY": ("{n} million yuan", "RMB {n} million", "CNY {n} million", "{n} million renminbi"),
    "GBP": ("£{n} million", "{n} million pounds", "GBP {n} million", "£{n}m"),
    "JPY": ("{n} million yen", "JPY {n} million"),
    "INR": ("₹{n} million", "{n} million rupees", "INR {n} million", "Rs {n} million"),
    "KRW": ("₩{n} million", "{n} million won", "KRW {n} million"),
}


@settings(max_examples=20)
@given(firms, amounts, years)
@pytest.mark.parametrize("unit", SPELLINGS)
def test_spellings_of_a_currency(unit: str, pair: list[str], n: int, year: str) -> None:
    found = [figures(f"{pair[0]} had revenue of {s.format(n=n)} in {year}.") for s in SPELLINGS[unit]]
    wanted = {(pair[0], "hasMeasurement", ("revenue", n * 1_000_000, None, unit), year, "actual")}
    assert found == [wanted] * len(found)


@settings(max_examples=20)
@given(firms, st.integers(2, 95), years)
def test_spellings_of_a_percentage(pair: list[str], n: int, year: str) -> None:
    shapes = ("{n}%", "{n} percent", "{n} per cent", "{n} %")
    found = [figures(f"{pair[0]}'s revenue grew {s.format(n=n)} in {year}.") for s in shapes]
    assert all(f == found[0] for f in found)
    assert {c[2] for c in found[0]} == {("revenueGrowth", n, None, "percent")} or {
        c[2][1]
        for c in found[0]  # type: ignore[index]
    } == {n}


@settings(max_examples=20)
@given(firms, st.integers(2, 95), years)
def test_falls_are_negative_in_every_wording(pair: list[str], n: int, year: str) -> None:
    texts = (
        f"{pair[0]}'s revenue fell {n}% in {year}.",
        f"{pair[0]}'s revenue declined by {n}% in {year}.",
        f"{pair[0]}'s revenue dropped {n} percent in {year}.",
        f"In {year}, {pair[0]}'s revenue shrank by {n}%.",
    )
    found = [figures(t) for t in texts]
    assert all(f == found[0] for f in found)
    assert {c[2][1] for c in found[0]} == {-n}  # type: ignore[index]


@settings(max_examples=20)
@given(firms, amounts, years)
def test_order_of_clauses_around_a_figure(pair: list[str], n: int, year: str) -> None:
    firm = pair[0]
    texts = (
        f"{firm}'s revenue reached ${n} million in {year}.",
        f"In {year}, {firm}'s revenue reached ${n} million.",
        f"{firm}’s revenue reached ${n} million in {year}.",
        f"Revenue of {firm} reached ${n} million in {year}.",
    )
    wanted = {(firm, "hasMeasurement", ("revenue", n * 1_000_000, None, "USD"), year, "actual")}
    assert [figures(t) for t in texts] == [wanted] * len(texts)


@settings(max_examples=20)
@given(firms, amounts)
def test_scales_agree(pair: list[str], n: int) -> None:
    texts = [f"{pair[0]} raised {s}." for s in (f"${n} million", f"${n},000,000", f"${n}m", f"${n}M")]
    found = [figures(t) for t in texts]
    assert all(f == found[0] for f in found)
    assert {c[2][1] for c in found[0]} == {n * 1_000_000}  # type: ignore[index]


# ---------------------------------------------------------------------- typography
@settings(max_examples=20)
@given(firms, things, years)
def test_typography_means_nothing(pair: list[str], thing: str, year: str) -> None:
    text = f'{pair[0]} launched the {thing} in {year}. "It\'s ready," said Maria Lopez, chief executive of {pair[0]}.'
    curly = text.replace(' "', " “").replace('" ', "” ").replace("'", "’")
    assert claims(curly) == claims(text)
    assert claims(text.replace(" in ", "\u00a0in ")) == claims(text)
    assert claims(text.replace(". ", ".  ")) == claims(text)


@settings(max_examples=20)
@given(firms, years)
def test_who_says_it_in_any_order(pair: list[str], year: str) -> None:
    said = f"{pair[0]} acquired {pair[1]} in {year}"
    wanted = claims(said + ".")
    assert wanted
    for text in (
        f"Fjord Institute said {said}.",
        f"{said}, Fjord Institute said.",
        f"According to Fjord Institute, {said}.",
    ):
        assert claims(text) == wanted


@settings(max_examples=20)
@given(st.permutations(FIRMS[:3]))
def test_sentences_that_do_not_refer_can_change_places(order: list[str]) -> None:
    sentences = {
        "Acme Corp": "Acme Corp launched the Falcon 2 chip in 2021.",
        "Borealis Inc": "Borealis Inc had revenue of $40 million in 2024.",
        "Tern Robotics": "Tern Robotics was acquired by Harbour Capital in 2019.",
    }
    wanted = set().union(*(claims(s) for s in sentences.values()))
    assert claims("\n\n".join(sentences[name] for name in order)) >= wanted
