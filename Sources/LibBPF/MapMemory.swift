internal import Glibc

/// The values of a map with `BPF_F_MMAPABLE`, mapped into our memory until this value goes.
///
/// Since Linux 5.5.
@safe
struct MapMemory: ~Copyable {
    let start: UnsafeMutableRawPointer
    private let length: Int

    /// Maps `size` bytes of values from the map's start, rounded up to pages as the kernel keeps them.
    init(_ map: Int32, size: Int, isWritable: Bool) throws(BPFError) {
        let page = Int(getpagesize())
        let length = (size + page - 1) / page * page
        let protection = isWritable ? PROT_READ | PROT_WRITE : PROT_READ
        let address = unsafe mmap(nil, length, protection, MAP_SHARED, map, 0)
        guard let address = unsafe address, unsafe address != MAP_FAILED else {
            throw BPFError("mmap", "map", code: errno)
        }
        unsafe start = address
        self.length = length
    }

    /// Keeps the memory from children of fork(), which would keep the map in the kernel for as long as they live.
    func keepFromChildren() {
        unsafe madvise(start, length, MADV_DONTFORK)
    }

    deinit {
        unsafe munmap(start, length)
    }
}
