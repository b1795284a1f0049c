/// A signal as kill(1) knows it.
package struct Signal: Equatable, Sendable {
    /// The kernel's number.
    package let number: Int32
    /// The name with its prefix: "SIGTERM", "SIGRTMIN+3".
    package let name: String
    /// What it is for, in a few words; empty for real-time signals.
    package let meaning: String

    /// Every signal that can be sent, by number: the standard ones and the C library's real-time range, 34 to 64.
    ///
    /// The numbers are those of x86, ARM, RISC-V, s390 and POWER (signal(7)); 32 and 33 belong to the C library's threads.
    package static let all: [Signal] = standard + realTime

    /// The signal of a number; nil for a number that none has.
    package static func numbered(_ number: Int32) -> Signal? {
        all.first { $0.number == number }
    }

    private static let standard: [Signal] = [
        ("HUP", "hang up; many daemons read their configuration anew"),
        ("INT", "interrupt, as Ctrl-C"),
        ("QUIT", "quit with a core dump, as Ctrl-\\"),
        ("ILL", "illegal instruction"),
        ("TRAP", "trace or breakpoint trap"),
        ("ABRT", "abort with a core dump"),
        ("BUS", "bus error"),
        ("FPE", "arithmetic error"),
        ("KILL", "kill at once; cannot be caught"),
        ("USR1", "for the program's own use"),
        ("SEGV", "invalid memory reference"),
        ("USR2", "for the program's own use"),
        ("PIPE", "write to a pipe without reader"),
        ("ALRM", "timer"),
        ("TERM", "terminate, the polite way"),
        ("STKFLT", "unused"),
        ("CHLD", "a child stopped or ended"),
        ("CONT", "go on if stopped"),
        ("STOP", "stop; cannot be caught"),
        ("TSTP", "stop, as Ctrl-Z"),
        ("TTIN", "read by a background job"),
        ("TTOU", "write by a background job"),
        ("URG", "urgent data on a socket"),
        ("XCPU", "CPU time limit"),
        ("XFSZ", "file size limit"),
        ("VTALRM", "virtual timer"),
        ("PROF", "profiling timer"),
        ("WINCH", "the window has another size"),
        ("IO", "I/O is possible"),
        ("PWR", "power failure"),
        ("SYS", "bad system call"),
    ].enumerated().map { index, entry in
        Signal(number: Int32(index) + 1, name: "SIG" + entry.0, meaning: entry.1)
    }

    private static let realTime: [Signal] = (Int32(34)...64).map { number in
        let name =
            switch number {
            case 34: "SIGRTMIN"
            case 35...49: "SIGRTMIN+\(number - 34)"
            case 50...63: "SIGRTMAX-\(64 - number)"
            default: "SIGRTMAX"
            }
        return Signal(number: number, name: name, meaning: "")
    }
}

// MARK: - Finding

extension Signal {
    /// The index in `all` of the first signal whose name, without "SIG", begins so, in any case of letters.
    static func index(startingWith typed: String) -> Int? {
        let text = typed.uppercased()
        return all.firstIndex { $0.name.dropFirst(3).hasPrefix(text) }
    }

    /// The index in `all` of the signal that typed text means best; nil for text that means none.
    ///
    /// Digits mean a number, or the first number that begins so; letters, with or without "SIG" and in any case, the name that
    /// begins so, or else one that contains them.
    static func index(matching typed: String) -> Int? {
        let text = typed.uppercased()
        if text.allSatisfy(\.isNumber) {
            return all.firstIndex { String($0.number) == text }
                ?? all.firstIndex { String($0.number).hasPrefix(text) }
        }
        let bare = text.hasPrefix("SIG") ? String(text.dropFirst(3)) : text
        let names = all.map { $0.name.dropFirst(3) }
        return names.firstIndex { $0 == bare } ?? names.firstIndex { $0.hasPrefix(bare) }
            ?? names.firstIndex { $0.contains(bare) }
    }
}
