"""How comparison, audit and the counting of sources grow with the number of claims.

    python benchmarks/meaning.py [CLAIMS]

Makes synthetic measurements of many markets, in articles of five figures each: levels of two years, the rate
between them, sums in two currencies, and figures that other articles repeat or contradict. Prints seconds of
the processor for a quarter, a half and all of them, and the factor from each to the next; 2 is linear, 2.2 is
n log n at this size.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from random import Random
from time import process_time

from kg.audit import audit
from kg.catalogue import load_catalogue
from kg.dossier import find_disagreements
from kg.ids import hash_text
from kg.independence import Witness, count_sources
from kg.measurements import Figure, figures_of
from kg.model import AltValue, Claim, Entity, Evidence, Kind, Link, Status, TextSpan
from kg.rates import Rates, stated_rates
from kg.topics import Topics

_FIRMS = [Entity.mint("ResearchFirm", f"Research firm {n}") for n in range(200)]


def make_witnesses(claims: int, seed: int = 7) -> list[Witness]:
    """Measurements with where they stand: five to a market and article, one in four said again elsewhere."""
    random = Random(seed)
    found: list[Witness] = []
    article = 0
    while len(found) < claims:
        article += 1
        version = hash_text(f"article {article}")
        market = Entity.mint("Market", f"drone market {random.randrange(max(1, claims // 8))}")
        base = random.randint(10, 9999)
        rate = random.randint(1, 60)
        last = round(base * (1 + rate / 100) ** 5)
        firm = random.choice(_FIRMS) if random.random() < 0.7 else None
        rows = [
            ("marketSize", base, "2023", Status.ACTUAL, f"{base:,} million euros"),
            ("marketSize", last, "2028", Status.FORECAST, f"{last:,} million euros"),
            ("cagr", rate, "2023..2028", Status.FORECAST, f"{rate}%"),
            ("shipments", base * 7, "2023", Status.ACTUAL, f"{base * 7:,} units"),
            ("revenue", base * 2, "2024", Status.ACTUAL, f"{base * 2:,} million euros"),
        ]
        for n, (metric, value, period, status, spelled) in enumerate(rows):
            unit = "percent" if metric == "cagr" else "count" if metric == "shipments" else "EUR"
            scale = 10**6 if unit == "EUR" else 1
            sentence = f"The {market.name} stood at {spelled} in {period}, says article {article}"
            claim = Claim(
                kind=Kind.MEASUREMENT, subject=market, predicate="hasMeasurement", metric=metric,
                value=Decimal(value * scale), unit=unit, period=period, status=status,
            )  # fmt: skip
            span = TextSpan(start=200 * n, end=200 * n + len(spelled), exact=spelled)
            alt = (
                (AltValue(value=Decimal(value) * scale * Decimal("1.1"), unit="USD"),)
                if unit == "EUR"
                else ()
            )
            links = (Link(agent=firm, span=span),) if firm else ()
            evidence = Evidence(
                claim=claim, version=version, span=span, attribution=links, alt_values=alt,
                extractor="synthetic-1", rules=("synthetic",), confidence=1,
            )  # fmt: skip
            found.append(Witness(evidence, f"a{article}", f"Paper {article % 300}", (), sentence))
            if random.random() < 0.25:
                copy = evidence.model_copy(update={"version": hash_text(f"copy {article} {n}")})
                found.append(Witness(copy, f"c{article}-{n}", f"Paper {n}", (), sentence))
    return found[:claims]


def _timed(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def measure(claims: int) -> dict[str, float]:
    """CPU seconds for each part of the work over so many claims."""
    topics = Topics(load_catalogue())
    witnesses = make_witnesses(claims)
    figures: list[Figure] = []
    rates = Rates()
    seconds = {"reading topics and figures": _timed(lambda: figures.extend(figures_of(witnesses, topics)))}
    seconds["rates that articles state"] = _timed(lambda: stated_rates(figures))
    seconds["independent sources"] = _timed(lambda: [count_sources(f.witnesses) for f in figures])
    seconds["disagreements"] = _timed(lambda: find_disagreements(figures, topics, rates))
    seconds["audit"] = _timed(lambda: audit(figures, topics))
    return seconds


def main(claims: int) -> None:
    sizes = [claims // 4, claims // 2, claims]
    measured = [measure(n) for n in sizes]
    print(f"{'':28}" + "".join(f"{n:>12,}" for n in sizes) + f"{'factors':>16}")
    for part in measured[0]:
        row = [m[part] for m in measured]
        factors = [f"{b / a:.1f}" if a else "-" for a, b in pairwise(row)]
        print(f"{part:28}" + "".join(f"{s:>11.2f}s" for s in row) + f"{' '.join(factors):>16}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
