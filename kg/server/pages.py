"""The pages: each is rendered from a model that a worker made, and has that model as its .json twin."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cache
from gzip import compress
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from kg.server.desk import Desk, refuse
from kg.server.negotiation import choose
from kg.server.pool import Answer
from kg.server.protection import POLICY
from kg.views.signs import CLASSES

__all__ = ["dereference", "render_error", "save_view", "show", "show_asset", "show_ontology", "show_twin"]

_STATIC: Final = Path(__file__).parent / "static"
_ASSETS: Final = {
    "site.css": "text/css",
    "signs.css": "text/css",
    "query.css": "text/css",
    "site.js": "text/javascript",
    "query.js": "text/javascript",
    "explore.js": "text/javascript",
    "vis-network.min.js": "text/javascript",
    "yasgui.min.js": "text/javascript",
    "yasgui.min.css": "text/css",
}
_WITH_EDITOR: Final = POLICY.replace(
    "style-src 'self'", "style-src 'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
)
"""The editor of queries adds one style of its own, for columns that can be dragged; known by its hash."""

_FILTERS: Final = (
    "about",
    "metric",
    "status",
    "source",
    "predicate",
    "kind",
    "period",
    "attributed_to",
    "class",
)
_ID: Final = re.compile(r"[^\x00-\x1f\x7f]{1,200}")
_LINKS: Final = (
    ("", "kg"),
    ("explore", "Explore"),
    ("claims", "Claims"),
    ("compare", "Compare"),
    ("query", "SPARQL"),
)
_BACK: Final = """
.back { display: flex; gap: 1.1rem; padding: 0.7rem 1.2rem; font: 15px/1.5 system-ui, sans-serif; }
.back a { text-decoration: none; color: inherit; }
.back a:first-child { font-weight: 700; }
</style>"""
"""How the pages of the server are linked from that of the ontology."""

_CLAIM_ID: Final = re.compile(r"1[0-9a-f]{31}")
_TWINS: Final = {"json": "application/json", "ttl": "text/turtle", "csv": "text/csv"}


def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("kg.server"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["part"] = lambda text: quote(str(text), safe="")
    found.filters["query"] = lambda pairs: urlencode({k: v for k, v in pairs.items() if v})
    found.filters["web"] = lambda a: a if str(a).startswith(("https://", "http://")) else ""
    found.filters["commas"] = lambda n: f"{n:,}"
    return found


_PAGES: Final = _environment()


def _options(request: Request, name: str) -> dict[str, Any]:
    """What a page takes, out of path and query.

    Raises:
        ValueError: a number that is none, or an id that cannot be.
    """
    asked, part = request.query_params, request.path_params
    given: dict[str, Any] = {}
    if name in ("entity", "claim", "article", "node", "expand"):
        ident = part.get("ident") or asked.get("id", "")
        if not _ID.fullmatch(ident):
            raise ValueError("the id is missing")
        given["ident"] = ident
    if name == "claim":
        given["evidence"] = asked.get("evidence", "")[:40]
    if name in ("entity", "claims"):
        given["page"] = min(100_000, max(1, int(asked.get("page", "1"))))
    if name == "claims":
        given["filters"] = {f: asked[f][:300] for f in _FILTERS if asked.get(f)}
    if name == "compare":
        given |= {"name": asked.get("about", "")[:300], "metric": asked.get("metric") or None}
    if name == "search":
        given["words"] = asked.get("q", "")[:300]
    if name == "path":
        given |= {"start": asked.get("from", ""), "end": asked.get("to", "")}
        if not all(_ID.fullmatch(i) for i in given.values()):
            raise ValueError("the ids of both ends are needed: from=ID&to=ID")
    if name == "expand":
        given |= {"predicate": asked.get("predicate", ""), "direction": asked.get("direction", "out")}
        given["offset"] = min(100_000, max(0, int(asked.get("offset", "0"))))
    return given


async def show(request: Request, name: str, model: str = "") -> Response:
    """Show a page; a client that prefers JSON or Turtle gets that twin of it."""
    desk: Desk = request.app.state.desk
    model = model or name
    context: dict[str, Any] = {}
    if model != "none":
        found = await _fetch(request, desk, model)
        if not isinstance(found, Answer):
            return _as_page(request, found)
        context = json.loads(found.body)
    context |= {
        "here": request.url.path,
        "asked": dict(request.query_params),
        "name": name,
        "limits": desk.limits,
    }
    headers = {"Vary": "Accept"} | ({"Content-Security-Policy": _WITH_EDITOR} if name == "query" else {})
    return HTMLResponse(_PAGES.get_template(f"{name}.html.j2").render(context), headers=headers)


async def _fetch(request: Request, desk: Desk, model: str) -> Answer | Response:
    try:
        options = _options(request, model)
    except ValueError as error:
        return refuse(400, str(error))
    if model == "compare" and not options["name"].strip():
        model, options = "home", {}
    return await desk.ask({"kind": "page", "name": model, "options": options})


def _as_page(request: Request, refused: Response) -> Response:
    """An error as a page, for people."""
    said = json.loads(bytes(refused.body))
    page = render_error(refused.status_code, said["error"], said.get("excerpt", ""))
    headers = {k: v for k, v in refused.headers.items() if k == "retry-after"}
    return HTMLResponse(page, refused.status_code, headers=headers)


def render_error(status: int, problem: str, excerpt: str = "") -> str:
    """A page that says what went wrong."""
    title = HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else "Error"
    return _PAGES.get_template("error.html.j2").render(
        status=status, title=title, problem=problem, excerpt=excerpt, name="error", asked={}
    )


async def show_twin(request: Request, name: str, suffix: str) -> Response:
    """Answer with the twin of a page in another format."""
    desk: Desk = request.app.state.desk
    try:
        options = _options(request, name)
    except ValueError as error:
        return refuse(400, str(error))
    job: dict[str, Any] = {"kind": "page", "name": name, "options": options}
    if suffix == "ttl":
        job |= {"name": "turtle", "options": {"kind": name, "ident": options["ident"]}}
    if suffix == "csv":
        job |= {"name": "table", "options": {"filters": options["filters"]}}
    found = await desk.ask(job)
    if not isinstance(found, Answer):
        return found
    headers = {"X-KG-Snapshot": found.snapshot}
    if suffix == "json":
        return JSONResponse(json.loads(found.body), headers=headers)
    return Response(found.body, media_type=_TWINS[suffix], headers=headers)


async def save_view(request: Request) -> Response:
    """Answer with the file of `kg view`, of the claims that an explorer shows."""
    try:
        fields = dict(parse_qsl((await request.body()).decode("utf-8"), max_num_fields=10))
    except ValueError:
        return refuse(400, "send a form in UTF-8")
    claims = sorted(set(fields.get("claims", "").split(",")) - {""})
    if not claims or not all(_CLAIM_ID.fullmatch(c) for c in claims):
        return refuse(400, "name the claims to save: claims=ID,ID")
    desk: Desk = request.app.state.desk
    title = " ".join(fields.get("title", "").split())[:120]
    found = await desk.ask({"kind": "page", "name": "view", "options": {"claims": claims, "title": title}})
    if not isinstance(found, Answer):
        return _as_page(request, found)
    headers = {"Content-Disposition": 'attachment; filename="kg-view.html"'}
    return Response(found.body, media_type="text/html", headers=headers)


async def dereference(request: Request) -> Response:
    """Lead from the address of a thing to the form of it that a client likes best."""
    kind, ident = request.path_params["kind"], request.path_params["ident"]
    form = choose(request.headers.get("accept", ""), ["text/html", "text/turtle", "application/json"])
    suffix = {"text/turtle": ".ttl", "application/json": ".json"}.get(form or "", "")
    return RedirectResponse(f"/{kind}/{quote(ident, safe='')}{suffix}", 303)


def show_asset(request: Request) -> Response:
    """Answer with a style or a script of this package, by name."""
    name = request.path_params["name"]
    if name not in _ASSETS:
        return refuse(404, "there is no such file")
    headers = {"Cache-Control": "max-age=3600", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(_packed(name), media_type=_ASSETS[name], headers=headers)
    return Response(_asset(name), media_type=_ASSETS[name], headers=headers)


@cache
def _packed(name: str) -> bytes:
    return compress(_asset(name), mtime=0)


@cache
def _asset(name: str) -> bytes:
    if name == "signs.css":
        return _signs().encode("ascii")
    if name == "vis-network.min.js":
        from importlib.util import find_spec

        from kg.views.graph_page import read_engine

        spec = find_spec("pyvis")
        assert spec is not None
        assert spec.origin is not None
        return read_engine(Path(spec.origin).parent / "templates").encode("utf-8")
    return (_STATIC / "yasgui" / name if name.startswith("yasgui") else _STATIC / name).read_bytes()


def _signs() -> str:
    """Colours of the classes, as the picture of the graph has them."""
    rules = []
    for name, sign in sorted(CLASSES.items()):
        rules.append(f".t-{name} {{ --sign: {sign.light}; }}")
        rules.append(f"@media (prefers-color-scheme: dark) {{ .t-{name} {{ --sign: {sign.dark}; }} }}")
    return "\n".join(rules) + "\n"


@cache
def _ontology() -> tuple[str, str]:
    from kg.ontology import read_turtle
    from kg.views.ontology_page import render_ontology

    page = render_ontology(read_turtle())
    page = page.replace("</style>", _BACK, 1)
    styles = re.findall(r"<style[^>]*>(.*?)</style>", page, re.DOTALL)
    hashes = " ".join(f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in styles)
    links = "".join(f'<a href="/{to}">{words}</a>' for to, words in _LINKS)
    page = page.replace("<body>", f'<body><div class="back">{links}</div>', 1)
    return page, POLICY.replace("style-src 'self'", f"style-src 'self' {hashes}")


def show_ontology(request: Request) -> Response:
    """Show the ontology, rendered from its Turtle; as Turtle for clients that prefer it."""
    from kg.ontology import read_turtle

    form = choose(request.headers.get("accept", ""), ["text/html", "text/turtle"])
    if form == "text/turtle" or request.url.path.endswith(".ttl"):
        return Response(read_turtle(), media_type="text/turtle", headers={"Vary": "Accept"})
    page, policy = _ontology()
    return HTMLResponse(page, headers={"Content-Security-Policy": policy, "Vary": "Accept"})
