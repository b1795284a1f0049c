import CBpftop
import Glibc
import Model
import Sampling
import TestSupport
import Testing

/// Records that a walk leaves as the last one filled them, as their process has not run since.
extension RunningKernel {
    @Suite struct KeptRecords {
        /// The walks that keep records.
        private static let mechanisms = RunningKernel.mechanisms.filter { $0 != .list }

        /// With thread records only the walk by open-coded iterators does.
        private static let cases =
            mechanisms.map { ($0, false) }
            + mechanisms.filter { $0 == .openCoded }.map { ($0, true) }

        private func reader(_ mechanism: WalkMechanism) throws -> BPFTaskReader {
            try BPFTaskReader(offsets: RunningKernel.offsets.get(), mechanism: mechanism)
        }

        /// Sleeping processes, in the order of their birth.
        private final class Sleepers {
            private(set) var children: [pid_t] = []

            init(_ count: Int) throws {
                for _ in 0..<count {
                    children.append(try Self.start())
                }
                let last = UInt32(children[count - 1])
                _ = eventually { File.text("/proc/\(last)/wchan")?.contains("nanosleep") ?? true }
                usleep(50_000)
            }

            private static func start() throws -> pid_t {
                var pid: pid_t = 0
                var arguments = [strdup("sleep"), strdup("1000"), nil]
                defer { for argument in arguments { free(argument) } }
                try #require(posix_spawnp(&pid, "sleep", nil, nil, &arguments, environ) == 0)
                return pid
            }

            /// Ends some of them, by their places.
            func end(_ places: Range<Int>) {
                for pid in children[places] {
                    kill(pid, SIGKILL)
                    waitpid(pid, nil, 0)
                }
                children.removeSubrange(places)
            }

            deinit { end(children.indices) }
        }

        /// Every byte of the records of some processes, as one reader gives them.
        private func bytes(
            of children: [pid_t], _ read: () throws -> [TaskRecord]
        ) throws -> [UInt32: [UInt8]] {
            let wanted = Set(children.map { UInt32($0) })
            let records = try read().filter { wanted.contains($0.pid) && !$0.isThread }
            return Dictionary(
                uniqueKeysWithValues: records.map { record in
                    (record.pid, withUnsafeBytes(of: record) { Array($0) })
                })
        }

        /// Compares what a reader that has walked before says with what one says that walks for the first time.
        private func compare(_ reader: inout BPFTaskReader, _ sleepers: Sleepers) throws {
            let kept = try bytes(of: sleepers.children) { try reader.read(threads: false) }
            var other = try self.reader(reader.mechanism)
            let filled = try bytes(of: sleepers.children) { try other.read(threads: false) }
            #expect(filled.count == sleepers.children.count)
            #expect(kept == filled)
        }

        @Test(arguments: mechanisms)
        func `they stay true while neighbours die, and follow what others change`(
            mechanism: WalkMechanism
        ) throws {
            let sleepers = try Sleepers(40)
            var reader = try reader(mechanism)
            for _ in 0..<3 { _ = try reader.read(threads: false) }
            try compare(&reader, sleepers)
            sleepers.end(5..<6)
            try compare(&reader, sleepers)
            // More in a row than a walk looks past, and others behind them.
            sleepers.end(10..<22)
            sleepers.end(12..<14)
            try compare(&reader, sleepers)
            let child = sleepers.children[3]
            let before = try bytes(of: [child]) { try reader.read(threads: false) }
            #expect(setpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(child), 7) == 0)
            // SCHED_BATCH is 3.
            var parameter = sched_param()
            #expect(sched_setscheduler(sleepers.children[4], 3, &parameter) == 0)
            let adjusting = open("/proc/\(child)/oom_score_adj", O_WRONLY | O_CLOEXEC)
            #expect(write(adjusting, "300", 3) == 3)
            close(adjusting)
            try compare(&reader, sleepers)
            #expect(try bytes(of: [child]) { try reader.read(threads: false) } != before)
            let record = try #require(
                try reader.read(threads: false).first { $0.pid == UInt32(child) })
            #expect(record.nice == 7 && record.oom_score_adj == 300)
        }

