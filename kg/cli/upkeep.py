"""Commands that keep and hand out: check, export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import typer

from kg.cli.console import clean, count, json_out, out
from kg.cli.options import DEFAULT_STORE, JsonOption, StoreOption, opened

__all__ = ["VERBS"]


def check(
    store: StoreOption = DEFAULT_STORE,
    shacl: Annotated[
        bool, typer.Option("--shacl", help="Validate the SHACL shapes too (slow; needs the extra 'shacl').")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Prove that the store keeps its promises: texts, quotes, figures, facts, journal and graph agree."""
    with opened(store) as graph:
        problems = graph.check(shacl=shacl)
        articles = graph.store.live()
        evidences = sum(e.evidences for e in articles.values())
    if as_json:
        json_out([asdict(p) for p in problems])
    else:
        for problem in problems:
            out(clean(str(problem)))
        verdict = count(len(problems), "problem") if problems else "everything holds"
        out(
            f"{verdict}: {count(len(articles), 'text')}, {count(evidences, 'quote')} checked"
            + (", shapes validated" if shacl else "")
        )
    if problems:
        raise typer.Exit(1)


def export(
    target: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="The suffix names the format: .nq .trig .nt .ttl .jsonl .csv .graphml",
        ),
    ],
    store: StoreOption = DEFAULT_STORE,
    shared: Annotated[
        bool, typer.Option("--shared", help="The ontology and the catalogue too (.nq, .trig).")
    ] = False,
) -> None:
    """Write the store to a file; the same store gives the same bytes.

    .nq and .trig hold everything, .nt and .ttl the facts, .jsonl and .csv the claims, .graphml a graph for
    Gephi.
    """
    with opened(store) as graph:
        graph.export(target, shared=shared)
    out(f"{target}: {target.stat().st_size:,} bytes")


VERBS: Final[dict[str, Callable[..., None]]] = {"check": check, "export": export}
