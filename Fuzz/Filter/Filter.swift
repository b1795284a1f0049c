// libFuzzer entry of the filter language; Fuzz/run.sh builds and runs it.
import CBpftop
import Model

/// Compiles whatever comes as a filter, evaluates it, and as a search, a period and a sort order; nothing may trap or hang.
///
/// A byte 0 parts the expression from the command line on which it is tried.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    let expression = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    let command = String(decoding: bytes.drop { $0 != 0 }, as: UTF8.self)
    let snapshot = snapshot(command)
    do throws(FilterError) {
        _ = try Filter(expression).matches(snapshot, 0)
    } catch {
        precondition(error.offset <= expression.utf8.count, "the error points out of the text")
        precondition(error.column <= expression.count + 1, "the error points out of the text")
    }
    _ = TextQuery(expression).matches(snapshot, 0)
    if let period = try? Period(expression) {
        precondition(period >= .shortest && period <= .longest, "a period is out of range")
        precondition((try? Period(period.description)) != nil, "a period does not read back")
    }
    if let order = try? SortOrder(parsing: expression) {
        precondition((try? SortOrder(parsing: order.description)) == order, "an order changed")
    }
    return 0
}

/// One process with a command line.
private func snapshot(_ command: String) -> Snapshot {
    var task = TaskRecord()
    task.pid = 1
    let machine = Machine(
        pageSize: 4096, tick: 1, cpuCount: 1, release: "", architecture: "", hostName: "")
    var texts = Texts()
    texts.commands[task.identity] = command
    let time = Instant(monotonic: 1, boottime: 1, realtime: 1)
    return Snapshot(
        Sample(
            time: time, source: "fuzz", tasks: [task], system: SystemSample(machine: machine),
            texts: texts))
}
