import CBpftop
import Glibc
import Model
import Synchronization
import TestSupport
import Testing

@testable import Sampling

@Suite struct CommandLinesTests {
    private func task(_ pid: UInt32, start: UInt64 = 1, execution: UInt64 = 1) -> TaskRecord {
        var record = TaskRecord()
        record.pid = pid
        record.tgid = pid
        record.start_boottime = start
        record.exec_id = execution
        return record
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(
        arguments: [
            ("ls\0-l\0", "ls -l"), ("ls\0", "ls"), ("title without end", "title without end"),
            ("padded\0\0\0\0", "padded"), ("a\0\0b\0", "a  b"), ("", nil), ("\0\0\0", nil),
        ] as [(String, String?)])
    func `arguments are joined by spaces`(raw: String, expected: String?) {
        #expect(CommandLines.text(bytes(raw)) == expected)
    }

    @Test func `what is not UTF-8 is repaired`() {
        #expect(CommandLines.text([0x61, 0xff, 0x62, 0]) == "a\u{fffd}b")
    }

    @Test func `a long line is cut between characters and says so`() throws {
        let exact = String(repeating: "x", count: CommandLines.limit)
        #expect(CommandLines.text(bytes(exact)) == exact)
        #expect(CommandLines.text(bytes(exact + "y")) == exact + "…")
        for shift in 0..<4 {
            let long = String(repeating: "x", count: shift) + String(repeating: "😀", count: 1100)
            let text = try #require(CommandLines.text(bytes(long)))
            #expect(!text.contains("\u{fffd}"))
            #expect(text.hasSuffix("😀…"))
            #expect(text.utf8.count <= CommandLines.limit + 3)
            #expect(text.utf8.count > CommandLines.limit - 4)
        }
    }

    @Test func `any bytes give a text`() {
        for mutated in mutations(of: bytes("/bin/sh\0-c\0echo 😀\0"), count: 2000, seed: 3) {
            let text = CommandLines.text(mutated)
            #expect((text == nil) == mutated.allSatisfy { $0 <= 0x20 })
        }
    }

    @Test func `a process is read once, and again after an exec`() {
        let calls = Mutex<[UInt32]>([])
        var commands = CommandLines(
            perTurn: 0,
            reader: { process in
                let count = calls.withLock { calls in
                    calls.append(process.pid)
                    return calls.count
                }
                return Array("run \(process.pid) \(count)\0".utf8)
            })
        var texts = Texts()
        func settle(_ tasks: [TaskRecord], _ count: Int) {
            for _ in 0..<50 {
                commands.update(tasks, texts: &texts)
                usleep(2000)
            }
            #expect(calls.withLock { $0.count } == count)
        }
        settle([task(5), task(6)], 2)
        #expect(texts.commands[task(5).identity] == "run 5 1")
        settle([task(5, execution: 2), task(6)], 3)
        #expect(texts.commands[task(5).identity] == "run 5 3")
        settle([task(5, start: 9), task(6)], 4)
        #expect(texts.commands[task(5, start: 9).identity] == "run 5 4")
    }

    @Test func `a process that writes over its arguments is seen after a while`() {
        let title = Mutex("old")
        var commands = CommandLines(perTurn: 2, reader: { _ in title.withLock { Array($0.utf8) } })
        var tasks = (1...9).map { task(UInt32($0)) }
        var texts = Texts()
        for name in ["old", "new", "newest"] {
            title.withLock { $0 = name }
            for index in tasks.indices { tasks[index].runtime += 1000 }
            #expect(
                eventually {
                    commands.update(tasks, texts: &texts)
                    return texts.commands.all.values.count { $0 == name } == 9
                })
        }
    }

