"""The command line: `kg VERB`. Every verb is a thin layer over the library."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

__all__ = ["main", "run"]

_INTERNAL: int = 70


def main() -> None:
    """Run the command line and end the process: 0 done, 1 the answer is no, 2 wrong use, 70 a fault in kg."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code. No error shows a traceback unless KG_DEBUG is set."""
    from kg.cli.app import app
    from kg.cli.console import complain, prepare_streams, silence_output
    from kg.errors import KGError, NotFoundError

    prepare_streams()
    try:
        app(args=list(arguments), prog_name="kg")
        sys.stdout.flush()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except KGError as error:
        complain(error)
        return 1 if isinstance(error, NotFoundError) else 2
    except BrokenPipeError:  # whoever read the output has enough of it
        silence_output()
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        return 130
    except Exception as error:
        if os.environ.get("KG_DEBUG") == "1":
            raise
        line = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        sys.stderr.write(f"internal error: {line}; run again with KG_DEBUG=1 and report what it shows\n")
        return _INTERNAL
    return 0
