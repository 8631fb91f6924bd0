"""Commands for decisions: judge, judgements, suggest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kg.cli.console import bold, clean, count, faint, json_out, note, out, say
from kg.cli.options import DEFAULT_STORE, JsonOption, StoreOption, opened

if TYPE_CHECKING:
    from kg.judgements import Judgement

__all__ = ["VERBS"]


def judge(
    verdict: Annotated[
        str,
        typer.Argument(
            metavar="VERDICT", help="same, different, unsure, wrong, right or undo.", show_default=False
        ),
    ],
    things: Annotated[
        list[str],
        typer.Argument(
            metavar="A B|CLAIM",
            help="Two entities by name or entity:ID; or a claim by id; for undo, the judgement's id too.",
            show_default=False,
        ),
    ],
    because: Annotated[str, typer.Option("--because", metavar="WHY", help="The reason, kept with it.")] = "",
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """Decide that two entities are the same, different or unsure, or that a claim was read wrong or right.

    Nothing is rewritten: what is judged the same is found, compared and drawn as one, and a claim that was
    misread is shown nowhere, until the judgement is undone. Both stay when articles are read again or taken
    back. For example: kg judge same "Moonshot AI" Moonshot --because "one firm"; kg judge wrong 13f0a9.
    """
    with opened(store) as graph:
        undone = verdict == "undo"
        made = graph.undo(*things) if undone else graph.judge(verdict, *things, because=because)
    if as_json:
        json_out(_row(made))
    else:
        told = "undone" if undone else "judged"
        say(f"{told} {made.verdict}: {clean(made.name)} {faint(made.id[:10])}")


def _row(judgement: Judgement) -> dict[str, Any]:
    return {"id": judgement.id} | asdict(judgement)


def judgements(
    store: StoreOption = DEFAULT_STORE,
    gold: Annotated[
        bool, typer.Option("--gold", help="Claims that were judged, as flat claims, one JSON object a line.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """List what was judged, with the reasons."""
    import json

    with opened(store) as graph:
        found = graph.judgements()
        rows = graph.gold_lines() if gold else []
    if gold:
        for row in rows:
            out(json.dumps(row, ensure_ascii=False))
    elif as_json:
        json_out([_row(j) for j in found])
    else:
        for j in found:
            why = f", because {clean(j.because)}" if j.because else ""
            say(f"{faint(j.id[:10])}  {bold(j.verdict)}: {clean(j.name)}{why}", hang=12)
        out(faint(count(len(found), "judgement")))
    if not (rows if gold else found):
        note("kg: nothing was judged yet")
        raise typer.Exit(1)


def suggest(
    store: StoreOption = DEFAULT_STORE,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="How many at most.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Suggest entities that may be one, by aliases, names and shared claims; nothing is merged by itself."""
    with opened(store) as graph:
        found = graph.suggest(limit=limit)
    if as_json:
        json_out([asdict(s) for s in found])
    else:
        for s in found:
            a, b = (
                f"{clean(name)} {faint(_short(iri))}" for name, iri in zip(s.names, (s.a, s.b), strict=True)
            )
            say(f"{s.score:.2f}  {bold(a)} and {bold(b)}: {clean('; '.join(s.reasons))}", hang=6)
        if found:
            out(faint("decide with: kg judge same|different|unsure A B --because WHY"))
    if not found:
        note("kg: nothing to suggest")
        raise typer.Exit(1)


def _short(iri: str) -> str:
    return "entity:" + iri.rpartition("/")[2]


VERBS: Final[dict[str, Callable[..., None]]] = {
    "judge": judge,
    "judgements": judgements,
    "suggest": suggest,
}
