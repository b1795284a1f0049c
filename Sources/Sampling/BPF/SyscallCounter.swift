internal import BPFObject
package import LibBPF

/// Counts the system calls that this process makes, until this value goes.
///
/// It is a program at the raw tracepoint sys_enter, which needs neither tracefs nor the kernel's BTF. While it is attached, every
/// system call of the machine costs some ns more, so that it is no part of the monitor. Needs CAP_BPF and CAP_PERFMON, and
/// Linux 5.10 for `BPF_PROG_TEST_RUN` of a raw tracepoint program.
package struct SyscallCounter: ~Copyable {
    private let object: LoadedObject
    private let link: Link
    private let total: LiveVariable<UInt64>

    /// Loads the program, tells it who is counted, and attaches it.
    package init() throws(BPFError) {
        let name = "bpftop_count_syscall"
        let object = try OpenObject(BPFObject.syscalls.bytes, name: "bpftop_syscalls").load()
        let total = try object.variable("bpftop_syscalls", as: UInt64.self)
        try object.run(try object.program(named: name))
        let link = try object.attach(name)
        self.init(object, link, total)
    }

    /// Apart, as Swift 6.2 miscompiles a throw out of an initialiser that sets the properties itself.
    private init(
        _ object: consuming LoadedObject, _ link: consuming Link, _ total: LiveVariable<UInt64>
    ) {
        self.object = object
        self.link = link
        self.total = total
    }

    /// How many system calls were made since; reading it makes none.
    package var count: UInt64 { total.value }
}
