"""Output of the command line: plain where it is read by programs, well set where by people."""

from __future__ import annotations

import json
import os
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from kg.errors import KGError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.pipeline import Progress

__all__ = [
    "bold",
    "clean",
    "complain",
    "count",
    "csv_out",
    "faint",
    "is_terminal",
    "json_out",
    "mark",
    "note",
    "out",
    "prepare_streams",
    "progress_bar",
    "say",
    "silence_output",
    "table",
]

_HIDDEN: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_STYLES: Final = {"bold": "1", "faint": "2", "mark": "1;30;43", "good": "32", "bad": "31"}


def prepare_streams() -> None:
    """Write UTF-8 whatever the locale; what cannot be written is replaced, never an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def silence_output() -> None:
    """Send what is still buffered to nowhere, so that the end of the process is quiet."""
    sink = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):
        os.dup2(sink, sys.stdout.fileno())


def clean(text: str) -> str:
    """Text that a terminal shows and does not obey: no control characters, nothing that turns the line."""
    return "".join(
        " " if c in "\t\r\n" else "" if c in _HIDDEN or unicodedata.category(c) == "Cc" else c for c in text
    )


def is_terminal() -> bool:
    """Whether people read the output on a terminal."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _style(text: str, name: str) -> str:
    if not is_terminal() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{_STYLES[name]}m{text}\x1b[0m"


def bold(text: str) -> str:
    """Text in bold on a terminal."""
    return _style(text, "bold")


def faint(text: str) -> str:
    """Text that stands back on a terminal."""
    return _style(text, "faint")


def mark(text: str) -> str:
    """A quote: highlighted on a terminal that shows colours, between pointed marks elsewhere."""
    return _style(text, "mark") if is_terminal() and not os.environ.get("NO_COLOR") else f"»{text}«"


def out(line: str = "") -> None:
    """Print one line of an answer."""
    sys.stdout.write(line + "\n")


def say(text: str, *, indent: int = 0, hang: int | None = None) -> None:
    """Print text, broken at the width of the terminal with an indent; in one line where there is none."""
    pad = " " * indent
    if not is_terminal():
        out(pad + text)
        return
    width = max(40, min(110, _width()))
    hanging = pad if hang is None else " " * hang
    for line in _wrap(text, width, pad, hanging):
        out(line)


def _width() -> int:
    import shutil

    return shutil.get_terminal_size().columns


def _wrap(text: str, width: int, pad: str, hanging: str) -> list[str]:
    """Break a text at spaces; the escapes of its styles have no width."""
    if "\x1b" not in text:
        return textwrap.wrap(
            text,
            width,
            initial_indent=pad,
            subsequent_indent=hanging,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [pad]
    lines, line, room = [], pad, width - len(pad)
    for word in text.split(" "):
        shown = len(_bare(word))
        if shown + 1 > room and line.strip():
            lines.append(line.rstrip())
            line, room = hanging, width - len(hanging)
        line += word + " "
        room -= shown + 1
    return [*lines, line.rstrip()]


def _bare(text: str) -> str:
    import re

    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def count(n: int, noun: str) -> str:
    """A number with its noun: `1 claim`, `1,200 claims`."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def note(line: str) -> None:
    """Print one line that is about the command, not part of the answer."""
    sys.stderr.write(clean(line) + "\n")


def complain(error: KGError) -> None:
    """Print an error: one line, and the excerpt at fault where there is one."""
    note(f"kg: {error}")
    for line in error.excerpt.splitlines():
        note(f"    {line}")


def json_out(value: Any) -> None:
    """Print a value as JSON."""
    out(json.dumps(value, ensure_ascii=False, indent=2))


def csv_out(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows as comma-separated values; what a spreadsheet would run as a formula is quoted."""
    import csv

    from kg.exchange import cell

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(v) for v in row] for row in rows)


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    numbers: Sequence[str] = (),
    wrap: bool = False,
) -> None:
    """Print rows in columns: cut (or wrapped) to the terminal's width there, one line a row elsewhere."""
    cells = [["" if v is None else clean(str(v)) for v in row] for row in rows]
    widths = [max([len(c), *(len(r[i]) for r in cells)]) for i, c in enumerate(columns)]
    if is_terminal():
        widths = _fit(widths, _width())
        if wrap:
            cells = [line for row in cells for line in _wrap_cells(row, widths)]
    for n, row in enumerate([list(columns), *cells]):
        parts = [
            _cell(v, w, right=columns[i] in numbers) for i, (v, w) in enumerate(zip(row, widths, strict=True))
        ]
        line = "  ".join(parts).rstrip()
        out(bold(line) if n == 0 else line)


def _wrap_cells(row: Sequence[str], widths: Sequence[int]) -> list[list[str]]:
    """A row as several lines, each cell broken at its own width."""
    parts = [textwrap.wrap(c, w, break_on_hyphens=False) or [""] for c, w in zip(row, widths, strict=True)]
    return [[p[n] if n < len(p) else "" for p in parts] for n in range(max(map(len, parts)))]


def _cell(text: str, width: int, *, right: bool) -> str:
    text = text if len(text) <= width else text[: max(1, width - 1)] + "…"
    return text.rjust(width) if right else text.ljust(width)


def _fit(widths: list[int], total: int) -> list[int]:
    """Take from the widest columns until a row fits."""
    widths = list(widths)
    while sum(widths) + 2 * (len(widths) - 1) > total and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
    return widths


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """Show how far a load is, on a terminal only."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(bar_width=30), MofNCompleteColumn(), TextColumn("{task.fields[name]}", markup=False))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, name="")

        def show(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=clean(name)[-50:])

        yield show
