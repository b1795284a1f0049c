import BTF

/// The entry that libFuzzer calls: the tests' `Exercise` on bytes of the fuzzer's making.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzBTF(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    // The exact span, so that AddressSanitizer sees a read behind it.
    _ = Exercise.run(UnsafeRawBufferPointer(start: start, count: count).bytes)
    return 0
}
