internal import Glibc
package import Interface

/// Reads the configuration file and saves settings to it.
package struct ConfigStore: Sendable {
    private let location: ConfigLocation
    /// The largest file that is read, in bytes.
    package static let sizeLimit = 1 << 18

    /// Makes a store for files at these places.
    package init(_ location: ConfigLocation) {
        self.location = location
    }

    /// Reads the first file that exists; the defaults where none does.
    ///
    /// A file that exists but cannot be read is a problem and hides those behind it, so that nobody's choices are quietly
    /// replaced by the machine's.
    package func load() -> ConfigFile {
        for path in location.candidates {
            do throws(ConfigSaveError) {
                guard let text = try FileText.read(path, limit: Self.sizeLimit) else { continue }
                return ConfigFile(parsing: text, file: path)
            } catch {
                return ConfigFile(
                    problem: ConfigProblem(
                        file: path, line: nil, text: error.reason, isError: true))
            }
        }
        guard location.isExplicit, let path = location.candidates.first else {
            return ConfigFile(parsing: "", file: "")
        }
        return ConfigFile(
            problem: ConfigProblem(file: path, line: nil, text: "no such file", isError: true))
    }

    /// Writes settings to the user's file and returns its path.
    ///
    /// An existing file keeps its comments, its order, its mode and its owner; a symbolic link stays one and what it points to is
    /// replaced, in one step. Where anything fails the file is as it was.
    package func save(_ settings: Settings) throws(ConfigSaveError) -> String {
        guard let path = location.user else {
            throw ConfigSaveError(
                path: "",
                reason: "there is no place to save to: neither HOME nor XDG_CONFIG_HOME is set")
        }
        let target = try FileText.resolve(path)
        let present = try FileText.read(target, limit: Self.sizeLimit)
        let text: String
        if let present {
            do throws(ConfigProblem) {
                text = try ConfigFile.text(present, changedTo: settings, file: path)
            } catch {
                throw ConfigSaveError(
                    path: path, reason: "nothing is written: \(error.description)")
            }
            if text == present { return path }
        } else {
            text = ConfigFile.text(of: settings)
            try FileText.makeDirectories(above: target)
        }
        try FileText.replace(target, with: text)
        return path
    }
}

/// Why a configuration file could not be read or saved.
package struct ConfigSaveError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file that was meant; empty where there is none.
    package let path: String
    /// Why not, in words for the message line.
    package let reason: String

    /// The path and the reason.
    package var description: String { path.isEmpty ? reason : "\(path): \(reason)" }

    /// A failed call upon a file.
    init(path: String, call: String, code: Int32) {
        self.init(path: path, reason: "\(call): \(Self.words(code))")
    }

    /// An error in words of one's own.
    init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    private static func words(_ code: Int32) -> String {
        switch code {
        case EACCES, EPERM: "permission denied"
        case EROFS: "the file system is mounted read-only"
        case ENOSPC, EDQUOT: "there is no space left"
        case ELOOP: "too many symbolic links"
        default: unsafe strerror(code).map { unsafe String(cString: $0).lowercased() } ?? "\(code)"
        }
    }
}
