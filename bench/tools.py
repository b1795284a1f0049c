"""The monitors that are compared, each as its package ships it."""

from dataclasses import dataclass, field

PERIOD = 1  # seconds


@dataclass(frozen=True)
class Tool:
    """How a monitor is run, and how its system calls show that a refresh begins."""

    name: str
    command: list
    marker: str
    interactive: bool = True
    # What is shorter is no frame.
    frame_bytes: int = 1
    # How long it does once what it does not do again, in s.
    settle: float = 0
    # Over how many refreshes its system calls are counted.
    traced: int = 2
    # Configuration, by the path below HOME.
    files: dict = field(default_factory=dict)


# Every monitor of /proc opens that folder anew to begin a refresh.
OPENS_PROC = r'openat\(AT_FDCWD, "/proc/?", '
# The main thread's walk; arguments are read by another thread.
WALKS = r"^PID\s.*(BPF_PROG_TEST_RUN|BPF_PROG_RUN|BPF_ITER_CREATE)"

# Shows processes only, as the others do by default, where htop has a row for each thread.
HTOP_WITHOUT_THREADS = "hide_userland_threads=1\n"


# bpftop does some things every other refresh, and one every sixteenth, so an odd number of them; each refresh of the others takes seconds to trace.
TURN = 17


def settling(processes):
    """How long bpftop reads arguments at first: of 1,024 processes a refresh; and some more, for those that took longer."""
    return (processes / 1000 + 4) * PERIOD


def interactive(binary, processes):
    """The full screens, in the order in which they are run."""
    return [
        Tool("bpftop", [binary, "-d", f"{PERIOD}s"], WALKS, settle=settling(processes),
             traced=TURN),
        Tool("htop", ["htop", "-d", str(10 * PERIOD)], OPENS_PROC),
        Tool("top", ["top", "-d", str(PERIOD)], OPENS_PROC),
        # It rewrites its clock between refreshes.
        Tool("btop", ["btop", "--utf-force"], OPENS_PROC, frame_bytes=256,
             files={".config/btop/btop.conf": f"update_ms = {1000 * PERIOD}\n"}),
    ]


def batch(binary, processes):
    """The two that print tables."""
    return [
        Tool("bpftop -b", [binary, "-b", "-d", f"{PERIOD}s"], WALKS, interactive=False,
             settle=settling(processes), traced=TURN),
        Tool("top -b", ["top", "-b", "-d", str(PERIOD)], OPENS_PROC, interactive=False),
    ]


def htop_without_threads():
    """htop with one setting changed, for the process of many threads."""
    return Tool("htop, no threads", ["htop", "-d", str(10 * PERIOD)], OPENS_PROC,
                files={".config/htop/htoprc": HTOP_WITHOUT_THREADS})
