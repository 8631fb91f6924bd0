"""Changing the store over HTTP, for those who hold the token: articles, judgements, and a few updates.

The token comes in the Authorization header only, which no page of another site can make a browser send.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.errors import InputError, QueryError
from kg.server.desk import Desk, refuse
from kg.server.pool import Answer
from kg.server.updates import ACCEPTED, plan_update
from kg.server.writing import FORMS, read_judgement

__all__ = ["Token", "judge", "load_article", "remove_article", "undo", "update"]

LARGEST: Final = 2_000_000
"""Bytes of an article that is sent."""

_READ_ONLY: Final = "this server changes nothing; start it with: kg serve --write --token-file FILE"
_METADATA: Final = ("title", "publisher", "published", "address", "language", "authors", "sources")


@dataclass(frozen=True)
class Token:
    """The secret that a writer sends; only its hash is kept, and compared in constant time."""

    secret: str = field(repr=False)

    def fits(self, headers: Headers) -> bool:
        """Whether a request carries it."""
        kind, _, given = headers.get("authorization", "").partition(" ")
        pair = (sha256(given.strip().encode("utf-8", "replace")), sha256(self.secret.encode("utf-8")))
        return hmac.compare_digest(*(h.digest() for h in pair)) and kind.lower() == "bearer"

    def allowance(self, method: str, path: str, headers: Headers, usual: int) -> int:
        """Bytes that a request may have: an article of one who may load it, more than others."""
        return LARGEST if (method, path) == ("POST", "/articles") and self.fits(headers) else usual


def _check(request: Request) -> Response | None:
    """Why a request may not write, or None."""
    token: Token | None = request.app.state.token
    if token is None:
        return refuse(403, _READ_ONLY)
    if not token.fits(request.headers):
        return refuse(401, "send the token as: Authorization: Bearer ...", **{"WWW-Authenticate": "Bearer"})
    return None


async def _change(request: Request, job: dict[str, Any]) -> Answer | Response:
    desk: Desk = request.app.state.desk
    return await desk.ask({"kind": "write"} | job)


def _tell(found: Answer | Response, status: int = 200, **headers: str) -> Response:
    if not isinstance(found, Answer):
        return found
    return JSONResponse(json.loads(found.body), status, headers=headers)


async def load_article(request: Request) -> Response:
    """Load the article that is sent: plain text, Markdown with front matter, or HTML."""
    refused = _check(request)
    if refused is not None:
        return refused
    form, _, rest = request.headers.get("content-type", "").lower().partition(";")
    charset = rest.partition("charset=")[2].strip(" \"';") or "utf-8"
    if form.strip() not in FORMS or charset not in ("utf-8", "utf8", "us-ascii"):
        return refuse(415, f"send an article in UTF-8 as one of {', '.join(FORMS)}")
    asked = request.query_params
    name = asked.get("name", "").strip()
    if not 0 < len(name) <= 300 or not name.isprintable():
        return refuse(400, "the article needs a name: POST /articles?name=...")
    try:
        text = (await request.body()).decode("utf-8")
    except UnicodeDecodeError:
        return refuse(400, "the article is not UTF-8")
    found = await _change(
        request,
        {
            "action": "load",
            "form": form.strip(),
            "text": text,
            "name": name,
            "metadata": {k: asked[k] for k in _METADATA if asked.get(k)},
        },
    )
    if not isinstance(found, Answer):
        return found
    row = json.loads(found.body)
    status = 201 if row["outcome"] == "loaded" else 200
    return JSONResponse(row, status, headers={"Location": f"/article/{row['article']}"})


async def remove_article(request: Request) -> Response:
    """Take an article back, or one version of it."""
    refused = _check(request)
    if refused is not None:
        return refused
    job = {"action": "remove", "article": request.path_params["ident"][:300]}
    return _tell(await _change(request, job | {"version": request.query_params.get("version", "")[:80]}))


async def judge(request: Request) -> Response:
    """Judge of two entities or of a claim."""
    refused = _check(request)
    if refused is not None:
        return refused
    try:
        job = read_judgement(json.loads(await request.body()))
    except InputError as error:
        return refuse(400, str(error))
    except (ValueError, RecursionError):
        return refuse(400, "send a judgement as JSON")
    return _tell(await _change(request, job), 201)


async def undo(request: Request) -> Response:
    """Take a judgement back."""
    refused = _check(request)
    if refused is not None:
        return refused
    return _tell(await _change(request, {"action": "undo", "id": request.path_params["ident"][:80]}))


async def update(request: Request, text: str, *, with_dataset: bool) -> Response:
    """Carry out a SPARQL update, where the store can."""
    refused = _check(request)
    if refused is not None:
        return refused
    try:
        job = plan_update(text)
    except QueryError as error:
        return refuse(400, str(error))
    if job is None or with_dataset:
        return refuse(403, ACCEPTED)
    return _tell(await _change(request, job))
