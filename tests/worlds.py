"""A small world of made-up articles, and a life of a store in it that is the same for one seed.

Run as a program it lives in the store of a folder, and acknowledges each change with a line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from generator import World

from kg.articles import Article, make_article
from kg.errors import InputError
from kg.judgements import Judgement, claim_judged, entities_judged
from kg.model import Evidence
from kg.store import Store


def small_world() -> Iterator[tuple[Article, list[Evidence]]]:
    """Articles with about ten claims each."""
    yield from World(900).read()


def short_world() -> list[tuple[Article, list[Evidence]]]:
    """Nine articles with five claims each, quickly checked."""
    return [(article, found[:5]) for article, found in islice(small_world(), 9)]


class Life:
    """Changes of a store; which ones follows from the seed and from what the store holds."""

    def __init__(self, store: Store, random: Random) -> None:
        self.store = store
        self.random = random
        self.pool = list(small_world())[:24]

    def step(self) -> None:
        """Make one change, or none where it cannot be made."""
        random, store = self.random, self.store
        kind, n, m = random.random(), random.randrange(len(self.pool)), random.random()
        live = sorted(store.live())
        if kind < 0.55 or not live:
            article, found = self.pool[n]
            if m < 0.3:
                article, found = edit(article, found)
            store.load(article, found[: 1 + int(m * 30)], "test")
        elif kind < 0.75:
            entry = store.live()[live[n % len(live)]]
            store.remove(entry.article, entry.version if m < 0.3 else None)
        elif kind < 0.85 and store.history.judgements:
            store.undo(sorted(store.history.judgements)[n % len(store.history.judgements)])
        else:
            claims = sorted({e.claim.id for e in store.record(live[n % len(live)])[1]})
            entities = sorted({x.id for _, found in self.pool[:4] for e in found for x in e.claim.entities})[
                :6
            ]
            a, b = random.sample(entities, 2)
            judgement = (
                Judgement("wrong" if m < 0.2 else "right", claim_judged(claims[0]), "seen")
                if m < 0.4 and claims
                else Judgement("same" if m < 0.7 else "different", entities_judged(a, b), "seen")
            )
            with suppress(InputError):  # it contradicts others
                store.judge(judgement)
        if m > 0.8:
            store.publish()


def edit(article: Article, found: list[Evidence]) -> tuple[Article, list[Evidence]]:
    """Another version of an article: a sentence more at the end."""
    edited = make_article(article.text + " More follows.", article.name, article.metadata)
    fields = Evidence.model_fields
    moved = [Evidence(**{k: getattr(e, k) for k in fields} | {"version": edited.version}) for e in found]
    return edited, moved


def main() -> None:
    """Live until somebody kills this process."""
    from kg.backup import back_up

    path, seed = Path(sys.argv[1]), int(sys.argv[2])
    store = Store(path, write=True)
    life = Life(store, Random(seed))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for n in range(10_000):
        life.step()
        sys.stdout.write(f"{n}\n")
        sys.stdout.flush()
        if n % 7 == 3 and (path / "snapshots").exists():
            back_up(path, path.with_name(f"backup-{seed}-{n}"))


if __name__ == "__main__":
    main()
