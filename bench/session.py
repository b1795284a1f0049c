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
# How long to wait for a frame before giving up, in s; under strace a refresh of 10,000 processes takes some itself.
PATIENCE = 30.0
PATIENCE_TRACED = 150.0


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

    def wait_for_frame(self, patience=PATIENCE):
        """Reads one frame to its end."""
        size, deadline = 0, time.monotonic() + patience
        while True:
            ready, _, _ = select.select([self.reading], [], [], QUIET)
            if ready:
                size += self.take()
            elif size >= self.tool.frame_bytes:
                return
            else:
                size = 0
            if time.monotonic() > deadline:
                raise SystemExit(f"bench: {self.tool.name} drew nothing for {patience:.0f} s: {self.output[-300:]!r}")

    def warm_up(self, frames):
        """Reads the first frames, and more until the tool has settled."""
        while frames > 0 or time.monotonic() - self.started < self.tool.settle:
            self.wait_for_frame()
            frames -= 1

    def take(self):
        """Reads what is there; returns how much."""
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
        return len(chunk)


def measure(tool, warm_up, refreshes):
    """Runs a tool and takes its times between frames; the first ones are left out."""
    with Session(tool) as session:
        session.warm_up(warm_up)
        pids = machine.processes_of(session.pid)
        session.wait_for_frame()
        marks = [mark(pids)]
        for _ in range(refreshes):
            session.wait_for_frame()
            marks.append(mark(pids))
        return {
            "cpu_ns": figures.differences([cpu for _, cpu, _ in marks]),
            "wait_ns": figures.differences([wait for _, _, wait in marks]),
            "interval_s": figures.differences([time for time, _, _ in marks]),
            "first_row_ms": None if session.first_row is None else session.first_row * 1000,
            "memory_kb": machine.memory_by_kind(session.pid) | machine.memory_beside(pids[1:]),
            **machine.memory(session.pid),
        }


def mark(pids):
    """When it is, and what CPU time the processes have taken and waited for until now."""
    return time.monotonic(), sum(map(machine.cpu_time, pids)), sum(map(machine.wait_time, pids))


def trace(tool, warm_up):
    """Counts the system calls of whole refreshes by strace, begun once the tool is warm: a list of {name: count}.

    The first whole refresh is left out: strace itself is a new process then, whose arguments are read.
    """
    with Session(tool) as session, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        session.warm_up(warm_up)
        log = os.path.join(folder, "calls")
        strace = subprocess.Popen(
            ["strace", "-f", "-qq", "-s", "16", "-o", log, "-p", str(session.pid)],
            stderr=subprocess.DEVNULL)
        marker = tool.marker.replace("PID", str(session.pid))
        found = []
        # The first marker begins a refresh and the last ends one, so that it takes some frames more than refreshes.
        while len(found) <= tool.traced:
            session.wait_for_frame(PATIENCE_TRACED)
            with open(log, encoding="utf-8", errors="replace") as lines:
                found = figures.calls_per_refresh(lines, marker)
        strace.terminate()
        strace.wait()
        return found[1:]
