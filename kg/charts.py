"""Charts of figures over the years they are about: who says what, actual and foreseen, each point a sentence.

Levels of one unit share an axis. A line joins what one source says of one topic; it is solid up to an actual
figure and dashed up to one that is foreseen. The same figures give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kg.errors import InputError, MissingExtraError, NotFoundError
from kg.ids import claim_iri
from kg.measurements import Figure
from kg.model import Status

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_chart"]

_COLOURS: Final = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6a3d9a", "#8c510a", "#444444",
    "#b2182b",
)  # fmt: skip
"""After M. Okabe and K. Ito, Color Universal Design (2008): told apart with every kind of colour vision."""

_MARKS: Final = "osD^vP*X"
_SCALES: Final = ((1e12, "trillion "), (1e9, "billion "), (1e6, "million "), (1.0, ""))
_MOST_UNITS: Final = 3
_WIDE: Final = 50
"""From this ratio of the largest to the smallest level on, the axis is logarithmic."""

_HEAD: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; color: #222 }}
body {{ margin: 2rem auto; padding: 0 1rem }}
svg {{ width: 100%; height: auto }}
li {{ margin: .6rem 0 }}
li:target {{ background: #fff3c4 }}
small {{ color: #555 }}
</style>
</head>
<body>
<h1>{title}</h1>
{chart}
<h2>The sentences behind the points</h2>
<ol>
"""


def draw_chart(figures: Sequence[Figure], title: str, suffix: str) -> str:
    """Draw figures as an SVG picture, or as an HTML page with the picture and the sentences.

    Args:
        figures: of any kind; levels that have a year are drawn.
        title: what they are about.
        suffix: `.svg` or `.html`. A point links to the article's own page, in a picture, or to its sentence
            below, in a page.

    Raises:
        InputError: the suffix is another.
        NotFoundError: none of the figures can be drawn.
        MissingExtraError: matplotlib is not installed.
    """
    if suffix not in (".svg", ".html"):
        raise InputError(f"no chart can be written as '{suffix}'", fix="name a file .svg or .html")
    levels = [f for f in figures if f.stretch is not None and f.unit not in ("percent", "multiple")]
    if not levels:
        raise NotFoundError("no levels with a year to draw", place=title, fix="see them with: kg compare")
    picture = _draw(levels, title, page=suffix == ".html")
    return picture if suffix == ".svg" else _page(levels, title, picture)


def _draw(levels: Sequence[Figure], title: str, *, page: bool) -> str:
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure as Canvas
    except ImportError:
        raise MissingExtraError.of("chart", "matplotlib") from None
    units = sorted({f.unit for f in levels}, key=lambda u: (-sum(f.unit == u for f in levels), u))[
        :_MOST_UNITS
    ]
    sources = sorted({f.said_by for f in levels})
    topics = sorted({_topic(f) for f in levels})
    with mpl.rc_context({"svg.hashsalt": "kg", "svg.fonttype": "none", "font.family": "sans-serif"}):
        canvas = Canvas(figsize=(9, 4.2 * len(units) + 1), layout="constrained")
        axes = canvas.subplots(len(units), 1, squeeze=False)
        for unit, ax in zip(units, axes[:, 0], strict=True):
            _panel(ax, [f for f in levels if f.unit == unit], sources, topics, page=page)
        axes[0, 0].set_title(_plain(title))
        buffer = io.BytesIO()
        canvas.savefig(buffer, format="svg", metadata={"Date": None, "Creator": "kg"})
    return buffer.getvalue().decode("utf-8")


def _plain(text: str) -> str:
    """Text that is not read as mathematics."""
    return text.replace("$", r"\$")


def _topic(f: Figure) -> str:
    return f"{f.topic.name}, {f.topic.place_name}" if f.topic.place_name else f.topic.name


def _year(f: Figure) -> float:
    assert f.stretch is not None
    middle = f.stretch.first.toordinal() + f.stretch.days / 2
    if f.stretch.days > 300:
        return f.stretch.last.year
    start = f.stretch.last.replace(month=1, day=1).toordinal()
    return f.stretch.last.year - 0.5 + (middle - start) / 366


