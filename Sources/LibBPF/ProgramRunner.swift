internal import CRunner

/// A child process that runs one program whenever it is asked to, for programs that may never return.
///
/// A thread that waits in the kernel out of reach of signals keeps its process from ending. A child that does so is left to
/// itself; it ends when what it waits for comes. What the program reads and writes lies in maps, which both share.
package struct ProgramRunner: ~Copyable {
    private let child: bpftop_runner

    /// Starts the child; throws where none can be made.
    package init(_ program: ProgramDescriptor) throws(BPFError) {
        var child = bpftop_runner()
        _ = try check("start", "a child to run a program") {
            unsafe bpftop_runner_start(program.rawValue, &child)
        }
        self.child = child
    }

    deinit {
        var child = child
        unsafe bpftop_runner_end(&child)
    }

    /// Runs the program once and waits until it has ended.
    ///
    /// Wraps `BPF_PROG_TEST_RUN` in the child. Throws ECHILD where the child is gone.
    package func run() throws(BPFError) {
        var child = child
        _ = try check("BPF_PROG_TEST_RUN", "a program in a child") {
            unsafe bpftop_runner_run(&child)
        }
    }
}
