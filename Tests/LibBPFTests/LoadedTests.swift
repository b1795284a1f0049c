import CBpftop
import Clibbpf
import Glibc
import TestSupport
import Testing

@testable import LibBPF

/// Two numbers as the fixture's programs write them.
struct Pair: Equatable {
    var index: UInt64 = 0
    var square: UInt64 = 0
}

/// What happens in the kernel: loading, running, attaching, maps.
@Suite(.requiresBPF) struct LoadedTests {
    @Test func `a program runs, sees constants and variables, and returns a number`() throws {
        let open = try Objects.exchange()
        try open.setInitialValue(of: "factor", to: UInt32(1000))
        let object = try open.load()
        let input = try object.variable("input", as: UInt32.self)
        let product = try object.variable("product", as: UInt64.self)
        input.value = 4_000_000_000
        #expect(try object.run(try object.program(named: "multiply")) == 7)
        #expect(product.value == 4_000_000_000_000)
    }

    @Test func `.bss and .data are other memory, and only .bss is shared`() throws {
        let object = try Objects.exchange().load()
        let error = failure { _ = try object.variable("initialised", as: UInt64.self) }
        #expect(error?.description == "find in .bss of initialised")
        #expect(failure { _ = try object.variable("factor", as: UInt32.self) } != nil)
        #expect(failure { _ = try object.variable("product", as: UInt32.self) } != nil)
        #expect(failure { _ = try object.variable("nothing", as: UInt32.self) } != nil)
    }

    @Test func `a mapped array is kept from children, which would keep the map`() throws {
        let object = try manyPairs(4096)
        let map = try object.map(named: "pairs")
        var array = try MappedArray(map, of: Pair.self, reaching: 1)
        try array.reach(2000, of: map)
        let start = array.withRecords(1) { UInt(bitPattern: $0.baseAddress) }
        let end = start + UInt(array.count * MemoryLayout<Pair>.stride)
        let areas = try #require(File.text("/proc/self/smaps")).split(separator: "VmFlags:")
        // The flags of an area come behind it, and before the next one's addresses.
        let ours = zip(areas, areas.dropFirst()).filter { area, _ in
            let addresses = area.split(separator: "\n").lazy.map { $0.prefix { $0 != "-" } }
            return addresses.contains { (start..<end).contains(UInt($0, radix: 16) ?? 0) }
        }
        // "do not copy on fork" of proc_pid_smaps(5)
        #expect(!ours.isEmpty)
        for (_, flags) in ours {
            #expect(flags.prefix { $0 != "\n" }.split(separator: " ").contains("dc"))
        }
    }

    @Test func `only what is reached of an array is mapped, and lies in one piece`() throws {
        let object = try manyPairs(4096)
        let map = try object.map(named: "pairs")
        for index in 0..<UInt32(4096) {
            var key = index
            var value = Pair(index: UInt64(index), square: 7)
            #expect(bpf_map_update_elem(map.rawValue, &key, &value, 0) == 0)
        }
        var array = try MappedArray(map, of: Pair.self, reaching: 1)
        let page = Int(getpagesize()) / MemoryLayout<Pair>.stride
        #expect(array.count == page && array.capacity == 4096)
        #expect(array.withRecords(4096) { $0.count } == page)
        for wanted in [1, page, page + 1, 1000, 900, 2500, 4096, 5000] {
            try array.reach(wanted, of: map)
            #expect(array.count >= min(wanted, 4096) && array.count <= 4096)
            let records = array.withRecords(wanted) { Array($0) }
            #expect(records.map(\.index) == (0..<min(wanted, 4096)).map { UInt64($0) })
        }
    }

    /// A loaded object whose array of pairs has that many.
    private func manyPairs(_ count: UInt32) throws -> LoadedObject {
        let open = try Objects.exchange()
        try open.setCapacity(ofMap: "pairs", entries: count)
        return try open.load()
    }

    @Test func `a mapped array holds what a look-up gives`() throws {
        let object = try Objects.exchange().load()
        try object.run(try object.program(named: "fill"))
        let map = try object.map(named: "pairs")
        #expect(map.capacity == 16 && map.keySize == 4 && map.valueSize == 16)
        let array = try MappedArray(map, of: Pair.self)
        let records = array.withRecords(16) { Array($0) }
        for index in 0..<UInt32(16) {
            var key = index
            var value = Pair()
            #expect(bpf_map_lookup_elem(map.rawValue, &key, &value) == 0)
            #expect(value == Pair(index: UInt64(index), square: UInt64(index) * UInt64(index)))
            #expect(records[Int(index)] == value)
        }
    }

