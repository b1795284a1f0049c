"""Processes to look at, programs to run, and what the kernel says of them."""

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "bench" / "native"
BUILD = ROOT / ".build-bench"
PID_MAX = Path("/proc/sys/kernel/pid_max")


def say(text):
    """A line of progress, apart from the results."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def build():
    """Compiles what is in bench/native."""
    BUILD.mkdir(exist_ok=True)
    compiler = ["cc", "-O2", "-Wall", "-Wextra"]
    for name, options in [("crowd", ["-static", "-pthread"]), ("probe", ["-pthread"]), ("floor", [])]:
        libraries = ["-lbpf"] if name == "floor" else []
        source, output = SOURCES / f"{name}.c", BUILD / name
        subprocess.run([*compiler, *options, source, "-o", output, *libraries], check=True)
    subprocess.run(
        [clang(), "-target", "bpf", "-mcpu=v2", "-O2", "-g", "-Wall", "-Wextra", "-c",
         SOURCES / "floor.bpf.c", "-o", BUILD / "floor.bpf.o"], check=True)


def clang():
    """A clang that compiles BPF: $BPF_CLANG, the one on PATH, or the one beside swift."""
    swift = shutil.which("swift")
    beside = Path(swift).resolve().parent / "clang" if swift else None
    for found in [os.environ.get("BPF_CLANG"), shutil.which("clang"), beside]:
        if found and Path(found).exists():
            return found
    raise SystemExit("bench: no clang; apt-get install clang, or set BPF_CLANG")


class Crowd:
    """Processes of native/crowd, there while the block runs."""

    def __init__(self, *arguments):
        self.arguments = [str(argument) for argument in arguments]

    def __enter__(self):
        self.process = subprocess.Popen([BUILD / "crowd", *self.arguments], stdout=subprocess.PIPE)
        if self.process.stdout.readline() != b"ready\n":
            self.process.kill()
            raise SystemExit(f"bench: crowd {' '.join(self.arguments)} did not start")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=120)


class RoomForPIDs:
    """Raises kernel.pid_max for as long as the block runs, where so many processes would not fit."""

    def __init__(self, count):
        self.wanted = count + 8192

    def __enter__(self):
        self.before = int(PID_MAX.read_text())
        if self.before < self.wanted:
            say(f"kernel.pid_max {self.before} -> {2 * self.wanted} for this case")
            PID_MAX.write_text(str(2 * self.wanted))

    def __exit__(self, *_):
        if self.before < self.wanted:
            PID_MAX.write_text(str(self.before))


def fits(count):
    """Whether that many idle processes fit into free memory: about 100 KiB of kernel memory each."""
    available = re.search(r"MemAvailable:\s+(\d+)", Path("/proc/meminfo").read_text())
    return int(available.group(1)) > count * 100 + 1_000_000


def processes_of(pid):
    """A process and those that run the same program beside it: bpftop has another process read arguments, adopted by init."""
    program = os.readlink(f"/proc/{pid}/exe")
    found = [pid]
    for other in Path("/proc").glob("[0-9]*"):
        try:
            if int(other.name) > pid and os.readlink(other / "exe") == program:
                found.append(int(other.name))
        except OSError:  # ended, or a kernel thread
            pass
    return found


def cpu_time(pid):
    """CPU time of all threads of a process, living and dead, in ns: its CPU clock (see clock_getcpuclockid(3))."""
    return time.clock_gettime_ns((~pid << 3) | 2)


def wait_time(pid):
    """How long the living threads of a process have waited for a CPU, in ns."""
    total = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        try:
            total += int((thread / "schedstat").read_text().split()[1])
        except OSError:
            pass
    return total


def memory(pid):
    """The most resident memory since exec, and what of it now is no file's, in KiB."""
    text = Path(f"/proc/{pid}/status").read_text()
    return {name: int(re.search(rf"{key}:\s+(\d+)", text).group(1))
            for name, key in [("peak_rss_kb", "VmHWM"), ("private_kb", "RssAnon")]}


def memory_beside(pids):
    """The most that the processes beside the tool's own held, in KiB, pages shared with it included."""
    return {"the process beside it": sum(memory(pid)["peak_rss_kb"] for pid in pids)} if pids else {}


def memory_by_kind(pid):
    """Resident memory by what is mapped, in KiB: the program, BPF maps, heap and anonymous memory, the rest."""
    kinds, name = {}, ""
    program = os.readlink(f"/proc/{pid}/exe")
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        words = line.split()
        if re.match(r"^[0-9a-f]+-[0-9a-f]+$", words[0]):
            path = " ".join(words[5:])
            name = ("program" if path == program else "BPF maps" if "bpf-map" in path
                    else "heap" if path == "[heap]" else "stack" if path.startswith("[stack")
                    else "anonymous" if not path else "other files")
        elif words[0] == "Rss:":
            kinds[name] = kinds.get(name, 0) + int(words[1])
    return {name: size for name, size in kinds.items() if size}


def undisturbed():
    """Lets this process run before all others, so that their share of the CPU is in no time on the wall; for preexec_fn."""
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))


def benchmark(binary, refreshes, pause_ms, *options):
    """What `bpftop bench --json` says; None where this kernel cannot do what the options ask for."""
    pause = ["-d", f"{pause_ms}ms"] if pause_ms else []
    command = [binary, "bench", "--json", "-i", str(refreshes), *pause, *options]
    run = subprocess.run(command, stdout=subprocess.PIPE, preexec_fn=undisturbed)
    if run.returncode == 3:
        return None
    run.check_returncode()
    return json.loads(run.stdout)


def floors(runs, pause_ms):
    """What native/floor says: times of the empty walks, and CPU times of the least refresh."""
    command = [BUILD / "floor", BUILD / "floor.bpf.o", str(runs), str(pause_ms)]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, preexec_fn=undisturbed)
    return json.loads(run.stdout)


def probe(cpu, seconds):
    """What native/probe says: how late sleepers on a CPU wake, in us."""
    command = [BUILD / "probe", str(cpu), str(seconds)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def busy_share(seconds=1.0):
    """The share of all CPU time that was not idle meanwhile, and the share that the hypervisor kept."""
    def ticks():
        line = Path("/proc/stat").read_text().split("\n")[0]
        return [int(field) for field in line.split()[1:9]]
    before = ticks()
    time.sleep(seconds)
    spent = [after - then for then, after in zip(before, ticks())]
    total = sum(spent) or 1
    return 1 - (spent[3] + spent[4]) / total, spent[7] / total


def describe(binary):
    """What was measured and where: kernel, processor, memory, versions."""
    def output(*command):
        try:
            return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip()
        except FileNotFoundError:
            return ""
    model = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    packages = {name: output("dpkg-query", "-W", "-f", "${Version}", package)
                for name, package in [("htop", "htop"), ("top", "procps"), ("btop", "btop")]}
    return {
        "kernel": platform.release(), "machine": platform.machine(),
        "processor": model.group(1) if model else "-", "cpus": os.cpu_count(),
        "memory_mib": int(memory.group(1)) // 1024,
        "versions": {"bpftop": output(binary, "--version").split(" ")[-1], **packages},
        "commit": output("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"),
        "binary_sha256": hashlib.sha256(Path(binary).read_bytes()).hexdigest(),
    }
