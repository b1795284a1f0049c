internal import Glibc

/// An array map with `BPF_F_MMAPABLE`, mapped read-only into our memory until this value goes.
///
/// Programs write into it while they run; between runs its records stay as they are. Since Linux 5.5.
@safe
package struct MappedArray<Record: BitwiseCopyable>: ~Copyable {
    private let memory: UnsafeRawPointer
    private let length: Int
    /// How many records the map holds.
    package let capacity: Int

    /// Maps a map; its value size must be the record's stride, a multiple of 8 bytes.
    package init(_ map: MapDescriptor, of type: Record.Type) throws(BPFError) {
        precondition(
            Int(map.valueSize) == MemoryLayout<Record>.stride && map.valueSize.isMultiple(of: 8))
        let page = Int(getpagesize())
        let size = Int(map.valueSize) * Int(map.capacity)
        let length = (size + page - 1) / page * page
        let address = unsafe mmap(nil, length, PROT_READ, MAP_SHARED, map.rawValue, 0)
        guard let address = unsafe address, unsafe address != MAP_FAILED else {
            throw BPFError("mmap", "array", code: errno)
        }
        unsafe self.memory = UnsafeRawPointer(address)
        self.length = length
        self.capacity = Int(map.capacity)
    }

    deinit {
        unsafe munmap(UnsafeMutableRawPointer(mutating: memory), length)
    }

    /// The first `count` records as they are now; at most the capacity.
    package func withRecords<Result, Failure: Error>(
        _ count: Int, _ body: (UnsafeBufferPointer<Record>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let records = unsafe UnsafeBufferPointer(
            start: memory.assumingMemoryBound(to: Record.self), count: min(count, capacity))
        return try unsafe body(records)
    }
}
