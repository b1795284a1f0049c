internal import Glibc

/// The values of a map with `BPF_F_MMAPABLE`, mapped into our memory until this value goes.
///
/// Since Linux 5.5. Addresses are kept for all of them, but only those that are mapped count as our memory.
@safe
struct MapMemory: ~Copyable {
    let start: UnsafeMutableRawPointer
    /// Bytes from the map's start that are mapped, whole pages.
    private(set) var mapped = 0
    private let length: Int
    private let isWritable: Bool

    /// Keeps addresses for `size` bytes of values, rounded up to pages as the kernel keeps them; none is mapped yet.
    init(size: Int, isWritable: Bool) throws(BPFError) {
        let length = Self.wholePages(size)
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        let address = unsafe mmap(nil, length, PROT_NONE, flags, -1, 0)
        guard let address = unsafe address, unsafe address != MAP_FAILED else {
            throw BPFError("mmap", "map", code: errno)
        }
        unsafe start = address
        self.length = length
        self.isWritable = isWritable
    }

    /// Maps all of the values at once; children of fork() have them too.
    static func all(of map: Int32, size: Int, isWritable: Bool) throws(BPFError) -> MapMemory {
        var memory = try MapMemory(size: size, isWritable: isWritable)
        try memory.reach(size, of: map)
        return memory
    }

    /// Maps what is not mapped yet of the first `size` bytes.
    ///
    /// An offset into a map is heeded since Linux 5.7 (kernel/bpf/arraymap.c, array_map_mmap).
    mutating func reach(_ size: Int, of map: Int32) throws(BPFError) {
        let end = min(Self.wholePages(size), length)
        guard end > mapped else { return }
        let protection = isWritable ? PROT_READ | PROT_WRITE : PROT_READ
        let address = unsafe mmap(
            start + mapped, end - mapped, protection, MAP_SHARED | MAP_FIXED, map, mapped)
        if unsafe address == MAP_FAILED { throw BPFError("mmap", "map", code: errno) }
        mapped = end
    }

    /// Keeps what is mapped from children of fork(), which would keep the map in the kernel for as long as they live.
    func keepFromChildren() {
        unsafe madvise(start, mapped, MADV_DONTFORK)
    }

    private static func wholePages(_ size: Int) -> Int {
        let page = Int(getpagesize())
        return (size + page - 1) / page * page
    }

    deinit {
        unsafe munmap(start, length)
    }
}
