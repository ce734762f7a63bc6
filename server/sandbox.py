"""What a reader process gives up before it sees a stranger's query.

Standard library only, and little of it, because every reader starts with this.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PR_SET_PDEATHSIG = 1


def confine(parent: int, *, network: bool) -> bool:
    """Tie this process to ``parent`` and, unless it may keep it, take the network away; whether that is gone.

    On Linux the process moves into a network namespace of its own, in which there is not even a loopback
    interface that is up, and the kernel kills it when the *thread* that started it ends. A process has to be
    single-threaded for this. Other systems, and containers that forbid namespaces, keep their network.
    """
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:  # it ended before the kernel knew what to do then
        sys.exit(1)
    return not network and any(
        libc.unshare(flags) == 0 for flags in (_CLONE_NEWUSER | _CLONE_NEWNET, _CLONE_NEWNET)
    )


def limit_memory(more: int) -> bool:
    """Let the address space grow by ``more`` bytes and no further; whether the system can do that.

    An allocation beyond it aborts the process. No core file is written, however large or small.
    """
    try:
        import resource
    except ImportError:
        return False
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not sys.platform.startswith("linux"):
        return False
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - pathlib costs 5 ms at start
        now = int(statm.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + more, now + more))
    return True


def end_after(seconds: float) -> None:
    """Have the system end this process in so many seconds, whatever it is doing then; 0 takes the order back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)  # SIGALRM, which nobody handles
    elif seconds:
        faulthandler.dump_traceback_later(seconds, exit=True)
    else:
        faulthandler.cancel_dump_traceback_later()


def enlarge_pipe(descriptor: int, size: int) -> None:
    """Ask for a larger pipe buffer, so that a large answer needs fewer turns between two processes."""
    try:
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, size)
    except (ImportError, AttributeError, OSError):
        return  # a wish: everything works with a small one
