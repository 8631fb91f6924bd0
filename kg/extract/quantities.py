"""Figures: money, percentages, counts, multiples and units, with their hedges, ranges and second currencies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Final, Literal

from kg.extract.lexicon import read_table

__all__ = ["Quantity", "find_quantities"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in the text.

    Attributes:
        start: first code point, the hedge aside.
        end: one past the last, a second currency in brackets included.
        hedge_start: first code point of the hedge (`more than`), or `start`.
        merge_start: like `hedge_start`, but a verb or an article in the hedge is left to the grammar.
        value: in the base unit; percent as 85.3.
        value_max: the other end of a range.
        unit: canonical unit, or empty for a bare number.
        kind: money, percent, count, multiple, bare, parameters, tokens, power, ...
        qualifier: `>` `<` `~` `up to`, or empty.
        per: what it is counted for (`W` in `$0.23/W`), or empty.
        alts: the same figure in other units.
        step: the precision stated: one unit of the last digit written.
        linked: start of the figure that this one changes from or to (`from A to B`), or -1.
        change: `from` or `to` in such a pair, or empty.
        core_end: one past the last code point of the figure itself.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    kind: str
    hedge_start: int = -1
    merge_start: int = -1
    value_max: Decimal | None = None
    qualifier: str = ""
    per: str = ""
    alts: tuple[tuple[Decimal, str], ...] = ()
    step: Decimal = Decimal(1)
    linked: int = -1
    change: str = ""
    core_end: int = -1
    spelled: bool = False
    span_kind: Literal["quantity"] = field(default="quantity")


_NUM: Final = r"(?:\d{1,3}(?:,\d{2,3})+|\d+)(?:\.\d+)?|\.\d+"
_TENS: Final = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES: Final = "one|two|three|four|five|six|seven|eight|nine"
_TEENS: Final = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_SPELLED: Final = rf"(?:{_TENS})(?:[-\s](?:{_ONES}))?|{_TEENS}|{_ONES}"
_LARGEST_DIGITS: Final = 16


@dataclass(frozen=True)
class _Tables:
    number: re.Pattern[str]
    after: re.Pattern[str]
    before: re.Pattern[str]
    hedge: re.Pattern[str]
    scales: dict[str, Decimal]
    letters: dict[str, Decimal]
    symbols: dict[str, str]
    words: dict[str, str]
    units: dict[str, tuple[str, str, Decimal]]
    numbers: dict[str, int]
    fractions: dict[str, int]
    multiples: dict[str, Decimal]
    hedges: dict[str, str]


def _alternatives(keys: list[str] | dict[str, object]) -> str:
    return "|".join(re.escape(k) for k in sorted(keys, key=lambda k: (-len(k), k)))


@cache
def _tables() -> _Tables:
    data = read_table("quantities")
    units = {
        s: (u["canonical"], u["kind"], Decimal(str(u.get("factor", 1)))) for u in data["unit"] for s in u["spellings"]
    }
    long_units = [s for s in units if len(s) > 3 and s.islower()]
    short_units = [s for s in units if s not in long_units]
    currency = _alternatives(data["currency_words"])
    unit = f"(?i:{_alternatives(long_units)})|{_alternatives(short_units)}"
    scale = _alternatives(data["scales"])
    letters = _alternatives(data["scale_letters"])
    after = re.compile(
        rf"(?:[\s-]?(?P<scale>(?i:{scale}))(?![A-Za-z])|(?P<letter>{letters})(?![A-Za-z]))?\+?"
        rf"(?:[\s-]?(?P<money>{currency})(?![A-Za-z])|[\s-]?(?P<unit>{unit})(?![A-Za-z]))?"
    )
    before = re.compile(rf"(?:(?P<sym>{_alternatives(data['currency_symbols'])})|\b(?P<code>{_alternatives([w for w in data['currency_words'] if w.isupper()])}))[\s]?$")
    hedge = re.compile(rf"(?i)(?:(?<!\w)(?P<hedge>{_alternatives([h for h in data['hedges'] if h[0].isalpha()])})|(?P<sign>[~≈<>≤≥]=?))\s*$")
    number = re.compile(rf"(?<![\w.])(?:(?P<num>{_NUM})|(?P<spelled>(?i:{_SPELLED}))(?![\w])|(?P<article>(?i:a|an|half\s+an?|one))(?=[\s-](?i:{scale})\b))")
    return _Tables(
        number, after, before, hedge,
        {k: Decimal(str(v)) for k, v in data["scales"].items()},
        {k: Decimal(str(v)) for k, v in data["scale_letters"].items()},
        dict(data["currency_symbols"]), dict(data["currency_words"]), units,
        dict(data["numbers"]), dict(data["fractions"]),
        {k: Decimal(str(v)) for k, v in data["multiples"].items()}, dict(data["hedges"]),
    )  # fmt: skip


_PER: Final = re.compile(
    r"\s?/\s?(?P<slash>(?:\d+[KMB]?\s)?[A-Za-z]+(?:\s(?:input|output)?\s?tokens)?)(?![A-Za-z])"
    r"|\s(?:per|a|an|each|every)[\s](?P<per>(?:million\s|thousand\s)?(?:input\s|output\s)?(?:share|watt|W|kWh|MWh|kilowatt-hour|megawatt-hour|month|year|day|week|hour|second|sec|minute|"
    r"user|unit|ton|tonne|barrel|token|tokens|gallon|person|capita|seat|vehicle|kilogram|kg|ounce|square\s(?:foot|meter|metre)|mile|kilometer|km|household))\b"
    r"|\s(?P<ly>annually|monthly|daily|a-share|per-share)(?!\w)"
)
_RANGE: Final = re.compile(r"\s?(?:-|\u2013|\u2014|~)\s?|\s(?:to|and|or)\s")
_FRACTION: Final = re.compile(
    rf"(?i)(?<!\w)(?:(?P<n>a|an|one|two|three|four|five|seven|nine)[\s-])?(?P<d>half|halves|thirds?|quarters?|fifths?|sixths?|sevenths|eighths?|tenths?)(?=\s+(?:of|the|its|their|all|as)\b)"
    rf"|(?<=\bby\s)(?:(?P<bn>a|an|one|two|three)[\s-])(?P<bd>half|thirds?|quarters?|fifths?)(?!\w)"
    rf"|(?<![\w/.])(?P<fn>\d)/(?P<fd>\d{{1,2}})(?=\s+(?:of|the)\b)"
    rf"|(?<!\w)(?P<rn>{_ONES}|ten|\d{{1,3}})\s+(?:in|out\s+of)(?:\s+every)?\s+(?P<rd>{_ONES}|ten|twenty|\d{{1,3}})(?=\s+[a-z])"
)
_MULTIPLE: Final = re.compile(r"(?i)(?<![\w-])(?:(?P<word>double|doubled|doubles|doubling|twice|twofold|two-fold|triple|tripled|triples|tripling|trebled?|thrice|threefold|three-fold|quadrupled?|quadrupling|fourfold|four-fold|quintupled?|fivefold|five-fold|sixfold|sevenfold|eightfold|ninefold|tenfold|ten-fold|halved?|halving)|(?P<num>\d+(?:\.\d+)?)-?(?:x|×|fold))(?![\w-])")


def find_quantities(text: str, start: int, end: int, taken: list[tuple[int, int]] | None = None) -> list[Quantity]:
    """Find the figures in `text[start:end]`, in order.

    Args:
        text: the normalised text.
        start: where to begin.
        end: where to stop.
        taken: spans that are no figures (dates), in order.
    """
    found: list[Quantity] = []
    blocked = list(taken or ())
    special = sorted([*_fractions(text, start, end), *_multiples(text, start, end)], key=lambda q: q.start)
    kept: list[Quantity] = []
    for q in special:
        if not _overlaps(q.start, q.end, blocked) and (not kept or q.start >= kept[-1].end):
            kept.append(_with_hedge(text, start, q))
            blocked.append((q.start, q.end))
    at = start
    for m in _tables().number.finditer(text, start, end):
        if m.start() < at or _overlaps(m.start(), m.end(), blocked):
            continue
        q = _read_one(text, start, end, m)
        if q is None:
            continue
        q = _with_range(text, start, end, q, blocked)
        q = _with_alternative(text, end, _with_per(text, end, q))
        found.append(_with_hedge(text, start, q))
        at = q.end
    return _pair_changes(text, sorted([*found, *kept], key=lambda q: q.start))


def _overlaps(a: int, b: int, spans: list[tuple[int, int]]) -> bool:
    return any(a < y and x < b for x, y in spans)


def _fractions(text: str, start: int, end: int) -> Iterator[Quantity]:
    t = _tables()
    for m in _FRACTION.finditer(text, start, end):
        if m["bd"]:
            top = 1 if m["bn"].lower() in ("a", "an") else t.numbers[m["bn"].lower()]
            bottom = t.fractions[m["bd"].lower()]
        elif m["d"]:
            if m["n"] is None and not m["d"].lower().startswith("half"):
                continue
            top = 1 if m["n"] is None or m["n"].lower() in ("a", "an") else t.numbers[m["n"].lower()]
            bottom = t.fractions[m["d"].lower()]
            if m["d"].lower() == "quarter" and m["n"] in ("a", "one") and not re.match(r"\s+of\s", text[m.end() : m.end() + 5]):
                continue
        elif m["fn"]:
            top, bottom = int(m["fn"]), int(m["fd"])
        else:
            top, bottom = (int(x) if x.isdigit() else t.numbers[x.lower()] for x in (m["rn"], m["rd"]))
        if not 0 < top < bottom:
            continue
        value = (Decimal(100) * top / bottom).quantize(Decimal("0.1"))
        yield Quantity(m.start(), m.end(), value, "percent", "percent", step=Decimal("0.1"), spelled=True, core_end=m.end())


def _multiples(text: str, start: int, end: int) -> Iterator[Quantity]:
    t = _tables()
    for m in _MULTIPLE.finditer(text, start, end):
        value = Decimal(m["num"]) if m["num"] else t.multiples.get(m["word"].lower().replace("-", ""))
        if value is not None:
            yield Quantity(m.start(), m.end(), value, "multiple", "multiple", spelled=m["num"] is None, core_end=m.end())


def _number(text: str) -> Decimal | None:
    digits = text.replace(",", "")
    return Decimal(digits) if len(digits) <= _LARGEST_DIGITS else None


def _spelled_number(text: str) -> Decimal:
    numbers = _tables().numbers
    return Decimal(sum(numbers[w] for w in re.split(r"[-\s]+", text.lower())))


def _read_one(text: str, start: int, end: int, m: re.Match[str], *, ranged: bool = False) -> Quantity | None:
    """Read the figure whose number is m; None where it is part of a name or code.

    Args:
        text: the normalised text.
        start: where the figure may begin.
        end: where it must stop.
        m: the match of the number.
        ranged: whether it is the second number of a range, so that a hyphen before it is no part of a name.
    """
    t = _tables()
    a, b = m.span()
    step = Decimal(1)
    if m["num"] is not None:
        if not ranged and a > start and text[a - 1] in "-/@#_'" and a - 1 > start and text[a - 2].isalnum():
            return None  # GPT-4
        if text[b : b + 1] in ("/", ":") and text[b + 1 : b + 2].isdigit():
            return None  # 24/7, 15:59
        value = _number(m["num"])
        if value is None:
            return None
        if "." in m["num"]:
            step = Decimal(1).scaleb(-len(m["num"].rpartition(".")[2]))
    elif m["article"] is not None:
        value = Decimal("0.5") if m["article"].lower().startswith("half") else Decimal(1)
    else:
        value = _spelled_number(m["spelled"])
    before = t.before.search(text, max(start, a - 8), a)
    after = t.after.match(text, b, end)
    assert after is not None
    if m["spelled"] is not None and m["spelled"].lower() == "one" and not (after["scale"] or after["money"] or after["unit"]):
        return None  # a pronoun
    if before is not None and before["sym"] is not None and before["sym"][0].isalpha() and before.start() > start and text[before.start() - 1].isalnum():
        before = None
    return _build(text, m, before, after, value, step)


def _build(text: str, m: re.Match[str], before: re.Match[str] | None, after: re.Match[str], value: Decimal, step: Decimal) -> Quantity | None:
    t = _tables()
    a, b = m.span()
    spelled = m["num"] is None
    scale = t.scales[after["scale"].lower()] if after["scale"] else t.letters[after["letter"]] if after["letter"] else Decimal(1)
    end = after.end()
    start = before.start() if before is not None else a
    unit, kind = "", "bare"
    if before is not None:
        unit, kind = (t.symbols[before["sym"]] if before["sym"] else t.words[before["code"]]), "money"
        end = after.end("scale") if after["scale"] else after.end("letter") if after["letter"] else b
        if text[end : end + 1] == "+":
            end += 1
    elif after["money"]:
        unit, kind = t.words[after["money"]], "money"
    elif after["unit"]:
        spelling = after["unit"]
        found = t.units.get(spelling) or t.units[spelling.lower()]
        unit, kind, factor = found
        scale *= factor
        if spelling in ("m", "P", "W", "x", "hp", "mi", "MP", "MB", "GB") and text[b : after.start("unit")].strip():
            unit, kind = "", "bare"
            end = after.start("unit")
    elif after["letter"] and text[end : end + 1].isalnum():
        return None
    if kind == "bare" and not after["scale"] and not after["letter"] and b < len(text) and text[b] in "-/" and text[b + 1 : b + 2].isalpha():
        return None if not spelled else None
    value, step = value * scale, step * scale
    if kind == "bare" and (after["letter"] or text[end - 1] == "+"):
        kind = "scaled"
    qualifier = ">" if text[end - 1] == "+" else ""
    return Quantity(start, end, value, unit, kind, qualifier=qualifier, step=step, core_end=end, spelled=spelled)


def _with_range(text: str, start: int, end: int, q: Quantity, blocked: list[tuple[int, int]]) -> Quantity:
    """Join `30 to 50%`, `$5-7 billion`, `between 2% and 5%` into one; leave `from A to B` as a pair."""
    t = _tables()
    gap = _RANGE.match(text, q.end, end)
    if gap is None:
        return q
    word = gap.group().strip()
    sym = re.compile(r"[^\d\s\w]{0,3}\s?").match(text, gap.end())
    assert sym is not None
    m = t.number.match(text, sym.end(), end) or t.number.match(text, gap.end(), end)
    if m is None or _overlaps(m.start(), m.end(), blocked):
        return q
    other = _read_one(text, start, end, m, ranged=True)
    if other is None or other.value <= 0:
        return q
    lead = text[max(start, q.start - 26) : q.start].lower()
    between = re.search(r"\bbetween\s+(?:\w+\s+){0,2}$", lead) is not None
    ranging = re.search(r"\b(?:rang(?:ing|es?|ed)|anywhere|somewhere)\s+(?:from\s+)?$", lead) is not None
    if word in ("and", "or") and not between:
        return q
    if word == "to" and re.search(r"\bfrom\s+(?:\w+\s+){0,2}$", lead) and not ranging:
        return q
    same = q.unit == other.unit or (not q.unit and q.kind in ("bare", "scaled")) or not other.unit
    if not same:
        return q
    low, step = q.value, q.step
    if not q.unit or (q.kind == "money" and q.value < other.value / 1000):
        # the scale stands at the end only: 5 to 7 billion
        factor = _scale_of(text, other)
        if factor > 1 and _scale_of(text, q) == 1:
            low, step = low * factor, step * factor
    unit, kind = (other.unit, other.kind) if not q.unit else (q.unit, q.kind)
    if low >= other.value and word != "or":
        return q
    return replace(q, end=other.end, core_end=other.end, value=low, value_max=other.value, unit=unit, kind=kind, step=step, spelled=q.spelled and other.spelled)


def _scale_of(text: str, q: Quantity) -> Decimal:
    t = _tables()
    m = re.search(r"[\s\d-]([A-Za-z]+)\+?(?:\s[A-Za-z%.]+){0,3}$", text[q.start : q.end])
    words = re.findall(r"[A-Za-z]+", text[q.start : q.end])
    for w in words:
        if w.lower() in t.scales:
            return t.scales[w.lower()]
    return t.letters.get(m[1], Decimal(1)) if m else Decimal(1)


def _with_per(text: str, end: int, q: Quantity) -> Quantity:
    m = _PER.match(text, q.end, end)
    if m is None or q.kind in ("percent", "multiple"):
        return q
    per = m["slash"] or m["per"] or m["ly"]
    if m["slash"] and q.kind in ("bare", "scaled"):
        return q
    return replace(q, end=m.end(), per=" ".join(per.split()))


_OPEN: Final = re.compile(r"\s?[(\[]\s?(?:(?:or|about|around|roughly|approximately|some|nearly|equal\s+to|equivalent\s+to|=|~)\s+){0,2}|,?\s+or\s+(?:(?:about|around|roughly|approximately|nearly)\s+)?(?=[^\d\s\w]|\d)")


_OR_LESS: Final = re.compile(r"\s(?:or|and)\s(less|below|under|fewer|lower|more|above|up|higher|over)(?!\w)")


def _with_alternative(text: str, end: int, q: Quantity) -> Quantity:
    """Take in the same sum in a second currency: `4.4 trillion yuan (US$611.1 billion)`."""
    if q.kind != "money":
        return q
    tail = _OR_LESS.match(text, q.end, end)
    if tail is not None:
        meaning = "up to" if tail[1] in ("less", "below", "under", "fewer", "lower") else ">"
        q = replace(q, end=tail.end(), qualifier=q.qualifier or meaning)
    gap = _OPEN.match(text, q.end, end)
    if gap is None:
        return q
    t = _tables()
    m = t.number.search(text, gap.end(), min(end, gap.end() + 8))
    if m is None or (m.start() > gap.end() and t.before.search(text, gap.end(), m.start()) is None):
        return q
    other = _read_one(text, gap.end(), end, m)
    if other is None or other.kind != "money" or other.unit == q.unit:
        return q
    stop = other.end
    if text[gap.start() : gap.end()].strip()[:1] in ("(", "["):
        close = re.compile(r"[^()\[\]]{0,30}[)\]]").match(text, stop)
        if close is None:
            return q
        stop = close.end()
    return replace(q, end=stop, alts=((other.value, other.unit),))


def _with_hedge(text: str, start: int, q: Quantity) -> Quantity:
    """Read the words right before: `more than`, `up to`, `nearly`."""
    t = _tables()
    at, qualifier, merged = q.start, q.qualifier, q.start
    for _ in range(3):
        m = t.hedge.search(text, max(start, at - 28), at)
        if m is None or m.end() != at:
            break
        if m["hedge"] and m["hedge"].isupper() and len(m["hedge"]) > 1:
            break  # NEAR is a token
        word = " ".join((m["hedge"] or m["sign"]).lower().split())
        meaning = t.hedges.get(word, "")
        if word in ("a", "an", "the", "top", "tops", "some", "near", "past") and meaning == "" and qualifier:
            break
        if meaning and not qualifier:
            qualifier = meaning
        elif meaning and qualifier and word not in ("just", "only"):
            break
        at = m.start()
        if word not in _LEFT_OUT and not word.endswith(("ing", "ed", "s")):
            merged = at
        elif word.endswith(("of", "as", "to")):
            merged = at
    return replace(q, hedge_start=at, qualifier=qualifier, merge_start=merged)


_LEFT_OUT: Final = frozenset({"a", "an", "the", "top", "exceed", "surpass", "past", "or so", "passed", "just", "only"})


_FROM: Final = re.compile(r"(?i)\b(?:from|versus|vs\.?|compared\s+(?:with|to)|against)\s+(?:[\w'-]+\s+){0,4}$")
_TO: Final = re.compile(r"(?i)^[^.;]{0,60}?\bto\s+(?:[\w'-]+\s+){0,3}$")


def _pair_changes(text: str, found: list[Quantity]) -> list[Quantity]:
    """Link `from A to B`; a bare first number takes the unit of the second (`from 1 billion to 7 billion`)."""
    out = list(found)
    for i, (a, b) in enumerate(zip(out, out[1:], strict=False)):
        if b.hedge_start - a.end > 70 or a.change == "to":
            continue
        lead = text[max(0, a.hedge_start - 40) : a.hedge_start]
        if not re.search(r"(?i)\bfrom\s+(?:(?:an?|the|its|some|about|around|just|only|roughly)\s+){0,3}(?:[\w-]+\s+){0,2}$", lead):
            continue
        if not _TO.match(text[a.end : b.hedge_start]):
            continue
        unit, kind = (b.unit, b.kind) if a.kind in ("bare", "scaled") and b.unit else (a.unit, a.kind)
        if b.kind in ("bare",) and a.unit and a.unit != "percent" and not b.unit:
            b = replace(b, unit=a.unit, kind=a.kind)
        out[i] = replace(a, change="from", linked=b.start, unit=unit, kind=kind)
        out[i + 1] = replace(b, change="to", linked=a.start)
    return out
