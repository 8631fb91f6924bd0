"""Figures: money, percentages, counts, multiples and units, with their hedges, ranges and second currencies."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal

from kg.extract.fractions import find_parts
from kg.extract.units import Measure, spellings

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
        spelled: whether it is written in words alone.
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


_LARGEST_DIGITS: Final = 16
_TIME_UNIT: Final = "year|month|week|day|hour|minute|second|sec|night|quarter"
_PER: Final = re.compile(
    r"\s?/\s?(?P<slash>(?:\d+[KMB]?\s)?[A-Za-z]+(?:\s(?:input\s|output\s)?tokens)?)(?![A-Za-z])"
    r"|\sper\s(?P<per>(?:(?:million|thousand|billion|hundred|square|cubic|input|output|metric|forty-foot|twenty-foot|"
    r"American|depositary|\d{1,4}[KMB]?)\s){0,3}[A-Za-z][A-Za-z-]*)"
    r"|\s(?:a|an|each|every)\s(?P<each>share|watt|W|kWh|MWh|kilowatt-hour|megawatt-hour|user|unit|ton|tonne|barrel|"
    rf"token|gallon|pound|person|seat|vehicle|kilogram|kilo|kg|ounce|mile|kilometer|kilometre|head|pop|{_TIME_UNIT})\b"
    r"|\s(?P<ly>annually|monthly|daily|a-share|per-share|apiece)(?!\w)"
)
_PER_TIME: Final = re.compile(rf"\s(?:a|per)\s(?P<time>{_TIME_UNIT})\b")
_RANGE: Final = re.compile(r"\s?[-\u2013\u2014~]\s?|\s(?:to|and|or)\s")
_SIGN: Final = re.compile(r"[^\d\s\w]{0,3}\s?")
_LABELS: Final = frozenset(
    "phase version section level tier type class no no. nos. page part chapter article stage grade step figure table "
    "gen generation mark room gate flight route highway channel category unit series rule title version day "
    "schedule form group line category studio".split()
)
"""Nouns that a number right after them names: `phase 3`, `type 2`."""


def find_quantities(text: str, start: int, end: int, taken: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """Find the figures in `text[start:end]`, in order.

    Args:
        text: the normalised text.
        start: where to begin.
        end: where to stop.
        taken: spans that are no figures (dates, names).
    """
    blocked = sorted(taken)
    found: list[Quantity] = []
    for part in sorted(find_parts(text, start, end)):
        if not _overlaps(part.start, part.end, blocked) and (not found or part.start >= found[-1].end):
            step = Decimal("0.1") if part.kind == "percent" else Decimal(1)
            q = Quantity(
                part.start, part.end, part.value, part.kind, part.kind, step=step, spelled=part.spelled
            )
            found.append(_with_hedge(text, start, replace(q, core_end=q.end)))
    blocked = sorted([*blocked, *((q.start, q.end) for q in found)])
    at = start
    for m in spellings().number.finditer(text, start, end):
        if m.start() < at or _overlaps(m.start(), m.end(), blocked):
            continue
        read = _read_one(text, start, end, m)
        if read is None:
            continue
        q = _with_range(text, start, end, read, blocked)
        q = _with_alternative(text, end, _with_per(text, end, q))
        found.append(_with_hedge(text, start, q))
        at = q.end
    return _pair_changes(text, sorted(found, key=lambda q: q.start))


def _overlaps(a: int, b: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether `[a, b)` meets one of the spans, which are in order; they may nest a little."""
    i = bisect_left(spans, (b, 0))
    return any(a < y and x < b for x, y in spans[max(0, i - 4) : i])


# ---------------------------------------------------------------------- one figure
def _number(text: str) -> Decimal | None:
    digits = text.replace(",", "")
    return Decimal(digits) if len(digits) <= _LARGEST_DIGITS else None


def _spelled_number(text: str) -> Decimal:
    numbers = spellings().numbers
    return Decimal(sum(numbers[w] for w in re.split(r"[-\s]+", text.lower())))


def _is_code(text: str, start: int, a: int, b: int) -> bool:
    """Whether digits are part of a name or a time of day: GPT-4, 24/7, 15:59, phase 3."""
    if a - 1 > start and text[a - 1] in "-/@#_'" and text[a - 2].isalnum():
        return True
    if text[b : b + 1] in ("/", ":") and text[b + 1 : b + 2].isdigit():
        return True
    words = text[max(start, a - 14) : a].split(" ")
    return len(words) > 1 and not words[-1] and words[-2].lower() in _LABELS and b - a < 5


