"""The picture for other programs: SVG for print, GraphML and GEXF for Gephi and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from math import hypot
from typing import TYPE_CHECKING, Final

from kg.views.elements import Edge, Node, Picture
from kg.views.labels import LINE, PILL_PAD, SIZE, label_rect, place_labels
from kg.views.signs import ARTICLE, CLASSES, DASHES, FIGURE
from kg.wording import describe_claim

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["to_gexf", "to_graphml", "to_svg"]

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INK: Final = "#1b2130"
_SOFT: Final = "#5c667d"
_LINE: Final = "#9aa5b8"
_AHEAD: Final = "#b45f06"
_DENIED: Final = "#b3261e"
_PAPER: Final = "#ffffff"
_FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_PAD: Final = 40.0
_HEAD: Final = 74.0
_SCALES: Final = (1.0, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0, 2.5, 3.0)


def _xml(text: str) -> str:
    """Escape a text for XML; characters that XML cannot hold become the replacement character."""
    return escape(_NOT_XML.sub("\ufffd", text), quote=True)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _tag(element: str, content: str | None = None, /, **attributes: str | float) -> str:
    """Spell an element; names with underscores are written with hyphens, numbers shortly, texts escaped."""
    spelled = "".join(
        f' {name.replace("_", "-")}="{_xml(value) if isinstance(value, str) else _number(value)}"'
        for name, value in attributes.items()
    )
    return f"<{element}{spelled}/>" if content is None else f"<{element}{spelled}>{_xml(content)}</{element}>"


# ---------------------------------------------------------------------- SVG


def to_svg(picture: Picture) -> str:
    """Draw the picture as an SVG that can be printed; a reader that shows titles shows the quotes.

    Articles have no marks of their own on paper. The picture grows until every label has its room.
    """
    nodes = _with_room([n for n in picture.nodes if n.sign != ARTICLE])
    picture = replace(picture, nodes=(*nodes, *(n for n in picture.nodes if n.sign == ARTICLE)))
    rects = [_room(n) for n in nodes] or [(0.0, 0.0, 1.0, 1.0)]
    left, top = min(r[0] for r in rects) - _PAD, min(r[1] for r in rects) - _PAD - _HEAD
    legend = list(_legend(nodes))
    width = max(max(r[2] for r in rects) + _PAD - left, 640.0)
    rows = -(-len(legend) // max(1, int((width - 2 * _PAD) // 132)))
    height = max(r[3] for r in rects) + _PAD - top + rows * 22 + 44
    x, view = left + _PAD, " ".join(map(_number, (left, top, width, height)))
    head = _tag(
        "svg", xmlns="http://www.w3.org/2000/svg", viewBox=view, width=width, height=height,
        font_family=_FONT, font_size=SIZE, role="img",
    )  # fmt: skip
    counts = _counts(picture, nodes)
    out = [
        head.replace("/>", ">"),
        _tag("title", picture.title),
        _tag("rect", x=left, y=top, width=width, height=height, fill=_PAPER),
        _tag("text", picture.title, x=x, y=top + 38, font_size=20, font_weight=650, fill=_INK),
        _tag("text", counts, x=x, y=top + 58, font_size=12, fill=_SOFT),
        *(line for e in picture.edges if e.kind != "article" for line in _draw_edge(picture, e)),
        *(line for n in nodes for line in _draw_node(picture, n)),
        *_draw_legend(legend, left + _PAD, top + height - rows * 22 - 24, width - 2 * _PAD),
        "</svg>",
    ]
    return "\n".join(out) + "\n"


def _with_room(nodes: Sequence[Node]) -> list[Node]:
    """The nodes at the smallest scale at which no label lies on another."""
    order = sorted(
        range(len(nodes)), key=lambda k: (nodes[k].sign != FIGURE, -len(nodes[k].claims), nodes[k].id)
    )
    for scale in _SCALES:
        sides = place_labels([n.mark(scale) for n in nodes], order)
        if all(side is not None and not side.startswith("h") for side in sides):
            break
    return [_at_scale(n, scale, side) for n, side in zip(nodes, sides, strict=True)]


def _at_scale(node: Node, scale: float, side: str | None) -> Node:
    """The node at a scale; the place of a pill is the middle of the pill, so that lines end at its border."""
    found = replace(node, x=round(node.x * scale), y=round(node.y * scale), side=side or "b")
    if node.sign != FIGURE:
        return found
    side = side or "h"
    left, top, right, bottom = label_rect(found.mark(), side)
    lines = node.lines[:1] if side.startswith("h") else node.lines
    return replace(found, x=round((left + right) / 2), y=round((top + bottom) / 2), lines=lines, side="c")


def _counts(picture: Picture, nodes: Sequence[Node]) -> str:
    return f"{len(nodes)} nodes · {len(picture.claims)} claims · {len(picture.articles)} articles"


def _room(node: Node) -> tuple[float, float, float, float]:
    rect = label_rect(node.mark(), node.side or "c")
    r = node.radius
    return (
        min(rect[0], node.x - r),
        min(rect[1], node.y - r),
        max(rect[2], node.x + r),
        max(rect[3], node.y + r),
    )


def _half(node: Node) -> tuple[float, float]:
    if node.sign == FIGURE:
        rect = label_rect(node.mark(), "c")
        return (rect[2] - rect[0]) / 2, (rect[3] - rect[1]) / 2
    return node.radius, node.radius


def _border(node: Node, dx: float, dy: float) -> tuple[float, float]:
    """Where a line from the node in some direction leaves its mark, with a little air."""
    wide, high = _half(node)
    length = hypot(dx, dy) or 1.0
    ux, uy = dx / length, dy / length
    if node.sign == FIGURE or CLASSES[node.sign].shape == "square":
        reach = min(wide / abs(ux) if ux else 1e9, high / abs(uy) if uy else 1e9)
    else:
        reach = wide
    return node.x + ux * (reach + 2), node.y + uy * (reach + 2)


def line_status(picture: Picture, edge: Edge) -> str:
    """How a line is drawn: as the most certain of its claims."""
    if edge.kind != "claim":
        return edge.kind
    found = {picture.claims[k].status for k in edge.claims}
    return next(s for s in ("actual", "estimate", "unknown", "forecast", "target", "denied") if s in found)


def _draw_edge(picture: Picture, edge: Edge) -> Iterator[str]:
    a, b = picture.nodes[edge.start], picture.nodes[edge.end]
    x0, y0 = _border(a, b.x - a.x, b.y - a.y)
    x1, y1 = _border(b, a.x - b.x, a.y - b.y)
    status = line_status(picture, edge)
    colour = _AHEAD if status in ("forecast", "target") else _DENIED if status == "denied" else _LINE
    dashes = DASHES.get(status, ())
    dash = {"stroke_dasharray": " ".join(map(_number, dashes))} if dashes else {}
    width = min(1.2 + 0.9 * (max(picture.claims[k].sources for k in edge.claims) - 1), 5.0)
    said = "\n".join(
        f"{_words(picture, k)}\n“{picture.claims[k].evidences[0].span.exact}”" for k in edge.claims
    )
    yield f'<g stroke="{colour}" fill="{colour}">{_tag("title", said)}'
    yield _tag("line", x1=x0, y1=y0, x2=x1, y2=y1, stroke_width=width, **dash)
    if edge.kind == "claim":
        yield from (_arrow(x0, y0, x1, y1) for _ in range(edge.forward))
        yield from (_arrow(x1, y1, x0, y0) for _ in range(edge.backward))
    yield "</g>"


def _words(picture: Picture, k: int) -> str:
    shown = picture.claims[k]
    return describe_claim(shown.claim, shown.evidences[0].span.exact)


def _arrow(x0: float, y0: float, x1: float, y1: float) -> str:
    length = hypot(x1 - x0, y1 - y0) or 1.0
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    bx, by = x1 - ux * 7, y1 - uy * 7
    corners = ((x1, y1), (bx - uy * 3, by + ux * 3), (bx + uy * 3, by - ux * 3))
    return _tag("path", stroke="none", d=f"M{'L'.join(f'{_number(x)} {_number(y)}' for x, y in corners)}Z")


def _draw_node(picture: Picture, node: Node) -> Iterator[str]:
    said = "\n".join([f"{node.label} ({node.kind})", *(_words(picture, k) for k in node.claims[:12])])
    yield f"<g>{_tag('title', said)}"
    rect = label_rect(node.mark(), node.side or "c")
    if node.sign == FIGURE:
        yield _tag(
            "rect", x=rect[0], y=rect[1], width=rect[2] - rect[0], height=rect[3] - rect[1], rx=7,
            fill=_PAPER, stroke=CLASSES[FIGURE].light, stroke_width=1.2,
        )  # fmt: skip
        yield from _draw_lines(node, (rect[0] + rect[2]) / 2, rect[1] + PILL_PAD[1], "middle")
    else:
        yield _symbol(node.sign, node.x, node.y, node.radius)
        side = node.side or "b"
        anchor = {"r": "start", "l": "end"}.get(side[-1], "middle")
        yield from _draw_lines(node, {"r": rect[0], "l": rect[2]}.get(side[-1], node.x), rect[1], anchor)
    yield "</g>"


def _draw_lines(node: Node, x: float, top: float, anchor: str) -> Iterator[str]:
    figure = node.sign == FIGURE
    halo: dict[str, str | float] = {"stroke": _PAPER, "stroke_width": 3, "paint_order": "stroke"}
    for k, line in enumerate(node.lines):
        more: dict[str, str | float] = {} if figure else {**halo, "stroke_linejoin": "round"}
        if node.mark().bold or (figure and k == 0):
            more["font_weight"] = 600
        colour, y = _SOFT if figure and k else _INK, top + LINE * (k + 0.8)
        yield _tag("text", line, x=x, y=y, text_anchor=anchor, fill=colour, **more)


def _symbol(sign: str, x: float, y: float, r: float) -> str:
    found = CLASSES[sign]
    if found.shape == "square":
        shape = _tag("rect", x=x - r, y=y - r, width=2 * r, height=2 * r, rx=r * 0.25, fill=found.light)
    else:
        shape = _tag("circle", cx=x, cy=y, r=r, fill=found.light)
    k = r * 1.1 / 24
    move = f"translate({_number(x - 12 * k)} {_number(y - 12 * k)}) scale({k:.4f})"
    return shape + _tag("path", transform=move, fill="#fff", fill_rule="evenodd", d=found.icon)


def _legend(nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
    present = {n.sign for n in nodes}
    yield from ((name, sign.plural) for name, sign in CLASSES.items() if name in present)


def _draw_legend(legend: Sequence[tuple[str, str]], left: float, top: float, width: float) -> Iterator[str]:
    columns = max(1, int(width // 132))
    for k, (sign, name) in enumerate(legend):
        x, y = left + (k % columns) * 132 + 8, top + (k // columns) * 22
        if sign == FIGURE:
            colour = CLASSES[FIGURE].light
            yield _tag("rect", x=x - 8, y=y - 5, width=16, height=10, rx=5, fill=_PAPER, stroke=colour)
        else:
            yield _symbol(sign, x, y, 7.5)
        yield _tag("text", name, x=x + 13, y=y + 4, fill=_SOFT)


# ---------------------------------------------------------------------- GraphML and GEXF


def _network(picture: Picture) -> nx.MultiDiGraph[str]:
    """Make a networkx graph: a node for each mark but articles, an edge for each claim that joins two."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for n in picture.nodes:
        if n.sign != ARTICLE:
            r, g, b = (int(CLASSES[n.sign].light[i : i + 2], 16) for i in (1, 3, 5))
            x, y = float(n.x), float(-n.y)
            graph.add_node(
                n.id,
                label=_clean(n.label),
                type=n.sign,
                kind=n.kind,
                claims=len(n.claims),
                x=x,
                y=y,
                viz={
                    "color": {"r": r, "g": g, "b": b, "a": 1.0},
                    "position": {"x": x, "y": y, "z": 0.0},
                    "size": n.radius * 2,
                },
            )
    for k, shown in enumerate(picture.claims):
        if shown.object is not None:
            best = shown.evidences[0]
            graph.add_edge(
                picture.nodes[shown.subject].id,
                picture.nodes[shown.object].id,
                key=shown.claim.id,
                claim=shown.claim.id,
                label=_clean(shown.claim.metric or shown.claim.predicate),
                words=_clean(_words(picture, k)),
                status=shown.status,
                period=shown.claim.period or "",
                confidence=best.confidence,
                sources=shown.sources,
                weight=float(shown.sources),
                quote=_clean(best.span.exact),
                start=best.span.start,
                end=best.span.end,
                version=best.version,
            )
    return graph


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def to_graphml(picture: Picture) -> str:
    """Write the picture as GraphML, with x and y, colours left out."""
    from networkx.readwrite import generate_graphml

    graph = _network(picture)
    for _, data in graph.nodes(data=True):
        del data["viz"]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + "\n".join(generate_graphml(graph, named_key_ids=True))
        + "\n"
    )


def to_gexf(picture: Picture) -> str:
    """Write the picture as GEXF with places, colours and sizes; without the date that the format suggests."""
    from networkx.readwrite import generate_gexf

    graph = _network(picture)
    lines = "\n".join(generate_gexf(graph, version="1.2draft"))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + re.sub(r' lastmodifieddate="[^"]*"', "", lines) + "\n"
