"""Independent sources: shared chains, sources that articles name, and copied sentences."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import KnowledgeGraph
from kg.ids import hash_text
from kg.independence import Witness, count_sources, near_identical
from kg.model import Claim, Entity, Evidence, Kind, Link, TextSpan

_CLAIM = Claim(
    kind=Kind.MEASUREMENT,
    subject=Entity.mint("Market", "drone market"),
    predicate="hasMeasurement",
    metric="marketSize",
    value=Decimal(9),
    unit="EUR",
)


def _witness(
    article: str,
    *agents: Entity,
    start: int = 0,
    sentence: str = "",
    publisher: str = "",
    origins: tuple[str, ...] = (),
) -> Witness:
    evidence = Evidence(
        claim=_CLAIM,
        version=hash_text(article),
        span=TextSpan(start=start, end=start + 1, exact="9"),
        attribution=tuple(Link(agent=a, span=TextSpan(start=0, end=1, exact="x")) for a in agents),
        extractor="annotation-1",
        rules=("annotation",),
        confidence=1,
    )
    return Witness(evidence, article, publisher, origins, sentence)


def _counts(*witnesses: Witness) -> tuple[int, int]:
    found = count_sources(witnesses)
    return found.at_least, found.at_most


SKERRY = Entity.mint("Company", "Skerry Research")
FJORD = Entity.mint("Company", "Fjord Institute")
REPORT = Entity.mint("Report", "Northern Compute Report")
WIRE = "The market for drones will grow to nine billion euros within five years, analysts at the summit said"


def test_a_figure_said_three_times_of_one_report_is_one_source() -> None:
    found = count_sources(
        [_witness("a", REPORT, FJORD), _witness("a", REPORT, start=5), _witness("b", FJORD)]
    )
    assert str(found) == "3 mentions, 2 articles, 1 independent source"


def test_two_reports_are_two_sources() -> None:
    assert _counts(_witness("a", SKERRY), _witness("b", FJORD)) == (2, 2)
    assert _counts(_witness("a", SKERRY), _witness("a", FJORD, start=3)) == (2, 2)


def test_two_articles_that_name_nobody_are_one_source_or_two() -> None:
    found = count_sources([_witness("a"), _witness("b")])
    assert str(found) == "2 mentions, 2 articles, 1 to 2 independent sources"
    assert _counts(_witness("a")) == (1, 1)
    assert _counts(_witness("a"), _witness("b", SKERRY)) == (1, 2)


def test_an_article_that_repeats_itself_adds_no_source() -> None:
    assert _counts(_witness("a", SKERRY), _witness("a", start=9)) == (1, 1)
    assert _counts(_witness("a", SKERRY), _witness("a", FJORD, start=4), _witness("a", start=9)) == (2, 2)


def test_one_publisher_is_one_source_and_so_is_the_agent_of_its_name() -> None:
    paper = Entity.mint("NewsOutlet", "The Northern Ledger")
    assert _counts(_witness("a", publisher="Ledger"), _witness("b", publisher="Ledger")) == (1, 1)
    assert _counts(_witness("a", publisher="The Northern Ledger"), _witness("b", paper)) == (1, 1)


def test_an_article_based_on_another_shares_its_source() -> None:
    original = _witness("a", origins=("https://ledger.example/9", "drones boom"))
    digest = _witness("b", origins=("drones boom in short", "https://ledger.example/9"))
    assert _counts(original, digest) == (1, 1)


def test_an_event_and_anonymous_speakers_are_no_source() -> None:
    summit = Entity.mint("Conference", "Polar AI Summit")
    assert _counts(_witness("a", summit), _witness("b", summit)) == (1, 2)
    anonymous = Entity.mint("Group", "analysts")
    assert _counts(_witness("a", anonymous), _witness("b", anonymous)) == (1, 2)
    one, two = (Entity.mint("Report", "industry report", scope) for scope in "ab")
    assert _counts(_witness("a", one), _witness("b", two)) == (1, 2)


def test_nearly_the_same_sentence_is_one_source() -> None:
    other = WIRE.replace("analysts at the summit said", "according to analysts at the summit")
    assert near_identical(WIRE, other)
    assert _counts(_witness("a", sentence=WIRE), _witness("b", sentence=other)) == (1, 1)
    assert _counts(
        _witness("a", sentence=WIRE), _witness("b", sentence="Drones sold for 9 billion euros")
    ) == (
        1,
        2,
    )


def test_a_copy_of_an_attributed_sentence_has_its_source() -> None:
    assert _counts(_witness("a", SKERRY, sentence=WIRE), _witness("b", sentence=WIRE)) == (1, 1)


def test_alike_sentences_that_name_different_agents_stay_two_sources() -> None:
    assert _counts(_witness("a", SKERRY, sentence=WIRE), _witness("b", FJORD, sentence=WIRE)) == (2, 2)


def test_short_sentences_must_be_equal() -> None:
    assert near_identical("It cost nine euros", "it cost nine euros.")
    assert not near_identical("It cost nine euros", "It cost eight euros")
    assert not near_identical("", "")


_AGENTS = [None, SKERRY, FJORD, REPORT]


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from(_AGENTS), st.sampled_from(["", WIRE])), min_size=1
    ),
    st.randoms(use_true_random=False),
)
def test_counts_do_not_depend_on_order_and_stay_in_their_bounds(rows: list[tuple], random) -> None:  # type: ignore[no-untyped-def,type-arg]
    witnesses = [
        _witness(article, *([agent] if agent else []), sentence=sentence, start=n)
        for n, (article, agent, sentence) in enumerate(rows)
    ]
    found = count_sources(witnesses)
    assert 1 <= found.at_least <= found.at_most <= len({(r[0], r[1]) for r in rows})
    assert sorted(e.id for g in found.groups for e in g) == sorted(w.evidence.id for w in witnesses)
    random.shuffle(witnesses)
    again = count_sources(witnesses)
    assert (again.at_least, again.at_most) == (found.at_least, found.at_most)


def test_claims_and_trace_tell_it(nordic: KnowledgeGraph) -> None:
    traced = nordic.trace("12.5 billion")[0]
    assert traced.tally == "2 mentions, 2 articles, 1 independent source"
    (raised,) = (t for t in nordic.trace("250 million") if t.claim.value == 250_000_000)
    assert raised.tally == "2 mentions, 1 article, 1 independent source"


@pytest.mark.parametrize("n", [1, 50])
def test_many_copies_are_one_source(n: int) -> None:
    assert _counts(*(_witness(str(i), sentence=f"{WIRE} {i}") for i in range(n))) == (1, 1)
