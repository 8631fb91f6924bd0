"""Many clients ask `kg serve` for some seconds: how long good queries take, and whether hostile ones end.

    python benchmarks/server.py --seconds 60 --clients 32 --sentences 5000 --hostile 0.01

Run by hand. Prints one table; the store is made of synthetic articles in a temporary folder.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from random import Random
from urllib.parse import quote

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "tests")]

from generator import World  # noqa: E402
from servers import serving  # noqa: E402

from kg.store import Store  # noqa: E402

GOOD = (
    "SELECT ?a ?b { ?a kg:develops ?b } LIMIT 20",
    "SELECT ?s ?v { ?o schema:observationAbout ?s ; schema:value ?v } LIMIT 20",
    "SELECT ?c ?q { GRAPH ?g { ?e kg:supports ?c ; prov:wasQuotedFrom/oa:exact ?q } } LIMIT 20",
    "ASK { ?a kg:acquires ?b }",
)
HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * " + "{" * 3000 + "}" * 3000,
    "SELECT * { " + "?s ?p ?o . " * 400 + "}",
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:p>|^!<x:p>)* ?b . ?c (!<x:p>|^!<x:p>)* ?d }",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--sentences", type=int, default=1000)
    parser.add_argument("--hostile", type=float, default=0.01)
    parser.add_argument("--deadline", type=float, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store"
        with Store(path, write=True) as store:
            for article, found in World(given.sentences).read():
                store.load(article, found, "benchmark")
            store.publish()
        with serving(path, "--max-seconds", str(given.deadline)) as server:
            times: dict[str, list[float]] = {"good": [], "hostile": []}
            statuses: dict[str, Counter[int]] = {"good": Counter(), "hostile": Counter()}
            end = time.monotonic() + given.seconds

            def ask(seed: int) -> None:
                random = Random(seed)
                while time.monotonic() < end:
                    kind = "hostile" if random.random() < given.hostile else "good"
                    found = server.ask(
                        "/sparql?query=" + quote(random.choice(HOSTILE if kind == "hostile" else GOOD))
                    )
                    times[kind].append(found.seconds)
                    statuses[kind][found.status] += 1

            threads = [threading.Thread(target=ask, args=(n,)) for n in range(given.clients)]
            for t in threads:
                t.start()
            for t in threads:
                t.join()
    print(f"{'kind':8} {'answers':>8} {'median s':>9} {'p99 s':>7} {'longest s':>9}  statuses")
    for kind, found in times.items():
        order = sorted(found) or [0.0]
        shown = ", ".join(f"{s}: {n}" for s, n in sorted(statuses[kind].items()))
        middle, late = order[len(order) // 2], order[int(len(order) * 0.99)]
        print(f"{kind:8} {len(found):8} {middle:9.3f} {late:7.3f} {order[-1]:9.3f}  {shown}")


if __name__ == "__main__":
    main()
