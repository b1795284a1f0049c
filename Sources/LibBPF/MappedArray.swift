/// An array map with `BPF_F_MMAPABLE`, mapped read-only into our memory until this value goes.
///
/// Programs write into it while they run; between runs its records stay as they are.
package struct MappedArray<Record: BitwiseCopyable>: ~Copyable {
    private let memory: MapMemory
    /// How many records the map holds.
    package let capacity: Int

    /// Maps a map; its value size must be the record's stride, a multiple of 8 bytes.
    package init(_ map: MapDescriptor, of type: Record.Type) throws(BPFError) {
        precondition(
            Int(map.valueSize) == MemoryLayout<Record>.stride && map.valueSize.isMultiple(of: 8))
        capacity = Int(map.capacity)
        memory = try MapMemory(
            map.rawValue, size: Int(map.valueSize) * capacity, isWritable: false)
    }

    /// The first `count` records as they are now; at most the capacity.
    package func withRecords<Result, Failure: Error>(
        _ count: Int, _ body: (UnsafeBufferPointer<Record>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let records = unsafe UnsafeBufferPointer(
            start: memory.start.assumingMemoryBound(to: Record.self), count: min(count, capacity))
        return try unsafe body(records)
    }
}
