"""Nothing that was acknowledged is lost, nothing is torn, all damage is named and what is kept twice comes back.

Each test tries a few cases; `KG_TRIALS=300 KG_TAMPERINGS=1000 pytest tests/test_durability.py` tries many: 300
kills, 100 damages of each kind to the log and to the journals, 1,000 changed bytes of files and 1,000 of the graph.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from worlds import Life, short_world, small_world

from kg.backup import back_up, restore
from kg.errors import InputError, KGError, StoreBusyError, StoreError
from kg.journal import NAMES
from kg.repair import repair
from kg.store import Store
from kg.validation import Problem, check

TRIALS = int(os.environ.get("KG_TRIALS", "3"))
TAMPERINGS = int(os.environ.get("KG_TAMPERINGS", "6"))
WORLDS = Path(__file__).with_name("worlds.py")


def _dump(store: Store) -> str:
    return "".join(store.canonical())


def _problems(store: Store) -> list[Problem]:
    return check(store)


# ---------------------------------------------------------------------- killed


def _run_and_kill(path: Path, seed: int, wait: float) -> int:
    """Let another process change a store and kill it; returns how many changes it acknowledged."""
    command = [sys.executable, str(WORLDS), str(path), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        time.sleep(wait)
        child.kill()
        acknowledged = child.stdout.read().count(b"\n")
    assert child.returncode == -9
    return acknowledged


def test_a_killed_writer_loses_nothing_and_tears_nothing(tmp_path: Path) -> None:
    random = Random(7)
    path = tmp_path / "store"
    with Store() as mirror:
        for seed in range(TRIALS):
            acknowledged = _run_and_kill(path, seed, random.expovariate(4))
            life = Life(mirror, Random(seed))
            for _ in range(acknowledged):
                life.step()
            expected = {_dump(mirror)}
            with Store(path, write=True) as store:
                found = _dump(store)
                assert _problems(store) == []
                if found not in expected:
                    life.step()  # what was under way counts wholly or not at all
                assert found == _dump(mirror)
                assert store.newest() == mirror.newest()
            if found:
                with Store(path) as reader:
                    assert _dump(reader) == found
            for copy in tmp_path.glob("backup*"):
                with Store(copy) as store:
                    assert _problems(store) == []
                shutil.rmtree(copy)


# ---------------------------------------------------------------------- damaged


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose writer was killed after three more articles than readers see."""
    path = tmp_path_factory.mktemp("killed") / "store"
    code = (
        "import os, sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path\n"
        "from worlds import short_world; from kg.store import Store\n"
        "readings = short_world(); store = Store(Path(sys.argv[1]), write=True)\n"
        "for n, (article, found) in enumerate(readings):\n"
        "    store.load(article, found, 'test')\n"
        "    if n == 5: store.publish()\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path), str(WORLDS.parent)], check=False)
    return path


@pytest.fixture(scope="module")
def whole() -> str:
    """What that store must hold."""
    with Store() as store:
        for article, found in short_world():
            store.load(article, found, "test")
        return _dump(store)


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def _zero(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data))
    end = min(len(data), start + random.randint(1, 600))
    return data[:start] + bytes(end - start) + data[end:]


def _flip(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << random.randrange(8))]) + data[at + 1 :]


DAMAGES: tuple[Callable[[bytes, Random], bytes], ...] = (_cut, _zero, _flip)


