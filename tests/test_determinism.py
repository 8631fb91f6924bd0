"""The same articles give the same bytes: whatever the hash seed, the process, the locale and the order."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from kg.demo import articles_path

_CODE = """
import sys
from pathlib import Path
from kg.graph import KnowledgeGraph
out, *paths = sys.argv[1:]
with KnowledgeGraph() as graph:
    for path in paths:
        graph.load(path)
    for suffix in (".nq", ".trig", ".jsonl", ".csv", ".graphml"):
        graph.export(out + suffix)
"""


def _run(out: Path, paths: list[Path], **environment: str) -> dict[str, str]:
    subprocess.run(
        [sys.executable, "-c", _CODE, str(out), *map(str, paths)],
        env={**os.environ, **environment},
        check=True,
    )
    return {
        p.suffix: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(out.parent.glob(f"{out.name}.*"))
    }


def test_same_bytes_from_two_processes_seeds_locales_and_orders(tmp_path: Path) -> None:
    paths = sorted(articles_path().glob("*.md"))[:4]
    one = _run(tmp_path / "one", paths, PYTHONHASHSEED="1")
    two = _run(
        tmp_path / "two", [*reversed(paths), paths[0]], PYTHONHASHSEED="2", LC_ALL="C", TZ="Asia/Tokyo"
    )
    assert len(one) == 5
    assert one == two
