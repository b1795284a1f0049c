// Sampling: turns BPF records, /proc and cgroupfs into the model's samples; two back ends, one result.
//
// It alone knows where numbers come from. Nothing that can block a long time happens while a sample is taken.

internal import KernelOffsets
internal import LibBPF
package import Model

/// Takes samples of the machine.
package struct Sampler: ~Copyable {
    private var reader: BPFTaskReader
    private var system: SystemReader
    private let source: String

    /// Loads the BPF walk with the running kernel's layout.
    ///
    /// Throws `BPFRefusal` where this kernel or these privileges do not allow it.
    package init() throws(BPFRefusal) {
        let offsets = try KernelBTF().offsets()
        do throws(BPFError) {
            reader = try BPFTaskReader(offsets: offsets)
        } catch {
            throw BPFRefusal(error, .current())
        }
        system = SystemReader()
        source = "bpf:" + offsets.source
    }

    /// Reads everything once.
    package mutating func sample(threads: Bool = false) throws(BPFRefusal) -> Sample {
        let time = Instant.now()
        let tasks: [TaskRecord]
        do throws(BPFError) {
            tasks = try reader.read(threads: threads)
        } catch {
            throw BPFRefusal(error, .current())
        }
        let walkTime = Instant.now().monotonic - time.monotonic
        return Sample(
            time: time, source: source, tasks: tasks, system: system.read(), texts: Texts(),
            walkTime: walkTime)
    }
}