def _read_one(text: str, start: int, end: int, m: re.Match[str], *, ranged: bool = False) -> Quantity | None:
    """Read the figure whose number is m; None where it is part of a name or code.

    Args:
        text: the normalised text.
        start: where the figure may begin.
        end: where it must stop.
        m: the match of the number.
        ranged: whether it is the second number of a range, so that a hyphen before it is no part of a name.
    """
    t = spellings()
    a, b = m.span()
    after = t.after.match(text, b, end)
    assert after is not None
    step = Decimal(1)
    if m["num"] is not None:
        number = _number(m["num"])
        if number is None or (not ranged and _is_code(text, start, a, b) and after.end() == b):
            return None
        value = number
        if "." in m["num"]:
            step = Decimal(1).scaleb(-len(m["num"].rpartition(".")[2]))
    elif m["article"] is not None:
        value = Decimal("0.5") if m["article"].lower().startswith("half") else Decimal(1)
    else:
        value = _spelled_number(m["spelled"])
        if m["spelled"].lower() == "one" and after.end() == b:
            return None  # a pronoun
    before = t.before.search(text, max(start, a - 8), a)
    sign = before["sym"] if before is not None else None
    if (
        before is not None
        and sign
        and sign[0].isalpha()
        and before.start() > start
        and text[before.start() - 1].isalnum()
    ):
        before = None
    return _build(text, m, before, after, value, step)


_NOT_JOINED: Final = frozenset({"m", "P", "W", "x", "hp", "mi", "MP", "MB", "GB"})


def _build(
    text: str,
    m: re.Match[str],
    before: re.Match[str] | None,
    after: re.Match[str],
    value: Decimal,
    step: Decimal,
) -> Quantity | None:
    t = spellings()
    a, b = m.span()
    scale = (
        t.scales[after["scale"].lower()]
        if after["scale"]
        else t.letters[after["letter"]]
        if after["letter"]
        else 1
    )
    end, start = after.end(), before.start() if before is not None else a
    measure = Measure("", "bare")
    if before is not None:
        sign = before["sym"] or before["code"]
        measure = _local(text, a, sign, t.measure_money(sign))
        end = after.end("scale") if after["scale"] else after.end("letter") if after["letter"] else b
        end += text[end : end + 1] == "+"
    elif after["money"] or after["sign"]:
        spelling = after["money"] or after["sign"]
        measure = _local(text, a, spelling, t.measure_money(spelling))
        if spelling.lower() in ("pound", "pounds") and scale < 1000:
            measure = Measure("pounds", "weight")
    elif after["unit"]:
        measure = t.measure_unit(after["unit"])
        if after["unit"] in _NOT_JOINED and text[b : after.start("unit")].strip(" -"):
            measure, end = Measure("", "bare"), after.start("unit")
    elif after["letter"] and text[end : end + 1].isalnum():
        return None
    kind = measure.kind
    if kind == "bare" and end == b and text[b : b + 1] in ("-", "/") and text[b + 1 : b + 2].isalpha():
        return None  # `54-inch` has a unit, `10-year` is a time, the rest are names and codes
    if kind == "bare" and (after["letter"] or text[end - 1] == "+"):
        kind = "scaled"
    factor = scale * measure.factor
    return Quantity(
        start, end, value * factor, measure.unit, kind, qualifier=">" if text[end - 1] == "+" else "",
        step=step * factor, core_end=end, spelled=m["num"] is None,
    )  # fmt: skip


_NEAR_BEFORE: Final = 400
_NEAR_AFTER: Final = 200


def _local(text: str, at: int, spelling: str, measure: Measure) -> Measure:
    """Which of the currencies that share a spelling is meant: that of the place named nearest, else the usual one."""
    t = spellings()
    shared = t.shared.get(spelling) or t.shared.get(spelling.lower(), ())
    if len(shared) < 2 or spelling in ("$", "dollar", "dollars"):
        return measure
    best, distance = measure.unit, _NEAR_BEFORE + _NEAR_AFTER
    for code in shared:
        if code not in t.places:
            continue
        for m in t.places[code].finditer(text, max(0, at - _NEAR_BEFORE), at + _NEAR_AFTER):
            if abs(m.start() - at) < distance:
                best, distance = code, abs(m.start() - at)
    return replace(measure, unit=best)


