internal import Clinux
internal import Glibc
package import Interface

// MARK: - Nice values

/// A thread's own, as Linux has it.
private let processPriority = Int32(bitPattern: PRIO_PROCESS.rawValue)

extension Actions {
    /// Sets the nice value of all threads of each target, as the kernel has one for each.
    package func setNice(_ targets: [Target], _ nice: Int) -> [Outcome] {
        forEachThread(of: targets) { tid throws(ActionFailure) in
            try Self.setNice(tid, nice)
        }
    }

    /// Adds to the nice value of each thread of each target, bounded to -20 to 19.
    package func changeNice(_ targets: [Target], by step: Int) -> [Outcome] {
        forEachThread(of: targets) { tid throws(ActionFailure) in
            // -1 is a nice value too, so only errno tells.
            errno = 0
            let present = getpriority(processPriority, id_t(tid))
            if present == -1, errno == ESRCH { throw .vanished }
            let (sum, overflows) = Int(present).addingReportingOverflow(step)
            let wanted = overflows ? (step < 0 ? -20 : 19) : sum
            try Self.setNice(tid, min(max(wanted, -20), 19))
        }
    }

    private static func setNice(_ tid: Int32, _ nice: Int) throws(ActionFailure) {
        guard let value = Int32(exactly: nice), (-20...19).contains(value) else {
            throw .failed("\(nice) is no nice value")
        }
        guard setpriority(processPriority, id_t(tid), value) != 0 else { return }
        let error = Errno.last
        switch error.code {
        case ESRCH: throw .vanished
        case EACCES: throw .notPermitted("a lower nice value needs CAP_SYS_NICE, or `ulimit -e`")
        case EPERM: throw .notPermitted("it is another user's: have CAP_SYS_NICE")
        default: throw .failed(error.text)
        }
    }
}

// MARK: - I/O priority

extension Actions {
    /// Sets the I/O priority of all threads of each target.
    package func setIOPriority(_ targets: [Target], _ priority: IOPriority) -> [Outcome] {
        forEachThread(of: targets) { tid throws(ActionFailure) in
            guard let value = priority.kernelValue else {
                throw .failed("the level has to be 0 to 7")
            }
            let result = bpftop_ioprio_set(tid, value)
            switch -result {
            case ...0: return
            case ESRCH: throw .vanished
            case EPERM:
                throw .notPermitted(
                    "the real-time class needs CAP_SYS_NICE, another user's process CAP_SYS_NICE")
            default: throw .failed(Errno(code: -result).text)
            }
        }
    }
}

extension IOPriority {
    /// The number of ioprio_set(2): the class in the upper bits, the level in the lower 13; nil for a level there is not.
    var kernelValue: Int32? {
        switch self {
        case .none: 0
        case .realTime(let level): Self.value(1, level)
        case .bestEffort(let level): Self.value(2, level)
        case .idle: 3 << 13
        }
    }

    private static func value(_ kind: Int32, _ level: Int) -> Int32? {
        guard let level = Int32(exactly: level), (0...7).contains(level) else { return nil }
        return kind << 13 | level
    }

    /// Reads a number of ioprio_get(2); nil for a class there is not.
    init?(kernelValue: Int32) {
        let level = Int(kernelValue & 7)
        switch kernelValue >> 13 {
        case 0: self = .none
        case 1: self = .realTime(level: level)
        case 2: self = .bestEffort(level: level)
        case 3: self = .idle
        default: return nil
        }
    }
}

// MARK: - CPUs

extension Actions {
    /// Binds all threads of each target to these CPUs.
    package func setAffinity(_ targets: [Target], cpus: [Int]) -> [Outcome] {
        let mask = CPUMask.bytes(cpus)
        return forEachThread(of: targets) { tid throws(ActionFailure) in
            let result = unsafe mask.withUnsafeBufferPointer { buffer in
                unsafe bpftop_sched_setaffinity(tid, buffer.count, buffer.baseAddress)
            }
            switch -result {
            case ...0: return
            case ESRCH: throw .vanished
            case EPERM: throw .notPermitted("it is another user's: have CAP_SYS_NICE")
            case EINVAL:
                throw .failed("none of these CPUs is allowed for it, or it is bound by the kernel")
            default: throw .failed(Errno(code: -result).text)
            }
        }
    }
}

/// Masks of CPUs as the kernel takes them: one bit each, in words of the machine.
enum CPUMask {
    /// The mask of these CPUs; numbers outside 0..<8192 (the largest CONFIG_NR_CPUS) are left out.
    static func bytes(_ cpus: [Int]) -> [UInt8] {
        var mask = [UInt8](repeating: 0, count: 1024)
        for cpu in cpus where (0..<8192).contains(cpu) { mask[byte(of: cpu)] |= 1 << (cpu & 7) }
        return mask
    }

    /// The CPUs of a mask, in ascending order.
    static func cpus(_ mask: [UInt8]) -> [Int] {
        (0..<mask.count / 8 * 64).filter { mask[byte(of: $0)] >> ($0 & 7) & 1 == 1 }
    }

    /// Words are of 64 bits here; in a big-endian one the lowest CPUs stand in the last byte.
    private static func byte(of cpu: Int) -> Int {
        let inWord = cpu / 8 % 8
        return cpu / 64 * 8 + (UInt16(1).littleEndian == 1 ? inWord : 7 - inWord)
    }
}

// MARK: - Threads

extension Actions {
    /// Does the same to every thread of each target, those included that start meanwhile.
    ///
    /// A thread that ends in between is no failure, but its process's end is.
    private func forEachThread(
        of targets: [Target], _ body: (Int32) throws(ActionFailure) -> Void
    ) -> [Outcome] {
        act(on: targets) { target throws(ActionFailure) in
            let process = try CheckedProcess(target.identity, isThread: target.isThread)
            var done: Set<Int32> = []
            // A new thread takes after the one that made it, so few rounds are ever needed.
            for _ in 0..<8 {
                let fresh = try process.threads().filter { !done.contains($0) }
                if fresh.isEmpty { break }
                for tid in fresh {
                    do throws(ActionFailure) {
                        try body(tid)
                    } catch { if error != .vanished { throw error } }
                    done.insert(tid)
                }
            }
            if done.isEmpty { throw .vanished }
        }
    }
}
