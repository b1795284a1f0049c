internal import CBpftop
internal import Model

// How the numbers of /proc become a record's: ticks become ns, bytes and KiB become pages, and what /proc cannot say is
// BPFTOP_UNKNOWN, which is all ones.

extension TaskRecord {
    /// Takes what `stat` says of a task; its times and faults are the group's in a process's own file.
    mutating func fill(_ stat: ProcStat, machine: Machine) {
        fillIdentity(stat)
        fillScheduling(stat)
        utime = (stat.userTicks ?? 0) &* machine.tick
        stime = (stat.systemTicks ?? 0) &* machine.tick
        min_flt = stat.minorFaults ?? .max
        maj_flt = stat.majorFaults ?? .max
        total_vm = stat.virtualBytes.map { $0 / machine.pageSize } ?? .max
    }

    private mutating func fillIdentity(_ stat: ProcStat) {
        exec_id = Self.executionDigest(stat)
        ppid = Self.number(stat.ppid)
        pgrp = Self.number(stat.pgrp)
        session = Self.number(stat.session)
        tty = stat.terminal.map(Self.terminal) ?? .max
        unsafe withUnsafeMutableBytes(of: &comm) { bytes in
            for index in 0..<bytes.count {
                let isInside = index < stat.nameLength && index < bytes.count - 1
                unsafe bytes[index] = isInside ? stat.nameBytes[index] : 0
            }
        }
    }

    private mutating func fillScheduling(_ stat: ProcStat) {
        let letter = ProcessState(rawValue: String(UnicodeScalar(stat.state)))
        (state, exit_state) = (letter ?? .sleeping).bits
        flags = Self.number(stat.flags)
        prio = Int32(clamping: (stat.priority ?? 20) &+ 100)
        static_prio = Int32(clamping: (stat.nice ?? 0) &+ 120)
        rt_priority = Self.number(stat.realTimePriority)
        policy = Self.number(stat.policy)
        cpu = stat.processor.map { UInt32(truncatingIfNeeded: $0) } ?? .max
        threads = max(1, Self.number(stat.threads))
    }

    /// Takes the leader's schedule, which is the whole process's while it has one thread; nil says nothing.
    ///
    /// Threads that have died are in the ticks but not in the schedule, so the larger of the two is the runtime.
    mutating func fill(_ schedule: ProcSchedstat?, stat: ProcStat, machine: Machine) {
        runtime = max(utime &+ stime, schedule?.runtime ?? 0)
        run_delay = schedule?.runDelay ?? .max
        // 0 is also what the kernel prints where it does not account delays.
        let delay = threads == 1 ? stat.blockDelayTicks ?? 0 : 0
        blkio_delay = delay == 0 ? .max : delay &* machine.tick
    }

    /// Takes what `status` says: ids, memory, and switches, which are the leader's alone.
    ///
    /// Switches are kept for a process that has one thread and, by its times, had none that counted before.
    mutating func fill(_ status: ProcStatus, schedule: ProcSchedstat?, machine: Machine) {
        uid = status.userIDs?[0] ?? .max
        euid = status.userIDs?[1] ?? .max
        gid = status.groupIDs?[0] ?? .max
        egid = status.groupIDs?[1] ?? .max
        ns_pid = status[.nsPID].map { UInt32(truncatingIfNeeded: $0) } ?? .max
        fillMemory(status, machine: machine)
        let isWhole = threads == 1 && utime &+ stime <= schedule?.runtime ?? .max
        nvcsw = isWhole ? status[.voluntarySwitches] ?? .max : .max
        nivcsw = isWhole ? status[.involuntarySwitches] ?? .max : .max
    }

    private mutating func fillMemory(_ status: ProcStatus, machine: Machine) {
        // Kernel threads and zombies have no memory, which is 0 and not unknown.
        let hasMemory = status[.vmSize] != nil
        func pages(_ key: ProcStatus.Key) -> UInt64 {
            if !hasMemory { return 0 }
            return status[key].map { $0 &* 1024 / machine.pageSize } ?? .max
        }
        rss_anon = pages(.rssAnon)
        rss_file = pages(.rssFile)
        rss_shmem = pages(.rssShmem)
        swap = pages(.vmSwap)
        pgtables_bytes = hasMemory ? status[.vmPTE].map { $0 &* 1024 } ?? .max : 0
    }

    /// Takes what `io` says.
    mutating func fill(_ io: ProcIO) {
        rchar = io.readCharacters
        wchar = io.writtenCharacters
        syscr = io.readCalls
        syscw = io.writeCalls
        read_bytes = io.readBytes
        write_bytes = io.writeBytes
        cancelled_write_bytes = io.cancelledWriteBytes
    }

    /// Forgets what `io` said.
    mutating func setIOUnknown() {
        (rchar, wchar, syscr, syscw) = (.max, .max, .max, .max)
        (read_bytes, write_bytes, cancelled_write_bytes) = (.max, .max, .max)
    }

    /// Forgets what `status` said.
    mutating func setStatusUnknown() {
        (uid, euid, gid, egid, ns_pid) = (.max, .max, .max, .max, .max)
        (rss_anon, rss_file, rss_shmem, swap, pgtables_bytes) = (.max, .max, .max, .max, .max)
        (nvcsw, nivcsw) = (.max, .max)
    }
}

extension TaskRecord {
    /// A number of `stat` that fits 32 bits; 0 where it is missing or negative.
    private static func number(_ value: UInt64?) -> UInt32 {
        guard let value, Int64(truncatingIfNeeded: value) >= 0 else { return 0 }
        return UInt32(clamping: value)
    }

    /// A device number as `new_encode_dev` packs it, in the record's packing.
    static func terminal(_ device: UInt64) -> UInt32 {
        let device = UInt32(truncatingIfNeeded: device)
        let major = device >> 8 & 0xfff
        let minor = device & 0xff | device >> 12 & 0xfff00
        return major << 20 | minor
    }

    /// A digest of what an exec changes in `stat`: the name and, with the right to see them, addresses.
    ///
    /// It stands in for `self_exec_id`, which /proc does not show: another number after an exec, but also after a new name.
    private static func executionDigest(_ stat: ProcStat) -> UInt64 {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in 0..<stat.nameLength {
            digest = (digest ^ UInt64(stat.nameBytes[index])) &* 0x100_0000_01b3
        }
        for place in [26, 27, 28, 48, 49, 51] {
            digest = (digest ^ (stat[place] ?? 0)) &* 0x100_0000_01b3
        }
        return digest
    }
}
