"""What a worker process gives up before it opens the store: network, memory beyond a bound, core dumps."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

__all__ = ["arm", "confine", "disarm"]

_NEW_USER: Final = 0x10000000
_NEW_NET: Final = 0x40000000
_NO_NEW_PRIVILEGES: Final = 38
_ARENA_MAX: Final = -8


def confine(memory: int) -> bool:
    """Give up what a worker does not need; called before the process has threads.

    Args:
        memory: bytes of address space beyond what is taken now.

    Returns:
        Whether the network is cut. Where the system does not allow it, the guard in front of the engine is
        all that keeps a query from asking other servers.
    """
    _share_arenas()
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        taken = _address_space()
        if taken:
            resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))
    return _cut_network()


def _share_arenas() -> None:
    """Let threads share two heaps: 64 MB of address space for each would use up the bound at random."""
    if sys.platform.startswith("linux"):
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)


def _address_space() -> int:
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _cut_network() -> bool:
    """Move into a network namespace of its own, which has no way out; Linux only."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return any(libc.unshare(flags) == 0 for flags in (_NEW_NET, _NEW_USER | _NEW_NET))


def arm(seconds: float) -> None:
    """Let the system kill this process after some seconds, even where nobody is left to do it."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def disarm() -> None:
    """Take that back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)
