"""Measure kg beside other ways of keeping the same claims: `python benchmarks/run.py --claims 10000`.

Each system runs in a process of its own, one after another, on the same articles. Prints a table with ratios
to kg and keeps all figures as JSON. A trace is the whole of it through the library, every quote and figure
checked again; beside it stands the bare walk of the same quads and texts (see `systems.walk`). Figures differ
from machine to machine; the ratios are what counts.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from generator import World
from systems import SYSTEMS, Reading, make

from kg.rdf import figure_key

TRACES = 500
"""Claims that are traced."""

MORE = 100
"""Articles that are loaded, and taken back, one by one."""

LARGEST = {"rdflib": 20_000, "oxrdflib": 20_000}
"""Claims up to which a system is measured where none are named: beyond, it takes gigabytes and hours."""

RESULTS = Path(__file__).parent / "results"
"""Where the figures are kept."""

COLUMNS = (
    ("load", "claims/s", "claims_per_second"),
    ("trace", "ms", "trace_ms"),
    ("trace p99", "ms", "trace_p99_ms"),
    ("page", "ms", "page_ms"),
    ("compare", "ms", "compare_ms"),
    ("commit", "ms", "commit_ms"),
    ("commit p99", "ms", "commit_p99_ms"),
    ("remove", "ms", "remove_ms"),
    ("memory", "MB", "peak_mb"),
    ("disk", "KB/claim", "disk_kb_per_claim"),
)


def _timed(actions: list[Callable[[], Any]]) -> list[float]:
    """Milliseconds that each takes, sorted."""
    found = []
    for action in actions:
        start = time.perf_counter()
        action()
        found.append((time.perf_counter() - start) * 1000)
    return sorted(found)


def _p99(times: list[float]) -> float:
    return times[min(len(times) - 1, int(len(times) * 0.99))]


class _Source:
    """Articles as they are made; the time that making them takes is not the system's."""

    def __init__(self, readings: Iterator[Reading]) -> None:
        self._readings = readings
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Reading]:
        while True:
            start = time.perf_counter()
            reading = next(self._readings, None)
            self.seconds += time.perf_counter() - start
            if reading is None:
                return
            yield reading


