"""The store: any history of loads and removals equals a fresh store of what still stands; one writer; durable."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import readings

from kg.articles import Article, make_article
from kg.change import Change
from kg.errors import NotFoundError, StoreBusyError, StoreError
from kg.model import Evidence
from kg.store import Store
from kg.validation import check

Reading = tuple[Article, list[Evidence]]


def _dump(store: Store) -> str:
    return "".join(store.canonical())


def _replay(store: Store, history: list[tuple[str, Reading]]) -> list[Reading]:
    """Do what a history says; returns what still stands, oldest load first."""
    standing: dict[str, Reading] = {}
    for action, (article, found) in history:
        if action == "load":
            store.load(article, found, "test")
            standing.pop(article.version, None)
            standing[article.version] = (article, found)
        elif any(a.id == article.id for a, _ in standing.values()):
            store.remove(article.id)
            standing = {v: r for v, r in standing.items() if r[0].id != article.id}
    return list(standing.values())


histories = st.lists(readings(), min_size=1, max_size=4).flatmap(
    lambda pool: st.lists(
        st.tuples(st.sampled_from(["load", "load", "remove"]), st.sampled_from(pool)), max_size=7
    )
)


def _check_ignoring_figures(store: Store) -> None:
    """Generated quotes hold no figures; everything else must be in order."""
    assert [p for p in check(store) if p.part != "figure"] == []


@given(histories)
@settings(max_examples=80)
def test_any_history_equals_a_fresh_store(history: list[tuple[str, Reading]]) -> None:
    with Store() as store, Store() as fresh:
        for article, found in _replay(store, history):
            fresh.load(article, found, "test")
        assert _dump(store) == _dump(fresh)
        _check_ignoring_figures(store)


@given(histories)
@settings(max_examples=8)
def test_any_history_equals_a_fresh_store_on_disk(history: list[tuple[str, Reading]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store"
        with Store(path, write=True) as store:
            standing = _replay(store, history)
        with Store() as fresh:
            for article, found in standing:
                fresh.load(article, found, "test")
            with Store(path, write=True) as store:
                assert _dump(store) == _dump(fresh)
                _check_ignoring_figures(store)


@given(
    st.lists(readings(), min_size=2, max_size=4, unique_by=lambda r: r[0].id),
    st.randoms(use_true_random=False),
)
@settings(max_examples=40)
def test_order_of_articles_does_not_matter(pool: list[Reading], random: object) -> None:
    other = list(pool)
    random.shuffle(other)  # type: ignore[attr-defined]
    with Store() as one, Store() as two:
        for article, found in pool:
            one.load(article, found, "test")
        for article, found in other:
            two.load(article, list(reversed(found)), "test")
        assert _dump(one) == _dump(two)


def test_loading_again_adds_nothing(tmp_path: Path) -> None:
    article = make_article("Nothing is said here.", "a")
    with Store(tmp_path / "s", write=True) as store:
        assert store.load(article, [], "test")
        before = _dump(store), store.journal.last
        assert not store.load(article, [], "test")
        assert (_dump(store), store.journal.last) == before


def test_removal_deletes_the_kept_text(tmp_path: Path) -> None:
    with Store(tmp_path / "s", write=True) as store:
        article = make_article("Nothing is said here.", "a")
        store.load(article, [], "test")
        store.publish()
        with Store(tmp_path / "s") as reader:
            store.remove(article.id)
            store.publish()
            assert reader.text(article.version) == article.text  # as long as somebody reads it
        store.publish()
        assert list(store.texts.names()) == []
        assert list(store.records.names()) == []
        with pytest.raises(NotFoundError):
            store.remove(article.id)


def test_the_newest_version_is_the_one_loaded_last() -> None:
    with Store() as store:
        old, new = (make_article(text, "a", named=True) for text in ("The first text.", "The second text."))
        store.load(old, [], "test")
        store.load(new, [], "test")
        assert store.newest() == {old.id: new.version}
        store.load(old, [], "test")
        assert store.newest() == {old.id: old.version}
        store.remove(old.id, old.version)
        assert store.newest() == {old.id: new.version}


def test_readers_see_what_was_published(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with Store(path, write=True) as writer:
        writer.load(make_article("One text.", "a"), [], "test")
        writer.publish()
        with Store(path) as reader:
            writer.load(make_article("Another text.", "b"), [], "test")
            writer.publish()
            assert [e.name for e in reader.live().values()] == ["a"]
        with Store(path) as reader:
            assert [e.name for e in reader.live().values()] == ["a", "b"]
            with pytest.raises(StoreError, match="reading only"):
                reader.load(make_article("A third text.", "c"), [], "test")


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        Store(tmp_path / "nothing")
    (tmp_path / "other.txt").write_text("x")
    with pytest.raises(StoreError, match="holds other things"):
        Store(tmp_path, write=True)


def test_a_second_writer_is_told_who_holds_the_store(tmp_path: Path) -> None:
    path = tmp_path / "s"
    code = (
        "import sys; from pathlib import Path; from kg.store import Store\n"
        "store = Store(Path(sys.argv[1]), write=True)\nprint('ready', flush=True)\nsys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "ready\n"
        with pytest.raises(StoreBusyError, match=rf"process {holder.pid} is writing"):
            Store(path, write=True)
        holder.communicate()
    with Store(path, write=True):
        pass


def test_a_writer_that_is_killed_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "s"
    code = (
        "import os, sys; from pathlib import Path; from kg.store import Store; from kg.articles import make_article\n"
        "store = Store(Path(sys.argv[1]), write=True)\nstore.load(make_article('Some text.', 'a'), [], 'test')\nos.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    with Store(path, write=True) as store:
        assert [e.name for e in store.live().values()] == ["a"]
        assert check(store) == []


def test_a_line_of_the_journal_that_was_cut_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with Store(path, write=True) as store:
        store.load(make_article("Some text.", "a"), [], "test")
    with (path / "journal.log").open("ab") as f:
        f.write(b'{"number": 2, "acti')
    with Store(path, write=True) as store:
        store.load(make_article("More text.", "b"), [], "test")
    with Store(path, write=True) as store:
        assert [e.name for e in store.live().values()] == ["a", "b"]
        assert check(store) == []


def test_a_damaged_journal_is_read_but_not_written(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with Store(path, write=True) as store:
        for name in "ab":
            store.load(make_article(f"The text of {name}.", name), [], "test")
    journal = path / "journal.log"
    journal.write_bytes(journal.read_bytes().replace(b'"name": "a"', b'"name": "x"'))
    with pytest.raises(StoreError, match="line 1 is damaged; run kg repair"):
        Store(path, write=True)
    with Store(path) as store:
        assert any(p.part == "journal" for p in check(store))


@pytest.mark.parametrize("killed", [True, False])
@pytest.mark.parametrize("stop", ["records.put", "journal.append", "graph"])
def test_a_load_that_stops_on_the_way_leaves_the_store_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: str, killed: bool
) -> None:
    path = tmp_path / "s"
    article = make_article("Some text.", "a", named=True)
    edited = make_article("Some other text.", "a", named=True)
    with Store(path, write=True) as store:
        store.load(article, [], "test")

    class _StoppedError(Exception):
        pass

    def fail(*_: object, **__: object) -> None:
        raise _StoppedError

    store = Store(path, write=True)
    owner, _, method = stop.partition(".")
    if stop == "graph":
        monkeypatch.setattr(Change, "write", fail)
    else:
        monkeypatch.setattr(getattr(store, owner), method, fail)
    if killed:
        monkeypatch.setattr(store, "_drop_files", fail)
    with pytest.raises(_StoppedError):
        store.load(edited, [], "test")
    monkeypatch.undo()
    if not killed:
        store.close()
    else:
        store._release()
        store.graph = None  # type: ignore[assignment]
    with Store(path, write=True) as store:
        assert check(store) == []
        assert _dump(store).count("ArticleVersion") == (2 if stop == "graph" else 1)
        assert store.newest() == {article.id: edited.version if stop == "graph" else article.version}
        store.load(edited, [], "test")
        assert store.newest() == {article.id: edited.version}
        assert check(store) == []


def test_a_load_that_the_graph_does_not_take_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s"
    with Store(path, write=True) as store:
        store.load(make_article("Some text.", "a"), [], "test")
        before, journal = _dump(store), (path / "journal.log").read_bytes()

        def fail(_: Change) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Change, "write", fail)
        with pytest.raises(StoreError, match="No space left"):
            store.load(make_article("More text.", "b"), [], "test")
        with pytest.raises(StoreError, match="No space left"):
            store.remove(make_article("Some text.", "a").id)
        monkeypatch.undo()
        assert _dump(store) == before
        assert (path / "journal.log").read_bytes() == journal
        assert check(store) == []
        assert store.load(make_article("More text.", "b"), [], "test")


def test_a_removal_that_stops_on_the_way_never_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s"
    article = make_article("Some text.", "a")
    with Store(path, write=True) as store:
        store.load(article, [], "test")
        before = _dump(store)
    store = Store(path, write=True)
    monkeypatch.setattr(store.journal, "append", lambda _: (_ for _ in ()).throw(OSError("the disk is gone")))
    with pytest.raises(StoreError, match="the disk is gone"):
        store.remove(article.id)
    store.close()
    with Store(path, write=True) as store:
        assert _dump(store) == before
        assert check(store) == []


def test_a_snapshot_stays_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with Store(path, write=True) as writer:
        writer.load(make_article("One text.", "a"), [], "test")
        writer.publish()
        with Store(path) as reader:
            before = _dump(reader)
            for n in range(5):
                writer.load(make_article(f"Text {n}.", f"b{n}"), [], "test")
                writer.publish()
            assert _dump(reader) == before
            assert len([p for p in (path / "snapshots").iterdir() if p.is_dir()]) == 3
        writer.load(make_article("The last text.", "c"), [], "test")
        writer.publish()
        assert len([p for p in (path / "snapshots").iterdir() if p.is_dir()]) == 2


@given(readings())
@settings(max_examples=30)
def test_a_record_is_what_the_graph_gives_back(reading: Reading) -> None:
    """So that either of them can be made again from the other."""
    from kg.repair import _read_off

    article, found = reading
    with Store() as store:
        store.load(article, found, "test")
        entry = store.live()[article.version]
        assert _read_off(store, entry) in ("", store.records.get(entry.claims))
        assert store.record(article.version)[1] == sorted(found, key=lambda e: e.id)


def test_an_old_version_that_was_loaded_again_is_the_newest_after_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from worlds import edit, small_world

    article, found = next(iter(small_world()))
    edited, others = edit(article, found)
    with Store(tmp_path / "s", write=True) as store:
        store.load(article, found, "test")
        store.load(edited, others[:1], "test")

    def fail(_: Change) -> None:
        raise KeyboardInterrupt

    store = Store(tmp_path / "s", write=True)
    monkeypatch.setattr(Change, "write", fail)
    with pytest.raises(KeyboardInterrupt):
        store.load(article, found, "test")
    monkeypatch.undo()
    store._release()
    del store
    with Store(tmp_path / "s", write=True) as again, Store() as expected:
        expected.load(edited, others[:1], "test")
        expected.load(article, found, "test")
        assert _dump(again) == _dump(expected)
        assert check(again) == []