# ---------------------------------------------------------------------- what stands around it
def _with_range(text: str, start: int, end: int, q: Quantity, blocked: Sequence[tuple[int, int]]) -> Quantity:
    """Join `30 to 50%`, `$5-7 billion`, `between 2% and 5%` into one; leave `from A to B` as a pair."""
    gap = _RANGE.match(text, q.end, end)
    if gap is None:
        return q
    other = _second(text, start, end, gap.end(), blocked)
    if other is None or not _is_range(
        q, other, gap.group().strip(), text[max(start, q.start - 26) : q.start].lower()
    ):
        return q
    low, step = q.value, q.step
    if not q.unit or (q.kind == "money" and q.value < other.value / 1000):
        factor = _scale_of(text, other)  # the scale stands at the end only: 5 to 7 billion
        if factor > 1 and _scale_of(text, q) == 1:
            low, step = low * factor, step * factor
    if low >= other.value and gap.group().strip() != "or":
        return q
    unit, kind = (other.unit, other.kind) if not q.unit else (q.unit, q.kind)
    return replace(
        q, end=other.end, core_end=other.end, value=low, value_max=other.value, unit=unit, kind=kind, step=step,
        spelled=q.spelled and other.spelled,
    )  # fmt: skip


def _second(text: str, start: int, end: int, at: int, blocked: Sequence[tuple[int, int]]) -> Quantity | None:
    """The figure right at a place, its sign before the number included."""
    t = spellings()
    sign = _SIGN.match(text, at)
    assert sign is not None
    m = t.number.match(text, sign.end(), end) or t.number.match(text, at, end)
    if m is None or _overlaps(m.start(), m.end(), blocked):
        return None
    other = _read_one(text, start, end, m, ranged=True)
    return other if other is not None and other.value > 0 else None


def _is_range(q: Quantity, other: Quantity, word: str, lead: str) -> bool:
    """Whether two figures are the ends of a range, from the word between them and the words before."""
    if q.unit != other.unit and other.unit and (q.unit or q.kind not in ("bare", "scaled")):
        return False
    words = lead.split()
    if word in ("and", "or"):
        return "between" in words[-3:]
    ranging = any(w in ("ranging", "ranges", "range", "ranged", "anywhere", "somewhere") for w in words[-2:])
    return word != "to" or "from" not in words[-3:] or ranging


def _scale_of(text: str, q: Quantity) -> Decimal:
    """What the scale word or letter of a figure is worth."""
    t = spellings()
    piece = text[q.start : q.end]
    for word in re.findall(r"[A-Za-z]+", piece):
        if word.lower() in t.scales:
            return t.scales[word.lower()]
    joined = re.search(r"\d([A-Za-z]{1,2})\b", piece)
    return t.letters.get(joined[1], Decimal(1)) if joined else Decimal(1)


def _with_per(text: str, end: int, q: Quantity) -> Quantity:
    """Read what it is counted for: `per kWh`, `a month`, `/1M input tokens`."""
    m = _PER.match(text, q.end, end)
    if m is None or q.kind in ("percent", "multiple"):
        return q
    if (m["slash"] and q.kind in ("bare", "scaled")) or (m["per"] == "cent"):
        return q
    per = m["slash"] or m["per"] or m["each"] or m["ly"]
    stop = m.end()
    time = _PER_TIME.match(text, stop, end) if not m["ly"] else None
    if time is not None:
        per, stop = f"{per} a {time['time']}", time.end()
    return replace(q, end=stop, per=" ".join(per.split()))


_ABOUT: Final = (
    r"(?:(?:or|about|around|roughly|approximately|some|nearly|equal\sto|equivalent\sto|=|~)\s){0,2}"
)
_OPEN: Final = re.compile(
    rf"\s?[(\[]\s?{_ABOUT}|,?\sor\s{_ABOUT}(?=[^\d\s\w]|\d)|,\s(?:about|around|roughly|some)\s(?=[^\d\s\w])"
)
_CLOSE: Final = re.compile(r"[^()\[\]]{0,30}[)\]]")
_OR_LESS: Final = re.compile(
    r"\s(?:or|and)\s(less|below|under|fewer|lower|more|above|up|higher|over|so)(?!\w)"
)
_TAILS: Final = {"more": ">", "above": ">", "up": ">", "higher": ">", "over": ">", "so": "~"}
_SAME: Final = frozenset({"money", "length", "weight", "area", "volume", "temperature", "speed"})


