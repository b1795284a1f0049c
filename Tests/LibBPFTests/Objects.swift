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
