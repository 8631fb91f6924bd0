"""GraphML of claims between entities, written as it comes, so that it may be larger than memory."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import groupby
from pathlib import Path
from typing import IO, Any, Final
from xml.sax.saxutils import escape, quoteattr

from kg.ids import entity_iri
from kg.model import Evidence
from kg.network import edge_attributes, ends_of
from kg.sorting import sort_lines

__all__ = ["write_graphml"]

_HEAD: Final = (
    "<?xml version='1.0' encoding='utf-8'?>\n"
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
    ' http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">'
)
_TYPES: Final = {str: "string", float: "double", int: "long", bool: "boolean"}
_NODE, _EDGE = "0", "1"


def write_graphml(evidences: Iterable[Evidence], out: IO[bytes], folder: Path) -> None:
    """Write the multigraph that `kg.network.to_networkx` makes, nodes and edges sorted.

    Args:
        evidences: by article and place.
        out: where to.
        folder: for files that are needed meanwhile.
    """
    rows = sort_lines(_rows(evidences), folder)
    keys: dict[tuple[str, str, str], str] = {}
    with tempfile.TemporaryFile(dir=folder) as body:
        for element in _elements(sort_lines(_nodes_and_edges(rows), folder), keys):
            body.write(element.encode("utf-8"))
        heads = [
            f'<key id="{k}" for="{scope}" attr.name="{name}" attr.type="{kind}"/>\n'
            for (name, kind, scope), k in reversed(keys.items())
        ]
        out.write((_HEAD + "".join(heads) + '<graph edgedefault="directed">').encode("utf-8"))
        body.seek(0)
        shutil.copyfileobj(body, out)
    out.write(b"</graph></graphml>")


def _rows(evidences: Iterable[Evidence]) -> Iterator[bytes]:
    """An evidence a line, so that those of one claim come together, in their order."""
    for n, e in enumerate(evidences):
        entities = [[entity_iri(x.id), x.name, x.type, x.known] for x in e.claim.entities]
        data = [*ends_of(e.claim), e.version, entities, edge_attributes(e.claim, [e])]
        yield f"{e.claim.id}\t{n:012}\t{json.dumps(data)}\n".encode("ascii")


def _nodes_and_edges(rows: Iterable[bytes]) -> Iterator[bytes]:
    """An edge a line for each claim, and a line for each end of it."""
    for claim, group in groupby((row.decode("ascii").split("\t", 2) for row in rows), key=lambda r: r[0]):
        start, end, _, entities, attributes = reduce(_add, (json.loads(row) for _, _, row in group))
        yield f"{_EDGE}\t{start}\t{end}\t{claim}\t{json.dumps(attributes)}\n".encode("ascii")
        for n, (iri, label, kind, known) in enumerate(entities):
            data = {"label": label, "type": kind, "known": known}
            yield f"{_NODE}\t{iri}\t{claim}\t{n}\t{json.dumps(data)}\n".encode("ascii")


def _add(claim: list[Any], more: list[Any]) -> list[Any]:
    """Count one evidence more of a claim."""
    *_, version, _, attributes = claim
    attributes["confidence"] = max(attributes["confidence"], more[-1]["confidence"])
    attributes["evidences"] += 1
    attributes["articles"] += more[-3] != version
    claim[-3] = more[-3]
    return claim


def _elements(lines: Iterable[bytes], keys: dict[tuple[str, str, str], str]) -> Iterator[str]:
    fields = (line.decode("ascii").split("\t", 4) for line in lines)
    for (kind, _), group in groupby(fields, key=lambda f: (f[0], f[1] if f[0] == _NODE else f[3])):
        *_, last = group  # the name that the last claim gives
        head = (
            f"<node id={quoteattr(last[1])}"
            if kind == _NODE
            else f'<edge source={quoteattr(last[1])} target={quoteattr(last[2])} id="{last[3]}"'
        )
        scope = "node" if kind == _NODE else "edge"
        yield f"{head}>\n" + "".join(_data(json.loads(last[4]), scope, keys)) + f"</{scope}>\n"


def _data(attributes: dict[str, Any], scope: str, keys: dict[tuple[str, str, str], str]) -> Iterator[str]:
    for name, value in attributes.items():
        key = keys.setdefault((name, _TYPES[type(value)], scope), f"d{len(keys)}")
        text = escape(_clean(str(value)), {"\r": "&#13;"})
        yield f'  <data key="{key}">{text}</data>\n'


def _clean(value: str) -> str:
    """A text without the characters that no XML may hold."""
    return "".join(c if c in "\t\n\r" or (c >= "\x20" and c not in "\ufffe\uffff") else " " for c in value)
