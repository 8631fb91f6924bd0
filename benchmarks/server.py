"""Many clients ask a SPARQL server for some seconds, some of them hostile: `kg serve` beside two others.

    python benchmarks/server.py --seconds 60 --clients 32 --quads 200000 --hostile 0.01 \\
        --rdflib-endpoint VENV/bin/rdflib-endpoint --oxigraph VENV/bin/oxigraph --output result.json

Run by hand. Each server gets the same quads and, from the same seeds, the same queries: once only good ones,
once with hostile ones among them. A client waits for an answer no longer than `--patience`. Prints one table;
servers whose commands are not given, or are not there, are "not installed".
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import quote

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "tests")]

from generator import World  # noqa: E402
from servers import serving  # noqa: E402

from kg import vocab  # noqa: E402
from kg.bulk import load_many  # noqa: E402
from kg.graph import KnowledgeGraph  # noqa: E402
from kg.store import Store  # noqa: E402

PREFIXES = "".join(f"PREFIX {p}: <{vocab.PREFIXES[p]}> " for p in ("kg", "oa", "prov", "schema"))
GOOD = (
    "SELECT ?a ?b { ?a kg:develops ?b } LIMIT 20",
    "SELECT ?s ?v { ?o schema:observationAbout ?s ; schema:value ?v } LIMIT 20",
    "SELECT ?c ?q { GRAPH ?g { ?e kg:supports ?c ; prov:wasQuotedFrom/oa:exact ?q } } LIMIT 20",
    "ASK { ?a kg:acquires ?b }",
)
DOUBLED = " ".join(f"BIND(CONCAT(?s{n},?s{n}) AS ?s{n + 1})" for n in range(34))
HOSTILE = {
    "cartesian product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "6,000 braces": "SELECT * " + "{" * 6000 + "}" * 6000,
    "400 patterns": "SELECT * { " + "?s ?p ?o . " * 400 + "}",
    "doubling": "SELECT (STRLEN(?s34) AS ?n) { BIND('aaaaaaaaaaaaaaaa' AS ?s0) " + DOUBLED + " }",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (!<x:p>|^!<x:p>)* ?b . ?c (!<x:p>|^!<x:p>)* ?d }",
}
QUADS_A_SENTENCE = 20


@dataclass
class Run:
    """What clients saw of one server."""

    name: str
    hostile: float
    times: dict[str, list[float]] = field(default_factory=lambda: {"good": [], "hostile": []})
    answers: dict[str, Counter[str]] = field(
        default_factory=lambda: {"good": Counter(), "hostile": Counter()}
    )
    peak: int = 0
    alive: bool = True

    def as_row(self, deadline: float) -> dict[str, object]:
        good, bad = sorted(self.times["good"]), self.times["hostile"]
        return {
            "server": self.name,
            "hostile share": self.hostile,
            "good queries": len(good),
            "answered": self.answers["good"]["200"],
            "told to come again": self.answers["good"]["503"],
            "lost": len(good) - self.answers["good"]["200"] - self.answers["good"]["503"],
            "median ms": round(1000 * good[len(good) // 2], 1) if good else None,
            "p99 ms": round(1000 * good[int(len(good) * 0.99)], 1) if good else None,
            "hostile queries": len(bad),
            "ended in time": sum(t <= deadline + 0.5 for t in bad),
            "longest hostile s": round(max(bad), 2) if bad else None,
            "hostile answers": dict(sorted(self.answers["hostile"].items())),
            "good answers": dict(sorted(self.answers["good"].items())),
            "peak MB": self.peak // 2**20,
            "alive": self.alive,
        }


def ask(port: int, path: str, query: str, patience: float) -> str:
    """Ask one query in a connection of its own; the status, or what went wrong."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/sparql-results+json",
        }
        link.request("POST", path, f"query={quote(query)}", headers)
        answer = link.getresponse()
        body = answer.read()
        if answer.status == 200 and not body.rstrip().endswith(b"}"):
            return "cut"
        return str(answer.status)
    except TimeoutError:
        return "no answer"
    except (OSError, http.client.HTTPException):
        return "no connection"
    finally:
        link.close()


def attack(run: Run, port: int, path: str, pid: int, given: argparse.Namespace) -> Run:
    end, lock = time.monotonic() + given.seconds, threading.Lock()

    def client(seed: int) -> None:
        random = Random(seed)
        while time.monotonic() < end:
            kind = "hostile" if random.random() < run.hostile else "good"
            query = PREFIXES + random.choice(list(HOSTILE.values()) if kind == "hostile" else GOOD)
            began = time.monotonic()
            found = ask(port, path, query, given.patience)
            with lock:
                run.times[kind].append(time.monotonic() - began)
                run.answers[kind][found] += 1
            if found == "no connection":
                time.sleep(0.2)

    threads = [threading.Thread(target=client, args=(n,)) for n in range(given.clients)]
    for t in threads:
        t.start()
    while any(t.is_alive() for t in threads):
        run.peak = max(run.peak, memory_of(pid))
        time.sleep(0.25)
    run.alive = ask(port, path, PREFIXES + GOOD[-1], given.patience) == "200"
    return run


