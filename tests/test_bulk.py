"""Many articles at once give the bytes that they give one by one; a batch is there wholly or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import readings
from worlds import small_world

import kg.bulk
from kg.articles import Article
from kg.bulk import load_many
from kg.catalogue import Catalogue
from kg.errors import StoreError
from kg.graph import KnowledgeGraph
from kg.judgements import Judgement, claim_judged
from kg.model import Evidence
from kg.rdf import CATALOGUE
from kg.store import Store
from kg.validation import check

Reading = tuple[Article, list[Evidence]]


def _dump(store: Store) -> str:
    return "".join(store.canonical())


@given(st.lists(readings(), max_size=3), st.lists(readings(), max_size=5), st.booleans(), st.booleans())
@settings(max_examples=12)
def test_a_batch_equals_the_same_loads_one_by_one(
    before: list[Reading], batch: list[Reading], judged: bool, catalogue: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, Store() as one_by_one:
        with Store(Path(folder) / "s", write=True) as store:
            for s in (store, one_by_one):
                if catalogue:
                    node = "<https://w3id.org/kg-receipts/entity/ibm>"
                    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
                    s.put_shared(CATALOGUE, [f'{node} {label} "I.B.M." <{CATALOGUE}> .\n'], "1")
                for article, found in before:
                    s.load(article, found, "t")
                if judged:
                    for e in [e for _, found in batch for e in found][:2]:
                        verdict = "right" if e.confidence < 0.6 else "wrong"
                        s.judge(Judgement(verdict, claim_judged(e.claim.id), "seen"))
            load_many(store, [(*reading, "t") for reading in batch])
            for article, found in batch:
                one_by_one.load(article, found, "t")
            assert _dump(store) == _dump(one_by_one)
            assert store.newest() == one_by_one.newest()
        with Store(Path(folder) / "s", write=not (before or batch)) as reader:
            assert _dump(reader) == _dump(one_by_one)
            assert [p for p in check(reader) if p.part != "figure"] == []


def test_a_batch_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = list(small_world())
    monkeypatch.setattr(kg.bulk, "_CHUNK", 10_000)
    with Store(tmp_path / "s", write=True) as store:
        store.load(*world[0], "t")
        before = _dump(store)
        files = sorted(tmp_path.rglob("texts/*/*"))

        def failing() -> object:
            for article, found in world[1:9]:
                yield article, found, "t"
            raise OSError(28, "No space left on device")

        with pytest.raises(StoreError, match="No space left"):
            load_many(store, failing())  # type: ignore[arg-type]
        assert _dump(store) == before
        assert sorted(tmp_path.rglob("texts/*/*")) == files
        assert load_many(store, [(a, f, "t") for a, f in world[1:9]]) == 8
        assert check(store) == []


@pytest.mark.parametrize("seed", range(int(os.environ.get("KG_TRIALS", "2"))))
def test_a_batch_that_is_killed_is_there_wholly_or_not_at_all(tmp_path: Path, seed: int) -> None:
    seconds = Random(seed).uniform(0.02, 0.8)
    code = (
        "import os, sys, threading, time; sys.path.insert(0, sys.argv[2]); from pathlib import Path\n"
        "from worlds import small_world; import kg.bulk; from kg.store import Store; kg.bulk._CHUNK = 10_000\n"
        "world = list(small_world()); store = Store(Path(sys.argv[1]), write=True)\n"
        "store.load(*world[0], 't')\n"
        "threading.Thread(target=lambda: (time.sleep(float(sys.argv[3])), os.kill(os.getpid(), 9)), daemon=True).start()\n"
        "kg.bulk.load_many(store, [(a, f, 't') for a, f in world[1:]]); time.sleep(9)\n"
    )
    path = tmp_path / "s"
    subprocess.run(
        [sys.executable, "-c", code, str(path), str(Path(__file__).parent), str(seconds)], check=False
    )
    with Store(path, write=True) as store:
        assert check(store) == []
        assert len(store.live()) in (1, len(list(small_world())))


def test_a_large_file_of_flat_claims_is_loaded_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: Catalogue
) -> None:
    lines = []
    for n in range(8):
        quote = f"Borealis Labs {n} released Nordlicht {n}"
        (tmp_path / f"{n}.txt").write_text(f"{quote} this week.\n", encoding="utf-8")
        row = {"kind": "relation", "subject": f"Borealis Labs {n}", "subject_type": "Company", "predicate": "releases",
               "object": f"Nordlicht {n}", "object_type": "Model", "status": "actual", "quote": quote}  # fmt: skip
        lines.append(json.dumps(row | {"article": f"{n}.txt"}) + "\n")
    (tmp_path / "claims.jsonl").write_text("".join(lines), encoding="utf-8")
    dumps = []
    for batch in (4, 100):
        monkeypatch.setattr("kg.pipeline.BATCH", batch)
        with KnowledgeGraph(tmp_path / f"store-{batch}", catalogue=few) as graph:
            report = graph.load(tmp_path / "claims.jsonl")
            assert (report.count("loaded"), report.evidences) == (8, 8)
            assert graph.load(tmp_path / "claims.jsonl").count("unchanged") == 8
            assert graph.check() == []
            dumps.append(_dump(graph.store))
    assert dumps[0] == dumps[1]
