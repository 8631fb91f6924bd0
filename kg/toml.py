"""TOML files as data: the ontology folder's and those that a user adds."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import rtoml

from kg.errors import InputError

__all__ = ["read_toml"]

_LARGEST: Final = 50_000_000


def read_toml(path: Path) -> tuple[dict[str, Any], str]:
    """Read a TOML file.

    Returns:
        What it holds, and its text, for a hash.

    Raises:
        InputError: the file cannot be read or is no TOML; the message names it.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError("the file is too large", place=str(path), fix="split it")
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8 at byte {error.start}", place=str(path), fix="save it as UTF-8"
        ) from None
    except OSError as error:
        raise InputError(
            error.strerror or "cannot be read", place=str(path), fix="check its permissions"
        ) from None
    try:
        return rtoml.loads(text), text
    except rtoml.TomlParsingError as error:
        problem = " ".join(str(error).split())
        raise InputError(f"no TOML: {problem}", place=str(path), fix="mend the file") from None