def memory_of(pid: int) -> int:
    """Bytes that a process and those that it started hold, what they share counted once (Linux)."""
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        with suppress(OSError, ValueError, IndexError):
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += [int(c) for c in (task / "children").read_text("ascii").split()]
            rolled = Path(f"/proc/{one}/smaps_rollup").read_text("ascii").splitlines()
            total += next(int(x.split()[1]) for x in rolled if x.startswith("Pss:")) * 1024
    return total


@contextmanager
def started(command: list[str], port: int, path: str) -> Iterator[int]:
    """Another server, once it answers."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            if ask(port, path, "ASK {}", 5) == "200":
                break
            time.sleep(0.2)
        yield process.pid
    finally:
        process.kill()
        process.wait()


def measure(given: argparse.Namespace, folder: Path) -> list[dict[str, object]]:
    store, quads = folder / "store", folder / "all.nq"
    with Store(store, write=True) as target:
        world = World(given.quads // QUADS_A_SENTENCE)
        load_many(target, ((a, found, "benchmark") for a, found in world.read()), optimize=True)
        target.publish()
    with KnowledgeGraph(store) as graph:
        graph.export(quads)
    lines = sum(1 for _ in quads.open("rb"))
    print(f"{lines:,} quads, {given.clients} clients, {given.seconds:g} s, deadline {given.deadline:g} s")
    rows = []
    for name, run_with in contenders(given, store, quads, folder).items():
        for share in (0.0, given.hostile):
            if run_with is None:
                rows.append({"server": name, "hostile share": share, "note": "not installed"})
                continue
            with run_with() as (port, path, pid):
                for query in GOOD:  # warm
                    ask(port, path, PREFIXES + query, given.patience)
                found = attack(Run(name, share), port, path, pid, given).as_row(given.deadline)
            rows.append(found | {"quads": lines})
            print(json.dumps(found), flush=True)
    return rows


Starter = Callable[[], "contextmanager[tuple[int, str, int]]"]  # type: ignore[type-arg]


def contenders(
    given: argparse.Namespace, store: Path, quads: Path, folder: Path
) -> dict[str, Starter | None]:
    @contextmanager
    def ours() -> Iterator[tuple[int, str, int]]:
        with serving(store, "--max-seconds", str(given.deadline)) as server:
            yield server.port, "/sparql", server.process.pid

    @contextmanager
    def rdflib() -> Iterator[tuple[int, str, int]]:
        command = [given.rdflib_endpoint, "serve", "--host", "127.0.0.1", "--port", "9461", str(quads)]
        with started(command, 9461, "/") as pid:
            yield 9461, "/", pid

    @contextmanager
    def oxigraph() -> Iterator[tuple[int, str, int]]:
        place = folder / "oxigraph"
        if not place.exists():
            subprocess.run(
                [given.oxigraph, "load", "--location", str(place), "--file", str(quads)],
                check=True,
                stderr=subprocess.DEVNULL,
            )
        command = [given.oxigraph, "serve-read-only", "--location", str(place), "--bind", "127.0.0.1:9462"]
        with started([*command, "--timeout-s", str(int(given.deadline))], 9462, "/query") as pid:
            yield 9462, "/query", pid

    there = {"rdflib-endpoint": given.rdflib_endpoint, "oxigraph serve": given.oxigraph}
    made = {"rdflib-endpoint": rdflib, "oxigraph serve": oxigraph}
    return {"kg serve": ours} | {n: made[n] if c and shutil.which(c) else None for n, c in there.items()}


def show(rows: list[dict[str, object]]) -> None:
    names = (
        "server,hostile share,good queries,answered,told to come again,lost,median ms,p99 ms,"
        "hostile queries,ended in time,longest hostile s,peak MB,alive"
    ).split(",")
    print("| " + " | ".join(names) + " |\n|" + "---|" * len(names))
    for row in rows:
        if "note" in row:
            print(f"| {row['server']} | {row['hostile share']} | {row['note']} |")
        else:
            print("| " + " | ".join("" if row[n] is None else str(row[n]) for n in names) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--quads", type=int, default=20_000)
    parser.add_argument("--hostile", type=float, default=0.01)
    parser.add_argument("--deadline", type=float, default=10)
    parser.add_argument("--patience", type=float, default=40)
    parser.add_argument("--rdflib-endpoint", default="", metavar="COMMAND")
    parser.add_argument("--oxigraph", default="", metavar="COMMAND")
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(given, Path(folder))
    show(rows)
    if given.output:
        about = {
            k: str(v) for k, v in vars(given).items() if k not in ("output", "rdflib_endpoint", "oxigraph")
        }
        result = {"given": about | {"cores": os.cpu_count()}, "rows": rows}
        given.output.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
