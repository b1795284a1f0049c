/// Where configuration files are, decided from the environment alone.
package struct ConfigLocation: Equatable, Sendable {
    /// The files to try, the first that exists counts.
    package let candidates: [String]
    /// Where settings are saved; nil where the environment names no place.
    package let user: String?
    /// Whether the one file was asked for, so that its absence is an error.
    package let isExplicit: Bool

    /// The file for all users.
    package static let system = "/etc/bpftop/config.toml"

    /// Decides by the XDG base directory rules: a relative or empty XDG_CONFIG_HOME counts as unset.
    ///
    /// `file` (`--config`) comes
    /// before all.
    package init(environment: [String: String], file: String? = nil) {
        if let file {
            candidates = [file]
            user = file
            isExplicit = true
            return
        }
        let home = Self.absolute(environment["HOME"]).map { "\($0)/.config" }
        let base = Self.absolute(environment["XDG_CONFIG_HOME"]) ?? home
        user = base.map { "\($0)/bpftop/config.toml" }
        candidates = (user.map { [$0] } ?? []) + [Self.system]
        isExplicit = false
    }

    private static func absolute(_ path: String?) -> String? {
        guard let path, path.hasPrefix("/") else { return nil }
        return path
    }
}
