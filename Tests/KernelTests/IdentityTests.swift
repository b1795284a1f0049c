import CBpftop
import Glibc
import Model
import Sampling
import TestSupport
import Testing

/// Who a process is and what it is called, as both change.
extension RunningKernel {
    @Suite struct Identities {
        @Test(arguments: RunningKernel.mechanisms)
        func `an exec keeps the process and changes its exec number and name`(
            mechanism: WalkMechanism
        ) throws {
            let subject = try Subject("exec")
            _ = try subject.answer()
            let before = try RunningKernel.record(subject.pid, mechanism)
            try subject.proceed()
            let after = try RunningKernel.record(subject.pid, mechanism)
            #expect(after.identity == before.identity)
            #expect(after.exec_id != before.exec_id)
            #expect(before.name == "subject" && after.name == "subject")
            let other = try RunningKernel.record(subject.pid, mechanism)
            #expect(other.exec_id == after.exec_id)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `users, groups, session and name are the new ones`(mechanism: WalkMechanism) throws {
            let subject = try Subject("identity")
            let numbers = try subject.answer()
            let record = try RunningKernel.record(subject.pid, mechanism)
            #expect(record.uid == 1234 && record.euid == 1235)
            #expect(record.gid == 2345 && record.egid == 2346)
            #expect(Proc(subject.pid).ids("Uid").prefix(2) == [1234, 1235])
            #expect(Int(record.session) == numbers[1] && record.session == subject.pid)
            #expect(record.pgrp == subject.pid)
            #expect(record.name == "renamed")
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `a process group of its own leaves the session`(mechanism: WalkMechanism) throws {
            let subject = try Subject("group")
            let numbers = try subject.answer()
            let record = try RunningKernel.record(UInt32(numbers[0]), mechanism)
            #expect(record.pgrp == record.pid && Int(record.pgrp) == numbers[1])
            #expect(Int(record.session) == numbers[2] && record.session != record.pid)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `a terminal has proc's number`(mechanism: WalkMechanism) throws {
            let subject = try Subject("terminal")
            _ = try subject.answer()
            let terminal = try #require(
                RunningKernel.record(subject.pid, mechanism).terminal)
            let number = try #require(Proc(subject.pid).stat(7))
            // new_encode_dev: the minor's low byte, the major, the rest of the minor.
            #expect(Int(terminal.major) == number >> 8 & 0xfff)
            #expect(Int(terminal.minor) == number & 0xff | number >> 12 & 0xfff00)
            #expect(terminal.major == 136 && terminal.minor > 0)
            let plain = try Subject("identity")
            _ = try plain.answer()
            let none = try RunningKernel.record(plain.pid, mechanism).terminal
            #expect(none?.major == 0 && none?.minor == 0)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `an orphan has its new parent`(mechanism: WalkMechanism) throws {
            let subject = try Subject("orphan")
            let orphan = UInt32(try subject.answer()[0])
            let record = try RunningKernel.record(orphan, mechanism)
            #expect(record.ppid == subject.pid)
            #expect(Proc(orphan).stat(4) == Int(subject.pid))
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `the cgroup's id is its directory's inode`(mechanism: WalkMechanism) throws {
            guard let group = TestCgroup() else {
                Issue.record("needs a cgroup v2 hierarchy that can be written")
                return
            }
            let subject = try Subject("plain")
            _ = try subject.answer()
            let start = try RunningKernel.record(subject.pid, mechanism)
            let first = group.parent + group.pathInParent(of: subject.pid)
            let inner = group.path
            #expect(start.cgroupID == File.inode(first))
            let isMoved = group.add(subject.pid)
            try #require(isMoved)
            let record = try RunningKernel.record(subject.pid, mechanism)
            #expect(record.cgroupID == File.inode(inner))
            #expect(record.cgroupID != start.cgroupID)
            group.release(subject.pid)
        }

        @Test(
            arguments: RunningKernel.mechanisms,
            [
                "1b5b33316d41", "ff0afe41", "e282ac", "0a0d09", "e280ae78",
                "41424344454647484950515253545556",
            ])
        func `a hostile name comes as its bytes`(mechanism: WalkMechanism, hex: String) throws {
            let subject = try Subject("named", hex)
            _ = try subject.answer()
            let record = try RunningKernel.record(subject.pid, mechanism)
            let bytes = withUnsafeBytes(of: record.comm) { Array($0.prefix { $0 != 0 }) }
            let digits = Array(hex)
            let wanted = stride(from: 0, to: digits.count, by: 2).map {
                UInt8(String(digits[$0...$0 + 1]), radix: 16)
            }
            #expect(bytes == wanted.prefix(15).compactMap(\.self))
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `the OOM adjustment is proc's`(mechanism: WalkMechanism) throws {
            let subject = try Subject("plain")
            _ = try subject.answer()
            let file = open("/proc/\(subject.pid)/oom_score_adj", O_WRONLY | O_CLOEXEC)
            defer { close(file) }
            #expect(write(file, "321", 3) == 3)
            #expect(try RunningKernel.record(subject.pid, mechanism).oom_score_adj == 321)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `the login user is proc's`(mechanism: WalkMechanism) throws {
            let own = try RunningKernel.record(UInt32(getpid()), mechanism)
            guard let text = File.text("/proc/self/loginuid"), let user = UInt32(text) else {
                #expect(own.loginUserID == nil)
                return
            }
            #expect(own.loginUserID == (user == .max ? nil : user))
        }
    }
}

/// A cgroup of this test in the v2 hierarchy, removed when this value ends.
struct TestCgroup: ~Copyable {
    /// Where the hierarchy is mounted.
    let parent: String
    /// The directory.
    let path: String

    /// Nil where there is no such hierarchy or it cannot be written.
    init?() {
        let mounts = (File.text("/proc/mounts") ?? "").split(separator: "\n")
            .map { $0.split(separator: " ") }
        guard let mount = mounts.first(where: { $0.count > 2 && $0[2] == "cgroup2" }) else {
            return nil
        }
        let point = String(mount[1])
        let folder = "\(point)/bpftop-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        guard mkdir(folder, 0o755) == 0 else { return nil }
        parent = point
        path = folder
    }

    deinit {
        _ = eventually(seconds: 2) { rmdir(path) == 0 }
    }

    /// The path of a process's cgroup below the mount.
    func pathInParent(of pid: UInt32) -> String {
        let lines = (File.text("/proc/\(pid)/cgroup") ?? "").split(separator: "\n")
        return String(lines.first { $0.hasPrefix("0::") }?.dropFirst(3) ?? "")
    }

    /// Moves a process in.
    func add(_ pid: UInt32) -> Bool { Self.write(pid, "\(path)/cgroup.procs") }

    /// Moves a process out again.
    func release(_ pid: UInt32) { _ = Self.write(pid, "\(parent)/cgroup.procs") }

    private static func write(_ pid: UInt32, _ path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        let text = Array("\(pid)".utf8)
        return Glibc.write(file, text, text.count) == text.count
    }
}
