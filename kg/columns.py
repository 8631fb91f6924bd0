"""A file of columns: arrays and lists of texts under names, read where they lie, each with a checksum.

The file is JSON that says what is where, and then the arrays as they are in memory. A column costs nothing
until it is used, and is compared with its checksum the first time.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from kg.errors import StoreError

__all__ = [
    "Array",
    "ColumnFile",
    "join_texts",
    "pack_texts",
    "smallest",
    "text_at",
    "unpack_texts",
    "write_columns",
]

Array = np.ndarray[Any, np.dtype[Any]]

_MAGIC: Final = b"kg table"
_START: Final = struct.Struct("<8sII")
"""Magic, length of the JSON, its checksum."""

_ALIGNED: Final = 64


def write_columns(path: Path, head: Mapping[str, Any], columns: Mapping[str, Array]) -> None:
    """Write columns to a new file; it is not flushed, as what is torn shows by its checksums.

    Args:
        path: the file.
        head: what stands at the front, for JSON.
        columns: one-dimensional arrays by name.

    Raises:
        StoreError: there is no room or the folder cannot be written.
    """
    arrays = {name: np.ascontiguousarray(a) for name, a in columns.items()}
    places, at = {}, 0
    for name, a in arrays.items():
        places[name] = (a.dtype.str, at, a.size, zlib.crc32(_padding(a.nbytes), zlib.crc32(a.tobytes())))
        at += a.nbytes + len(_padding(a.nbytes))
    front = json.dumps({"head": dict(head), "columns": places, "size": at}).encode("ascii")
    front += b" " * len(_padding(_START.size + len(front)))
    try:
        with path.open("wb") as f:
            f.write(_START.pack(_MAGIC, len(front), zlib.crc32(front)) + front)
            for a in arrays.values():
                f.write(a.data)
                f.write(_padding(a.nbytes))
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StoreError(
            error.strerror or "cannot be written", place=str(path), fix="make room or check permissions"
        ) from None


def _padding(size: int) -> bytes:
    return b"\0" * (-size % _ALIGNED)


class ColumnFile(Mapping[str, Array]):
    """The columns of a file, mapped into memory for reading.

    Attributes:
        head: what stands at the front.

    Raises:
        StoreError: it cannot be read, or is no such file. A column that was changed raises when it is used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with path.open("rb") as f:
                magic, size, checksum = _START.unpack(f.read(_START.size))
                text = f.read(size)
            if magic != _MAGIC or zlib.crc32(text) != checksum:
                raise ValueError("it is no such file")
            front = json.loads(text)
            self._places: dict[str, tuple[str, int, int, int]] = front["columns"]
            self.head: dict[str, Any] = front["head"]
            self._from = _START.size + size
            if path.stat().st_size != self._from + front["size"]:
                raise ValueError("it is cut")
            self._bytes: Array = np.memmap(path, dtype=np.uint8, mode="r")
        except (OSError, ValueError, KeyError, TypeError, struct.error):
            raise self._damaged() from None
        self._known: dict[str, Array] = {}

    def _damaged(self) -> StoreError:
        return StoreError("the table is damaged", place=str(self._path), fix="run: kg repair")

    def __getitem__(self, name: str) -> Array:
        if name not in self._known:
            kind, at, count, checksum = self._places[name]
            dtype = np.dtype(kind)
            size = count * dtype.itemsize
            raw = self._bytes[self._from + at : self._from + at + size + len(_padding(size))]
            if zlib.crc32(raw.data) != checksum:
                raise self._damaged()
            column: Array = np.asarray(raw[:size]).view(dtype)
            self._known[name] = column
        return self._known[name]

    def __iter__(self) -> Any:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def pack_texts(texts: Iterable[str]) -> tuple[Array, Array]:
    """Put texts one behind the other; returns the bytes and where each text ends."""
    spelled = [t.encode("utf-8", "surrogatepass") for t in texts]
    ends = np.cumsum(np.fromiter(map(len, spelled), np.int64, len(spelled)), dtype=np.int64)
    return np.frombuffer(b"".join(spelled), np.uint8), smallest(ends)


def unpack_texts(data: Array, ends: Array) -> list[str]:
    """Take packed texts apart."""
    raw, at, found = data.tobytes(), 0, []
    for end in ends.tolist():
        found.append(raw[at:end].decode("utf-8", "surrogatepass"))
        at = end
    return found


def join_texts(
    data: Array, ends: Array, kept: Array | None, fresh: Iterable[str] = ()
) -> tuple[Array, Array]:
    """Put texts behind packed ones, without taking these apart.

    Args:
        data: bytes of the packed texts.
        ends: where each ends.
        kept: which of them stay; all where None.
        fresh: what comes behind them.
    """
    new, new_ends = pack_texts(fresh)
    if kept is not None and not kept.all():
        sizes: Array = np.diff(ends.astype(np.int64), prepend=0)
        data, ends = data[np.repeat(kept, sizes)], np.cumsum(sizes[kept])
    joined = np.concatenate([ends.astype(np.int64), new_ends.astype(np.int64) + len(data)])
    return np.concatenate([data, new]), smallest(joined)


def text_at(data: Array, ends: Array, place: int) -> str:
    """One of some packed texts."""
    start = int(ends[place - 1]) if place else 0
    return data[start : int(ends[place])].tobytes().decode("utf-8", "surrogatepass")


def smallest(codes: Array) -> Array:
    """Whole numbers from 0 in the smallest type that holds them."""
    most = int(codes.max()) if codes.size else 0
    kinds = (np.uint8, np.uint16, np.uint32)
    kind = next((k for n, k in enumerate(kinds) if most < 1 << (8 << n)), np.int64)
    return codes.astype(kind, copy=False)
