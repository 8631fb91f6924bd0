"""Tools for assistants, by the Model Context Protocol: they only read, and every claim has its receipt.

The work is done by the same workers as the server's, under the same limits.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from starlette.responses import Response

from kg.errors import KGError
from kg.server.desk import Desk
from kg.server.limits import Limits
from kg.server.screening import screen

__all__ = ["build_tools", "serve_tools"]

_INSTRUCTIONS: Final = (
    "Claims read from news articles. Each has an id, the exact quote it rests on, its offsets (code "
    "points) and the article. Cite the quote and the claim id. "
    "Differing figures are never averaged: say who says which."
)
_SHOWN: Final = (
    "id", "words", "quote", "start", "end", "title", "publisher", "published", "status", "period",
    "attributed_to",
)  # fmt: skip

Model = dict[str, Any]


def build_tools(store: Path, limits: Limits | None = None) -> MCPServer:
    """Build the tools over a store."""
    desk = Desk.of(store, limits or Limits(rows=500, size=200_000))

    @asynccontextmanager
    async def live(_: object) -> AsyncIterator[None]:
        await desk.start()
        try:
            yield
        finally:
            await desk.stop()

    server: MCPServer = MCPServer("kg", instructions=_INSTRUCTIONS, lifespan=live, log_level="WARNING")

    async def read(page_name: str, **options: Any) -> Model:
        return await _have_done(desk, {"kind": "page", "name": page_name, "options": options})

    @server.tool()
    async def search(words: str) -> Model:
        """Find things by name, articles by title, and claims by the words of their quotes."""
        found = await read("search", words=words)
        return found | {"claims": [_cite(r) for r in found["claims"]]}

    @server.tool()
    async def claims(
        about: str = "", metric: str = "", status: str = "", period: str = "", page: int = 1
    ) -> Model:
        """List claims about a thing, a metric, a status (actual, estimate, forecast, target) or a period."""
        given = {"about": about, "metric": metric, "status": status, "period": period}
        filters = {k: v for k, v in given.items() if v}
        found = await read("claims", filters=filters, page=max(1, page))
        return {"total": found["total"], "pages": found["pages"], "claims": [_cite(r) for r in found["rows"]]}

    @server.tool()
    async def trace(claim: str) -> Model:
        """Show every place where a claim is made, by its id: sentence, quote, offsets, and who asserts it."""
        found = await read("claim", ident=claim)
        fields = ("quote", "start", "end", "sentence", "chain", "article_name", "title", "publisher",
                  "published", "address", "text_hash", "holds")  # fmt: skip
        receipts = [{f: r[f] for f in fields} for r in found["receipts"]]
        return {"claim": found["claim"]["id"], "words": found["words"], "fact": found["fact"],
                "tally": found["tally"], "receipts": receipts}  # fmt: skip

    @server.tool()
    async def compare(about: str, metric: str = "") -> Model:
        """Set the figures about a thing side by side: which agree, which conflict, and why others do not."""
        return await read("compare", name=about, metric=metric or None)

    @server.tool()
    async def sparql(query: str) -> Model:
        """Ask in SPARQL 1.1, read only; kg, entity, claim, schema, prov, oa and rdfs are declared."""
        try:
            screen(query, desk.limits)
        except KGError as error:
            raise ToolError(str(error)) from None
        kind = "application/sparql-results+json"
        job = {"kind": "sparql", "query": query, "rows_as": kind, "graph_as": "application/ld+json"}
        return await _have_done(desk, job)

    return server


def _cite(row: Model) -> Model:
    return {field: row[field] for field in _SHOWN}


async def _have_done(desk: Desk, job: Model) -> Model:
    """Have a job done.

    Raises:
        ToolError: it was not; the message says why.
    """
    found = await desk.ask(job)
    if isinstance(found, Response):
        raise ToolError(json.loads(bytes(found.body))["error"])
    answer = json.loads(found.body)
    return answer if isinstance(answer, dict) else {"graph": answer}


def serve_tools(store: Path) -> None:
    """Serve the tools on standard input and output until these close."""
    build_tools(store).run()
