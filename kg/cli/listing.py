"""Commands that list and count: claims, counts, sources, questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli.console import bold, clean, count, csv_out, faint, json_out, note, out, say, table
from kg.cli.options import DEFAULT_STORE, ConfidenceOption, JsonOption, StoreOption, opened

if TYPE_CHECKING:
    from kg.claims import ClaimReader
    from kg.model import Evidence

__all__ = ["VERBS", "show_evidences"]


AboutOption = Annotated[
    str | None, typer.Option("--about", metavar="NAME", help="A thing, by name, alias or entity:ID.")
]
MetricOption = Annotated[
    str | None,
    typer.Option("--metric", metavar="METRIC", help="Figures of this metric, e.g. 'market size'."),
]
StatusOption = Annotated[
    str | None,
    typer.Option("--status", metavar="STATUS", help="actual, estimate, forecast, target or unknown."),
]
SourceOption = Annotated[
    str | None,
    typer.Option("--source", metavar="ARTICLE", help="An article by id, name or title, or a publisher."),
]
PredicateOption = Annotated[
    str | None, typer.Option("--predicate", metavar="PREDICATE", help="e.g. releases, partnersWith.")
]
KindOption = Annotated[
    str | None, typer.Option("--kind", metavar="KIND", help="relation, measurement or statement.")
]
PeriodOption = Annotated[
    str | None, typer.Option("--period", metavar="PERIOD", help="2026, 2026-03, 2026-Q1, 2023..2028.")
]
SaidByOption = Annotated[str | None, typer.Option("--attributed-to", metavar="NAME", help="Who asserts it.")]
OlderOption = Annotated[bool, typer.Option("--older", help="Versions that have been replaced too.")]


def claims(
    store: StoreOption = DEFAULT_STORE,
    about: AboutOption = None,
    metric: MetricOption = None,
    status: StatusOption = None,
    source: SourceOption = None,
    predicate: PredicateOption = None,
    kind: KindOption = None,
    period: PeriodOption = None,
    attributed_to: SaidByOption = None,
    min_confidence: ConfidenceOption = 0.6,
    older: OlderOption = False,
    as_json: JsonOption = False,
) -> None:
    """List claims with the words they rest on."""
    from kg.claims import ClaimReader
    from kg.flat import flatten
    from kg.selection import ClaimFilter, select

    which = ClaimFilter(
        about, metric, status, source, predicate, kind, period, attributed_to, min_confidence, older
    )
    with opened(store) as graph:
        reader = ClaimReader(graph.store)
        evidences = select(reader, which)
        if as_json:
            tallies = _tallies(reader, evidences)
            json_out([flatten(e).model_dump(mode="json") | tallies[e.claim.id] for e in evidences])
        else:
            show_evidences(reader, evidences)
    if not evidences:
        note("kg: no claims")
        raise typer.Exit(1)


def counts(
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="WHAT",
            help="publisher, article, published, kind, predicate, metric, unit, status, year, period, class.",
        ),
    ] = "publisher",
    store: StoreOption = DEFAULT_STORE,
    about: AboutOption = None,
    metric: MetricOption = None,
    status: StatusOption = None,
    source: SourceOption = None,
    predicate: PredicateOption = None,
    kind: KindOption = None,
    period: PeriodOption = None,
    attributed_to: SaidByOption = None,
    min_confidence: ConfidenceOption = 0.6,
    older: OlderOption = False,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="How many rows at most.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print comma-separated values.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Count claims, their evidences and articles by publisher, year and so on, the most claims first."""
    from dataclasses import asdict

    from kg.selection import ClaimFilter

    which = ClaimFilter(
        about, metric, status, source, predicate, kind, period, attributed_to, min_confidence, older
    )
    with opened(store) as graph:
        found = graph.counts(by, **asdict(which))[:limit]
    rows = [(t.value, t.claims, t.evidences, t.articles) for t in found]
    columns = (by, "claims", "evidences", "articles")
    if as_json:
        json_out([dict(zip(columns, row, strict=True)) for row in rows])
    elif as_csv:
        csv_out(columns, rows)
    elif rows:
        table(columns, rows, numbers=columns[1:])
    if not rows:
        note("kg: no claims")
        raise typer.Exit(1)


def _tallies(reader: ClaimReader, evidences: Sequence[Evidence]) -> dict[str, dict[str, int]]:
    """Mentions, articles and independent sources of each claim, by its id."""
    from kg.independence import independence_of

    groups: dict[str, list[Evidence]] = {}
    for e in evidences:
        groups.setdefault(e.claim.id, []).append(e)
    return {ident: independence_of(reader, group).as_row() for ident, group in groups.items()}


def show_evidences(reader: ClaimReader, evidences: Sequence[Evidence]) -> None:
    """Print claims, each once, with its quotes."""
    from kg.independence import independence_of
    from kg.wording import describe_chain, describe_claim

    groups: dict[str, list[Evidence]] = {}
    for e in evidences:
        groups.setdefault(e.claim.id, []).append(e)
    for ident, group in groups.items():
        first = group[0]
        say(f"{faint(ident[:10])}  {bold(clean(describe_claim(first.claim, first.span.exact)))}", hang=12)
        if len(group) > 1:
            say(faint(str(independence_of(reader, group))), indent=12)
        for e in group:
            who = "; ".join(describe_chain(e.attribution, e.event.name if e.event else None))
            where = clean(reader.version(e.version).name) + (f", {clean(who)}" if who else "")
            say(f"“{clean(e.span.exact)}” {faint(where)}", indent=12)
    if groups:
        out(faint(f"{count(len(groups), 'claim')}, {count(len(evidences), 'evidence')}"))


def sources(
    store: StoreOption = DEFAULT_STORE,
    older: OlderOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the loaded articles."""
    with opened(store) as graph:
        found = graph.sources(older=older)
    if as_json:
        json_out(found)
    else:
        rows = [
            (
                s["id"][:10],
                s["name"],
                s["title"],
                s["publisher"] or "unknown",
                s["published"] or "unknown",
                s["claims"],
            )
            for s in found
        ]
        table(("id", "name", "title", "publisher", "published", "claims"), rows, numbers=("claims",))
    if not found:
        raise typer.Exit(1)


def questions(as_json: JsonOption = False) -> None:
    """List the ready-made questions of `kg ask`."""
    from kg.queries import questions as every

    found = every()
    if as_json:
        keys = ("name", "type", "default")
        json_out(
            [
                {
                    "name": q.name,
                    "description": q.description,
                    "parameters": [{k: getattr(p, k) for k in keys} for p in q.parameters],
                }
                for q in found
            ]
        )
        return
    rows = [(q.name, q.description, " ".join(f"{p.name}={p.default!r}" for p in q.parameters)) for q in found]
    table(("name", "question", "parameters"), rows)


VERBS: Final[dict[str, Callable[..., None]]] = {
    "claims": claims,
    "counts": counts,
    "sources": sources,
    "questions": questions,
}
