"""SPARQL updates that the store can carry out and keep its promises: which change of the store each asks for.

A claim stands in the graph because a sentence was read, so no update writes one. Three updates mean something
that the store does anyway: taking an article back, and judging of two entities.
"""

from __future__ import annotations

import re
from typing import Any, Final

import pyoxigraph as ox

from kg import vocab
from kg.errors import QueryError
from kg.ids import BASE, local_id
from kg.rdf import JUDGEMENTS

__all__ = ["ACCEPTED", "plan_update"]

ACCEPTED: Final = (
    "updates write no claims: load an article with POST /articles; accepted are "
    "DROP GRAPH <article or version>, and INSERT DATA or DELETE DATA of one owl:sameAs or "
    "owl:differentFrom between two entities"
)
"""What is said of every other update."""

_PROLOGUE: Final = (
    r"(?P<prologue>(?:\s*(?:PREFIX\s+[\w.-]*:\s*<[^<>\"{}|^`\\\s]*>|BASE\s*<[^<>\"{}|^`\\\s]*>))*)\s*"
)
_DATA: Final = re.compile(
    rf"{_PROLOGUE}(?P<verb>INSERT|DELETE)\s+DATA\s*\{{(?P<body>.*)\}}\s*;?\s*", re.IGNORECASE | re.DOTALL
)
_GRAPH: Final = re.compile(
    rf"{_PROLOGUE}(?:DROP|CLEAR)\s+(?:SILENT\s+)?GRAPH\s+"
    r"(?P<name><[^<>\s]*>|[\w-]*:[\w%.~-]*)\s*;?\s*",
    re.IGNORECASE,
)
_VERDICTS: Final = {vocab.OWL_SAME_AS: "same", vocab.OWL_DIFFERENT_FROM: "different"}


def plan_update(text: str) -> dict[str, Any] | None:
    """Say which change of the store an update asks for.

    Returns:
        A job for `kg.server.writing.carry_out`; None where the store cannot do it.

    Raises:
        QueryError: it cannot be read.
    """
    m = _GRAPH.fullmatch(text)
    if m:
        name = _read(m["prologue"], f"<x:s> <x:p> {m['name']} .")[0].object
        return _removal(name.value) if isinstance(name, ox.NamedNode) else None
    m = _DATA.fullmatch(text)
    if m is None:
        return None
    body = m["body"] if re.match(r"(?i)\s*GRAPH\b", m["body"]) else f"{{{m['body']}}}"
    quads = _read(m["prologue"], body)
    if len(quads) != 1 or quads[0].graph_name not in (ox.DefaultGraph(), ox.NamedNode(JUDGEMENTS)):
        return None
    subject, predicate, obj = quads[0].triple
    if not isinstance(subject, ox.NamedNode) or not isinstance(obj, ox.NamedNode):
        return None
    verdict = _VERDICTS.get(predicate.value)
    ends = (subject.value, obj.value)
    if verdict is None or not all(e.startswith(BASE + "entity/") for e in ends):
        return None
    if m["verb"].upper() == "DELETE":
        return {"action": "undo", "verdict": verdict, "judged": list(ends)}
    return {"action": "judge", "verdict": verdict, "things": [f"entity:{local_id(e)}" for e in ends]}


def _removal(name: str) -> dict[str, Any] | None:
    for kind in ("article", "version"):
        if name.startswith(f"{BASE}{kind}/"):
            return {"action": "remove", "article": "", "version": "", kind: local_id(name)}
    return None


def _read(prologue: str, body: str) -> list[ox.Quad]:
    known = "\n".join(f"PREFIX {p}: <{space}>" for p, space in vocab.PREFIXES.items())
    try:
        return list(ox.parse(f"{known}\n{prologue}\n{body}", format=ox.RdfFormat.TRIG))
    except SyntaxError as error:
        raise QueryError(f"the update cannot be parsed: {' '.join(str(error).split())[:200]}") from None
