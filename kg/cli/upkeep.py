"""Commands that keep and hand out: check, repair, backup, restore, export."""

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


def repair(store: StoreOption = DEFAULT_STORE, as_json: JsonOption = False) -> None:
    """Make a damaged store whole again from what is kept; texts that are lost are named."""
    from kg.repair import repair as mend

    done, problems = mend(store)
    if as_json:
        json_out({"done": done, "problems": [asdict(p) for p in problems]})
    else:
        for line in done:
            out(clean(line))
        for problem in problems:
            out(clean(str(problem)))
        out(f"{count(len(problems), 'problem')} left" if problems else "everything holds")
    if problems:
        raise typer.Exit(1)


def backup(
    target: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that is not there yet.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Copy the store to a folder, which is a store itself; a writer is not held up."""
    from kg.backup import back_up

    number = back_up(store, target)
    out(f"{target}: holds all up to entry {number} of kg history")


def restore(
    source: Annotated[Path, typer.Argument(metavar="BACKUP", help="A folder that kg backup made.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Make the store from a backup, after a check of the backup; the store must not be there yet."""
    from kg.backup import restore as bring_back

    number = bring_back(source, store)
    out(f"{store}: holds all up to entry {number} of kg history")


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


VERBS: Final[dict[str, Callable[..., None]]] = {
    "check": check,
    "repair": repair,
    "backup": backup,
    "restore": restore,
    "export": export,
}
