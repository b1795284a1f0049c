import Glibc
import TestSupport

/// Processes that a comparison must get right, running while this value lives: those of `scripts/kernels/guest/stress.c`
/// (stopped, traced, zombie, leaderless, renamed, other users and sessions) and a load of our own.
final class CheckLoad: Sendable {
    private let load: TestChild

    /// Started once for all tests; the programs end with the process that started them.
    private static let running = Result { () throws in try start() }

    /// Compiles the programs and starts them.
    private init() throws {
        let programs = try CheckPrograms.compiled.get()
        load = TestChild(programs.load, [programs.stress, "\(getpid())"])
    }

    /// Makes sure that all of it runs and has its shape; throws where it does not.
    static func require() throws {
        guard try running.get().isWhole else { throw NotWhole() }
    }

    /// Starts the load and waits until all of it has its shape.
    private static func start() throws -> CheckLoad {
        let load = try CheckLoad()
        guard eventually(seconds: 60, { load.isWhole }) else { throw NotWhole() }
        return load
    }

    struct NotWhole: Error {}

    /// Whether the load, the fourteen children at least that stress starts, and the stranger are there.
    private var isWhole: Bool {
        let children = Self.children(of: load.pid)
        return File.text("/proc/\(load.pid)/comm") == "load ready\n"
            && children.contains { Self.children(of: $0).count >= 14 }
            && children.contains(where: Self.isStranger)
    }

    /// Whether a process has another real, effective and saved user, and group: no two of its ids are alike.
    private static func isStranger(_ pid: UInt32) -> Bool {
        let status = File.text("/proc/\(pid)/status") ?? ""
        return status.contains("Uid:\t3000\t3001\t3002")
            && status.contains("Gid:\t2000\t2001\t2002")
    }

    private static func children(of pid: UInt32) -> [UInt32] {
        let text = File.text("/proc/\(pid)/task/\(pid)/children") ?? ""
        return text.split(separator: " ").compactMap { UInt32($0) }
    }
}

/// The programs of the load, compiled once by the toolchain's clang.
private enum CheckPrograms {
    static let compiled = Result { () throws(Failure) in
        let folder = FakeProc()
        Self.folder = folder
        folder.write("load.c", source)
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
            .joined(separator: "/")
        let stress = folder.root + "/stress"
        let load = folder.root + "/load"
        try compile("\(root)/scripts/kernels/guest/stress.c", stress)
        try compile("\(folder.root)/load.c", load)
        return (stress: stress, load: load)
    }

    /// Keeps the folder until the tests end.
    nonisolated(unsafe) private static var folder: FakeProc?

    struct Failure: Error {
        let file: String
        let status: Int32
    }

    private static func compile(_ file: String, _ output: String) throws(Failure) {
        let words: [String] = ["clang", "-O1", "-pthread", "-w", file, "-o", output]
        var arguments = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var child: pid_t = 0
        guard posix_spawnp(&child, "clang", nil, nil, &arguments, environ) == 0 else {
            throw Failure(file: file, status: -1)
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        if status != 0 { throw Failure(file: file, status: status) }
    }

    /// 200 threads of which one dies and is born again and again; a second of user time left by a dead thread; a process that
    /// maps, touches and unmaps; one that writes and reads; a storm of forks; a real-time process.
    private static let source = #"""
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <pthread.h>
        #include <sched.h>
        #include <signal.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/mman.h>
        #include <sys/prctl.h>
        #include <sys/wait.h>
        #include <time.h>
        #include <unistd.h>

        static void burn(long ms) {
            struct timespec now;
            do clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
            while (now.tv_sec * 1000 + now.tv_nsec / 1000000 < ms);
        }
        static void *sleeper(void *arg) { for (;;) pause(); return arg; }
        static void *short_lived(void *arg) { usleep(100); return arg; }
        static void *burner(void *arg) { burn(1000); return arg; }
        static void start(void (*body)(void)) {
            if (fork()) return;
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            body();
            _exit(0);
        }
        static void mapper(void) {
            for (;;) {
                char *memory = mmap(0, 8 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
                memset(memory, 1, 8 << 20);
                usleep(3000);
                munmap(memory, 8 << 20);
                usleep(3000);
            }
        }
        static void writer(void) {
            static char block[10000];
            int zero = open("/dev/zero", O_RDONLY), null = open("/dev/null", O_WRONLY);
            for (;;) {
                for (int i = 0; i < 100; i++) write(null, block, sizeof block);
                read(zero, block, 100);
                usleep(2000);
            }
        }
        static void storm(void) {
            for (;;) {
                pid_t child = fork();
                if (!child) _exit(0);
                waitpid(child, 0, 0);
            }
        }
        static void busy(void) { nice(10); for (;;) burn(1L << 40); }
        static void mixed(void) {
            static char block[1 << 18];
            int zero = open("/dev/zero", O_RDONLY);
            for (;;) {
                for (volatile int i = 0; i < 300000; i++) {}
                for (int i = 0; i < 30; i++) read(zero, block, sizeof block);
            }
        }
        static void stranger(void) {
            setresgid(2000, 2001, 2002);
            setresuid(3000, 3001, 3002);
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            for (;;) pause();
        }
        static char *stress_path;
        static void stress(void) { execl(stress_path, stress_path, (char *)0); }
        static void round_robin(void) {
            struct sched_param parameters = {.sched_priority = 7};
            sched_setscheduler(0, SCHED_RR, &parameters);
            for (;;) pause();
        }
        int main(int argc, char **argv) {
            pthread_t thread;
            pthread_attr_t attributes;
            pid_t parent = atoi(argv[2]);
            start(mapper), start(writer), start(storm), start(busy), start(round_robin), start(stranger), start(mixed);
            stress_path = argv[1];
            start(stress);
            pthread_create(&thread, 0, burner, 0);
            pthread_join(thread, 0);
            pthread_attr_init(&attributes);
            pthread_attr_setstacksize(&attributes, 65536);
            for (int i = 0; i < 198; i++) pthread_create(&thread, &attributes, sleeper, 0);
            prctl(PR_SET_NAME, "load ready");
            // A death signal would come as soon as the thread ends that started this, of a pool that ends its idle ones.
            while (getppid() == parent) {
                pthread_create(&thread, &attributes, short_lived, 0);
                pthread_join(thread, 0);
                usleep(1000);
            }
        }
        """#
}
