/// What /proc/PID/statm says, all in pages (proc_pid_statm(5)); exact sums since Linux 6.12.117, 6.16 or thereabouts.
package struct ProcStatm: Equatable, Sendable {
    /// The address space.
    package let size: UInt64
    /// What is resident: anonymous, file and shared memory.
    package let resident: UInt64
    /// What is resident of files and shared memory.
    package let shared: UInt64
    /// Code.
    package let text: UInt64
    /// Data and stack.
    package let data: UInt64

    /// Parses the file's bytes; nil unless all seven numbers are there (two of them are always 0).
    package init?(_ bytes: RawSpan) {
        var scanner = FieldScanner(bytes)
        guard let size = scanner.unsigned(), let resident = scanner.unsigned(),
            let shared = scanner.unsigned(), let text = scanner.unsigned(),
            scanner.unsigned() != nil, let data = scanner.unsigned(), scanner.unsigned() != nil
        else { return nil }
        self.size = size
        self.resident = resident
        self.shared = shared
        self.text = text
        self.data = data
    }
}

/// What /proc/PID/schedstat says of one task; of a process's leader alone, not of its other threads.
package struct ProcSchedstat: Equatable, Sendable {
    /// ns on a CPU.
    package let runtime: UInt64
    /// ns runnable but waiting for a CPU.
    package let runDelay: UInt64
    /// Times that it was put on a CPU.
    package let slices: UInt64

    /// Parses the file's bytes; nil unless all three numbers are there.
    package init?(_ bytes: RawSpan) {
        var scanner = FieldScanner(bytes)
        guard let runtime = scanner.unsigned(), let runDelay = scanner.unsigned(),
            let slices = scanner.unsigned()
        else { return nil }
        self.runtime = runtime
        self.runDelay = runDelay
        self.slices = slices
    }

    /// Whether the kernel keeps these numbers: without CONFIG_SCHED_INFO it prints three zeros.
    package var isKept: Bool { slices > 0 }
}

/// What /proc/PID/io says, summed over threads, dead ones included (proc_pid_io(5)).
package struct ProcIO: Equatable, Sendable {
    /// Bytes read by system calls.
    package let readCharacters: UInt64
    /// Bytes written by system calls.
    package let writtenCharacters: UInt64
    /// Reading system calls.
    package let readCalls: UInt64
    /// Writing system calls.
    package let writeCalls: UInt64
    /// Bytes fetched from storage.
    package let readBytes: UInt64
    /// Bytes sent to storage.
    package let writeBytes: UInt64
    /// Bytes whose writing was cancelled by truncation.
    package let cancelledWriteBytes: UInt64

    /// Parses the file's bytes; nil unless all seven lines are there.
    package init?(_ bytes: RawSpan) {
        var scanner = FieldScanner(bytes)
        func line(_ name: StaticString, _ scanner: inout FieldScanner) -> UInt64? {
            guard scanner.take(name), let value = scanner.unsigned() else { return nil }
            scanner.skipLine()
            return value
        }
        guard let readCharacters = line("rchar:", &scanner),
            let writtenCharacters = line("wchar:", &scanner),
            let readCalls = line("syscr:", &scanner), let writeCalls = line("syscw:", &scanner),
            let readBytes = line("read_bytes:", &scanner),
            let writeBytes = line("write_bytes:", &scanner),
            let cancelled = line("cancelled_write_bytes:", &scanner)
        else { return nil }
        self.readCharacters = readCharacters
        self.writtenCharacters = writtenCharacters
        self.readCalls = readCalls
        self.writeCalls = writeCalls
        self.readBytes = readBytes
        self.writeBytes = writeBytes
        self.cancelledWriteBytes = cancelled
    }
}
