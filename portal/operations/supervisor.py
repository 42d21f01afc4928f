"""Keeps the portal's programs running in the foreground, with one labelled log.

One thread, one loop: it reads what the programs say, starts again what has died, and ends everything when asked to.
"""

import os
import selectors
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from subprocess import PIPE, Popen
from types import FrameType

from portal.operations.processes import CannotStart, Program, end, end_group, ended_how, spawn

FIRST_DELAY = 1.0
LONGEST_DELAY = 30.0
SETTLED_AFTER = 60.0  # a program that lived so long starts again with the first delay
TICK = 0.2
GRACE = 20.0


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM, or the terminal was closed."""


@dataclass
class Child:
    """A program and its present process."""

    program: Program
    process: Popen
    started_at: float
    delay: float = FIRST_DELAY
    restart_at: float | None = None
    rest: bytes = field(default=b"", repr=False)
    last_words: str = "keine"


class Supervisor:
    def __init__(self) -> None:
        self.children: list[Child] = []
        self.selector = selectors.DefaultSelector()
        self.asked_to_stop = 0

    def listen_to_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_stop += 1

    def say(self, text: str, label: str = "portal") -> None:
        for line in text.splitlines():
            sys.stdout.write(f"{label:<6} | {line}\n")
        sys.stdout.flush()

    # Starting

    def start(self, program: Program) -> Child:
        """Start a program and keep it running until the end."""
        child = self.launch(program)
        self.children.append(child)
        return child

    def run(self, program: Program) -> None:
        """Run a program that ends by itself, and refuse to go on if it fails."""
        child = self.launch(program)
        try:
            while child.process.poll() is None:
                self.tick()
            self.drain(child)
        finally:
            end(child.process, program.stop_signal, timeout=GRACE)
            self.forget(child)
        if child.process.returncode:
            raise CannotStart("Die Vorbereitung ist fehlgeschlagen; was fehlt, steht in den Zeilen darüber.")

    def wait_for(self, child: Child, is_ready: Callable[[], bool], *, name: str, advice: str, timeout: float) -> None:
        """Wait until the program works. One that ends instead will not get better by starting it again."""
        until = time.monotonic() + timeout
        while not is_ready():
            if child.process.poll() is not None or time.monotonic() > until:
                self.drain(child)
                raise CannotStart(f"{name} startet nicht (letzte Meldung: {child.last_words}). {advice}".strip())
            look_again = time.monotonic() + TICK
            while time.monotonic() < look_again:
                self.tick(watch=False)

    def launch(self, program: Program) -> Child:
        process = spawn(program, output=PIPE)
        os.set_blocking(process.stdout.fileno(), False)
        child = Child(program, process, time.monotonic())
        self.selector.register(process.stdout, selectors.EVENT_READ, child)
        return child

    # Watching

    def watch(self) -> None:
        """Until somebody asks for the end."""
        while True:
            self.tick()

    def tick(self, *, watch: bool = True) -> None:
        if self.asked_to_stop:
            raise Stopped
        for key, _events in self.selector.select(TICK):
            self.relay(key.data)
        if watch:
            for child in self.children:
                self.look_after(child)

    def look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.restart_at is None and child.process.poll() is not None:
            self.drain(child)
            self.forget(child)
            end_group(child.process)
            if now - child.started_at > SETTLED_AFTER:
                child.delay = FIRST_DELAY
            child.restart_at = now + child.delay
            how = ended_how(child.process.returncode)
            self.say(f"{child.program.label} hat sich beendet ({how}). Neustart in {child.delay:.0f} s.")
            child.delay = min(child.delay * 2, LONGEST_DELAY)
        elif child.restart_at is not None and now >= child.restart_at:
            again = self.launch(child.program)
            child.process, child.started_at, child.restart_at = again.process, again.started_at, None
            self.selector.modify(again.process.stdout, selectors.EVENT_READ, child)

    def relay(self, child: Child) -> bool:
        """Pass on what the program said since the last look; False when there was nothing."""
        try:
            said = os.read(child.process.stdout.fileno(), 65536)
        except BlockingIOError:
            return False
        if not said:
            self.forget(child)
            return False
        *lines, child.rest = (child.rest + said).split(b"\n")
        for line in lines:
            self.pass_on(child, line)
        return True

    def pass_on(self, child: Child, line: bytes) -> None:
        text = line.decode(errors="replace").rstrip()
        child.last_words = text or child.last_words
        self.say(text, child.program.label)

    def drain(self, child: Child) -> None:
        while not child.process.stdout.closed and self.relay(child):
            pass

    def forget(self, child: Child) -> None:
        """The end of a program's output."""
        if child.process.stdout.closed:
            return
        if child.rest:
            self.pass_on(child, child.rest)
            child.rest = b""
        self.selector.unregister(child.process.stdout)
        child.process.stdout.close()

    # Ending

    def stop(self) -> None:
        """End everything, the last started first: programs together, then the servers they use, one by one."""
        programs = [child for child in self.children if not child.program.is_server]
        self.end_together(programs)
        for child in reversed([child for child in self.children if child not in programs]):
            self.end_together([child])
        self.children.clear()

    def end_together(self, children: list[Child]) -> None:
        alive = [child for child in children if child.process.poll() is None]
        for child in alive:
            child.process.send_signal(child.program.stop_signal)
        asked, until = self.asked_to_stop, time.monotonic() + GRACE
        while any(child.process.poll() is None for child in alive) and time.monotonic() < until:
            if self.asked_to_stop > asked:  # Ctrl-C once more: do not wait for running tasks
                break
            for key, _events in self.selector.select(TICK):
                self.relay(key.data)
        for child in children:
            end(child.process, signal.SIGKILL, timeout=1)
            self.drain(child)
            self.forget(child)
