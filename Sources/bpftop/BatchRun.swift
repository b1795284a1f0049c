import Export
import Glibc
import Model
import Sampling

/// Samples on standard output, as tables or in a form for programs.
struct BatchRun {
    let options: MonitorOptions

    init(_ options: MonitorOptions) throws {
        self.options = options
    }

    func run() throws {
        var sampler = try refusing { () throws(BPFRefusal) in try Sampler() }
        let first = try sampler.sample()
        usleep(300_000)
        let second = try sampler.sample()
        let snapshot = Snapshot(second, since: first)
        let rows = Array(0..<snapshot.count)
        if options.form == .json {
            var json = JSONText()
            json.sample(snapshot, rows: rows, columns: Column.all)
            json.newline()
            StandardOutput.write(json.bytes)
        } else {
            StandardOutput.write(TableText(Column.standard).page(snapshot, rows: rows))
        }
    }
}