def _copy(path: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(path, target)
    return target


@pytest.mark.parametrize("damage", DAMAGES, ids=["cut", "zeroed", "flipped"])
def test_what_a_damaged_log_of_the_database_lost_comes_back(
    tmp_path: Path, killed: Path, whole: str, damage: Callable[[bytes, Random], bytes]
) -> None:
    random = Random(3)
    unseen = {article.name for article, _ in short_world()[6:]}
    for _ in range(max(2, TRIALS // 3)):
        path = _copy(killed, tmp_path / "store")
        logs = [p for p in (path / "graph").glob("*.log") if p.stat().st_size]
        assert logs
        for log in logs:
            log.write_bytes(damage(log.read_bytes(), random))
        with Store(path) as reader:
            assert unseen <= {p.place for p in _problems(reader)}
        _, left = repair(path)
        assert left == []
        with Store(path) as reader:
            assert _dump(reader) == whole
            assert _problems(reader) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("damage", DAMAGES, ids=["cut", "zeroed", "flipped"])
def test_a_damaged_journal_is_named_and_mended(
    tmp_path: Path, killed: Path, whole: str, damage: Callable[[bytes, Random], bytes], name: str
) -> None:
    random = Random(name)
    repair(killed)
    for _ in range(max(2, TRIALS // 3)):
        path = _copy(killed, tmp_path / "store")
        journal = path / name
        before = journal.read_bytes()
        after = damage(before, random)
        if after == before:
            continue
        journal.write_bytes(after)
        with Store(path) as reader:
            assert "journal" in {p.part for p in _problems(reader)}
            assert _dump(reader) == whole
        done, left = repair(path)
        assert done
        assert left == []
        assert [(path / n).read_bytes() for n in NAMES] == [before, before]
        with Store(path, write=True) as store:
            assert _dump(store) == whole


def test_loads_that_both_journals_lost_are_found_in_what_is_kept(
    tmp_path: Path, killed: Path, whole: str
) -> None:
    path = _copy(killed, tmp_path / "store")
    for name in NAMES:
        lines = (path / name).read_bytes().split(b"\n")
        lines[2] = lines[2].replace(b'"action"', b'"acting"')
        (path / name).write_bytes(b"\n".join(lines))
    with Store(path) as reader:
        assert "entries are damaged in both copies" in " ".join(map(str, _problems(reader)))
    done, left = repair(path)
    assert any("found" in line for line in done)
    assert left == []
    with Store(path) as reader:
        assert _dump(reader) == whole


def test_records_come_back_from_the_graph_and_texts_are_named(tmp_path: Path, killed: Path) -> None:
    repair(killed)
    path = _copy(killed, tmp_path / "store")
    records = sorted((path / "records").glob("*/*"))
    before = records[0].read_bytes()
    records[0].write_bytes(before.replace(b"confidence", b"confidenze"))
    done, left = repair(path)
    assert len(done) == 1
    assert "wrote the record of" in done[0]
    assert left == []
    assert records[0].read_bytes() == before
    text = min((path / "texts").glob("*/*"))
    kept = text.read_bytes()
    text.unlink()
    _, left = repair(path)
    assert {p.part for p in left} == {"text"}
    with Store(path, write=True) as store:
        for article, found in short_world():
            assert not store.load(article, found, "test")
    assert text.read_bytes() == kept
    assert repair(path) == ([], [])


def test_a_database_that_is_gone_is_made_anew(tmp_path: Path, killed: Path, whole: str) -> None:
    for parts in (("graph",), ("graph", "snapshots"), ("snapshots",), ("store.json",)):
        path = _copy(killed, tmp_path / "store")
        for part in parts:
            if (path / part).is_dir():
                shutil.rmtree(path / part)
            else:
                (path / part).unlink()
        _, left = repair(path)
        assert left == []
        with Store(path) as reader:
            assert _dump(reader) == whole


# ---------------------------------------------------------------------- tampered with


def test_a_changed_byte_anywhere_is_found(tmp_path: Path, killed: Path) -> None:
    repair(killed)
    path = _copy(killed, tmp_path / "store")
    files = [path / n for n in NAMES]
    files += sorted(p for kind in ("texts", "records") for p in (path / kind).glob("*/*"))
    random = Random(11)
    with Store(path) as reader:
        assert _problems(reader) == []  # no false alarm
    for _ in range(TAMPERINGS):
        file = random.choice(files)
        before = file.read_bytes()
        file.write_bytes(_flip(before, random))
        with Store(path) as reader:
            assert _problems(reader) != [], file
        file.write_bytes(before)


def test_a_record_of_other_words_is_named_and_not_read(tmp_path: Path, killed: Path) -> None:
    repair(killed)
    path = _copy(killed, tmp_path / "store")
    record = min((path / "records").glob("*/*"))
    before = record.read_bytes()
    record.write_bytes(before.replace(b"rules-1", b"rul%s-1"))  # what it would make is no IRI
    with Store(path) as reader:
        assert {p.part for p in _problems(reader)} == {"record"}
        (entry,) = [e for e in reader.live().values() if e.claims == record.stem]
        with pytest.raises(StoreError, match="has been changed"):
            reader.record_of(entry)
    assert repair(path)[1] == []
    assert record.read_bytes() == before


def test_a_changed_byte_of_the_graph_is_found(tmp_path: Path, killed: Path) -> None:
    import pyoxigraph as ox

    repair(killed)
    random = Random(12)
    with Store(killed) as reader:
        data = _dump(reader).encode("utf-8")
        shared = list(reader.shared_parts())
        original = set(reader.quads())
        tried = 0
        while tried < TAMPERINGS:
            tampered = _flip(data, random)
            try:
                quads = set(ox.parse(tampered, format=ox.RdfFormat.N_QUADS))
            except (SyntaxError, ValueError):
                continue  # no store can hold it
            if quads == original:
                continue
            tried += 1
            reader.graph = ox.Store()
            reader.graph.extend([*quads, *shared])
            assert _problems(reader) != []


# ---------------------------------------------------------------------- together


def test_threads_take_turns(tmp_path: Path) -> None:
    readings = list(small_world())[:24]
    with Store(tmp_path / "store", write=True) as store, Store() as expected:

        def work(n: int) -> None:
            for article, found in readings[n * 3 : n * 3 + 3]:
                store.load(article, found, "test")
            store.remove(readings[n * 3][0].id)
            store.publish()

        threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        for n, (article, found) in enumerate(readings):
            if n % 3:
                expected.load(article, found, "test")
        assert _dump(store) == _dump(expected)
        assert _problems(store) == []
        assert len(store.journal.entries) == 32


def test_two_processes_at_once_give_the_exact_result_or_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "store"
    code = (
        "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path\n"
        "from worlds import small_world; from kg.store import Store; from kg.errors import StoreBusyError\n"
        "for n, (article, found) in enumerate(list(small_world())[:20]):\n"
        "    if n % 2 != int(sys.argv[3]): continue\n"
        "    while True:\n"
        "        try:\n"
        "            with Store(Path(sys.argv[1]), write=True) as store:\n"
        "                store.load(article, found, 'test')\n"
        "            break\n"
        "        except StoreBusyError as error: assert 'is writing to this store' in str(error)\n"
    )
    arguments = [sys.executable, "-c", code, str(path), str(WORLDS.parent)]
    children = [subprocess.Popen([*arguments, str(n)]) for n in (0, 1)]
    assert [c.wait() for c in children] == [0, 0]
    with Store() as expected, Store(path) as store:
        for article, found in list(small_world())[:20]:
            expected.load(article, found, "test")
        assert _dump(store) == _dump(expected)
        assert _problems(store) == []


def test_readers_are_not_blocked_by_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "store"
    readings = list(small_world())
    with Store(path, write=True) as writer:
        writer.load(*readings[0], "test")
        writer.publish()
        for article, found in readings[1:6]:
            with Store(path) as reader:
                assert len(reader.live()) >= 1
                assert _problems(reader) == []
            writer.load(article, found, "test")
            writer.publish()
        with pytest.raises(StoreBusyError):
            repair(path)


# ---------------------------------------------------------------------- no room


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("mounting needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("nothing can be mounted here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk_is_a_clear_error_and_nothing_is_lost(small_disk: Path) -> None:
    readings = list(small_world())
    path = small_disk / "store"
    for fill in (0, 3_000, 60_000, 400_000):
        shutil.rmtree(path, ignore_errors=True)
        with Store(path, write=True) as store:
            for article, found in readings[:5]:
                store.load(article, found, "test")
            before = _dump(store)
        ballast = small_disk / "ballast"
        with ballast.open("wb", buffering=0) as f:
            while f.write(b"x" * 1000) == 1000 if shutil.disk_usage(small_disk).free > fill + 4096 else False:
                pass
        loaded = 5
        try:
            with Store(path, write=True) as store:
                for article, found in readings[5:40]:
                    store.load(article, found, "test")
                    loaded += 1
                    store.publish()
        except KGError as error:
            assert "internal" not in str(error)
        else:
            pytest.fail("the disk was not full")
        with Store(path) as reader:
            assert set(before.splitlines()) <= set(_dump(reader).splitlines()) or loaded > 5
        ballast.unlink()
        with Store(path, write=True) as store:
            for article, found in readings[5:12]:
                store.load(article, found, "test")
            assert _problems(store) == []
            assert len(store.live()) >= 12


def test_a_folder_that_is_only_to_be_read(small_disk: Path) -> None:
    path = small_disk / "store"
    with Store(path, write=True) as store:
        store.load(*next(iter(small_world())), "test")
        before = _dump(store)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(StoreError, match="Read-only file system"):
        Store(path, write=True)
    with Store(path) as reader:
        assert _dump(reader) == before
        assert _problems(reader) == []
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    with Store(path, write=True) as store:
        assert store.load(*list(small_world())[1], "test")


# ---------------------------------------------------------------------- copies


def test_a_backup_is_a_store_and_comes_back(tmp_path: Path, killed: Path, whole: str) -> None:
    repair(killed)
    path = _copy(killed, tmp_path / "store")
    number = back_up(path, tmp_path / "copy")
    with Store(tmp_path / "copy") as copy:
        assert _dump(copy) == whole
        assert _problems(copy) == []
    assert restore(tmp_path / "copy", tmp_path / "back") == number
    with Store(tmp_path / "back", write=True) as store:
        assert _dump(store) == whole
        store.remove(next(iter(store.live().values())).article)
    with pytest.raises(InputError, match="this is there already"):
        back_up(path, tmp_path / "copy")
    with pytest.raises(InputError, match="this is there already"):
        restore(tmp_path / "copy", path)
    text = min((tmp_path / "copy" / "texts").glob("*/*"))
    text.write_bytes(text.read_bytes() + b".")
    with pytest.raises(StoreError, match="the backup is damaged"):
        restore(tmp_path / "copy", tmp_path / "again")
    assert not (tmp_path / "again").exists()
    with pytest.raises(StoreError, match="run kg repair first"):
        back_up(tmp_path / "copy", tmp_path / "worse")