    @Test func `with the rows that changed as without, every process is read once`() {
        var generator = SystemRandomNumberGenerator()
        let calls = Mutex<[ProcessIdentity: Int]>([:])
        var commands = CommandLines(
            perTurn: 0,
            reader: { process in
                calls.withLock { $0[process, default: 0] += 1 }
                return [0x61, 0]
            })
        var texts = Texts()
        var tasks = (1...200).map { task($0) }
        var changed: [Int32]? = nil
        var next: UInt32 = 201
        for _ in 0..<60 {
            commands.update(tasks, changed: changed, texts: &texts)
            let before = tasks
            if Bool.random(using: &generator) {
                tasks.remove(at: .random(in: tasks.indices, using: &generator))
            }
            if Bool.random(using: &generator) {
                tasks.append(task(next))
                next += 1
            }
            changed = tasks.indices.filter { $0 >= before.count || tasks[$0].pid != before[$0].pid }
                .map { Int32($0) }
            // So many that they are looked at in order.
            if Int.random(in: 0..<4, using: &generator) == 0 {
                changed = tasks.indices.map { Int32($0) }
            }
        }
        #expect(
            eventually {
                commands.update(tasks, changed: [], texts: &texts)
                return tasks.allSatisfy { texts.commands[$0.identity] != nil }
            })
        for task in tasks { #expect(texts.commands[task.identity] == "a") }
        #expect(calls.withLock { $0.values.allSatisfy { $0 == 1 } })
    }

    @Test func `a process that runs is read again though others have ended`() {
        let calls = Mutex<[UInt32: Int]>([:])
        var commands = CommandLines(reader: { process in
            calls.withLock { $0[process.pid, default: 0] += 1 }
            return [0x61, 0]
        })
        var texts = Texts()
        var tasks = [task(1), task(2), task(3)]
        for turn in 0..<100 {
            commands.update(tasks, changed: turn == 0 ? nil : [], texts: &texts)
            usleep(1000)
        }
        let before = calls.withLock { $0[3] } ?? 0
        #expect(before >= 1)
        // A kernel thread has taken the place of one that has ended: as many tasks as before, and none new that has arguments.
        tasks[0] = task(9)
        tasks[0].flags = 0x0020_0000
        for turn in 0..<100 {
            tasks[2].runtime += 1
            commands.update(tasks, changed: turn == 0 ? [0, 2] : [2], texts: &texts)
            usleep(1000)
        }
        #expect(calls.withLock { $0[3] } ?? 0 > before + 1)
    }

    @Test func `a process that runs is read again though others are always born`() {
        let calls = Mutex<[UInt32: Int]>([:])
        var commands = CommandLines(reader: { process in
            calls.withLock { $0[process.pid, default: 0] += 1 }
            return [0x61, 0]
        })
        var texts = Texts()
        var tasks = [task(1)]
        for turn in 0..<200 as Range<UInt32> {
            tasks[0].runtime += 1
            tasks = [tasks[0], task(1000 + turn)]
            commands.update(tasks, changed: [0, 1], texts: &texts)
            usleep(500)
        }
        #expect(calls.withLock { $0[1] } ?? 0 > 3)
    }

