// libFuzzer entry of the key decoder; Fuzz/run.sh builds and runs it.
import Terminal

/// Feeds the bytes whole and cut in two at a place that the first byte chooses: both must mean the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzKeyDecoder(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let first = input.first else { return 0 }
    let bytes = Array(input.dropFirst())
    let cut = Int(first) % (bytes.count + 1)
    var whole = KeyDecoder()
    var parts = KeyDecoder()
    let events = whole.feed(bytes)
    precondition(parts.feed(Array(bytes[..<cut])) + parts.feed(Array(bytes[cut...])) == events)
    precondition(whole.isPending == (whole.timeoutMilliseconds != nil))
    precondition(whole.timeout() == parts.timeout())
    precondition(!whole.isPending && whole.timeout().isEmpty)
    precondition(whole.feed([0x61]) == [.character("a")])
    return 0
}
