"""Expressions of time, and the period that each means.

Relative expressions (`last year`, `on Monday`, `in June`) are resolved against the article's own date
and stay without a period where it has none. Days and weeks resolve to their month: that is how fine
the periods of claims are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

__all__ = ["Date", "find_dates"]


@dataclass(frozen=True, slots=True)
class Date:
    """An expression of time.

    Attributes:
        start: first code point, in the whole text.
        end: one past the last.
        text: as written.
        period: in the form of `kg.model.PERIOD`, or None where the text and the article's date do not say.
        relative: whether the article's date was needed.
        bound: `by` or `until` something, `since` something, or plain.
    """

    start: int
    end: int
    text: str
    period: str | None
    relative: bool = False
    bound: str = ""
    span_kind: Literal["date"] = "date"


_MONTHS: Final = {
    name: i + 1
    for i, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september "
        "sept sep|october oct|"
        "november nov|december dec".split("|")
    )
    for name in names.split()
}
_MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_YEAR: Final = r"(?:19[5-9]\d|20\d\d|21[0-4]\d)"
_ORD: Final = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "final": 4,
    "last": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
_ORDINAL: Final = "(?:first|second|third|fourth|final|1st|2nd|3rd|4th)"
_SMALL: Final = {
    w: i + 1 for i, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split())
}
_SMALL_NUM: Final = r"(?:\d{1,2}|" + "|".join(_SMALL) + ")"
_DAY: Final = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASON: Final = r"(?:spring|summer|autumn|fall|winter)"
_PART: Final = (
    r"(?:(?:the\s+)?(?:early|late|mid|beginning\s+of|start\s+of|end\s+of|middle\s+of|close\s+of"
    r"|turn\s+of)[\s-]+(?:in\s+)?)"
)
_THIS: Final = (
    r"(?:this|last|next|the\s+current|the\s+previous|the\s+past|the\s+coming|the\s+following"
    r"|the\s+same|that|the\s+prior|a)"
)

_FORMS: Final[tuple[tuple[str, str], ...]] = (
    (
        "year_range",
        (
            rf"(?P<y1>{_YEAR})(?:\s?(?:-|\u2013|\u2014|/|to|through|and|until)\s?(?P<y2>{_YEAR})"
            rf"|[-\u2013/](?P<y3>\d\d))(?!\d|[,.]\d|\s?%)"
        ),
    ),
    (
        "months_to",
        (
            rf"(?:the\s+)?(?:(?P<n>{_SMALL_NUM})[\s-]months?|(?P<unit>quarter|half(?:[\s-]year)?"
            rf"|year))\s+(?:to|ended|ending|through)\s+(?:the\s+end\s+of\s+)?(?:\d{{1,2}}\s+)?(?P<m>{_MONTH})(?:\s+\d{{1,2}}\b)?(?:,?\s+(?P<y>{_YEAR}))?"
        ),
    ),
    ("month_quarter", rf"(?:the\s+)?(?P<m>{_MONTH})(?:\s+(?P<y>{_YEAR}))?[\s-](?P<unit>quarter|half)(?!\w)"),
    ("full_year", r"(?:the\s+)?(?:full|whole)[\s-]year(?!\w)"),
    (
        "quarter",
        (
            rf"(?:the\s+)?(?:fiscal\s+)?(?P<q>{_ORDINAL})[\s-]+(?:fiscal\s+)?(?P<unit>quarter"
            rf"|half)(?:\s+(?:of\s+)?(?:(?:the\s+)?(?:fiscal|financial)\s+(?:year\s+)?"
            rf"|FY\s?)?(?P<y>{_YEAR})|\s+(?:of\s+)?(?P<rel>this\s+year|last\s+year|next\s+year"
            rf"|the\s+year))?"
        ),
    ),
    (
        "q_code",
        (
            rf"(?:Q(?P<q>[1-4])|(?P<h>H[12])|(?P<q2>[1-4])Q|(?P<h2>[12])H)(?:[\s-]+(?:of\s+"
            rf"|FY\s?)?(?P<y>{_YEAR})|\s?'?(?P<yy>\d\d)(?!\d))?(?![\w-])"
        ),
    ),
    ("y_q_code", rf"(?P<y>{_YEAR})[\s-]?Q(?P<q>[1-4])"),
    ("fiscal", rf"(?:(?:the\s+)?(?:fiscal|financial)\s+(?:year\s+)?|FY\s?-?)(?P<y>{_YEAR}|\d\d(?=\W))"),
    ("iso", rf"(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])(?:-(?P<d>0[1-9]|[12]\d|3[01]))?"),
    (
        "day_month_year",
        (
            rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?(?:-|\u2013|to|and)\s?\d{{1,2}}(?:st|nd|rd"
            rf"|th)?)?\s+(?:of\s+)?(?P<m>{_MONTH})(?:,?\s+(?P<y>{_YEAR}))?"
        ),
    ),
    (
        "month_day_year",
        (
            rf"(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?(?:-|\u2013|to"
            rf"|and)\s?\d{{1,2}}(?:st|nd|rd|th)?(?![\d%]))?(?!\d)(?:,?\s+(?P<y>{_YEAR}))?(?!\s?(?:%"
            rf"|per\b|million|billion))"
        ),
    ),
    ("month_year", rf"(?P<part>{_PART})?(?P<m>{_MONTH}),?\s+(?:of\s+)?(?P<y>{_YEAR})"),
    ("month_rel", rf"(?P<m>{_MONTH})\s+(?P<rel>this|last|next)\s+year"),
    ("rel_month", rf"(?P<rel>this|last|next|that|the\s+previous|the\s+following)\s+(?P<m>{_MONTH})(?!\w)"),
    (
        "months_of",
        (
            rf"the\s+first\s+(?P<n>{_SMALL_NUM})\s+months(?:\s+of\s+(?:(?P<y>{_YEAR})"
            rf"|(?P<rel>this\s+year|last\s+year|the\s+year)))?"
        ),
    ),
    (
        "season",
        (
            rf"(?P<rel>this|last|next)\s+(?P<s>{_SEASON})"
            rf"|(?:the\s+)?(?P<s2>{_SEASON})\s+(?:of\s+)?(?P<y>{_YEAR})"
        ),
    ),
    (
        "part_year",
        (
            rf"(?P<part>{_PART})(?:(?P<y>{_YEAR})|(?P<rel>this\s+year|last\s+year|next\s+year"
            rf"|the\s+year))"
        ),
    ),
    ("end_decade", r"(?:the\s+)?end\s+of\s+(?:the|this)\s+decade"),
    ("decade", r"(?:the\s+)?(?:next|past|last|coming|previous)\s+decade|the\s+\d{3}0s"),
    ("year_end", r"(?:the\s+)?(?:year[\s-]end|mid-?year|end\s+of\s+(?:the|this)\s+year)"),
    (
        "rel_unit",
        (
            rf"(?:early\s+|late\s+|earlier\s+|later\s+)?(?P<rel>{_THIS})\s+(?P<unit>year|quarter"
            rf"|month|week|fiscal\s+year|half)(?!\s*-|\w)"
        ),
    ),
    (
        "ago",
        (
            rf"(?:just\s+|about\s+|nearly\s+|almost\s+|some\s+)?(?P<n>{_SMALL_NUM}|a|an"
            rf"|a\s+couple\s+of|a\s+few|several)\s+(?P<unit>year|quarter|month|week|day"
            rf"|decade)s?\s+(?:ago|earlier|prior)"
        ),
    ),
    (
        "span",
        (
            rf"(?:over\s+|in\s+|for\s+|during\s+|within\s+)?the\s+(?P<rel>past|last|next|coming"
            rf"|previous)\s+(?P<n>{_SMALL_NUM}|few|several|couple\s+of)(?:\s?[-\u2013]\s?\d{{1,2}}"
            rf"|\s+to\s+\w+)?\s+(?P<unit>year|quarter|month|week|day|decade|hour)s?"
        ),
    ),
    (
        "within",
        (
            rf"(?:within|in)\s+(?:the\s+)?(?P<n>{_SMALL_NUM}|a\s+few"
            rf"|several)(?:\s?[-\u2013]\s?\d{{1,2}}|\s+to\s+\w+)?\s+(?P<unit>year|month|week"
            rf"|day)s?(?!['\w]|\s+(?:to|ended|ending|through)\s)"
        ),
    ),
    (
        "weekday",
        (
            rf"(?:(?:early|late|last|this|next|on)\s+)?(?P<day>{_DAY})(?:\s+(?:morning|afternoon"
            rf"|evening|night))?(?!\w)"
        ),
    ),
    ("today", r"(?P<word>today|yesterday|tomorrow|tonight)(?!\w)"),
    ("ytd", r"year[\s-]to[\s-]date|so\s+far\s+this\s+year"),
    ("month", rf"(?:(?P<part>{_PART}))?(?P<m>{_MONTH})(?![\w]|\s+\d)"),
    (
        "year",
        (
            rf"(?P<y>{_YEAR})(?![\d%]|[,.]\d|\s?(?:%|per\s?cent|million|billion|trillion|GPUs?|users"
            rf"|people|units|vehicles|stores|jobs|employees|customers|companies|yuan|dollars|euros)\b"
            rf"|[A-Za-z])"
        ),
    ),
)
_GROUP: Final = re.compile(r"\(\?P<(\w+)>")


def _named(name: str, body: str) -> str:
    """Make the group names of one form its own: `(?P<y>` of form `iso` becomes `(?P<iso_y>`."""
    own = _GROUP.sub(lambda m: f"(?P<{name}_{m[1]}>", body)
    return f"(?P<{name}>{own})"


_ANY: Final = re.compile("|".join(_named(name, body) for name, body in _FORMS), re.IGNORECASE)
_TRIGGER: Final = re.compile(
    r"(?:19|20|21)\d\d|[qQ]uarter|[hH]alf|Q[1-4]|[1-4]Q|H[12]|[12]H|FY|[yY]ear|[mM]onth|[wW]eek"
    r"|[a-zD]ay\b|ays\b|ecade|[sS]pring|[sS]ummer|"
    r"[aA]utumn|[fF]all\b|[wW]inter|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|onight"
    r"|omorrow|hours?\b|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
)
"""Something that every expression of time holds; the forms are tried only near one of these."""
_REACH: Final = 40
_START: Final = re.compile(r"(?<![\w$€£¥₩₹#@])[\w]")
_BOUND: Final = re.compile(
    r"(?i)\b(by|until|through|till|before|since|from|after|as\s+of)\s+(?:the\s+)?(?:year\s+"
    r"|around\s+|about\s+|at\s+least\s+)?$"
)

_AHEAD: Final = re.compile(
    r"(?i)\b(?:will|would|expect(?:s|ed)?|plans?|planned|due|scheduled|slated|set\s+to|forecasts?"
    r"|guidance|outlook|"
    r"coming|next|target(?:s|ing)?|aims?)\b[^.;:()]*$"
)
"""What says, in the same clause, that a month without a year lies ahead."""


def find_dates(text: str, start: int, end: int, published: str | None = None) -> list[Date]:
    """Find the expressions of time in `text[start:end]`, in order.

    Args:
        text: the normalised text.
        start: where to begin.
        end: where to stop.
        published: the article's own date, `2026-03-30`, `2026-03` or `2026`; None where unknown.
    """
    anchor = _anchor(published)
    return list(_scan(text, start, end, anchor))


def _anchor(published: str | None) -> date | None:
    if not published:
        return None
    m = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", published)
    if m is None:
        return None
    try:
        return date(int(m[1]), int(m[2] or 7), int(m[3] or 15))
    except ValueError:
        return None


def _starts(text: str, start: int, end: int) -> Iterator[int]:
    """Word starts near a trigger, in order, each once."""
    done = start
    for trigger in _TRIGGER.finditer(text, start, end):
        left = max(done, trigger.start() - _REACH)
        for m in _START.finditer(text, left, trigger.start() + 1):
            yield m.start()
        done = max(done, trigger.start() + 1)


def _scan(text: str, start: int, end: int, anchor: date | None) -> Iterator[Date]:
    at = start
    for a in _starts(text, start, end):
        if a < at:
            continue
        m = _ANY.match(text, a, end)
        if m is None or m.end() == a:
            continue
        b = m.end()
        form = next(n for n, _ in _FORMS if m.group(n) is not None)
        if not _stands_alone(text, a, b, form):
            continue
        at = b
        parts = {
            k.removeprefix(f"{form}_"): v
            for k, v in m.groupdict().items()
            if v is not None and k.startswith(f"{form}_")
        }
        bound = _BOUND.search(text, max(start, a - 30), a)
        word = " ".join(bound.group(1).lower().split()) if bound else ""
        ahead = _AHEAD.search(text, max(start, a - 60), a) is not None
        period, relative = _resolve(
            form, {k: v.lower() for k, v in parts.items()}, anchor, "ahead" if ahead else word
        )
        yield Date(a, b, text[a:b], period, relative, word)


def _stands_alone(text: str, a: int, b: int, form: str) -> bool:
    before = text[a - 1] if a else " "
    after = text[b] if b < len(text) else " "
    if before.isalnum() or before in "_$€£¥₩₹#@" or after.isalnum() or after == "_":
        return False
    if form == "year" and (before in "-.," or (after == "-" and b + 1 < len(text) and text[b + 1].isalpha())):
        return before == "-" and a > 1 and not text[a - 2].isalnum()
    if form in ("month", "rel_month", "month_rel") and text[a:b].split()[-1].lower().strip(".") in (
        "may",
        "march",
        "mar",
        "sep",
        "dec",
        "jan",
    ):
        word = text[a:b].split()[-1]
        return word[0].isupper() and (
            re.search(
                r"(?i)\b(?:in|by|since|until|last|this|next|from|to|late|early|mid|of|that|and|end of)"
                r"[\s-]+$",
                text[max(0, a - 12) : a],
            )
            is not None
            or form != "month"
        )
    if form == "month":
        return text[a:b].lstrip("the ").strip()[:1].isupper() or text[a:b].split()[-1][0].isupper()
    if form == "weekday":
        return text[a:b].split()[-1][0].isupper() or any(w[0].isupper() for w in text[a:b].split())
    return not (form == "rel_unit" and re.match(r"(?i)a\s", text[a:b]))


def _ym(year: int, month: int) -> str:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04d}-{month:02d}"


def _quarter(year: int, quarter: int) -> str:
    year, quarter = year + (quarter - 1) // 4, (quarter - 1) % 4 + 1
    return f"{year:04d}-Q{quarter}"


def _shift(rel: str) -> int:
    word = rel.split()[-1]
    return {"last": -1, "previous": -1, "past": -1, "prior": -1, "next": 1, "coming": 1, "following": 1}.get(
        word, 0
    )


def _small(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return {"a": 1, "an": 1}.get(word) or _SMALL.get(word)


def _resolve(form: str, p: dict[str, str], anchor: date | None, bound: str) -> tuple[str | None, bool]:
    """Period of one expression, and whether the article's date was needed for it."""
    if "y" in p and len(p["y"]) == 2:
        p["y"] = "20" + p["y"]
    if "m" in p:
        p["m"] = str(_MONTHS[p["m"].strip(".")])
    absolute = _stretch(form, p, int(p["y"])) if form in _STRETCHES and "y" in p else _absolute(form, p)
    if absolute is not None:
        return absolute, False
    if anchor is None:
        return None, True
    if form in _STRETCHES:
        return _stretch(form, p, int(_relative_month(form, p, anchor, bound)[:4])), True
    return _relative(form, p, anchor, bound), True


