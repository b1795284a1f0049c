import BPFObject
import CBpftop
import Glibc
import TestSupport

@testable import LibBPF

/// The objects that bpftop carries, and those that these tests compile.
enum Objects {
    static let carried: [(name: String, image: [UInt8])] = [
        ("walk", BPFObject.walk.bytes), ("iter", BPFObject.iter.bytes),
        ("args", BPFObject.args.bytes), ("cpus", BPFObject.cpus.bytes),
    ]

    /// The image of an object by its name.
    static func image(_ name: String) throws -> [UInt8] {
        if let found = carried.first(where: { $0.name == name }) { return found.image }
        let path = try Fixture.bpf("\(name).bpf.c")
        guard let image = File.bytes(path) else { throw Missing(path: path) }
        return image
    }

    struct Missing: Error { let path: String }

    static func exchange() throws -> OpenObject {
        try OpenObject(try image("exchange"), name: "exchange")
    }
}

/// What an operation on BPF objects throws; nil when it throws nothing.
func failure(_ body: () throws -> Void) -> BPFError? {
    do {
        try body()
        return nil
    } catch {
        return error as? BPFError
    }
}

/// Runs a body in a thread of its own that has no capability at all.
func withoutCapabilities<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) throws -> Result {
    let box = Box<Result>(body)
    var thread = pthread_t()
    let code = pthread_create(
        &thread, nil,
        { argument in
            guard let argument else { return nil }
            let box = Unmanaged<AnyBox>.fromOpaque(argument).takeUnretainedValue()
            dropCapabilities()
            box.run()
            return nil
        }, Unmanaged<AnyBox>.passUnretained(box).toOpaque())
    guard code == 0 else { throw BPFError("start", "thread", code: code) }
    pthread_join(thread, nil)
    guard let result = box.result else { throw BPFError("run", "thread", code: 0) }
    return try result.get()
}

private class AnyBox {
    func run() {}
}

private final class Box<Value>: AnyBox {
    let body: () throws -> Value
    var result: Result<Value, any Error>?

    init(_ body: @escaping () throws -> Value) {
        self.body = body
    }

    override func run() {
        result = Result { try body() }
    }
}

/// capset(2) changes the calling thread alone; glibc has it without declaring it.
@_silgen_name("capset")
private func setCapabilities(_ header: UnsafeRawPointer, _ sets: UnsafeRawPointer) -> CInt

private func dropCapabilities() {
    let header: [UInt32] = [0x2008_0522, 0]
    let none = [UInt32](repeating: 0, count: 6)
    guard setCapabilities(header, none) == 0 else { fatalError("capset") }
}