def _panel(
    ax: Axes, levels: Sequence[Figure], sources: Sequence[str], topics: Sequence[str], *, page: bool
) -> None:
    largest = max(float(abs(f.value)) for f in levels)
    size, word = next((s, w) for s, w in _SCALES if largest >= s or s == 1.0)
    lines: dict[tuple[str, str, str], list[Figure]] = {}
    for f in levels:
        lines.setdefault((f.said_by, _topic(f), f.metric), []).append(f)
    for (source, topic, _), points in sorted(lines.items()):
        colour = _COLOURS[sources.index(source) % len(_COLOURS)]
        mark = _MARKS[topics.index(topic) % len(_MARKS)]
        points.sort(key=lambda f: (_year(f), f.value, f.claim.id))
        for before, after in pairwise(points):
            if _year(before) < _year(after):
                ax.plot(
                    [_year(before), _year(after)],
                    [float(before.value) / size, float(after.value) / size],
                    color=colour,
                    linestyle="solid" if after.claim.status is Status.ACTUAL else "dashed",
                    linewidth=1.4,
                    zorder=1,
                )
        drawn = ax.scatter(
            [_year(f) for f in points],
            [float(f.value) / size for f in points],
            marker=mark,
            s=52,
            facecolors=[colour if f.claim.status is Status.ACTUAL else "white" for f in points],
            edgecolors=colour,
            linewidths=1.6,
            zorder=2,
            label=_plain(f"{topic}: {source}"[:90]),
        )
        drawn.set_urls([_link(f, page=page) for f in points])
        for f in points:
            ax.annotate(
                _plain(f.spelled),
                (_year(f), float(f.value) / size),
                xytext=(6, 6),
                textcoords="offset points",
                fontsize=8,
                color="#333333",
                url=_link(f, page=page),
            )
    positive = [float(f.value) for f in levels if f.value > 0]
    if positive and len(positive) == len(levels) and largest / min(positive) > _WIDE:
        ax.set_yscale("log")
        ax.yaxis.set_major_formatter(lambda value, _: _spell(value * size))
    else:
        ax.set_ylim(bottom=min(0.0, *(float(f.value) / size for f in levels)) if len(levels) > 1 else 0)
    years = sorted({round(_year(f)) for f in levels})
    ax.set_xticks(years, [str(y) for y in years])
    ax.margins(x=0.15, y=0.15)
    ax.set_ylabel(f"{word}{levels[0].unit}")
    ax.grid(axis="y", color="#dddddd", linewidth=0.6)
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(fontsize=8, frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.1))


def _spell(value: float) -> str:
    size, word = next((s, w) for s, w in _SCALES if abs(value) >= s or s == 1.0)
    return f"{value / size:,.4g} {word}".strip()


def _link(f: Figure, *, page: bool) -> str:
    """Where a point leads: to its sentence on the page, or to the words in the article, or to the claim."""
    if page:
        return f"#c-{f.claim.id}"
    address = next((w.address for w in f.witnesses if w.address), "")
    if not re.match(r"https?://[^\s\"'<>]+$", address):
        return claim_iri(f.claim.id)
    words = f.evidences[0].span.exact
    return f"{address}#:~:text={quote(words[:200], safe='')}"


def _page(levels: Sequence[Figure], title: str, picture: str) -> str:
    chart = picture[picture.index("<svg") :]
    rows = [_HEAD.format(title=escape(title), chart=chart)]
    for f in levels:
        status = str(f.claim.status or "status not told")
        rows.append(
            f'<li id="c-{f.claim.id}"><b>{escape(_topic(f))}: {escape(f.spelled)}, '
            f"{escape(f.claim.period or '')} ({escape(status)})</b><br>"
        )
        for w in f.witnesses:
            sentence = " ".join((w.sentence or w.evidence.span.exact).split())
            rows.append(f"“{escape(sentence)}”<br>")
        rows.append(f"<small>{escape(f.said_by)}; {escape(str(f.sources))}</small></li>\n")
    rows.append("</ol>\n</body>\n</html>\n")
    return "".join(rows)
