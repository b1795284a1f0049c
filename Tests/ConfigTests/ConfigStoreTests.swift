import Glibc
import Interface
import TestSupport
import Testing

@testable import Config

/// A directory for one test, removed with all that is in it.
final class TemporaryDirectory {
    let path: String

    init() throws {
        var template = Array("/tmp/bpftop-config-XXXXXX".utf8CString)
        let made = mkdtemp(&template)
        path = String(cString: try #require(made))
    }

    deinit {
        chmod(path, 0o755)
        Self.remove(path)
    }

    private static func remove(_ path: String) {
        if let stream = opendir(path) {
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                var status = stat()
                let inner = "\(path)/\(name)"
                guard name != ".", name != "..", lstat(inner, &status) == 0 else { continue }
                if status.st_mode & S_IFMT == S_IFDIR { Self.remove(inner) } else { unlink(inner) }
            }
            closedir(stream)
        }
        rmdir(path)
    }

    func write(_ text: String, to name: String, mode: mode_t = 0o644) {
        let file = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, mode)
        _ = Array(text.utf8).withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        fchmod(file, mode)
        close(file)
    }

    func read(_ name: String) -> String? {
        try? FileText.read("\(path)/\(name)", limit: 1 << 20)
    }

    func status(_ name: String) -> stat {
        var status = stat()
        lstat("\(path)/\(name)", &status)
        return status
    }

    /// How many names are in it.
    var count: Int {
        guard let stream = opendir(path) else { return -1 }
        defer { closedir(stream) }
        var count = 0
        while readdir(stream) != nil { count += 1 }
        return count - 2
    }
}

@Suite struct ConfigLocationTests {
    private func candidates(_ environment: [String: String], _ file: String? = nil) -> [String] {
        ConfigLocation(environment: environment, file: file).candidates
    }

    @Test func `the places are tried in the order of the XDG rules`() {
        let system = ConfigLocation.system
        #expect(
            candidates(["HOME": "/home/u"]) == ["/home/u/.config/bpftop/config.toml", system])
        #expect(
            candidates(["HOME": "/home/u", "XDG_CONFIG_HOME": "/x"])
                == ["/x/bpftop/config.toml", system])
        #expect(
            candidates(["HOME": "/home/u", "XDG_CONFIG_HOME": "rel"])
                == ["/home/u/.config/bpftop/config.toml", system])
        #expect(
            candidates(["HOME": "/home/u", "XDG_CONFIG_HOME": ""])
                == ["/home/u/.config/bpftop/config.toml", system])
        #expect(candidates([:]) == [system])
        #expect(candidates(["HOME": ""]) == [system])
        #expect(candidates(["HOME": "/home/u"], "mine.toml") == ["mine.toml"])
    }

    @Test func `without a home there is no place to save to, and that is said`() {
        let store = ConfigStore(ConfigLocation(environment: [:]))
        #expect {
            try store.save(Settings())
        } throws: { error in
            "\(error)".contains("neither HOME nor XDG_CONFIG_HOME")
        }
    }
}

@Suite struct ConfigStoreTests {
    private func store(_ path: String) -> ConfigStore {
        ConfigStore(ConfigLocation(environment: [:], file: path))
    }