def _with_alternative(text: str, end: int, q: Quantity) -> Quantity:
    """Take in the same sum in a second currency or unit: `4.4 trillion yuan (US$611.1 billion)`."""
    tail = _OR_LESS.match(text, q.end, end)
    if tail is not None and not text[tail.end() : tail.end() + 6].lower().startswith(" than"):
        q = replace(q, end=tail.end(), qualifier=q.qualifier or _TAILS.get(tail[1], "up to"))
    if q.kind not in _SAME:
        return q
    gap = _OPEN.match(text, q.end, end)
    if gap is None:
        return q
    t = spellings()
    m = t.number.search(text, gap.end(), min(end, gap.end() + 8))
    if m is None or (m.start() > gap.end() and t.before.search(text, gap.end(), m.start()) is None):
        return q
    other = _read_one(text, gap.end(), end, m)
    if other is None or other.kind != q.kind or other.unit == q.unit:
        return q
    stop = other.end
    if text[gap.start() : gap.end()].strip()[:1] in ("(", "["):
        close = _CLOSE.match(text, stop)
        if close is None:
            return q
        stop = close.end()
    return replace(q, end=stop, alts=((other.value, other.unit),))


# ---------------------------------------------------------------------- hedges and changes
_WORD: Final = re.compile(r"[^\s\d~≈<>≤≥()\[\],;:\"]+|[~≈<>≤≥]=?")
_LONGEST: Final = 5


def _hedge_before(text: str, start: int, at: int) -> tuple[int, str] | None:
    """Where the hedge that ends right before a place begins, and its words; the longest one."""
    words = list(_WORD.finditer(text, max(start, at - 40), at))[-_LONGEST:]
    if not words or text[words[-1].end() : at].strip():
        return None
    hedges = spellings().hedges
    for i in range(len(words)):
        phrase = " ".join(text[words[i].start() : at].lower().split())
        if phrase in hedges and (words[i].start() == start or not text[words[i].start() - 1].isalnum()):
            return words[i].start(), phrase
    return None


def _with_hedge(text: str, start: int, q: Quantity) -> Quantity:
    """Read the words right before: `more than`, `up to`, `nearly`, `between` of a range."""
    t = spellings()
    at, qualifier, merged = q.start, q.qualifier, q.start
    if q.value_max is not None and text[max(start, at - 8) : at].lower() == "between ":
        at = merged = at - 8
    for _ in range(3):
        found = _hedge_before(text, start, at)
        if found is None:
            break
        begin, word = found
        shouted = text[begin:at].strip()
        if shouted.isupper() and len(shouted) > 1:
            break  # NEAR is a token
        meaning = t.hedges[word]
        if meaning and qualifier:
            break
        if not meaning and qualifier and word in ("a", "an", "the"):
            break
        qualifier = qualifier or meaning
        at = begin
        if word.endswith(("of", "as", "to")) or not (word in t.detached or word.endswith(("ing", "ed", "s"))):
            merged = at
    return replace(q, hedge_start=at, qualifier=qualifier, merge_start=merged)


def _pair_changes(text: str, found: list[Quantity]) -> list[Quantity]:
    """Link `from A to B`; a bare first number takes the unit of the second (`from 1 billion to 7 billion`)."""
    out = list(found)
    for i, (a, b) in enumerate(pairwise(found)):
        gap = text[a.end : b.hedge_start]
        words = gap.split()
        if len(gap) > 70 or out[i].change == "to" or "to" not in words[-4:] or "." in gap or ";" in gap:
            continue
        if "from" not in text[max(0, a.hedge_start - 40) : a.hedge_start].lower().split()[-6:]:
            continue
        unit, kind = (b.unit, b.kind) if a.kind in ("bare", "scaled") and b.unit else (a.unit, a.kind)
        if b.kind == "bare" and a.unit and a.unit != "percent":
            b = replace(b, unit=a.unit, kind=a.kind)  # noqa: PLW2901
        out[i] = replace(a, change="from", linked=b.start, unit=unit, kind=kind)
        out[i + 1] = replace(b, change="to", linked=a.start)
    return out
