internal import BTF
package import KernelOffsets

/// The running kernel's own type information.
package struct KernelBTF: ~Copyable {
    /// Where the kernel shows it; since Linux 5.4 with CONFIG_DEBUG_INFO_BTF.
    package static let path = "/sys/kernel/btf/vmlinux"

    private let file: MappedFile

    /// Maps it; throws where the kernel has none or it may not be read.
    package init() throws(BPFRefusal) {
        do throws(SystemError) {
            file = try MappedFile(Self.path)
        } catch {
            throw BPFRefusal(noBTF: error, .current())
        }
    }

    /// How many bytes it has.
    package var size: Int { file.size }

    /// The raw BTF.
    package var bytes: RawSpan {
        @_lifetime(borrow self) get { file.bytes }
    }

    /// Resolves every member; throws where the BTF is broken or lacks a required member.
    package func offsets() throws(BPFRefusal) -> KernelOffsets {
        do throws(KernelOffsetsError) {
            return try KernelOffsets(try Self.open(file.bytes))
        } catch {
            throw BPFRefusal(error)
        }
    }

    @_lifetime(copy bytes)
    private static func open(_ bytes: RawSpan) throws(KernelOffsetsError) -> BTF {
        do throws(BTFError) {
            return try BTF(bytes)
        } catch {
            throw KernelOffsetsError(error)
        }
    }
}
