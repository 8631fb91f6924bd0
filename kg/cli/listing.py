"""Commands that list: claims, sources, questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli.console import bold, clean, count, faint, json_out, note, out, say, table
from kg.cli.options import DEFAULT_STORE, ConfidenceOption, JsonOption, StoreOption, opened

if TYPE_CHECKING:
    from kg.claims import ClaimReader
    from kg.model import Evidence

__all__ = ["VERBS", "show_evidences"]


def claims(
    store: StoreOption = DEFAULT_STORE,
    about: Annotated[
        str | None, typer.Option("--about", metavar="NAME", help="A thing, by name, alias or entity:ID.")
    ] = None,
    metric: Annotated[
        str | None,
        typer.Option("--metric", metavar="METRIC", help="Figures of this metric, e.g. 'market size'."),
    ] = None,
    status: Annotated[
        str | None,
        typer.Option("--status", metavar="STATUS", help="actual, estimate, forecast, target or unknown."),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="ARTICLE", help="An article by id, name or title, or a publisher."),
    ] = None,
    predicate: Annotated[
        str | None, typer.Option("--predicate", metavar="PREDICATE", help="e.g. releases, partnersWith.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="relation, measurement or statement.")
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="PERIOD", help="2026, 2026-03, 2026-Q1, 2023..2028.")
    ] = None,
    attributed_to: Annotated[
        str | None, typer.Option("--attributed-to", metavar="NAME", help="Who asserts it.")
    ] = None,
    min_confidence: ConfidenceOption = 0.6,
    older: Annotated[bool, typer.Option("--older", help="Versions that have been replaced too.")] = False,
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
    older: Annotated[bool, typer.Option("--older", help="Versions that have been replaced too.")] = False,
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


VERBS: Final[dict[str, Callable[..., None]]] = {"claims": claims, "sources": sources, "questions": questions}
