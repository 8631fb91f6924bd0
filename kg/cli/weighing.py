"""Commands that weigh sources: forecasts, impact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli.console import bold, clean, count, faint, json_out, note, out, say, table
from kg.cli.options import DEFAULT_STORE, JsonOption, StoreOption, opened
from kg.ids import fold_name

if TYPE_CHECKING:
    from kg.forecasts import Forecast
    from kg.impact import Impact

__all__ = ["VERBS"]

_SHOWN: Final = 12
"""Claims of one kind that are printed."""


def forecasts(
    store: StoreOption = DEFAULT_STORE,
    about: Annotated[
        str | None, typer.Option("--about", metavar="NAME", help="Only forecasts about this topic.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Only forecasts of this forecaster.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List forecasts: by whom, of what, made when, for when, and the error where the outcome is known."""
    from kg.forecasts import records

    with opened(store) as graph:
        found = graph.forecasts(about=about)
    if by is not None:
        wanted = fold_name(by)
        found = [f for f in found if any(wanted in fold_name(n) for n in f.forecasters)]
    sums = records(found)
    if as_json:
        json_out({"forecasts": [f.as_row() for f in found], "forecasters": [r.as_row() for r in sums]})
    elif found:
        table(
            ("forecaster", "subject", "metric", "figure", "for", "made", "actual", "error"), map(_row, found)
        )
        out()
        rows = [
            (r.forecaster, r.forecasts, r.matched, r.right, _percent(r.mean_error), _percent(r.bias))
            for r in sums
        ]
        columns = ("forecaster", "forecasts", "matched", "came true", "mean error", "bias")
        table(columns, rows, numbers=columns[1:])
    if not found:
        note("kg: no forecasts")
        raise typer.Exit(1)


def _row(f: Forecast) -> tuple[str, ...]:
    row = f.as_row()
    error = _percent(row["error_percent"])
    return (
        ", ".join(f.forecasters),
        row["subject"],
        row["metric"],
        row["figure"],
        row["for"] or "not told",
        row["made"] or "unknown",
        row["actual"] or "",
        f"{error}, as foreseen" if f.right else error,
    )


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:+.1f}%"


def impact(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="An article, a publisher, a report or a speaker, by name.",
            show_default=False,
        ),
    ],
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """Show what would fall with a source: claims, findings and answers that lose support or sources."""
    with opened(store) as graph:
        found = graph.impact(source)
    if as_json:
        json_out(found.as_row())
    else:
        _show_impact(found)


def _show_impact(found: Impact) -> None:
    out(bold(f"Without {clean(found.source)}: {count(found.evidences, 'evidence')} less"))
    _show_claims(f"{count(len(found.lost), 'claim')} without any support", [c.words for c in found.lost])
    weakened = [f"{c.words} ({c.before.sources} → {c.after.sources})" for c in found.weakened]
    _show_claims(f"{count(len(weakened), 'claim')} left with one source", weakened)
    _show_claims(f"{count(len(found.findings_lost), 'finding')} gone", [f.words for f in found.findings_lost])
    words = [f.words for f in found.findings_weakened]
    _show_claims(f"{count(len(words), 'finding')} on a claim with one source", words)
    _show_rows("rows of answers gone", found.answers_lost)
    _show_rows("rows of answers on a claim with one source", found.answers_weakened)


def _show_claims(title: str, words: list[str]) -> None:
    out()
    out(bold(title))
    for line in words[:_SHOWN]:
        say(clean(line), indent=2, hang=4)
    if len(words) > _SHOWN:
        say(faint(f"{len(words) - _SHOWN} more: --json has them"), indent=2)


def _show_rows(title: str, rows: Mapping[str, int]) -> None:
    if rows:
        out()
        out(bold(title))
        say(", ".join(f"{name} {n}" for name, n in rows.items()), indent=2)


VERBS: Final[dict[str, Callable[..., None]]] = {"forecasts": forecasts, "impact": impact}
