"""A worker process: opens the newest snapshot, does one job after another, and may be killed at any time.

Jobs and replies travel as JSON with a body of bytes after it; nothing is unpickled.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from kg.catalogue import load_catalogue
from kg.claims import ClaimReader
from kg.errors import (
    InputError,
    KGError,
    MissingExtraError,
    NotFoundError,
    QueryError,
    StoreError,
    TooMuchError,
)
from kg.graph import KnowledgeGraph
from kg.server import models
from kg.server.answers import evaluate
from kg.server.limits import Limits
from kg.server.sandbox import arm, confine, disarm
from kg.server.writing import carry_out

__all__ = ["decode", "encode", "work"]

_CATALOGUE: Final = load_catalogue() if os.environ.get("KG_SERVER_PRELOAD") == "1" else None
"""Read once, in the process that all workers are forked from."""


def encode(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Put a head and a body into one message."""
    text = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return len(text).to_bytes(4, "big") + text + body


def decode(message: bytes) -> tuple[dict[str, Any], bytes]:
    """Take a message apart."""
    size = int.from_bytes(message[:4], "big")
    head: dict[str, Any] = json.loads(message[4 : 4 + size].decode("utf-8", "surrogatepass"))
    return head, message[4 + size :]


class _Desk:
    """The snapshot that is open, and what was read from it."""

    def __init__(self, store: Path, limits: Limits) -> None:
        self.path = store
        self.limits = limits
        self.graph: KnowledgeGraph | None = None
        self.reader: ClaimReader | None = None
        self.name = ""

    def open(self) -> KnowledgeGraph:
        """Open the newest snapshot, where it is not the one that is open."""
        try:
            name = (self.path / "snapshots" / "CURRENT").read_text("ascii").strip()
        except (OSError, ValueError):
            name = ""
        if self.graph is None or name != self.name:
            if self.graph is not None:
                self.graph.close()
            self.graph = KnowledgeGraph(self.path, catalogue=_CATALOGUE)
            self.reader = ClaimReader(self.graph.store)
            self.name = name
        return self.graph

    def do(self, job: dict[str, Any]) -> bytes:
        if job["kind"] == "write":
            if self.graph is not None:
                self.graph.close()
                self.graph = self.reader = None
            done = carry_out(self.path, job, _CATALOGUE)
            return encode({"type": "application/json", "snapshot": ""}, json.dumps(done).encode())
        graph = self.open()
        if job["kind"] == "sparql":
            kind, body = evaluate(
                graph.store.graph,
                job["query"],
                rows_as=job["rows_as"],
                graph_as=job["graph_as"],
                limits=self.limits,
                default_graphs=job.get("default_graphs", ()),
                named_graphs=job.get("named_graphs", ()),
            )
            return encode({"type": kind, "snapshot": self.name}, body)
        assert self.reader is not None  # kept as long as the snapshot, whose names do not change
        kind, body = models.build(graph, self.reader, job["name"], job["options"])
        return encode({"type": kind, "snapshot": self.name}, body)


def work(link: Connection, store: str, limits: Limits) -> None:
    """Do jobs until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    cut = confine(limits.memory)
    desk = _Desk(Path(store), limits)
    with suppress(KGError):  # the first job says what is wrong with the store
        desk.open()
    link.send_bytes(encode({"network": "cut" if cut else "open", "pid": os.getpid()}))
    while True:
        try:
            job, _ = decode(link.recv_bytes())
        except (EOFError, OSError):
            return
        arm(limits.seconds + 2)
        reply = _reply(desk, job)
        disarm()
        try:
            link.send_bytes(reply)
        except OSError:
            return


def _reply(desk: _Desk, job: dict[str, Any]) -> bytes:
    try:
        return desk.do(job)
    except KGError as error:
        return encode({"error": _status(error), "problem": str(error), "excerpt": error.excerpt})
    except MemoryError:
        return encode({"error": 422, "problem": "this needs more memory than is given; ask for less"})
    except Exception as error:
        sys.stderr.write(f"worker: {type(error).__name__}: {' '.join(str(error).split())[:300]}\n")
        return encode({"error": 500, "problem": "this could not be answered"})


def _status(error: KGError) -> int:
    kinds: tuple[tuple[type[KGError], int], ...] = (
        (TooMuchError, 422), (QueryError, 400), (NotFoundError, 404), (InputError, 400), (StoreError, 503),
        (MissingExtraError, 415),
    )  # fmt: skip
    return next((status for kind, status in kinds if isinstance(error, kind)), 500)