    @Test func `more records than there are, are not given`() throws {
        let open = try Objects.exchange()
        try open.setCapacity(ofMap: "pairs", entries: 3)
        let object = try open.load()
        let array = try MappedArray(try object.map(named: "pairs"), of: Pair.self)
        #expect(array.capacity == 3)
        #expect(array.withRecords(1 << 40) { $0.count } == 3)
        #expect(array.withRecords(0) { $0.count } == 0)
    }

    @Test func `a map entry is removed once`() throws {
        let object = try Objects.exchange().load()
        try object.run(try object.program(named: "fill"))
        let map = try object.map(named: "numbers")
        #expect(map.remove(UInt32(3)))
        #expect(!map.remove(UInt32(3)))
        #expect(!map.remove(UInt32(9)))
        var key: UInt32 = 4
        var value: UInt64 = 0
        #expect(bpf_map_lookup_elem(map.rawValue, &key, &value) == 0 && value == 104)
    }

    @Test func `an object uses another's map`() throws {
        let first = try Objects.exchange().load()
        try first.run(try first.program(named: "fill"))
        let open = try Objects.exchange()
        try open.reuse(try first.map(named: "pairs").rawValue, asMap: "pairs")
        let second = try open.load()
        let array = try MappedArray(try second.map(named: "pairs"), of: Pair.self)
        #expect(array.withRecords(16) { $0[15] } == Pair(index: 15, square: 225))
    }

    @Test func `unknown programs and maps of a loaded object are refused by name`() throws {
        let object = try Objects.exchange().load()
        #expect(failure { _ = try object.program(named: "divide") }?.subject == "divide")
        #expect(failure { _ = try object.map(named: "pear") }?.subject == "pear")
        #expect(failure { _ = try object.attach("divide") }?.subject == "divide")
        #expect(failure { _ = try object.attach("multiply") }?.operation == "attach")
    }

    @Test func `a program that was left out is not loaded`() throws {
        let open = try Objects.exchange()
        try open.keepOnly(["fill"])
        let object = try open.load()
        #expect(try object.run(try object.program(named: "fill")) == 0)
        #expect(failure { _ = try object.program(named: "multiply") }?.subject == "multiply")
    }

    @Test func `an iterator visits every task and its output is counted`() throws {
        let object = try Objects.exchange().load()
        let link = try object.attach("print")
        let tasks = try object.variable("product", as: UInt64.self)
        let input = try object.variable("input", as: UInt32.self)
        #expect(try link.iterate() == 0)
        let silent = tasks.value
        #expect(silent > UInt64(File.numbers(in: "/proc").count / 2))
        tasks.value = 0
        input.value = 1
        let printed = try link.iterate()
        #expect(printed == 128 * Int(tasks.value))
        #expect(printed > 4096, "more than one read")
    }

    @Test func `records of a ring buffer come whole and in order`() throws {
        let object = try Objects.exchange().load()
        var received: [Pair] = []
        let ring = try RingBuffer(try object.map(named: "ring")) { bytes in
            received.append(bytes.loadUnaligned(as: Pair.self))
        }
        #expect(try ring.consume() == 0)
        try object.variable("input", as: UInt32.self).value = 500
        try object.run(try object.program(named: "emit"))
        var waiting = pollfd(fd: ring.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&waiting, 1, 1000) == 1)
        #expect(try ring.consume() == 500)
        #expect(received == (0..<500).map { Pair(index: $0, square: $0 * $0) })
        #expect(try ring.consume() == 0)
        #expect(poll(&waiting, 1, 0) == 0)
    }

    @Test func `a map that is no ring buffer is not read as one`() throws {
        let object = try Objects.exchange().load()
        let pairs = try object.map(named: "pairs")
        let error = failure { _ = try RingBuffer(pairs) { _ in } }
        #expect(error?.operation == "open ring buffer")
        #expect(error?.code == EINVAL)
    }
}

