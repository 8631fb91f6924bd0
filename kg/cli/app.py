"""The verbs of the command line, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli import (
    asking,
    comparing,
    demo,
    history,
    judging,
    listing,
    loading,
    pages,
    reading,
    serving,
    upkeep,
    weighing,
)
from kg.cli.options import with_as_of

__all__ = ["app"]

app = typer.Typer(
    name="kg",
    help="Turn news articles into a knowledge graph in which every claim carries its receipt.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"kg {version('kg-receipts')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and end."),
    ] = False,
) -> None:
    """Turn news articles into a knowledge graph in which every claim carries its receipt.

    Exit codes: 0 done, 1 the answer is no (nothing found, a check failed), 2 wrong use.
    """


_OF_THE_PAST = (
    "claims",
    "counts",
    "sources",
    "trace",
    "ask",
    "path",
    "compare",
    "audit",
    "forecasts",
    "impact",
    "view",
    "export",
)
"""Commands that can show the graph as it was."""

for verbs in (
    demo.VERBS,
    loading.VERBS,
    reading.VERBS,
    listing.VERBS,
    asking.VERBS,
    comparing.VERBS,
    weighing.VERBS,
    pages.VERBS,
    serving.VERBS,
    history.VERBS,
    judging.VERBS,
    upkeep.VERBS,
):
    for name, function in verbs.items():
        app.command(name)(with_as_of(function) if name in _OF_THE_PAST else function)