    @Test func `what is saved is loaded`() throws {
        let directory = try TemporaryDirectory()
        let environment = ["XDG_CONFIG_HOME": "\(directory.path)/a/b"]
        let store = ConfigStore(ConfigLocation(environment: environment))
        let path = try store.save(ConfigFileTests.unusual)
        #expect(path == "\(directory.path)/a/b/bpftop/config.toml")
        #expect(
            store.load()
                == ConfigFile(parsing: ConfigFile.text(of: ConfigFileTests.unusual), file: path))
        #expect(store.load().settings == ConfigFileTests.unusual)
        #expect(directory.status("a/b").st_mode & 0o777 == 0o700)
    }

    @Test func `a file that was asked for and is not there is an error`() throws {
        let directory = try TemporaryDirectory()
        let file = store("\(directory.path)/none.toml").load()
        #expect(file.settings == Settings())
        #expect(file.problems.map(\.text) == ["no such file"])
        #expect(file.problems.first?.isError == true)
    }

    @Test func `saving keeps comments, mode and the link`() throws {
        let directory = try TemporaryDirectory()
        mkdir("\(directory.path)/dotfiles", 0o755)
        directory.write(
            "# mine\n[general]\ntree_view = false # x\n", to: "dotfiles/b.toml", mode: 0o640)
        symlink("dotfiles/b.toml", "\(directory.path)/config.toml")
        let inode = directory.status("dotfiles/b.toml").st_ino
        var settings = Settings()
        settings.isTree = true
        _ = try store("\(directory.path)/config.toml").save(settings)
        #expect(directory.read("dotfiles/b.toml") == "# mine\n[general]\ntree_view = true # x\n")
        #expect(directory.status("config.toml").st_mode & S_IFMT == S_IFLNK)
        #expect(directory.status("dotfiles/b.toml").st_mode & 0o7777 == 0o640)
        #expect(directory.status("dotfiles/b.toml").st_ino != inode)
        #expect(directory.count == 2)
    }

    @Test func `a link to a file that is not there yet is kept`() throws {
        let directory = try TemporaryDirectory()
        symlink("\(directory.path)/later/c.toml", "\(directory.path)/config.toml")
        _ = try store("\(directory.path)/config.toml").save(Settings())
        #expect(directory.status("config.toml").st_mode & S_IFMT == S_IFLNK)
        #expect(directory.read("later/c.toml") == ConfigFile.text())
    }

    @Test func `links in a circle are an error`() throws {
        let directory = try TemporaryDirectory()
        symlink("b", "\(directory.path)/a")
        symlink("a", "\(directory.path)/b")
        #expect(throws: ConfigSaveError.self) { try store("\(directory.path)/a").save(Settings()) }
        #expect(store("\(directory.path)/a").load().problems.first?.isError == true)
    }

    @Test func `a broken file is neither used nor written over`() throws {
        let directory = try TemporaryDirectory()
        directory.write("[general\n", to: "c.toml")
        let store = store("\(directory.path)/c.toml")
        #expect(store.load().problems.first?.isError == true)
        #expect(throws: ConfigSaveError.self) { try store.save(ConfigFileTests.unusual) }
        #expect(directory.read("c.toml") == "[general\n")
    }

    @Test func `text that is not UTF-8 is an error with its line`() throws {
        let directory = try TemporaryDirectory()
        let file = open("\(directory.path)/c.toml", O_WRONLY | O_CREAT, 0o644)
        let bytes: [UInt8] = Array("[general]\n# ".utf8) + [0xFF, 0x0A]
        _ = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        close(file)
        let problem = store("\(directory.path)/c.toml").load().problems.first
        #expect(problem?.text == "line 2 is not UTF-8")
    }

    @Test func `what is no regular file is not read, and does not hold up`() throws {
        let directory = try TemporaryDirectory()
        mkfifo("\(directory.path)/pipe", 0o644)
        #expect(
            store("\(directory.path)/pipe").load().problems.map(\.text)
                == ["it is not a regular file"])
        #expect(
            store(directory.path).load().problems.map(\.text) == ["it is not a regular file"])
        #expect(store("/dev/null").load() == ConfigFile(parsing: "", file: "/dev/null"))
    }

    @Test func `a file without end is not read`() throws {
        let directory = try TemporaryDirectory()
        directory.write(String(repeating: "#", count: ConfigStore.sizeLimit + 1), to: "c.toml")
        let problem = store("\(directory.path)/c.toml").load().problems.first
        #expect(problem?.text.contains("bytes long") == true)
    }

    @Test func `a directory that may not be written says so and leaves the file`() throws {
        let directory = try TemporaryDirectory()
        directory.write("# mine\n", to: "c.toml")
        let reply = asOtherUser {
            do throws(ConfigSaveError) {
                _ = try store("\(directory.path)/c.toml").save(ConfigFileTests.unusual)
                return "saved"
            } catch {
                return error.description
            }
        }
        #expect(reply.contains("permission denied"), "\(reply)")
        #expect(directory.read("c.toml") == "# mine\n")
        #expect(directory.count == 1)
    }

    @Test func `a file that may not be read is an error and the defaults hold`() throws {
        let directory = try TemporaryDirectory()
        directory.write("[general]\ntree_view = true\n", to: "c.toml", mode: 0o600)
        chmod(directory.path, 0o755)
        let reply = asOtherUser {
            let file = store("\(directory.path)/c.toml").load()
            return "\(file.settings == Settings()) \(file.problems.map(\.text))"
        }
        #expect(reply.contains("true"))
        #expect(reply.contains("permission denied"), "\(reply)")
    }

    @Test(.enabled(if: geteuid() == 0, "giving a file away takes root"))
    func `root saving a user's file leaves it the user's`() throws {
        let directory = try TemporaryDirectory()
        directory.write("", to: "c.toml")
        chown("\(directory.path)/c.toml", 12345, 12346)
        _ = try store("\(directory.path)/c.toml").save(ConfigFileTests.unusual)
        #expect(directory.status("c.toml").st_uid == 12345)
        #expect(directory.status("c.toml").st_gid == 12346)
    }

    @Test func `saving what the file says already does not touch it`() throws {
        let directory = try TemporaryDirectory()
        directory.write(ConfigFile.text(of: ConfigFileTests.unusual), to: "c.toml")
        let inode = directory.status("c.toml").st_ino
        _ = try store("\(directory.path)/c.toml").save(ConfigFileTests.unusual)
        #expect(directory.status("c.toml").st_ino == inode)
    }

    @Test func `saving puts what holds in the place of a value that cannot be used`() throws {
        let directory = try TemporaryDirectory()
        directory.write(
            "[general]\ntree_view = 3 # x\nmine = 1\n[table]\nsort_order = \"up\"\n", to: "c.toml")
        let store = store("\(directory.path)/c.toml")
        let present = store.load()
        #expect(present.problems.map(\.line) == [2, 3, 5])
        _ = try store.save(present.settings)
        // Keys that are not ours are nobody's to remove.
        #expect(store.load().problems.map(\.line) == [3])
        #expect(store.load().settings == Settings())
        #expect(directory.read("c.toml")?.contains("tree_view = false # x\nmine = 1\n") == true)
    }
}
