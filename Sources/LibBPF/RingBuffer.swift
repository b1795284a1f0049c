internal import Clibbpf

/// The reading side of a ring buffer map.
///
/// Wraps `struct ring_buffer` of libbpf; the map type exists since Linux 5.8.
@safe
package struct RingBuffer: ~Copyable {
    private let ring: OpaquePointer
    private let receiver: Receiver

    /// Opens a ring buffer map for reading; every record goes to `receive` while `consume` runs, in the caller's thread.
    package init(
        _ map: MapDescriptor, receive: @escaping (UnsafeRawBufferPointer) -> Void
    ) throws(BPFError) {
        let receiver = unsafe Receiver(receive)
        unsafe self.ring = try require("open ring buffer", "map") {
            unsafe ring_buffer__new(
                map.rawValue,
                { context, data, size in
                    guard let context = unsafe context else { return 0 }
                    let receiver = unsafe Unmanaged<Receiver>.fromOpaque(context)
                        .takeUnretainedValue()
                    unsafe receiver.receive(UnsafeRawBufferPointer(start: data, count: size))
                    return 0
                }, Unmanaged.passUnretained(receiver).toOpaque(), nil)
        }
        self.receiver = receiver
    }

    deinit {
        unsafe ring_buffer__free(ring)
    }

    /// Hands every record that waits to the receiver, without blocking; returns how many.
    ///
    /// Wraps `ring_buffer__consume`; it makes no system call.
    @discardableResult
    package func consume() throws(BPFError) -> Int {
        Int(try check("consume", "ring buffer") { unsafe ring_buffer__consume(ring) })
    }

    /// A descriptor that `poll(2)` reports as readable when records wait.
    package var descriptor: Int32 {
        unsafe ring_buffer__epoll_fd(ring)
    }

    /// The closure behind the C callback's context pointer; the ring buffer keeps it alive.
    @safe private final class Receiver {
        let receive: (UnsafeRawBufferPointer) -> Void

        init(_ receive: @escaping (UnsafeRawBufferPointer) -> Void) {
            unsafe self.receive = receive
        }
    }
}
