"""The interactive page: one HTML file in which every node and every line opens its sentences.

The file holds everything and fetches nothing. What articles say travels as JSON in elements that do not run
and becomes text nodes only; the policy of the page names each script and style by its hash, so that nothing
else can run even if it got in.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import InputError
from kg.files import write_whole
from kg.model import FACT_CONFIDENCE
from kg.store import Store
from kg.views.elements import Compare, CountSources, Picture, count_articles
from kg.views.page_data import describe_edge, describe_node, describe_page
from kg.views.picture import make_picture
from kg.views.selection import Scope

if TYPE_CHECKING:
    from markupsafe import Markup
    from pyvis.network import Network

__all__ = ["FORMATS", "frame_view", "read_engine", "render_picture", "render_view", "write_view"]

_TEMPLATE: Final = "graph.html.j2"
_STATIC: Final = Path(__file__).parent / "static"
_STYLES: Final = ("page.css", "panes.css")
_SCRIPTS: Final = (
    "model.js", "state.js", "filter.js", "paint.js", "lines.js", "canvas.js", "cards.js", "detail.js",
    "legend.js", "table.js", "export.js", "main.js",
)  # fmt: skip
"""Parts of the page's own script, in the order in which they run."""

_OPTIONS: Final = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "nodes": {"shape": "custom"},
    "edges": {"hidden": True, "smooth": {"enabled": False}},
    "interaction": {
        "hover": False, "multiselect": False, "navigationButtons": False, "selectConnectedEdges": False,
        "zoomSpeed": 0.7,
    },
}  # fmt: skip
"""What vis-network is told: it keeps the camera and the gestures; marks and lines are painted by the page."""


def render_view(
    store: Store,
    *,
    about: str | None = None,
    depth: int = 1,
    source: str | None = None,
    query: str | Path | None = None,
    top: int | None = None,
    full_text: bool = False,
    min_confidence: float = FACT_CONFIDENCE,
    claims: Iterable[str] | None = None,
    title: str | None = None,
    compare: Compare | None = None,
    count_sources: CountSources = count_articles,
    format: str = "html",  # noqa: A002 - what the command line calls it
) -> str:
    """Draw a store, or a part of it; the same store gives the same text, byte for byte.

    Args:
        store: what is drawn.
        about: only what is near a thing, by name, alias, CURIE or IRI.
        depth: how many steps from it.
        source: only the claims of an article or a publisher.
        query: only what a .rq file or a ready-made question finds.
        top: how many nodes at most; 500 where None.
        full_text: embed the articles; else only the sentences of evidences and their neighbours.
        min_confidence: claims whose surest evidence is below are left out.
        claims: only these, by id.
        title: what to call it.
        compare: finds claims that can be held against each other; see `kg.views.elements.Comparison`.
        count_sources: how many independent sources stand behind the evidences of one claim.
        format: `html`, `svg`, `graphml` or `gexf`.

    Raises:
        InputError: no such format, a limit that is wrong, or more nodes than a picture can hold.
        NotFoundError: it names a thing or an article that the store does not hold.
    """
    draw = FORMATS.get(format.lower().removeprefix("."))
    if draw is None:
        raise InputError(f"no format '{format}'", fix=f"use one of {', '.join(FORMATS)}")
    only = None if claims is None else frozenset(claims)
    scope = Scope(about, depth, source, query, top, min_confidence, only)
    picture = make_picture(
        store, scope, title=title, full_text=full_text, compare=compare, count_sources=count_sources
    )
    return draw(picture)


def write_view(store: Store, path: Path, *, format: str | None = None, **options: Any) -> Path:  # noqa: A002
    """Write a store's picture to a file, as UTF-8 whatever the locale.

    Args:
        store: what is drawn.
        path: where to; its suffix says the format.
        format: the format, whatever the suffix.
        **options: as for `render_view`.

    Returns:
        The path.
    """
    suffix = path.suffix.lower().removeprefix(".")
    kind = format or (suffix if suffix in FORMATS else "html")
    write_whole(path, render_view(store, format=kind, **options).encode("utf-8"))
    return path


