"""Whatever is loaded, read again, removed, judged, undone: the bytes are those of a fresh store of what stands.

`KG_EXAMPLES=2000 pytest tests/test_lifecycle.py` tries more histories.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from strategies import ENTITIES, articles, evidences

from kg.articles import Article
from kg.errors import InputError
from kg.judgements import Judgement, claim_judged, entities_judged
from kg.model import Evidence
from kg.reconstruction import rebuild_as_of
from kg.store import Store
from kg.validation import check

EXAMPLES = int(os.environ.get("KG_EXAMPLES", "100"))

Reading = tuple[Article, list[Evidence]]
entity_ids = st.sampled_from([e.id for e in ENTITIES])


def dump(store: Store) -> str:
    return "".join(store.canonical())


def fresh_store(readings: list[Reading], judgements: list[Judgement]) -> Store:
    store = Store()
    for article, found in readings:
        store.load(article, found, "test")
    for judgement in judgements:
        store.judge(judgement)
    return store


def fresh_dump(readings: list[Reading], judgements: list[Judgement]) -> str:
    return dump(fresh_store(readings, judgements))


def rows_of(store: Store) -> tuple[list[object], dict[str, list[object]]]:
    """The rows of a store's table, sorted, and all words that it keeps."""
    assert store.table is not None
    return list(store.table.spell()), store.table.vocabulary()


class LifeOfAStore(RuleBasedStateMachine):
    """A store in memory beside a model: what was loaded and stands, in order, and what was judged."""

    def __init__(self) -> None:
        super().__init__()
        self.store = self.make()
        self.loaded: dict[str, Reading] = {}
        self.judged: dict[tuple[str, ...], Judgement] = {}
        self.seen: dict[str, Article] = {}
        self.past: list[tuple[int, dict[str, Reading], dict[tuple[str, ...], Judgement]]] = []
        self.gone: dict[object, int] = {}  # version or judged -> number of the last entry that took it away

    def make(self) -> Store:
        return Store()

    # ------------------------------------------------------------------ what may happen
    @rule(article=articles(), data=st.data())
    def load(self, article: Article, data: st.DataObject) -> None:
        self._load(article, data)

    @precondition(lambda self: self.seen)
    @rule(data=st.data())
    def load_again(self, data: st.DataObject) -> None:
        self._load(self.seen[data.draw(st.sampled_from(sorted(self.seen)))], data)

    def _load(self, article: Article, data: st.DataObject) -> None:
        found = self._read(article, data)
        self.store.load(article, found, "test")
        self.loaded.pop(article.version, None)
        self.loaded[article.version] = (article, found)
        self.seen[article.version] = article

    def _read(self, article: Article, data: st.DataObject) -> list[Evidence]:
        drawn = {e.id: e for e in data.draw(st.lists(evidences(article), max_size=3))}
        said = [e.claim for _, es in self.loaded.values() for e in es]
        if said:  # the same is often said again
            for claim in data.draw(st.lists(st.sampled_from(said), max_size=2)):
                again = data.draw(evidences(article)).model_copy(update={"claim": claim})
                again.__dict__.pop("id", None)
                drawn[again.id] = again
        return list(drawn.values())

    @precondition(lambda self: self.loaded)
    @rule(data=st.data())
    def read_again(self, data: st.DataObject) -> None:
        article, _ = self.loaded[data.draw(st.sampled_from(sorted(self.loaded)))]
        found = self._read(article, data)
        self.store.load(article, found, "better", reread=True)
        self.loaded[article.version] = (article, found)

    @precondition(lambda self: self.loaded)
    @rule(data=st.data(), whole=st.booleans())
    def remove(self, data: st.DataObject, whole: bool) -> None:
        article, _ = self.loaded[data.draw(st.sampled_from(sorted(self.loaded)))]
        entries = self.store.remove(article.id, None if whole else article.version)
        self.gone.update((e.version, e.number) for e in entries)
        self.loaded = {
            v: r
            for v, r in self.loaded.items()
            if not (r[0].id == article.id if whole else v == article.version)
        }

    @rule(a=entity_ids, b=entity_ids, verdict=st.sampled_from(["same", "different", "unsure"]))
    def judge(self, a: str, b: str, verdict: str) -> None:
        if a == b:
            return
        judgement = Judgement(verdict, entities_judged(a, b), "they look alike")
        try:
            self.store.judge(judgement)
        except InputError:
            assert contradicts(self.judged, judgement)
        else:
            assert not contradicts(self.judged, judgement)
            self.judged[judgement.judged] = judgement

    @precondition(lambda self: any(found for _, found in self.loaded.values()))
    @rule(data=st.data(), verdict=st.sampled_from(["wrong", "right"]))
    def judge_claim(self, data: st.DataObject, verdict: str) -> None:
        claims = sorted({e.claim.id for _, found in self.loaded.values() for e in found})
        judgement = Judgement(verdict, claim_judged(data.draw(st.sampled_from(claims))), "I read it")
        self.store.judge(judgement)
        self.judged[judgement.judged] = judgement

    @precondition(lambda self: self.judged)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        judged = data.draw(st.sampled_from(sorted(self.judged)))
        self.store.undo(judged)
        del self.judged[judged]
        self.gone[judged] = self.store.number

    @precondition(lambda self: self.past)
    @rule(data=st.data())
    def look_back(self, data: st.DataObject) -> None:
        number, loaded, judged = data.draw(st.sampled_from(self.past))
        readings = [r for v, r in loaded.items() if self.gone.get(v, 0) <= number]
        judgements = [j for k, j in judged.items() if self.gone.get(k, 0) <= number]
        assert dump(rebuild_as_of(self.store, number)) == fresh_dump(readings, judgements)

    # ------------------------------------------------------------------ what must hold
    @invariant()
    def it_equals_a_fresh_store(self) -> None:
        fresh = fresh_store(list(self.loaded.values()), list(self.judged.values()))
        assert dump(self.store) == dump(fresh)
        assert rows_of(self.store) == rows_of(fresh)
        if self.store.number and (not self.past or self.past[-1][0] < self.store.number):
            self.past.append((self.store.number, dict(self.loaded), dict(self.judged)))

    def teardown(self) -> None:
        problems = [p for p in check(self.store) if p.part != "figure"]  # made-up quotes hold no figures
        self.store.close()
        assert problems == []