def measure(name: str, claims: int, folder: Path) -> dict[str, Any]:
    """Measure one system in this process."""
    world, system = World(claims), make(name, folder)
    ids, markets, keys = set(), Counter[str](), Counter[str]()
    for _, evidences in world.read():
        for e in evidences:
            ids.add(e.claim.id)
            markets[e.claim.subject.id] += 1
            if e.claim.metric:
                keys[figure_key(e.claim)] += 1
    count, traced = len(ids), Random(1).sample(sorted(ids), min(TRACES, len(ids)))
    del ids
    gc.collect()
    source = _Source(world.read())
    if hasattr(system, "prepare"):
        system.prepare(world.read())
    start = time.perf_counter()
    system.load(source)
    seconds = time.perf_counter() - start - source.seconds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if hasattr(system, "optimize"):
        start = time.perf_counter()
        system.optimize()
        optimised = time.perf_counter() - start
    else:
        optimised = 0.0
    disk = system.bytes_on_disk()
    slow = name == "rdflib"
    traced = traced[:20] if slow else traced
    for claim in traced[:5]:
        assert system.trace(claim), f"{name} finds nothing"
    traces = _timed([lambda c=c: system.trace(c) for c in traced])
    hot, key = markets.most_common(1)[0][0], keys.most_common(1)[0][0]
    pages = [0.0] if slow else _timed([lambda: system.page(hot)] * 5)
    named = next(e.claim.subject.name for _, es in world.read() for e in es if e.claim.subject.id == hot)
    lists = system.lists(hot, named) if hasattr(system, "lists") else {}
    lists_ms = {what: median(_timed([action] * 5)) for what, action in lists.items()}
    found = system.compare(key)
    compares = _timed([lambda: system.compare(key)] * 5)
    count_more = min(MORE, max(5, claims // 40))
    after = world.articles + 1
    more = [World(claims, seed=6).article(n) for n in range(after, after + count_more)]
    commits = _timed([lambda r=r: system.commit(r) for r in more])
    removes = _timed([lambda r=r: system.remove(r[0]) for r in more])
    return {
        "system": name, "claims": count, "load_seconds": seconds, "claims_per_second": count / seconds,
        "optimize_seconds": optimised, "trace_ms": median(traces), "trace_p99_ms": _p99(traces),
        "page_ms": median(pages), "compare_ms": median(compares), "figures_compared": len(found),
        "lists_ms": lists_ms,
        "commit_ms": median(commits), "commit_p99_ms": _p99(commits), "remove_ms": median(removes),
        "remove_p99_ms": _p99(removes), "peak_mb": peak, "disk_kb_per_claim": disk / 1024 / count,
    }  # fmt: skip


def table(rows: list[dict[str, Any]]) -> str:
    """The figures as a table, with the ratio to kg in brackets."""
    ours = next(r for r in rows if r["system"] == "kg")
    lines = [
        "| system | " + " | ".join(f"{title}, {unit}" for title, unit, _ in COLUMNS) + " |",
        "| --- |" + " ---: |" * len(COLUMNS),
    ]
    for row in rows:
        cells = []
        for _, _, key in COLUMNS:
            ratio = f" ({row[key] / ours[key]:.2g}x)" if row is not ours and ours[key] and row[key] else ""
            shown = f"{row[key]:,.0f}" if row[key] >= 100 else f"{row[key]:.2f}" if row[key] else "–"
            cells.append(shown + ratio)
        lines.append(f"| {row['system']} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def table_of_lists(rows: list[dict[str, Any]]) -> str:
    """Milliseconds that lists and counts take, for the systems that have them."""
    able = [r for r in rows if r["lists_ms"]]
    if not able:
        return ""
    names = list(able[0]["lists_ms"])
    lines = ["| system | " + " | ".join(f"{n}, ms" for n in names) + " |", "| --- |" + " ---: |" * len(names)]
    rest = (f"| {r['system']} | " + " | ".join(f"{r['lists_ms'][n]:.1f}" for n in names) + " |" for r in able)
    return "\n".join([*lines, *rest])


def main() -> None:
    """Measure all systems, or one in this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=10_000, help="10000, 100000 or 1000000")
    parser.add_argument("--systems", default="", help="comma-separated; all that make sense where left out")
    parser.add_argument("--output", type=Path, help="a .json file; in benchmarks/results where left out")
    parser.add_argument("--date", default="", help="when this is run, to be kept with the figures")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help="where the databases are made")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options.claims, options.folder)))
        return
    chosen = options.systems.split(",") if options.systems else [
        s for s in SYSTEMS if options.claims <= LARGEST.get(s, options.claims)
    ]  # fmt: skip
    machine = f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    output = options.output or RESULTS / f"{options.claims}.json"
    output.parent.mkdir(exist_ok=True)
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for name in chosen:
            command = [sys.executable, __file__, "--one", name, "--claims", str(options.claims)]
            command += ["--folder", f"{folder}/{name}"]
            done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
            rows.append(json.loads(done.stdout.splitlines()[-1]))
            shutil.rmtree(f"{folder}/{name}", ignore_errors=True)
            kept = {"machine": machine, "date": options.date, "claims": options.claims, "rows": rows}
            output.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")  # what was measured is kept
            print(f"{name}: {rows[-1]['load_seconds']:.1f} s to load", file=sys.stderr)
    when = f", {options.date}" if options.date else ""
    print(f"{options.claims:,} claims on {machine}{when}\n\n{table(rows)}\n\n{table_of_lists(rows)}")


def _processor() -> str:
    """The processor's name where the system tells it, else its kind."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


if __name__ == "__main__":
    main()
