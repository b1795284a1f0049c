"""Runs one monitor as a user would, and watches it from outside."""

import ctypes
import fcntl
import os
import pty
import pwd
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import time

import figures
import machine

SIZE = (50, 200)  # rows, columns
PR_SET_PDEATHSIG = 1
# A frame has ended when nothing more came for so long; no tool pauses longer within one.
QUIET = 0.1
# How long to wait for a frame before giving up.
PATIENCE = 30.0


class Session:
    """A monitor that runs in a pseudo-terminal, or in batch mode into a pipe, until the block ends.

    Everything that it writes is read at once, and frames are told apart by the silence between them.
    """

    def __init__(self, tool):
        self.tool = tool

    def __enter__(self):
        self.home = tempfile.mkdtemp(prefix="bench-")
        for name, text in self.tool.files.items():
            path = os.path.join(self.home, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        self.first_row = None
        self.output = b""
        self.spawn()
        return self

    def __exit__(self, *_):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.reading)
        shutil.rmtree(self.home, ignore_errors=True)

    def environment(self):
        return {
            "PATH": os.environ["PATH"], "HOME": self.home, "TERM": "xterm-256color",
            "LANG": "C.UTF-8", "XDG_CONFIG_HOME": os.path.join(self.home, ".config"),
        }

    def spawn(self):
        """Starts the tool; the clock for the first row begins when it has been executed."""
        self.reading, writing = pty.openpty() if self.tool.interactive else os.pipe()
        if self.tool.interactive:
            fcntl.ioctl(writing, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        executed, executing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                self.become_tool(writing)
            finally:
                os._exit(127)
        os.close(writing)
        os.close(executing)
        os.read(executed, 1)  # its other end is closed by the execution
        self.started = time.monotonic()
        os.close(executed)

    def become_tool(self, writing):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        os.setsid()
        reading = writing
        if self.tool.interactive:
            fcntl.ioctl(writing, termios.TIOCSCTTY, 0)
        else:
            reading = os.open("/dev/null", os.O_RDONLY)
        for number, descriptor in enumerate([reading, writing, writing]):
            os.dup2(descriptor, number)
        os.execvpe(self.tool.command[0], self.tool.command, self.environment())

    def wait_for_frame(self):
        """Reads one frame to its end."""
        begun, deadline = False, time.monotonic() + PATIENCE
        while True:
            ready, _, _ = select.select([self.reading], [], [], QUIET)
            if ready:
                self.take()
                begun = True
            elif begun:
                return
            if time.monotonic() > deadline:
                raise SystemExit(f"bench: {self.tool.name} drew nothing for {PATIENCE:.0f} s: {self.output[-300:]!r}")

    def take(self):
        try:
            chunk = os.read(self.reading, 1 << 20)
        except OSError as error:  # EIO: the other end is closed
            raise SystemExit(f"bench: {self.tool.name} ended: {self.output[-300:]!r}") from error
        if not chunk:
            raise SystemExit(f"bench: {self.tool.name} ended: {self.output[-300:]!r}")
        if self.first_row is None:
            self.output += chunk
            if figures.has_process_rows(self.output, pwd.getpwuid(os.getuid()).pw_name):
                self.first_row = time.monotonic() - self.started


def measure(tool, warm_up, refreshes):
    """Runs a tool and takes its times between frames; the first ones are left out."""
    with Session(tool) as session:
        for _ in range(warm_up):
            session.wait_for_frame()
        marks = [mark(session)]
        for _ in range(refreshes):
            session.wait_for_frame()
            marks.append(mark(session))
        return {
            "cpu_ns": figures.differences([cpu for _, cpu, _ in marks]),
            "wait_ns": figures.differences([wait for _, _, wait in marks]),
            "interval_s": figures.differences([time for time, _, _ in marks]),
            "first_row_ms": None if session.first_row is None else session.first_row * 1000,
            "peak_rss_kb": machine.peak_memory(session.pid),
            "memory_kb": machine.memory_by_kind(session.pid),
        }


def mark(session):
    return time.monotonic(), machine.cpu_time(session.pid), machine.wait_time(session.pid)


def trace(tool, warm_up, refreshes):
    """Counts the system calls of whole refreshes by strace, begun once the tool is warm: a list of {name: count}."""
    with Session(tool) as session, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for _ in range(warm_up):
            session.wait_for_frame()
        log = os.path.join(folder, "calls")
        strace = subprocess.Popen(
            ["strace", "-f", "-qq", "-s", "16", "-o", log, "-p", str(session.pid)],
            stderr=subprocess.DEVNULL)
        marker = tool.marker.replace("PID", str(session.pid))
        deadline = time.monotonic() + 120
        found = []
        # One more frame than refreshes wanted: the first marker begins a refresh and the last ends one.
        while len(found) < refreshes and time.monotonic() < deadline:
            session.wait_for_frame()
            with open(log, encoding="utf-8", errors="replace") as lines:
                found = figures.calls_per_refresh(lines, marker)
        strace.terminate()
        strace.wait()
        return found