def frame_view(store: Store, *, height: int = 640, **options: Any) -> str:
    """Draw a store for a notebook: the page in a frame that reaches neither the notebook nor the network.

    Args:
        store: what is drawn.
        height: of the frame, in pixels.
        **options: as for `render_view`.
    """
    from html import escape

    page = escape(render_view(store, **options), quote=True)
    return (
        '<iframe sandbox="allow-scripts allow-downloads allow-popups" referrerpolicy="no-referrer" '
        'title="Knowledge graph" '
        f'style="width:100%;height:{int(height)}px;border:1px solid #d5dae3;border-radius:8px" '
        f'srcdoc="{page}"></iframe>'
    )


# ---------------------------------------------------------------------- the page


def render_picture(picture: Picture) -> str:
    """Render a picture as a page."""
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
    from markupsafe import Markup

    net = _network(picture)
    net.templateEnv = Environment(
        loader=ChoiceLoader([PackageLoader("kg.views"), FileSystemLoader(net.template_dir)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    net.path = _TEMPLATE
    style = "".join(_read(name) for name in _STYLES)
    script = '"use strict";\n{\n' + "".join(_read(name) for name in _SCRIPTS) + "}\n"
    engine = read_engine(Path(net.template_dir))
    net.templateEnv.filters["data"] = _as_data
    net.templateEnv.globals.update(
        picture=picture,
        page=describe_page(picture),
        policy=_policy([engine, script], [style]),
        style=Markup(style),  # noqa: S704 - files of this package
        script=Markup(script),  # noqa: S704
        engine=Markup(engine),  # noqa: S704 - of the installed pyvis
    )
    page: str = net.generate_html()
    return page.encode("utf-8", "replace").decode("utf-8")


def _network(picture: Picture) -> Network:
    """Put nodes and edges into pyvis, which hands them to the template."""
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line")
    net.options = dict(_OPTIONS)
    for k, node in enumerate(picture.nodes):
        net.add_node(k, label=node.label, **describe_node(node))
    for edge in picture.edges:
        net.add_edge(edge.start, edge.end, **describe_edge(edge))
    return net


def _read(name: str) -> str:
    return _plain((_STATIC / name).read_text("utf-8"))


def _plain(text: str) -> str:
    """Line ends as a browser reads them, so that the hash is of what it sees."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_engine(templates: Path) -> str:
    """The script of vis-network as the installed pyvis carries it.

    Its style sheet is left out: all of it is for the buttons, menus and tooltips that this page does not use.

    Raises:
        InputError: there is none.
    """
    found = sorted(templates.glob("lib/vis-*/vis-network.min.js"), key=lambda p: p.stat().st_size)
    if not found:
        raise InputError(
            "the installed pyvis carries no vis-network", place=str(templates), fix="install pyvis 0.3.2"
        )
    text = _plain(found[0].read_text("utf-8"))
    if "</script" in text.lower() or "<!--" in text:
        raise InputError(
            "the script of vis-network cannot be embedded", place=str(found[0]), fix="install pyvis 0.3.2"
        )
    return text


def _policy(scripts: list[str], styles: list[str]) -> str:
    """What the page may do: run these scripts, use these styles, show its own pictures; nothing else."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _as_data(value: object) -> Markup:
    """Spell a value as JSON that no HTML parser takes for anything else."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for c in "<>&\u2028\u2029":
        text = text.replace(c, f"\\u{ord(c):04x}")
    return Markup(text)  # noqa: S704 - no character is left that could end the element


def _svg(picture: Picture) -> str:
    from kg.views.exports import to_svg

    return to_svg(picture)


def _graphml(picture: Picture) -> str:
    from kg.views.exports import to_graphml

    return to_graphml(picture)


def _gexf(picture: Picture) -> str:
    from kg.views.exports import to_gexf

    return to_gexf(picture)


FORMATS: Final[dict[str, Callable[[Picture], str]]] = {
    "html": render_picture,
    "svg": _svg,
    "graphml": _graphml,
    "gexf": _gexf,
}
"""Format to what draws it."""
