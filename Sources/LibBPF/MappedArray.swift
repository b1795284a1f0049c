/// An array map with `BPF_F_MMAPABLE`, mapped into our memory until this value goes; read-only unless asked for.
///
/// Children of fork() do not have it. Programs write into it while they run; between runs its records stay as they are, but for what is stored here.
package struct MappedArray<Record: BitwiseCopyable>: ~Copyable {
    private var memory: MapMemory
    /// How many records the map holds.
    package let capacity: Int

    /// Maps the first `count` records of a map, all of them by default; its value size must be the record's stride, a multiple of 8 bytes.
    package init(
        _ map: MapDescriptor, of type: Record.Type, reaching count: Int = .max,
        isWritable: Bool = false
    ) throws(BPFError) {
        precondition(
            Int(map.valueSize) == MemoryLayout<Record>.stride && map.valueSize.isMultiple(of: 8))
        let capacity = Int(map.capacity)
        var memory = try MapMemory(
            size: MemoryLayout<Record>.stride * capacity, isWritable: isWritable)
        try Self.reach(min(count, capacity), of: map, &memory)
        self.memory = memory
        self.capacity = capacity
    }

    /// Maps the records of the same map up to `count` where they are not mapped yet, and some more, so that a slow growth seldom maps.
    ///
    /// What is mapped of an array counts as our resident memory, whether it is used or not.
    package mutating func reach(_ count: Int, of map: MapDescriptor) throws(BPFError) {
        if count <= self.count || self.count == capacity { return }
        try Self.reach(min(count + count / 16 + 64, capacity), of: map, &memory)
    }

    private static func reach(
        _ count: Int, of map: MapDescriptor, _ memory: inout MapMemory
    ) throws(BPFError) {
        try memory.reach(MemoryLayout<Record>.stride * count, of: map.rawValue)
        memory.keepFromChildren()
    }

    /// How many records are mapped.
    package var count: Int { min(memory.mapped / MemoryLayout<Record>.stride, capacity) }

    /// The first `count` records as they are now; at most those that are mapped.
    package func withRecords<Result, Failure: Error>(
        _ count: Int, _ body: (UnsafeBufferPointer<Record>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let records = unsafe UnsafeBufferPointer(
            start: memory.start.assumingMemoryBound(to: Record.self),
            count: min(count, self.count))
        return try unsafe body(records)
    }

    /// The records to be written to, all that are mapped; only of an array that was mapped so.
    package mutating func withMutableRecords<Result, Failure: Error>(
        _ body: (UnsafeMutableBufferPointer<Record>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let records = unsafe UnsafeMutableBufferPointer(
            start: memory.start.assumingMemoryBound(to: Record.self), count: count)
        return try unsafe body(records)
    }
}
