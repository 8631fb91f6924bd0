"""TOML files as data: the ontology folder's and those that a user adds."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import rtoml

from kg.errors import InputError
from kg.textfiles import read_text_file

__all__ = ["read_toml"]

_LARGEST: Final = 50_000_000


def read_toml(path: Path) -> tuple[dict[str, Any], str]:
    """Read a TOML file.

    Returns:
        What it holds, and its text, for a hash.

    Raises:
        InputError: the file cannot be read or is no TOML; the message names it.
    """
    text = read_text_file(path, _LARGEST)
    try:
        return rtoml.loads(text), text
    except rtoml.TomlParsingError as error:
        problem = " ".join(str(error).split())
        raise InputError(f"no TOML: {problem}", place=str(path), fix="mend the file") from None
