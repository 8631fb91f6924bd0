"""Articles made for the tests of pages, and stores of them: small stories, hostile ones, large ones."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from kg.articles import Article, make_article
from kg.metadata import Metadata
from kg.model import Claim, Entity, Evidence, Kind, Link, Polarity, Status, TextSpan, normalise_words
from kg.store import Store

__all__ = [
    "PAYLOADS",
    "TRICKY",
    "figure",
    "hostile_store",
    "large_store",
    "relation",
    "said",
    "store_of",
    "story",
]


def relation(subject: Entity, predicate: str, obj: Entity, **more: Any) -> Claim:
    return Claim(
        kind=Kind.RELATION,
        subject=subject,
        predicate=predicate,
        object=obj,
        **{"status": Status.ACTUAL, **more},
    )


def figure(subject: Entity, metric: str, value: int, unit: str, period: str, **more: Any) -> Claim:
    return Claim(
        kind=Kind.MEASUREMENT, subject=subject, predicate="hasMeasurement", metric=metric, value=Decimal(value),
        unit=unit, period=period, **{"status": Status.ACTUAL, **more},
    )  # fmt: skip


def said(who: Entity, quote: str) -> Claim:
    return Claim(kind=Kind.STATEMENT, subject=who, predicate="states", words=normalise_words(quote))


def evidence(
    article: Article, claim: Claim, quote: str, *agents: Entity, at: int = 0, **more: Any
) -> Evidence:
    """An evidence whose words stand in the article, at the `at`-th of their places."""
    places = [m.start() for m in re.finditer(re.escape(quote), article.text)]
    start = places[at]
    links = []
    for agent in agents:
        where = article.text.index(agent.name)
        links.append(
            Link(agent=agent, span=TextSpan(start=where, end=where + len(agent.name), exact=agent.name))
        )
    return Evidence(
        claim=claim, version=article.version, span=TextSpan(start=start, end=start + len(quote), exact=quote),
        attribution=tuple(links), **{"extractor": "rules-1", "rules": ("by hand",), "confidence": 0.9, **more},
    )  # fmt: skip


def store_of(*readings: tuple[Article, list[Evidence]]) -> Store:
    store = Store()
    for article, evidences in readings:
        store.load(article, evidences, "by hand")
    return store


TRICKY = "🏔👩‍👩‍👧‍👦 “Größe” 華為技術 e\u0301 𝔘𝔫𝔦 ‘x’ 🇳🇴"
"""Code points that take two UTF-16 units, joined emoji, CJK, combining accents and curly quotes."""

ACME, NORD, ADA = (
    Entity.mint("Company", "Acme"),
    Entity.mint("Model", "Nord 🏔"),
    Entity.mint("Person", "Ada “Q” 林"),
)
MARKET, OUTLOOK = Entity.mint("Market", "robot market"), Entity.mint("Report", "The Outlook")
FJORD = Entity.mint("Organization", "Fjord Institute")


def story() -> tuple[Article, list[Evidence]]:
    """An article in which every quote stands after characters that a browser counts otherwise."""
    text = (
        f"Summit notes {TRICKY}\n\n"
        f"{TRICKY} said Acme released Nord 🏔. Later {TRICKY} Acme released Nord 🏔 again, wrote Ada “Q” 林. "
        "Nothing else happened here.\n\n"
        f"A secret sentence that no claim rests on. {TRICKY} “Small models will win 🏔”, Ada “Q” 林 said.\n\n"
        f"{TRICKY} The robot market was worth $5 million in 2024, The Outlook said 華. "
        "The robot market will be worth $9 million in 2030, The Outlook said. "
        "Acme does not use Nord 🏔. Acme plans to work with the Fjord Institute.\n\n"
        "Another paragraph in which nothing is claimed at all."
    )
    metadata = Metadata(
        title="Summit “notes” 🏔", publisher="The 北 Post", authors=("Kim",), published="2024-05-06",
        address="https://news.example/summit", language="en",
    )  # fmt: skip
    article = make_article(text, "summit", metadata)
    worth = "The robot market was worth $5 million in 2024, The Outlook said"
    evidences = [
        evidence(article, relation(ACME, "releases", NORD), "Acme released Nord 🏔", ADA, at=1),
        evidence(article, relation(ACME, "uses", NORD, polarity=Polarity.NEGATIVE), "Acme does not use Nord 🏔"),
        evidence(article, said(ADA, "Small models will win 🏔"), "“Small models will win 🏔”", ADA),
        evidence(article, figure(MARKET, "marketSize", 5_000_000, "USD", "2024"), worth, OUTLOOK),
        evidence(
            article, figure(MARKET, "marketSize", 9_000_000, "USD", "2030", status=Status.FORECAST),
            "The robot market will be worth $9 million in 2030", OUTLOOK, confidence=0.7,
        ),
        evidence(
            article, relation(ACME, "partnersWith", FJORD, status=Status.TARGET),
            "Acme plans to work with the Fjord Institute", confidence=0.65,
        ),
    ]  # fmt: skip
    return article, evidences


# ---------------------------------------------------------------------- hostile

_SCRIPT = "window.pwned=1"
_HEADS = (
    f"<script>{_SCRIPT}</script>", f"</script><script>{_SCRIPT}</script>", f"<img src=x onerror={_SCRIPT}>",
    f"<svg onload={_SCRIPT}>", f"<svg><script>{_SCRIPT}</script></svg>", f"<iframe srcdoc='<script>{_SCRIPT}</script>'>",
    f"javascript:{_SCRIPT}", f"<a href='javascript:{_SCRIPT}'>x</a>", f"<body onload={_SCRIPT}>",
    f"<details open ontoggle={_SCRIPT}>", f"<input autofocus onfocus={_SCRIPT}>", "<!--<script>", "--><script>",
    "]]><script>", f"<math><mtext><table><mglyph><style><img src=x onerror={_SCRIPT}>", "${window.pwned=1}",
    "{{constructor.constructor('window.pwned=1')()}}", "{% raw %}", "{{ ''.__class__ }}", "\u2028window.pwned=1\u2029",
    f"\\u003cscript>{_SCRIPT}</script>", f"';{_SCRIPT};'", f'";{_SCRIPT};"', f"`;{_SCRIPT};`",
    f"<base href='https://evil.example/'>{_SCRIPT}", "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>", "<object data=https://evil.example/x>",
    "<img src=https://evil.example/pixel.png>", "<form action=https://evil.example/><button autofocus>",
    "<style>@import 'https://evil.example/x.css'</style>", "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "\"><script>window.pwned=1</script>", "' onmouseover='window.pwned=1", "</title><script>window.pwned=1</script>",
    "</style><script>window.pwned=1</script>", "</textarea><script>window.pwned=1</script>", "__proto__", "constructor",
    "toString", "../../../etc/passwd", "\u202etxt.exe", "a\u0300" * 60, "data:text/html,<script>window.pwned=1</script>",
    "vbscript:msgbox(1)", "%3Cscript%3Ewindow.pwned=1%3C/script%3E", "&#x3c;script&#x3e;window.pwned=1",
    "<template><script>window.pwned=1</script></template>", "<video><source onerror=window.pwned=1>",
    "<noscript><p title='</noscript><img src=x onerror=window.pwned=1>'>",
)  # fmt: skip

PAYLOADS = (*_HEADS, *(f"x{n} {p.upper() if n % 2 else p.title()}" for n, p in enumerate(_HEADS)))
"""A hundred texts that run, fetch or break something wherever they are taken for more than text."""

assert len(PAYLOADS) == 100


def hostile_store() -> Store:
    """A store of a hundred articles; each has its payload in every field that holds words."""
    readings = []
    for n, payload in enumerate(PAYLOADS):
        who, what = Entity.mint("Person", f"{payload}"), Entity.mint("Company", f"{payload} Ltd {n}")
        market, event = (
            Entity.mint("Market", f"{payload} market {n}"),
            Entity.mint("Event", f"{payload} fair {n}"),
        )
        text = f"{payload} before. {who.name} leads {what.name} now. {market.name} was worth $5 in 2024. {payload} after."
        web = f"https://news.example/{n}?q=%22%3Cscript%3E"
        metadata = Metadata(
            title=payload, publisher=f"{payload} Post", authors=(payload,), language="en",
            sources=(payload, f"javascript:window.pwned={n}"), address=web,
        )  # fmt: skip
        article = make_article(text, f"{payload} name {n}", metadata)
        rule = re.sub(r"[]#%[]", "", payload)  # a rule's name is part of an IRI
        more = {"extractor": rule, "rules": (rule,), "event": event, "date": payload}
        value = figure(market, "marketSize", 5, "USD", "2024", scope=payload)
        evidences = [
            evidence(article, relation(who, "holdsRole", what, role=payload), f"{who.name} leads {what.name}", who, **more),
            evidence(article, value, f"{market.name} was worth $5 in 2024", what, **more),
            evidence(article, said(who, payload), f"{payload} after", who, **more),
        ]  # fmt: skip
        readings.append((article, evidences))
    return store_of(*readings)


def large_store(things: int) -> Store:
    """A store of so many things, each joined to one before it."""
    names = [Entity.mint("Company", f"Company number {n}") for n in range(things)]
    readings = []
    for first in range(1, things, 200):
        some = range(first, min(first + 200, things))
        sentences = {n: f"{names[n].name} supplies {names[n // 3].name}" for n in some}
        article = make_article(
            ". ".join(sentences.values()) + ".", f"large-{first}", Metadata(title=f"Part {first}")
        )
        found = []
        at = 0
        for n, words in sentences.items():
            span = TextSpan(start=at, end=at + len(words), exact=words)
            claim = relation(names[n], "supplies", names[n // 3])
            found.append(
                Evidence(claim=claim, version=article.version, span=span, extractor="rules-1", rules=("by hand",), confidence=0.9)
            )  # fmt: skip
            at += len(words) + 2
        readings.append((article, found))
    return store_of(*readings)
