"""Made-up articles with claims: skewed as news are, the same for one seed, each read off its sentence.

A few markets and publishers have most of the claims, most have few. One sentence in six repeats what an
earlier article said, one article in twenty is another's text word for word at another address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from random import Random

from kg.articles import Article, make_article
from kg.metadata import Metadata
from kg.model import Claim, Entity, Evidence, Kind, Link, Status, TextSpan, normalise_words

SENTENCES = 20
"""In an article, on average; each makes one claim."""

REPEATED = 1 / 6
"""Share of sentences that say what another article said."""

SYNDICATED = 1 / 20
"""Share of articles whose text stands at two addresses."""

_RELATIONS = (
    ("develops", "{a} develops {b}"),
    ("releases", "{a} released {b}"),
    ("partnersWith", "{a} works together with {b}"),
    ("invests", "{a} invested in {b}"),
    ("uses", "{a} uses {b}"),
    ("supplies", "{a} supplies {b}"),
    ("competesWith", "{a} competes with {b}"),
    ("acquires", "{a} acquired {b}"),
)
_METRICS = (
    ("marketSize", "USD", "{m} was worth ${v} in {y}", 1_000_000),
    ("marketSize", "EUR", "{m} will reach {v} euros by {y}", 1_000_000),
    ("revenue", "USD", "revenue in {m} came to ${v} in {y}", 1_000_000),
    ("growthRate", "percent", "{m} grew by {v} percent in {y}", 1),
    ("shipments", "count", "{v} units were shipped in {m} in {y}", 1),
)
_ADJECTIVES = (
    "Nordic",
    "Baltic",
    "Alpine",
    "Pacific",
    "Iberian",
    "Andean",
    "Celtic",
    "Gulf",
    "Delta",
    "Polar",
)
_THINGS = ("drone", "chip", "robot", "cloud", "sensor", "battery", "model", "server", "camera", "laser")
_FIRMS = ("Labs", "Systems", "Robotics", "Dynamics", "Networks", "Works")
_SYLLABLES = ("bor", "ea", "lis", "ten", "ra", "mo", "vik", "sul", "dar", "ne", "ko", "fen")


def _name(n: int, tail: str) -> str:
    syllables, rest = [], n
    for _ in range(4):
        rest, digit = divmod(rest, len(_SYLLABLES))
        syllables.append(_SYLLABLES[digit])
    return "".join(syllables).capitalize() + tail


@dataclass(frozen=True)
class _Skewed:
    """Things of which the first is drawn most often: the n-th with a weight of 1 / (n + 2)."""

    things: tuple[Entity, ...]
    weights: tuple[float, ...]

    @classmethod
    def of(cls, things: list[Entity]) -> _Skewed:
        return cls(tuple(things), tuple(accumulate(1 / (n + 2) for n in range(len(things)))))

    def draw(self, random: Random) -> Entity:
        return random.choices(self.things, cum_weights=self.weights)[0]


class World:
    """The things that the articles are about.

    Args:
        claims: about how many different claims the articles will make in all.
        seed: another seed gives other articles.
    """

    def __init__(self, claims: int, seed: int = 5) -> None:
        self.seed = seed
        self.articles = max(1, round(claims / (SENTENCES * (1 - REPEATED) * 0.985)))
        few = max(20, claims // 2000)
        self.markets = _Skewed.of(
            [
                Entity.mint("Market", f"{_ADJECTIVES[n % 10]} {_THINGS[n // 10 % 10]} market {n}")
                for n in range(few)
            ]
        )
        self.firms = _Skewed.of(
            [
                Entity.mint("Company", f"{_name(n, '')} {_FIRMS[n % 6]}")
                for n in range(max(100, claims // 100))
            ]
        )
        self.people = [Entity.mint("Person", f"{_name(n, '')} {_name(n * 7 + 3, 'sen')}") for n in range(500)]
        self.reports = [
            Entity.mint("Report", f"{_ADJECTIVES[n % 10]} Outlook {2000 + n}") for n in range(100)
        ]
        self.publishers = [f"The {_name(n, '')} Post" for n in range(200)]
        self._popular = tuple(accumulate(1 / (n + 1) for n in range(200)))

    def read(self) -> Iterator[tuple[Article, list[Evidence]]]:
        """All articles in order, each with its evidences."""
        for n in range(self.articles):
            copied = n > 20 and Random(f"{self.seed} copy {n}").random() < SYNDICATED
            yield self.article(n, n - 1 - n % 17 if copied else n)

    def article(self, n: int, text_of: int | None = None) -> tuple[Article, list[Evidence]]:
        """The n-th article, or one with its address and publisher and the text of another."""
        head, random = (
            Random(f"{self.seed} head {n}"),
            Random(f"{self.seed} {n if text_of is None else text_of}"),
        )
        year, month, day = head.randint(2022, 2026), head.randint(1, 12), head.randint(1, 28)
        metadata = Metadata(
            title=f"What happened on day {n}",
            publisher=head.choices(self.publishers, cum_weights=self._popular)[0],
            published=f"{year}-{month:02}-{day:02}",
            address=f"https://news.example/{n}",
        )
        made = [self._sentence(random) for _ in range(random.randint(SENTENCES // 2, SENTENCES * 3 // 2))]
        article = make_article(" ".join(words + "." for words, *_ in made), f"article-{n}", metadata)
        return article, list(self._evidences(article, made))

    def _evidences(
        self, article: Article, made: list[tuple[str, Claim, Entity | None]]
    ) -> Iterator[Evidence]:
        at, seen = 0, set()
        for words, claim, speaker in made:
            quote = TextSpan(start=at, end=at + len(words), exact=words)
            links = ()
            if speaker is not None:
                where = at + words.index(speaker.name)
                name = TextSpan(start=where, end=where + len(speaker.name), exact=speaker.name)
                links = (Link(agent=speaker, span=name),)
            at += len(words) + 2
            evidence = Evidence(
                claim=claim, version=article.version, span=quote, attribution=links, extractor="rules-1",
                rules=("synthetic",), confidence=(0.55, 0.7, 0.85, 0.9)[len(words) % 4],
            )  # fmt: skip
            if evidence.id not in seen:
                seen.add(evidence.id)
                yield evidence

    def _sentence(self, random: Random) -> tuple[str, Claim, Entity | None]:
        if random.random() < REPEATED:  # one of a pool that all articles draw from
            random = Random(f"{self.seed} pool {int(random.expovariate(1 / (self.articles / 5 + 5)))}")
            random.random()
        kind = random.random()
        if kind < 0.4:
            return self._figure(random)
        if kind < 0.9:
            a, b = self.firms.draw(random), self.firms.draw(random)
            if a.id == b.id:
                b = self.people[random.randrange(len(self.people))]
            predicate, pattern = random.choice(_RELATIONS)
            status = Status.TARGET if random.random() < 0.1 else Status.ACTUAL
            words = pattern.format(a=a.name, b=b.name) + f" in {(period := str(random.randint(2018, 2026)))}"
            return (
                words,
                Claim(
                    kind=Kind.RELATION, subject=a, predicate=predicate, object=b, period=period, status=status
                ),
                None,
            )
        who, what = random.choice(self.people), self.markets.draw(random)
        said = f"{what.name} is worth {random.randint(100, 99_999)} hours of thought"
        words = f"{who.name} said that {said}"
        return (
            words,
            Claim(kind=Kind.STATEMENT, subject=who, predicate="states", words=normalise_words(words)),
            who,
        )

    def _figure(self, random: Random) -> tuple[str, Claim, Entity | None]:
        market, (metric, unit, pattern, scale) = self.markets.draw(random), random.choice(_METRICS)
        year = str(random.randint(2018, 2030))
        value = Decimal(random.randint(10, 99_999)) / (10 if unit != "count" else 1)
        shown = f"{value} million" if scale > 1 else f"{value:,}" if unit == "count" else str(value)
        words = pattern.format(m=f"the {market.name}", v=shown, y=year)
        report = random.choice(self.reports) if random.random() < 0.5 else None
        if report is not None:
            words += f", according to the {report.name}"
        past = Status.ACTUAL if report is None else Status.ESTIMATE
        status = Status.FORECAST if int(year) > 2026 else past
        claim = Claim(
            kind=Kind.MEASUREMENT, subject=market, predicate="hasMeasurement", metric=metric,
            value=value * scale, unit=unit, period=year, status=status,
        )  # fmt: skip
        return words, claim, report
