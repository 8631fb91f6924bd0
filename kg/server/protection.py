"""What stands around every request: foreign hosts, large bodies, headers of safety, ids, logs and counts."""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.server.desk import refuse

__all__ = ["POLICY", "Counts", "Protection"]

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What pages may do: run and show what this server sends, and ask this server; nothing else."""

_HEADERS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
_BOUNDS: Final = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)


class Counts:
    """Figures for /metrics: requests by path and status, and how long they took."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        self.seconds: Counter[float] = Counter()
        self.sum = 0.0

    def add(self, path: str, status: int, seconds: float) -> None:
        """Count one request; its path is known by its first part only, so that there are few."""
        self.requests["/" + path.strip("/").partition("/")[0][:20], status] += 1
        self.seconds[next((b for b in _BOUNDS if seconds <= b), float("inf"))] += 1
        self.sum += seconds

    def render(self, gauges: dict[str, int]) -> str:
        """Spell the figures in the text format of Prometheus."""
        lines = ["# TYPE kg_requests_total counter"]
        for (path, status), n in sorted(self.requests.items()):
            safe = "".join(c if c.isalnum() or c in "/._-" else "_" for c in path)
            lines.append(f'kg_requests_total{{path="{safe}",status="{status}"}} {n}')
        lines.append("# TYPE kg_request_seconds histogram")
        total = 0
        for bound in (*_BOUNDS, float("inf")):
            total += self.seconds[bound]
            shown = "+Inf" if bound == float("inf") else f"{bound:g}"
            lines.append(f'kg_request_seconds_bucket{{le="{shown}"}} {total}')
        lines += [f"kg_request_seconds_sum {self.sum:.6f}", f"kg_request_seconds_count {total}"]
        for name, value in gauges.items():
            lines += [f"# TYPE kg_workers_{name} gauge", f"kg_workers_{name} {value}"]
        return "\n".join(lines) + "\n"


class Protection:
    """ASGI middleware around the whole application.

    Args:
        app: the application.
        hosts: names by which the server may be asked; `*` for any.
        body: how many bytes a request may have.
        cors: origin that scripts of other sites may ask from; empty for none.
        counts: where requests are counted.
        log: whether each request is logged, one JSON object a line.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: frozenset[str],
        body: Callable[[Scope], int],
        cors: str,
        counts: Counts,
        log: bool,
    ) -> None:
        self.app = app
        self.hosts = hosts
        self.body = body
        self.cors = cors
        self.counts = counts
        self.log = log
        self._ids = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, ident, status = time.monotonic(), f"{next(self._ids):08x}", 0
        scope.setdefault("state", {})

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(message, ident)
            await send(message)

        try:
            problem = self._problem(scope)
            if problem is not None:
                await refuse(*problem)(scope, receive, answer)
            else:
                await self._pass(scope, receive, answer)
        except Exception as error:
            if status:
                raise
            sys.stderr.write(
                f"request {ident}: {type(error).__name__}: {' '.join(str(error).split())[:300]}\n"
            )
            await refuse(500, f"a fault in kg; its request id is {ident}")(scope, receive, answer)
        finally:
            seconds = time.monotonic() - started
            self.counts.add(scope["path"], status, seconds)
            if self.log:
                self._write(scope, ident, status, seconds)

    async def _pass(self, scope: Scope, receive: Receive, answer: Send) -> None:
        """Read the body first, as far as it may go; then the application."""
        chunks, size, more, most = [], 0, True, self.body(scope)
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            more = message.get("more_body", False)
            if size > most:
                await refuse(413, f"a request has at most {most:,} bytes")(scope, receive, answer)
                return
        waiting = [{"type": "http.request", "body": b"".join(chunks), "more_body": False}]

        async def replay() -> Message:
            return waiting.pop() if waiting else await receive()

        await self.app(scope, replay, answer)

    def _problem(self, scope: Scope) -> tuple[int, str] | None:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1").lower()
        name = host[: host.rfind("]") + 1] if host.startswith("[") else host.partition(":")[0]
        if "*" not in self.hosts and name not in self.hosts:
            return 421, "this server does not go by that name"
        length, most = headers.get(b"content-length", b"0"), self.body(scope)
        if length.isdigit() and int(length) > most:
            return 413, f"a request has at most {most:,} bytes"
        return None

    def _dress(self, message: Message, ident: str) -> None:
        present = {k.lower() for k, _ in message["headers"]}
        extra = [*_HEADERS, ("X-Request-Id", ident)]
        if b"content-security-policy" not in present:
            extra.append(("Content-Security-Policy", POLICY))
        if self.cors:
            extra += [("Access-Control-Allow-Origin", self.cors), ("Vary", "Origin")]
        message["headers"] = [*message["headers"], *((k.encode(), v.encode("latin-1")) for k, v in extra)]

    def _write(self, scope: Scope, ident: str, status: int, seconds: float) -> None:
        state: dict[str, Any] = scope.get("state", {})
        query = state.get("query")
        line = {
            "request": ident,
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "seconds": round(seconds, 4),
        }
        if query is not None:
            line["query"] = sha256(query.encode("utf-8", "replace")).hexdigest()[:16]
        sys.stderr.write(json.dumps(line) + "\n")
        sys.stderr.flush()