def contradicts(judged: dict[tuple[str, ...], Judgement], new: Judgement) -> bool:
    """Whether two things would be the same and different, worked out the plain way."""
    every = [*(j for k, j in judged.items() if k != new.judged), new]
    group = {e: e for j in every for e in j.judged}
    for _ in group:
        for j in every:
            if j.verdict == "same":
                a, b = sorted(group[e] for e in j.judged)
                group = {e: a if g == b else g for e, g in group.items()}
    return any(j.verdict == "different" and len({group[e] for e in j.judged}) == 1 for j in every)


class LifeOfAStoreOnDisk(LifeOfAStore):
    """The same on disk, closed and opened again on the way."""

    def make(self) -> Store:
        self.folder = Path(tempfile.mkdtemp())
        return Store(self.folder / "store", write=True)

    @rule()
    def open_again(self) -> None:
        self.store.close()
        self.store = Store(self.folder / "store", write=True)

    @rule()
    def read_elsewhere(self) -> None:
        self.store.publish()
        if (self.folder / "store" / "snapshots").exists():
            with Store(self.folder / "store") as reader:
                assert dump(reader) == dump(self.store)
                assert rows_of(reader) == rows_of(self.store)

    def teardown(self) -> None:
        super().teardown()
        shutil.rmtree(self.folder)


slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
TestInMemory = LifeOfAStore.TestCase
TestInMemory.settings = settings(max_examples=EXAMPLES, stateful_step_count=10, suppress_health_check=slow)
TestOnDisk = LifeOfAStoreOnDisk.TestCase
TestOnDisk.settings = settings(
    max_examples=max(5, EXAMPLES // 10), stateful_step_count=10, suppress_health_check=slow
)
