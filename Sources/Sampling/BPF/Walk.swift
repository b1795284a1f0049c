internal import BPFObject
internal import CBpftop
internal import KernelOffsets
internal import LibBPF
internal import Model

/// How the kernel walks its tasks for us, the cheapest first.
package enum WalkMechanism: String, Sendable {
    /// Open-coded iterators in a program run by one BPF_PROG_TEST_RUN; Linux 6.7.
    case openCoded = "open-coded iterator"
    /// `iter/task`; Linux 5.8.
    case iterator = "iter/task"
    /// The kernel's list of tasks, followed by a raw tracepoint program that needs no BTF; Linux 5.10.
    case list = "task list"
}

/// A loaded walk and the array that it writes into.
///
/// A walk leaves its records in place; nothing is copied out of the kernel.
struct Walk: ~Copyable {
    let mechanism: WalkMechanism
    private let object: LoadedObject
    /// Of both as much is mapped as the last walk has used, for a start a page.
    private var array: MappedArray<bpftop_task>
    /// Not of the walk along the list.
    private var marks: MappedArray<bpftop_mark>?
    private let exchange: LiveVariable<bpftop_walk>
    private let run: Run

    /// What makes the kernel walk.
    private enum Run: ~Copyable {
        case programs(processes: ProgramDescriptor, threads: ProgramDescriptor?)
        case link(Link)
    }

    /// Loads a walk whose array has room for that many records.
    ///
    /// `threads` loads the second program of the open-coded walk too, which a walk without thread records does not need.
    init(
        _ mechanism: WalkMechanism, offsets: KernelOffsets, settings: bpftop_settings,
        threads: Bool
    ) throws(BPFError) {
        var settings = settings
        settings.group_slots = Self.groupSlots(settings.capacity)
        let open = try OpenObject(mechanism.image.bytes, name: "bpftop_walk")
        if let programs = mechanism.programs(threads: threads) { try open.keepOnly(programs) }
        try open.setInitialValue(of: "bpftop_offsets", to: offsets.raw)
        if mechanism == .list {
            try open.setInitialValue(of: "bpftop_copied", to: CopiedParts(offsets).parts)
        } else {
            try open.bindFunctions(offsets.features.functions)
        }
        try open.setInitialValue(of: "bpftop_settings", to: settings)
        try open.setCapacity(ofMap: "bpftop_tasks", entries: settings.capacity)
        if mechanism != .list {
            try open.setCapacity(ofMap: "bpftop_marks", entries: settings.capacity)
        }
        if mechanism == .iterator {
            try open.setCapacity(ofMap: "bpftop_groups", entries: settings.group_slots)
        }
        let object = try open.load()
        let array = try MappedArray(
            try object.map(named: "bpftop_tasks"), of: bpftop_task.self, reaching: 1)
        let marks: MappedArray<bpftop_mark>?
        if mechanism != .list {
            marks = try MappedArray(
                try object.map(named: "bpftop_marks"), of: bpftop_mark.self, reaching: 1,
                isWritable: true)
        } else {
            marks = nil
        }
        let exchange = try object.variable("bpftop_walk", as: bpftop_walk.self)
        let run: Run
        switch mechanism {
        case .openCoded:
            run = .programs(
                processes: try object.program(named: "bpftop_walk_processes"),
                threads: threads ? try object.program(named: "bpftop_walk_threads") : nil)
        case .iterator:
            run = .link(try object.attach("bpftop_iterate"))
        case .list:
            run = .programs(
                processes: try object.program(named: "bpftop_walk_list"), threads: nil)
        }
        self.init(mechanism, object, array, marks, exchange, run)
    }

    /// Apart, as Swift 6.2 miscompiles a throw out of an initialiser that sets the properties itself.
    private init(
        _ mechanism: WalkMechanism, _ object: consuming LoadedObject,
        _ array: consuming MappedArray<bpftop_task>, _ marks: consuming MappedArray<bpftop_mark>?,
        _ exchange: LiveVariable<bpftop_walk>, _ run: consuming Run
    ) {
        self.mechanism = mechanism
        self.object = object
        self.array = array
        self.marks = marks
        self.exchange = exchange
        self.run = run
    }

