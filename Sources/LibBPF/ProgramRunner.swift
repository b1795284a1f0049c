internal import CRunner

/// A child process that runs one program for one value after the other of a variable in .bss; for programs that may never return.
///
/// A thread that waits in the kernel out of reach of signals keeps its process from ending. A child that does so is left to
/// itself; it ends when what it waits for comes.
@safe
package struct ProgramRunner<Value: BitwiseCopyable>: ~Copyable {
    private var child: bpftop_runner

    /// Starts the child; throws where none can be made.
    ///
    /// `capacity` is how many values one round may have.
    package init(
        _ program: ProgramDescriptor, _ variable: LiveVariable<Value>, capacity: Int
    ) throws(BPFError) {
        var child = unsafe bpftop_runner()
        _ = try check("start", "a child to run a program") {
            unsafe bpftop_runner_start(
                program.rawValue, variable.memory, UInt32(MemoryLayout<Value>.size),
                UInt32(capacity), &child)
        }
        unsafe self.init(child)
    }

    /// Apart, as Swift 6.2 miscompiles a throw out of an initialiser that sets the properties itself.
    private init(_ child: bpftop_runner) {
        unsafe self.child = child
    }

    deinit {
        var child = unsafe child
        unsafe bpftop_runner_end(&child)
    }

    /// How many values one round may have.
    package var capacity: Int { unsafe Int(child.capacity) }

    /// A value of the next round, or of the last one; the index is below the capacity.
    package subscript(index: Int) -> Value {
        get { unsafe place(index).loadUnaligned(as: Value.self) }
        set { unsafe place(index).storeBytes(of: newValue, as: Value.self) }
    }

    private func place(_ index: Int) -> UnsafeMutableRawPointer {
        precondition((0..<capacity).contains(index))
        var child = unsafe child
        // SAFETY: the index is below the capacity, for which there is room as long as this value lives.
        return unsafe bpftop_runner_value(&child, UInt32(index))
    }

    /// Whether a child that has kept a round waiting has got on after all, or is gone.
    package var isAnswered: Bool {
        var child = unsafe child
        return unsafe bpftop_runner_is_answered(&child) != 0
    }

    /// Runs the program for the first values and returns for how many it has ended.
    ///
    /// Wraps `BPF_PROG_TEST_RUN` in the child. Fewer than asked for where one has not ended after `patience` ms, or twice as many; nothing
    /// can be run any more then, nor after ETIMEDOUT. Throws ECHILD where the child is gone.
    package mutating func run(_ count: Int, patience: Int32) throws(BPFError) -> Int {
        var child = unsafe child
        return Int(
            try check("BPF_PROG_TEST_RUN", "a program in a child") {
                unsafe bpftop_runner_run(&child, UInt32(count), patience)
            })
    }
}
