"""Commands about what was loaded when: history, versions, reread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kg.cli.console import bold, clean, complain, count, faint, json_out, note, out, progress_bar, say, table
from kg.cli.options import (
    DEFAULT_STORE,
    CatalogueOption,
    JsonOption,
    RulesOption,
    StoreOption,
    make_extractor,
    opened,
)

if TYPE_CHECKING:
    from kg.journal import Entry
    from kg.model import Evidence
    from kg.versions import Revision

__all__ = ["VERBS", "show_revision"]


def history(store: StoreOption = DEFAULT_STORE, as_json: JsonOption = False) -> None:
    """List all that was done to the store, in order; --as-of counts by these numbers."""
    with opened(store) as graph:
        entries = graph.history()
    if as_json:
        json_out([asdict(e) for e in entries])
        return
    rows = [(e.number, _action(e), clean(e.name), e.version[:10], e.evidences or None) for e in entries]
    table(("number", "action", "name", "version", "evidences"), rows, numbers=("number", "evidences"))


def _action(entry: Entry) -> str:
    return f"judge {entry.verdict}" if entry.action == "judge" else entry.action


def versions(
    article: Annotated[
        str,
        typer.Argument(metavar="ARTICLE", help="Id or name, as kg sources lists them.", show_default=False),
    ],
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """List the loaded versions of an article, and what became of each one's evidences in the next.

    An evidence is kept where claim, words and place are the same, moved where claim and words are, changed
    where the claim stands in other words or another in its place, and orphaned where nothing stands for it.
    """
    with opened(store) as graph:
        found = graph.versions(article)
    if as_json:
        json_out(
            [
                {"number": e.number, "version": e.version, "text_hash": e.text, "name": e.name,
                 "evidences": e.evidences, "revision": r and r.as_dict()}
                for e, r in found
            ]
        )  # fmt: skip
        return
    for entry, revision in found:
        newest = ", newest" if entry is found[-1][0] else ""
        out(f"{bold(entry.version[:10])}  load {entry.number}, {count(entry.evidences, 'evidence')}{newest}")
        if revision is not None:
            show_revision(revision)


def show_revision(revision: Revision) -> None:
    """Print what became of evidences, those apart that were only kept."""
    say(str(revision), indent=2)
    for old, new in revision.moved:
        say(f"moved     {_quote(old)} from {old.span.start} to {new.span.start}", indent=4, hang=14)
    for old, new in revision.changed:
        say(f"changed   {_quote(old)} to {_quote(new)}", indent=4, hang=14)
    for label, evidences in (("orphaned", revision.orphaned), ("new", revision.added)):
        for e in evidences:
            say(f"{label.ljust(9)} {_quote(e)} {faint(e.claim.id[:10])}", indent=4, hang=14)


def _quote(e: Evidence) -> str:
    return f"“{clean(e.span.exact)}”"


def reread(
    articles: Annotated[
        list[str] | None,
        typer.Argument(metavar="ARTICLE...", help="Ids or names; all where none is given."),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    catalogue: CatalogueOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read the kept texts again with today's rules and catalogue, and say what changed.

    What people and other programs made of a text stays. No file is needed: the texts are in the store.
    """
    with opened(store, make_extractor(catalogue, rules)) as graph, progress_bar() as progress:
        report = graph.reread(*(articles or ()), progress=progress)
    if as_json:
        json_out(report.as_dict())
    else:
        changed = 0
        for file in report.files:
            if file.error is not None:
                complain(file.error)
            elif file.revision:
                changed += 1
                out(bold(clean(file.place)))
                show_revision(file.revision)
            for refused in file.refused:
                note(f"kg: {file.place}: refused: {refused}")
        out(f"{count(len(report.files), 'version')} read again, {changed or 'none'} changed")
    if report.errors:
        raise typer.Exit(2)


VERBS: Final[dict[str, Callable[..., Any]]] = {"history": history, "versions": versions, "reread": reread}
