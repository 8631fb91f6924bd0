"""The application put together: routes, and what stands around them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from kg.server import pages, writer
from kg.server.desk import Desk, refuse
from kg.server.limits import Limits
from kg.server.negotiation import choose
from kg.server.protection import Counts, Protection
from kg.server.protocol import answer_sparql, ask_void
from kg.server.writer import Token

__all__ = ["LOCAL", "build_application"]

LOCAL: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""Names by which a server on this machine is asked."""

_Handler = Callable[[Request], Awaitable[Response]]


def build_application(
    store: Path,
    limits: Limits | None = None,
    *,
    hosts: frozenset[str] = LOCAL,
    cors: str = "",
    log: bool = True,
    token: Token | None = None,
) -> Starlette:
    """Build the web application of a store.

    Args:
        store: the folder of the store.
        limits: what strangers may ask.
        hosts: names by which it may be asked; `*` for any.
        cors: origin that scripts of other sites may ask from, `*` for any; empty for none.
        log: whether requests are logged.
        token: what those send who may change the store; where None, nobody may.
    """
    limits = limits or Limits()
    desk, counts = Desk.of(store, limits, write=token is not None), Counts()

    def body(scope: Scope) -> int:
        if token is None:
            return limits.body
        return token.allowance(scope["method"], scope["path"], Headers(scope=scope), limits.body)

    @asynccontextmanager
    async def live(app: Starlette) -> AsyncIterator[None]:
        await desk.start()
        try:
            yield
        finally:
            await desk.stop()

    async def metrics(request: Request) -> Response:
        pools = desk.pools
        gauges = {
            "waiting": sum(p.waiting for p in pools),
            "busy": sum(p.busy for p in pools),
            "killed": sum(p.killed for p in pools),
        }
        return PlainTextResponse(counts.render(gauges), media_type="text/plain; version=0.0.4")

    async def failed(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if choose(request.headers.get("accept", ""), ["application/json", "text/html"]) == "text/html":
            return HTMLResponse(pages.render_error(error.status_code, error.detail), error.status_code)
        return refuse(error.status_code, error.detail)

    app = Starlette(
        routes=[*_routes(), Route("/metrics", metrics)],
        lifespan=live,
        exception_handlers={HTTPException: failed},
        middleware=[Middleware(Protection, hosts=hosts, body=body, cors=cors, counts=counts, log=log)],
    )
    app.state.desk = desk
    app.state.token = token
    return app


def _page(name: str, model: str = "") -> _Handler:
    async def handle(request: Request) -> Response:
        return await pages.show(request, name, model)

    return handle


def _twin(name: str, suffix: str) -> _Handler:
    async def handle(request: Request) -> Response:
        return await pages.show_twin(request, name, suffix)

    return handle


def _thing(name: str) -> _Handler:
    """The page of one thing, or a twin of it where a client prefers that."""

    async def handle(request: Request) -> Response:
        form = choose(request.headers.get("accept", ""), ["text/html", "application/json", "text/turtle"])
        suffix = {"application/json": "json", "text/turtle": "ttl"}.get(form or "")
        return await (pages.show_twin(request, name, suffix) if suffix else pages.show(request, name))

    return handle


async def _healthy(request: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _ready(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    found = await desk.ask({"kind": "page", "name": "counts", "options": {}})
    if isinstance(found, Response):
        return found
    return JSONResponse({"ready": True, "snapshot": found.snapshot, "network": desk.queries.network})


def _routes() -> list[Route]:
    routes = [
        Route("/sparql", answer_sparql, methods=["GET", "POST", "PUT", "DELETE", "PATCH"]),
        Route("/.well-known/void", ask_void),
        Route("/healthz", _healthy),
        Route("/readyz", _ready),
        Route("/static/{name}", pages.show_asset),
        Route("/ontology", pages.show_ontology),
        Route("/ontology.ttl", pages.show_ontology),
        Route("/kg-receipts/{kind:str}/{ident:path}", pages.dereference),
        Route("/", _page("home")),
        Route("/home.json", _twin("home", "json")),
        Route("/query", _page("query", "vocabulary")),
        Route("/query.json", _twin("vocabulary", "json")),
        Route("/explore", _page("explore", "home")),
        Route("/claims", _page("claims")),
        Route("/claims.csv", _twin("claims", "csv")),
        Route("/view", pages.save_view, methods=["POST"]),
        Route("/articles", writer.load_article, methods=["POST"]),
        Route("/articles/{ident:path}", writer.remove_article, methods=["DELETE"]),
        Route("/judgements", writer.judge, methods=["POST"]),
        Route("/judgements.json", _twin("judgements", "json")),
        Route("/judgements/{ident:str}", writer.undo, methods=["DELETE"]),
        Route("/search", _page("search")),
        Route("/compare", _page("compare")),
    ]
    names = ("claims", "compare", "search", "node", "expand", "path")
    routes += [Route(f"/{name}.json", _twin(name, "json")) for name in names]
    for name in ("entity", "claim", "article"):
        routes += [Route(f"/{name}/{{ident:str}}.{s}", _twin(name, s)) for s in ("json", "ttl")]
        routes.append(Route(f"/{name}/{{ident:str}}", _thing(name)))
    return routes
