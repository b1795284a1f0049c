import CBpftop
import LibBPF
import BTF
import KernelOffsets
import Model
import Sampling
func run() throws {
    let file = try MappedFile("/sys/kernel/btf/vmlinux")
    let btf = try BTF(file.bytes)
    let offsets = try KernelOffsets(btf)
    for m in offsets.members { print(m.member.name, m.outcome) }
    var reader = try BPFTaskReader(offsets: offsets)
    print(reader.mechanism)
    let tasks = try reader.read(threads: false)
    for t in tasks { print(t.pid, t.ppid, t.name, t.processState.rawValue, t.runtime, t.residentPages as Any, t.threads) }
}
do { try run() } catch let e as BPFError { print(e.log); print(e) } catch { print(error) }