    @Test func `it is settled when all has been read, however much that is`() {
        var commands = CommandLines(perRefresh: 10, reader: { _ in [0x61, 0] })
        var texts = Texts()
        let tasks = (1...500).map { task($0) }
        commands.update(tasks, texts: &texts)
        #expect(!commands.isSettled)
        #expect(
            eventually {
                commands.update(tasks, texts: &texts)
                return commands.isSettled
            })
        #expect(texts.commands.count == 500)
    }

    @Test func `a process that has not run since it was asked for is not read again`() {
        let calls = Mutex<[UInt32: Int]>([:])
        var commands = CommandLines(reader: { process in
            calls.withLock { $0[process.pid, default: 0] += 1 }
            return Array("x".utf8)
        })
        var tasks = (1...9).map { task(UInt32($0)) }
        for index in tasks.indices { tasks[index].runtime = 1000 }
        var texts = Texts()
        commands.request(tasks)
        // Between the request and the answer.
        tasks[4].runtime = 1001
        for _ in 0..<200 {
            commands.update(tasks, texts: &texts)
            usleep(500)
        }
        let wanted: [UInt32: Int] = [1: 1, 2: 1, 3: 1, 4: 1, 5: 2, 6: 1, 7: 1, 8: 1, 9: 1]
        #expect(calls.withLock { $0 } == wanted)
    }

    @Test func `kernel threads, threads and zombies are not asked`() {
        let calls = Atomic<Int>(0)
        var commands = CommandLines(reader: { _ in
            calls.add(1, ordering: .relaxed)
            return [1]
        })
        var (kernel, thread, zombie) = (task(1), task(2), task(3))
        kernel.flags = 0x0020_0000
        thread.kind = UInt32(BPFTOP_IS_THREAD)
        zombie.exit_state = 0x20
        var texts = Texts()
        commands.update([kernel, thread, zombie], texts: &texts)
        #expect(commands.activity.pending == 0)
        usleep(20_000)
        #expect(calls.load(ordering: .relaxed) == 0)
    }

    @Test func `one refresh asks for a bounded number, and all come in the end`() {
        var commands = CommandLines(perRefresh: 10, reader: { _ in Array("x\0".utf8) })
        let tasks = (1...95).map { task(UInt32($0)) }
        var texts = Texts()
        commands.request(tasks)
        #expect(commands.activity.pending <= 10)
        #expect(
            eventually {
                commands.update(tasks, texts: &texts)
                return texts.commands.count == 95
            })
    }

    @Test func `processes without arguments do not keep others from being asked`() {
        var commands = CommandLines(perRefresh: 10, reader: { $0.pid < 50 ? nil : [0x78] })
        let tasks = (1...60).map { task(UInt32($0)) }
        var texts = Texts()
        #expect(
            eventually {
                commands.update(tasks, texts: &texts)
                return texts.commands.count == 11
            })
    }

    @Test func `a process at which the reader hangs costs nobody else`() {
        let isHung = Atomic<Bool>(true)
        var commands = CommandLines(
            deadline: 50_000_000,
            reader: { process in
                while process.pid == 1 && isHung.load(ordering: .relaxed) { usleep(1000) }
                return Array("x\0".utf8)
            })
        let tasks = (1...5).map { task(UInt32($0)) }
        var texts = Texts()
        #expect(
            eventually {
                commands.update(tasks, texts: &texts)
                return texts.commands.count == 4
            })
        #expect(texts.commands[tasks[0].identity] == nil)
        #expect(commands.activity.stuck == 1)
        isHung.store(false, ordering: .relaxed)
        #expect(
            eventually {
                commands.update(tasks, texts: &texts)
                return texts.commands.count == 5
            })
    }

    @Test func `what a reader that hung brings of the program before is dropped`() {
        let calls = Atomic<Int>(0)
        let isHung = Atomic<Bool>(true)
        var commands = CommandLines(
            perTurn: 0, deadline: 20_000_000,
            reader: { _ in
                if calls.add(1, ordering: .relaxed).newValue > 1 { return Array("second\0".utf8) }
                while isHung.load(ordering: .relaxed) { usleep(1000) }
                return Array("first\0".utf8)
            })
        var texts = Texts()
        commands.update([task(1, execution: 1)], texts: &texts)
        let after = task(1, execution: 2)
        let isRead = eventually {
            commands.update([after], texts: &texts)
            return texts.commands[after.identity] == "second"
        }
        #expect(isRead && commands.activity.stuck == 1)
        isHung.store(false, ordering: .relaxed)
        #expect(eventually { commands.activity.stuck == 0 })
        commands.update([after], texts: &texts)
        #expect(texts.commands[after.identity] == "second" && commands.isSettled)
    }

    @Test func `the dead are forgotten`() {
        var commands = CommandLines(reader: { _ in Array("x\0".utf8) })
        let tasks = (1...300).map { task(UInt32($0)) }
        var texts = Texts()
        #expect(
            eventually {
                commands.update(tasks, texts: &texts)
                return texts.commands.count == 300
            })
        commands.update([tasks[7]], texts: &texts)
        #expect(Array(texts.commands.all.keys) == [tasks[7].identity])
    }

    @Test func `a living child's arguments are read from the kernel`() throws {
        let child = TestChild("/bin/sh", ["-c", "read x; echo", "a  b", "ü"])
        let reader = CommandLines.reader()
        let ticks = try #require(try ProcProcess(child.pid).stat().startTicks)
        let start = ticks * Machine.current().tick + 123
        let identity = ProcessIdentity(pid: child.pid, startTime: start)
        #expect(
            eventually {
                reader(identity).flatMap(CommandLines.text) == "/bin/sh -c read x; echo a  b ü"
                    || reader(identity) == nil
            })
        let other = ProcessIdentity(pid: child.pid, startTime: start + 1_000_000_000)
        #expect(reader(other) == nil)
        #expect(reader(ProcessIdentity(pid: .max, startTime: 1)) == nil)
    }
}