/// What the kernel does not take, and what is left behind.
@Suite(.requiresBPF) struct RefusalTests {
    @Test func `a refused program shows the verifier's reason and keeps its log`() throws {
        let image = try Objects.image("refused")
        let error = try #require(failure { _ = try OpenObject(image, name: "refused").load() })
        #expect(error.operation == "load")
        #expect(error.code == EACCES)
        #expect(error.description.contains("invalid mem access 'map_value_or_null'"))
        #expect(!error.description.contains("\n"))
        #expect(error.log.contains("bpf_map_lookup_elem") || error.log.contains("call 1"))
        #expect(error.reason.count == 2)
    }

    @Test func `an offset outside a struct is refused, not read`() throws {
        let object = try Objects.exchange()
        try object.setInitialValue(of: "place", to: UInt32(8))
        try object.keepOnly(["peek"])
        _ = try object.load()
        let refusal = failure {
            let object = try Objects.exchange()
            try object.setInitialValue(of: "place", to: UInt32(1 << 20))
            try object.keepOnly(["peek"])
            _ = try object.load()
        }
        let error = try #require(refusal)
        #expect(error.operation == "load" && error.subject == "exchange")
        #expect(error.code == EACCES)
        #expect(error.reason.contains { $0.contains("task_struct") }, "\(error)")
    }

    @Test func `a function without an id is refused by name, not by a crash`() throws {
        let image = try Objects.image("walk")
        let refusal = failure {
            let object = try OpenObject(image, name: "walk")
            try object.bindFunctions([:])
            _ = try object.load()
        }
        let error = try #require(refusal)
        #expect(error.operation == "load" && error.subject == "walk")
        #expect(error.description.contains("unknown") || error.code != 0, "\(error)")
    }

    @Test func `an error's text has the operation, the system's words and the last lines`() {
        let log = "libbpf: prog 'a': x\nfirst\n\nsecond\nthird\nprocessed 3 insns\n-- END PROG\n"
        let error = BPFError("load", "walk", code: EACCES, log: log)
        #expect(error.description == "load of walk: Permission denied: second: third")
        #expect(BPFError("find", "x", code: 0).description == "find of x")
    }

    @Test func `descriptors do not leak`() async {
        await #expect(processExitsWith: .success) {
            _ = try useEverything()
            let before = File.names(in: "/proc/self/fd").count
            for _ in 0..<3 { try useEverything() }
            let after = File.names(in: "/proc/self/fd").count
            if after != before { fatalError("\(before) descriptors became \(after)") }
        }
    }

    @Test func `mappings do not leak`() async {
        await #expect(processExitsWith: .success) {
            _ = try useEverything()
            func mapped() -> Int {
                (File.text("/proc/self/maps") ?? "").split(separator: "\n")
                    .filter { $0.contains("bpf") }.count
            }
            let before = mapped()
            for _ in 0..<3 { try useEverything() }
            if mapped() != before { fatalError("\(before) mappings became \(mapped())") }
        }
    }

    @Test func `programs leave the kernel with their object`() throws {
        func load() throws -> UInt32 {
            let object = try Objects.exchange().load()
            let descriptor = try object.program(named: "fill").rawValue
            var information = bpf_prog_info()
            var size = UInt32(MemoryLayout<bpf_prog_info>.size)
            #expect(bpf_obj_get_info_by_fd(descriptor, &information, &size) == 0)
            let again = bpf_prog_get_fd_by_id(information.id)
            #expect(again >= 0)
            close(again)
            return information.id
        }
        let id = try load()
        #expect(eventually { !isLoaded(id) })
    }

    private func isLoaded(_ id: UInt32) -> Bool {
        let descriptor = bpf_prog_get_fd_by_id(id)
        if descriptor >= 0 { close(descriptor) }
        return descriptor >= 0
    }
}

/// Loads, runs, maps, attaches, fails, and lets everything go.
private func useEverything() throws {
    let object = try Objects.exchange().load()
    try object.run(try object.program(named: "fill"))
    let array = try MappedArray(try object.map(named: "pairs"), of: Pair.self)
    let ring = try RingBuffer(try object.map(named: "ring")) { _ in }
    try ring.consume()
    try object.attach("print").iterate()
    _ = array.withRecords(1) { $0.count }
    guard
        failure({ _ = try OpenObject(try Objects.image("refused"), name: "refused").load() })
            != nil,
        failure({ _ = try RingBuffer(try object.map(named: "pairs")) { _ in } }) != nil,
        failure({ _ = try object.attach("multiply") }) != nil,
        failure({ _ = try OpenObject([1, 2, 3], name: "garbage") }) != nil
    else { fatalError("what has to fail does not") }
}
