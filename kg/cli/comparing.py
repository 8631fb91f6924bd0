"""Commands that weigh figures against each other: compare, audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kg.cli.console import bold, clean, count, faint, json_out, note, out, say
from kg.cli.options import DEFAULT_STORE, CatalogueOption, JsonOption, StoreOption, make_extractor, opened

if TYPE_CHECKING:
    from kg.comparison import Comparison
    from kg.dossier import Dossier
    from kg.findings import Finding
    from kg.measurements import Figure

__all__ = ["VERBS", "RateOption", "show_figure"]

_COUNTED: Final = {
    "agrees": "agree",
    "conflicts": "conflict",
    "differs in scope": "differ in scope",
    "not comparable": "not comparable",
}

RateOption = Annotated[
    list[str] | None,
    typer.Option(
        "--rate",
        metavar="USD=7.2CNY",
        help="What one unit of a currency is worth in another; may be repeated.",
    ),
]


def compare(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="A market, firm or other thing; without one, what disagrees in the whole store.",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    metric: Annotated[
        str | None,
        typer.Option("--metric", metavar="METRIC", help="Figures of this metric, e.g. 'market size'."),
    ] = None,
    rate: RateOption = None,
    pairs: Annotated[bool, typer.Option("--pairs", help="Every pair, also those not comparable.")] = False,
    chart: Annotated[
        Path | None,
        typer.Option("--chart", metavar="FILE.svg|.html", help="Draw the levels over their years."),
    ] = None,
    catalogue: CatalogueOption = None,
    as_json: JsonOption = False,
) -> None:
    """Set the figures about a topic side by side: who says them, which agree, which conflict, and why not.

    Broader and narrower markets come with it. Figures of different years, places or parts never conflict;
    each pair names every dimension in which it differs. Currencies are compared by rates that the articles
    state or --rate gives.
    """
    with opened(store, make_extractor(catalogue, None) if catalogue else None) as graph:
        if name is None:
            _show_disagreements(graph.disagreements(rates=rate or ()), as_json)
            return
        found = graph.compare(name, metric=metric, rates=rate or ())
        if chart is not None and found.figures:
            graph.draw_chart(found, chart)
        if as_json:
            json_out(found.as_row())
        else:
            _show(found, pairs)
    if not found.figures:
        note("kg: no figures")
        raise typer.Exit(1)


def _show(found: Dossier, every: bool) -> None:
    numbers = {f.claim.id: n for n, f in enumerate(found.figures, 1)}
    counted = Counter(str(c.verdict) for c in found.comparisons)
    told = ", ".join(f"{counted[v]} {words}" for v, words in _COUNTED.items())
    sums = f"{count(len(found.figures), 'figure')}, {count(len(found.comparisons), 'pair')}"
    out(bold(f"{clean(found.name)}: {sums}"))
    if found.comparisons:
        out(faint(told))
    for f in found.figures:
        show_figure(f, numbers[f.claim.id])
    _show_pairs([c for c in found.comparisons if _is_shown(c, every)], numbers)
    _show_findings(found.findings)
    left = Counter(str(c.deciding) for c in found.comparisons if not _is_shown(c, every))
    if left:
        reasons = ", ".join(f"{n} by {d}" for d, n in left.items())
        out()
        out(faint(f"{count(sum(left.values()), 'pair')} not comparable: {reasons}; all of them with --pairs"))


def _is_shown(c: Comparison, every: bool) -> bool:
    return every or str(c.verdict) != "not comparable" or c.part_exceeds_whole or _is_open(c)


def _is_open(c: Comparison) -> bool:
    """Whether only something that is not told keeps two figures from being compared."""
    return c.deciding is not None and not c.dimensions


def show_figure(f: Figure, number: int) -> None:
    """Print a figure with who says it and its sentences."""
    from kg import vocab

    out()
    place = f" in {f.topic.place_name}" if f.topic.place_name and f.topic.base != f.topic.place else ""
    parts = [f"{f.topic.name}{place}", vocab.METRICS[f.claim.metric or "amount"], f.spelled]
    parts += [f.claim.period or "period not told", str(f.claim.status or "status not told")]
    parts += [f"covers: {f.scope}"] if f.scope else []
    say(f"{str(number).rjust(3)}  {bold(clean(' · '.join(parts)))}", hang=5)
    say(faint(clean(f"{f.said_by}; {f.sources}; claim {f.claim.id[:10]}")), indent=5)
    for e in f.evidences[:3]:
        say(f"“{clean(e.span.exact)}”", indent=5)


def _show_pairs(comparisons: Sequence[Comparison], numbers: dict[str, int]) -> None:
    for verdict in ("conflicts", "agrees", "differs in scope", "not comparable"):
        group = [c for c in comparisons if str(c.verdict) == verdict]
        if group:
            out()
            out(bold(f"{verdict} ({len(group)})"))
        for c in group:
            pair = f"{numbers[c.first.claim.id]} and {numbers[c.other.claim.id]}"
            say(f"{pair.rjust(9)}  {clean(c.words)}", indent=2, hang=13)


def _show_findings(findings: Sequence[Finding]) -> None:
    if findings:
        out()
        out(bold(f"arithmetic ({len(findings)})"))
    for f in findings:
        say(f"{str(f.outcome).rjust(17)}  {clean(f.words)}", hang=19)


def audit(
    store: StoreOption = DEFAULT_STORE,
    about: Annotated[
        str | None, typer.Option("--about", metavar="NAME", help="Only figures about this topic.")
    ] = None,
    target: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write findings and comparisons as .ttl, .nt, .nq or .trig.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check the arithmetic between the figures of each article, and show the sentences each finding rests on.

    Growth implied by two levels against the rate stated; sums in two currencies; shares and wholes; parts and
    sums; ratios. Rounding never raises an alarm. Ends with 1 where something is inconsistent.
    """
    with opened(store) as graph:
        found = graph.audit(about=about)
        if target is not None:
            graph.export_derived(target)
    if as_json:
        json_out([f.as_row() for f in found])
    else:
        for f in found:
            say(f"{bold(str(f.outcome))}  {clean(f.words)}")
            for e in f.evidences:
                say(faint(f"“{clean(e.span.exact)}” {e.claim.id[:10]}"), indent=2)
        alarms = sum(f.alarm for f in found)
        out(f"{count(len(found), 'finding')}, {alarms} inconsistent")
    if any(f.alarm for f in found):
        raise typer.Exit(1)


def _show_disagreements(found: Sequence[Comparison], as_json: bool) -> None:
    if as_json:
        rows: list[dict[str, Any]] = [c.as_row() for c in found]
        json_out(rows)
    for c in () if as_json else found:
        say(f"{bold('conflict' if str(c.verdict) == 'conflicts' else 'part and whole')}  {clean(c.words)}")
        for f in (c.first, c.other):
            say(f"“{clean(f.evidences[0].span.exact)}” {faint(clean(f.words))}", indent=2)
    if not as_json:
        out(faint(f"{count(len(found), 'disagreement')} in the store"))


VERBS: Final[dict[str, Callable[..., None]]] = {"compare": compare, "audit": audit}
