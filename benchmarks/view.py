"""How long the page of a large graph takes: to write, and in a browser until it can be used.

    python -m benchmarks.view [NODES ...]

Times in a browser are the page's own clock (performance.now), from the start of navigation until the page
says that it is ready, beside a page of 100 nodes in the same run; the least of five. Needs playwright and
Chromium.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.generator import World
from kg.store import Store
from kg.views.graph_page import write_view

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
RUNS = 5

_READY = """() => new Promise((done) => {
  const check = () => document.documentElement.dataset.ready === "true"
    ? requestAnimationFrame(() => done(performance.now())) : setTimeout(check, 1);
  check();
})"""


def write_page(folder: Path, nodes: int) -> tuple[Path, float]:
    """Write the page of a synthetic store with so many nodes; returns it and the seconds it took."""
    store = Store()
    for article, evidences in World(max(60, 2 * nodes)).read():
        store.load(article, evidences, "benchmark")
    started = perf_counter()
    path = write_view(store, folder / f"{nodes}.html", top=nodes)
    return path, perf_counter() - started


def seconds_until_ready(pages: Sequence[Path], runs: int = RUNS) -> list[float]:
    """Open each page a few times, in turn; the least seconds of each until it is ready."""
    from playwright.sync_api import sync_playwright

    best = [float("inf")] * len(pages)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        for _ in range(runs):
            for k, path in enumerate(pages):
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.goto(path.as_uri(), wait_until="commit")
                best[k] = min(best[k], page.evaluate(_READY) / 1000)
                page.close()
        browser.close()
    return best


def main(sizes: Sequence[int]) -> None:
    """Print a line for each size."""
    with TemporaryDirectory() as folder:
        written = [write_page(Path(folder), n) for n in (100, *sizes)]
        ready = seconds_until_ready([path for path, _ in written])
        print(f"{'nodes':>6} {'written':>9} {'bytes':>10} {'ready':>8} {'of 100 nodes':>13}")
        for n, (path, took), seconds in zip((100, *sizes), written, ready, strict=True):
            size = path.stat().st_size
            print(f"{n:>6} {took:>8.2f}s {size:>10,} {seconds:>7.2f}s {seconds / ready[0]:>12.1f}x")


if __name__ == "__main__":
    main([int(a) for a in sys.argv[1:]] or [500, 1000])
