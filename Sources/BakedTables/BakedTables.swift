/// The text of `offsets/*.tsv`, carried inside the program.
///
/// The build-tool plugin makes one static member for every table; this target holds nothing else.
package enum BakedTables {
    /// The architectures, as `uname -m` says them, for which there is a table.
    package static let architectures = ["aarch64", "x86_64"]

    /// The table of an architecture; nil where there is none.
    package static func text(for architecture: String) -> StaticString? {
        switch architecture {
        case "aarch64": aarch64
        case "x86_64": x86_64
        default: nil
        }
    }
}
