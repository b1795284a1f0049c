/// An array map with `BPF_F_MMAPABLE`, mapped into our memory until this value goes; read-only unless asked for.
///
/// Children of fork() do not have it. Programs write into it while they run; between runs its records stay as they are, but for what is stored here.
package struct MappedArray<Record: BitwiseCopyable>: ~Copyable {
    private let memory: MapMemory
    /// How many records the map holds.
    package let capacity: Int

    /// Maps a map; its value size must be the record's stride, a multiple of 8 bytes.
    package init(
        _ map: MapDescriptor, of type: Record.Type, isWritable: Bool = false
    ) throws(BPFError) {
        precondition(
            Int(map.valueSize) == MemoryLayout<Record>.stride && map.valueSize.isMultiple(of: 8))
        capacity = Int(map.capacity)
        memory = try MapMemory(
            map.rawValue, size: Int(map.valueSize) * capacity, isWritable: isWritable)
        memory.keepFromChildren()
    }

    /// The first `count` records as they are now; at most the capacity.
    package func withRecords<Result, Failure: Error>(
        _ count: Int, _ body: (UnsafeBufferPointer<Record>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let records = unsafe UnsafeBufferPointer(
            start: memory.start.assumingMemoryBound(to: Record.self), count: min(count, capacity))
        return try unsafe body(records)
    }

    /// The records to be written to, all of them; only of an array that was mapped so.
    package mutating func withMutableRecords<Result, Failure: Error>(
        _ body: (UnsafeMutableBufferPointer<Record>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let records = unsafe UnsafeMutableBufferPointer(
            start: memory.start.assumingMemoryBound(to: Record.self), count: capacity)
        return try unsafe body(records)
    }
}
