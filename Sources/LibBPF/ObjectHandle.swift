internal import Clibbpf

/// An owned `struct bpf_object`; closed when this value goes.
@safe
struct ObjectHandle: ~Copyable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe bpf_object__close(pointer)
    }
}
