"""Child processes: how the portal starts and ends them, so that none is left behind."""

import ctypes
import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


REASONS = {
    errno.EACCES: "keine Berechtigung",
    errno.EPERM: "keine Berechtigung",
    errno.EROFS: "das Dateisystem ist schreibgeschützt",
    errno.ENOSPC: "der Datenträger ist voll",
    errno.EDQUOT: "das Kontingent ist erschöpft",
    errno.EEXIST: "dort liegt eine Datei, kein Ordner",
    errno.ENOTDIR: "dort liegt eine Datei, kein Ordner",
    errno.ENOENT: "der Ordner lässt sich nicht anlegen",
}


def reason(error: OSError) -> str:
    """Why the operating system refused, in German where we know it.

    >>> reason(PermissionError(errno.EACCES, "Permission denied"))
    'keine Berechtigung'
    """
    return REASONS.get(error.errno, error.strerror or str(error))


class CannotStart(Exception):
    """The portal cannot start. The message is one sentence for the person at the terminal."""


@dataclass(frozen=True)
class Account:
    """The system user a server runs as, when root starts it."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Program:
    """One long-running program: what to run, as whom, and the signal that asks it to end."""

    label: str
    argv: list[str]
    env: dict[str, str] = field(default_factory=dict)
    cwd: Path = Path("/")
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    is_server: bool = False  # others use it, so it ends after them


def spawn(program: Program, *, output: int | IO) -> subprocess.Popen:
    """Start the program in a session of its own, so that Ctrl-C in the terminal reaches only its parent."""
    who = {"user": program.account.uid, "group": program.account.gid, "extra_groups": []} if program.account else {}
    return subprocess.Popen(  # noqa: S603 - the programs are our own
        program.argv,
        env=program.env,
        cwd=program.cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=end_with_parent(program.stop_signal),
        **who,
    )


def end_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    """On Linux the child is told to end when its parent is killed and can no longer tell it."""
    if LIBC is None:
        return None
    return lambda: LIBC.prctl(PR_SET_PDEATHSIG, int(stop_signal))


def end(process: subprocess.Popen, stop_signal: signal.Signals, *, timeout: float) -> None:
    """Ask the program to end, and after the timeout end it and all it started."""
    if process.poll() is None:
        process.send_signal(stop_signal)
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    end_group(process)


def end_group(process: subprocess.Popen) -> None:
    """End what a program that is gone has left behind in its session."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # macOS answers with the second for a group of zombies
        return


def end_leftover(pid_file: Path, marker: str, stop_signal: signal.Signals) -> None:
    """End a server that an earlier start left running on this data, and remove its stale pid file.

    The pid may meanwhile belong to something else, so its command line must contain the marker.
    """
    try:
        pid = int(pid_file.read_text().split()[0])
        leftover = psutil.Process(pid)
        if marker in leftover.cmdline():
            leftover.send_signal(stop_signal)
            leftover.wait(30)
    except (FileNotFoundError, ValueError, IndexError, psutil.NoSuchProcess, psutil.AccessDenied):
        pass  # no such server any more
    except psutil.TimeoutExpired:
        raise CannotStart(
            f"Ein früher gestarteter Server (Prozess {pid}) beendet sich nicht. Beenden Sie ihn mit: kill -9 {pid}"
        ) from None
    pid_file.unlink(missing_ok=True)


def ended_how(returncode: int) -> str:
    """
    >>> ended_how(-9)
    'Signal SIGKILL'
    >>> ended_how(1)
    'Code 1'
    """
    return f"Signal {signal.Signals(-returncode).name}" if returncode < 0 else f"Code {returncode}"