_STRETCHES: Final = frozenset({"months_to", "month_quarter"})


def _stretch(form: str, p: dict[str, str], year: int) -> str:
    """A run of months by its last: `the three months to March`, `the June quarter`, `the year ended May`."""
    month = int(p["m"])
    if form == "month_quarter":
        return (
            _quarter(year, (month + 2) // 3) if p["unit"] == "quarter" else f"{year}-H{1 if month < 7 else 2}"
        )
    length = (
        {"quarter": 3, "half": 6, "year": 12}.get(
            p.get("unit", "")[:7].removesuffix("-ye").removesuffix(" ye")
        )
        or _small(p.get("n", ""))
        or 1
    )
    if length == 3 and month % 3 == 0:
        return _quarter(year, month // 3)
    if length == 6 and month % 6 == 0:
        return f"{year}-H{month // 6}"
    if length == 12 and month == 12:
        return str(year)
    return f"{_ym(year, month - length + 1)}..{_ym(year, month)}"


def _absolute(form: str, p: dict[str, str]) -> str | None:
    if form == "year_range":
        y2 = p["y2"] if "y2" in p else p["y1"][:2] + p["y3"]
        return f"{p['y1']}..{y2}" if p["y1"] < y2 else None
    if "y" not in p:
        yy = p.get("yy")
        if form == "q_code" and yy:
            p["y"] = "20" + yy
        else:
            return None
    year = p["y"]
    if form in ("quarter", "q_code", "y_q_code"):
        half = p.get("h") or p.get("h2") or (str(_ORD[p["q"]]) if p.get("unit") == "half" else "")
        if half:
            return f"{year}-H{half[-1]}"
        q = p.get("q") or p.get("q2") or ""
        return f"{year}-Q{_ORD.get(q, q)}"
    if form == "months_of":
        n = _small(p["n"])
        return f"{year}-01..{year}-{n:02d}" if n and n <= 12 else year
    if "m" in p:
        return f"{year}-{int(p['m']):02d}"
    return year


def _relative(form: str, p: dict[str, str], anchor: date, bound: str) -> str | None:
    year, month = anchor.year, anchor.month
    if form in ("quarter", "q_code"):
        return _relative_quarter(p, anchor)
    if form in ("day_month_year", "month_day_year", "month", "month_rel", "rel_month"):
        return _relative_month(form, p, anchor, bound)
    if form == "months_of":
        y = year + _shift(p["rel"].split()[0]) if "rel" in p and "last" in p["rel"] else year
        n = _small(p["n"])
        return f"{y}-01..{y}-{n:02d}" if n and n <= 12 else str(y)
    if form in ("season", "part_year"):
        rel = p.get("rel", "").split()
        shift = _shift(rel[0]) if rel else 0
        if form == "season" and p.get("s") in ("fall", "autumn", "winter") and shift == -1 and month > 11:
            shift = 0
        if form == "season" and shift == -1 and p.get("s") in ("spring", "summer") and month > 9:
            shift = 0
        return str(year + shift)
    if form == "end_decade":
        return str(year // 10 * 10 + 10)
    if form in ("year_end", "ytd"):
        return str(year)
    if form == "full_year":
        return str(year - 1 if month < 4 and bound != "ahead" else year)
    if form == "rel_unit":
        return _relative_unit(p, anchor)
    if form == "ago":
        n = _small(p["n"])
        if n is None:
            return None if p["unit"] not in ("day", "week") else _ym(year, month)
        back = {
            "year": 365 * n,
            "decade": 3650 * n,
            "month": 30 * n,
            "week": 7 * n,
            "day": n,
            "quarter": 91 * n,
        }[p["unit"]]
        then = anchor - timedelta(days=back)
        return str(then.year) if p["unit"] in ("year", "decade") else _ym(then.year, then.month)
    if form == "today":
        then = anchor + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(p["word"], 0))
        return _ym(then.year, then.month)
    if form == "weekday":
        back = (anchor.weekday() - _DAYS.index(p["day"])) % 7
        then = anchor - timedelta(days=back)
        return _ym(then.year, then.month)
    return None


def _relative_quarter(p: dict[str, str], anchor: date) -> str:
    q = p.get("q") or p.get("q2") or ""
    half = p.get("h") or p.get("h2") or (str(_ORD[q]) if p.get("unit") == "half" else "")
    year = anchor.year
    rel = p.get("rel", "")
    if rel.startswith("last"):
        year -= 1
    elif rel.startswith("next"):
        year += 1
    if half:
        return f"{year}-H{half[-1]}"
    quarter = int(_ORD.get(q, 0) or q)
    if not rel and quarter > (anchor.month + 2) // 3 + 1:
        year -= 1  # `the fourth quarter` in January is last year's
    return _quarter(year, quarter)


def _relative_month(form: str, p: dict[str, str], anchor: date, bound: str) -> str:
    year, month = anchor.year, int(p["m"])
    rel = p.get("rel", "")
    if form == "month_rel":
        return _ym(year + _shift(rel), month)
    if rel in ("next", "the following"):
        return _ym(year + (1 if month <= anchor.month else 0), month)
    if rel == "this":
        return _ym(year, month)
    if bound == "ahead":
        return _ym(year + (1 if month < anchor.month else 0), month)
    if (
        month > anchor.month
        and bound not in ("by", "until", "through", "till", "before")
        and (month - anchor.month > 1 or rel == "last" or (not bound and form == "month"))
    ):
        year -= 1  # a month without a year is the latest one past
    return _ym(year, month)


def _relative_unit(p: dict[str, str], anchor: date) -> str | None:
    unit, rel = p["unit"].split()[-1], p["rel"]
    if rel in ("the same", "that"):
        return None
    shift = _shift(rel)
    if unit == "year":
        return str(anchor.year + shift)
    if unit == "quarter":
        return _quarter(anchor.year, (anchor.month + 2) // 3 + shift)
    if unit == "month":
        return _ym(anchor.year, anchor.month + shift)
    if unit == "week":
        then = anchor + timedelta(days=7 * shift)
        return _ym(then.year, then.month)
    return None