        @Test(arguments: mechanisms)
        func `births with lower numbers leave them true`(mechanism: WalkMechanism) throws {
            let sleepers = try Sleepers(20)
            var reader = try reader(mechanism)
            for _ in 0..<3 { _ = try reader.read(threads: false) }
            let subject = try Subject("crowd", "7", "9")
            let numbers = try subject.answer().map { UInt32($0) }
            #expect(numbers.count == 9)
            try compare(&reader, sleepers)
            let tasks = try reader.read(threads: false)
            for number in numbers { #expect(tasks.count { $0.pid == number } == 1) }
            try compare(&reader, sleepers)
        }

        private func setNice(_ nice: Int32, _ pid: pid_t) {
            #expect(setpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(pid), nice) == 0)
        }

        private func row(of pid: pid_t, in tasks: [TaskRecord]) throws -> Int32 {
            Int32(try #require(tasks.firstIndex { $0.pid == UInt32(pid) && !$0.isThread }))
        }

        @Test(arguments: mechanisms)
        func `what is needed follows what others change at once`(mechanism: WalkMechanism) throws {
            let sleepers = try Sleepers(6)
            var reader = try reader(mechanism)
            var tasks = try reader.read(threads: false)
            for nice in 1...5 as ClosedRange<Int32> {
                let place = Int(nice)
                let row = try row(of: sleepers.children[place], in: tasks)
                setNice(nice, sleepers.children[place])
                let needs =
                    nice.isMultiple(of: 2)
                    ? SampleNeeds(parts: .scheduling) : SampleNeeds(parts: [], rows: [row])
                let found = try reader.read(threads: false, needs: needs)
                tasks = found.tasks
                let now = try self.row(of: sleepers.children[place], in: tasks)
                // Where a neighbour died in between, the row that was named is another's.
                if now == row { #expect(tasks[Int(now)].nice == nice) }
                if now == row { #expect(found.changed?.contains(now) == true) }
            }
        }

        @Test(arguments: mechanisms)
        func `what is not needed is up to date within 64 walks, whoever dies in front of it`(
            mechanism: WalkMechanism
        ) throws {
            let sleepers = try Sleepers(20 + 64)
            var reader = try reader(mechanism)
            for _ in 0..<3 { _ = try reader.read(threads: false) }
            for pid in sleepers.children.suffix(20) { setNice(9, pid) }
            var seen: [Int] = []
            for _ in 0..<64 {
                sleepers.end(0..<1)
                let tasks = try reader.read(threads: false, needs: SampleNeeds(parts: [])).tasks
                seen.append(tasks.count { $0.nice == 9 })
            }
            #expect(seen[63] >= 20)
            // Else every walk would read everything, and this would test nothing.
            #expect(seen[0] < 20)
        }

        /// The places where two records differ.
        private func differences(_ a: [TaskRecord], _ b: [TaskRecord]) -> Set<Int32> {
            Set(
                (0..<max(a.count, b.count)).filter { row in
                    guard row < a.count, row < b.count else { return true }
                    return withUnsafeBytes(of: a[row]) { a in
                        withUnsafeBytes(of: b[row]) { !a.elementsEqual($0) }
                    }
                }.map { Int32($0) })
        }

        private func address(of tasks: borrowing [TaskRecord]) -> UInt {
            tasks.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        }

        @Test(arguments: cases)
        func `rows said to be unchanged are, and memory that is used again holds what was read`(
            mechanism: WalkMechanism, threads: Bool
        ) throws {
            let sleepers = try Sleepers(60)
            var reader = try reader(mechanism)
            var older: [TaskRecord] = []
            var last: [TaskRecord] = []
            var unchanged = 0
            var reused = 0
            for round in 0..<60 {
                if round % 7 == 3 { sleepers.end(20..<21) }
                if round % 9 == 4 { setNice(Int32(round % 19), sleepers.children[round % 30]) }
                if round % 13 == 5 { usleep(20_000) }
                let parts = RecordParts(rawValue: UInt32(round) & RecordParts.all.rawValue)
                let wasTaken = last
                let memory = address(of: older)
                reader.recycle(consume older)
                let (tasks, changed) = try reader.read(
                    threads: threads, needs: SampleNeeds(parts: parts))
                if address(of: tasks) == memory { reused += 1 }
                if let changed {
                    let rows = differences(tasks, wasTaken).filter { $0 < tasks.count }
                    #expect(rows.isSubset(of: changed))
                    unchanged += tasks.count - changed.count
                }
                older = wasTaken
                last = tasks
            }
            #expect(unchanged > 60 * 20 && reused > 30)
            older = []
            try compare(&reader, sleepers)
        }

        @Test(arguments: mechanisms)
        func `records of threads behind them do no harm`(mechanism: WalkMechanism) throws {
            let sleepers = try Sleepers(8)
            var reader = try reader(mechanism)
            for threads in [true, false, true, true, false] {
                _ = try reader.read(threads: threads)
            }
            sleepers.end(2..<4)
            _ = try reader.read(threads: true)
            try compare(&reader, sleepers)
        }
    }
}