    /// How many slots there are for groups of several threads: a power of two, of which less than half is ever taken.
    private static func groupSlots(_ capacity: UInt32) -> UInt32 {
        // Twice as many as there are records; a machine has at most 2^22 threads, and each such group two.
        let groups = min(max(capacity, 64), 1 << 22) / 2
        return 1 << (34 - UInt32((groups - 1).leadingZeroBitCount))
    }

    /// How many records the array holds.
    var capacity: Int { array.capacity }

    /// Walks once; returns how many records the walk wanted, which may be more than the array holds.
    ///
    /// The walk along the list visits at most `budget` tasks and throws where the list has not closed by then. What is not among the
    /// needs may be as the last walks left it.
    mutating func walk(
        threads: Bool, needs: SampleNeeds = .everything, budget: UInt32 = .max
    ) throws(BPFError) -> Int {
        var request = exchange.value
        request.budget = budget
        request.epoch &+= 1
        request.count = 0
        request.cursor = 0
        request.threads = threads ? 1 : 0
        request.wanted = needs.parts.rawValue
        watch(needs.rows, epoch: request.epoch)
        exchange.value = request
        switch run {
        case .programs(let processes, let threadProgram):
            try object.run(processes)
            if threads, let threadProgram { try object.run(threadProgram) }
        case .link(let link):
            try link.iterate()
        }
        if mechanism == .list, budget > 1, exchange.value.budget == 0 {
            throw BPFError(
                "walk", "the task list", code: 0, log: "not closed after \(budget) tasks")
        }
        let count = Int(exchange.value.count)
        try reach(count)
        return count
    }

    /// Maps what a walk has written behind what former ones have.
    private mutating func reach(_ count: Int) throws(BPFError) {
        if count > array.count {
            try array.reach(count, of: try object.map(named: "bpftop_tasks"))
        }
        let known = Int(exchange.value.known)
        if let mapped = marks?.count, known > mapped {
            try marks?.reach(known, of: try object.map(named: "bpftop_marks"))
        }
    }

    private mutating func watch(_ rows: [Int32], epoch: UInt32) {
        if rows.isEmpty { return }
        unsafe marks?.withMutableRecords { marks in
            for row in rows where marks.indices.contains(Int(row)) {
                unsafe marks[Int(row)].watched = epoch
            }
        }
    }

    /// The number of the last walk; another at each.
    var epoch: UInt32 { exchange.value.epoch }

    /// The marks of the groups' records of the last walk, in place; nil for a walk that leaves none.
    func withMarks<Result>(_ body: (UnsafeBufferPointer<bpftop_mark>) -> Result) -> Result? {
        unsafe marks?.withRecords(Int(exchange.value.known), body)
    }

    /// Whether the last walk found per-CPU counters that do not lie side by side, so that its sums of them are wrong.
    var foundScatteredCounters: Bool { exchange.value.scattered != 0 }

    /// The first records of the last walk, in place.
    func withRecords<Result>(
        _ count: Int, _ body: (UnsafeBufferPointer<bpftop_task>) -> Result
    ) -> Result {
        unsafe array.withRecords(count, body)
    }
}

extension WalkMechanism {
    /// The object that walks so.
    fileprivate var image: BPFObject {
        switch self {
        case .openCoded: BPFObject.walk
        case .iterator: BPFObject.iter
        case .list: BPFObject.raw
        }
    }

    /// The programs of the object that are needed; nil for all.
    fileprivate func programs(threads: Bool) -> Set<String>? {
        switch self {
        case .openCoded: threads ? nil : ["bpftop_walk_processes"]
        case .iterator: nil
        case .list: ["bpftop_walk_list"]
        }
    }
}
