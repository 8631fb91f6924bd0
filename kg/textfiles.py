"""Text files that users give: read whole, or refused with an error that names the file and the fix."""

from __future__ import annotations

from pathlib import Path

from kg.errors import InputError

__all__ = ["read_text_file"]


def read_text_file(path: Path, largest: int) -> str:
    """Read a UTF-8 file, its byte order mark left out.

    Args:
        path: the file.
        largest: bytes that it may have.

    Raises:
        InputError: there is no such file, it is too large, not UTF-8, or cannot be read.
    """
    try:
        if path.stat().st_size > largest:
            raise InputError("the file is too large", place=str(path), fix="split it")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError("no such file", place=str(path), fix="check the path") from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8 at byte {error.start}", place=str(path), fix="save it as UTF-8"
        ) from None
    except OSError as error:
        raise InputError(
            error.strerror or "cannot be read", place=str(path), fix="check its permissions"
        ) from None
