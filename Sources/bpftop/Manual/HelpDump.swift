import ArgumentParser
import FoundationEssentials

/// What the argument parser knows about the commands, as it prints for `--experimental-dump-help`.
struct HelpDump: Decodable {
    /// The program itself; its subcommands lie inside.
    let command: Command

    /// A command and its arguments.
    struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let discussion: String?
        let arguments: [Argument]?
        let subcommands: [Command]?
    }

    /// An option, a flag or a word of its own.
    struct Argument: Decodable {
        let kind: Kind
        let shouldDisplay: Bool
        let isOptional: Bool
        let names: [Name]?
        let valueName: String?
        let defaultValue: String?
        let allValues: [String]?
        let abstract: String?

        /// How it stands on the command line.
        enum Kind: String, Decodable {
            case positional, option, flag
        }
    }

    /// One spelling of an option.
    struct Name: Decodable {
        let kind: Kind
        let name: String

        /// How many dashes there are.
        enum Kind: String, Decodable {
            case long, short, longWithSingleDash
        }
    }

    /// That of this program.
    static func current() throws(Failure) -> HelpDump {
        do {
            return try JSONDecoder().decode(HelpDump.self, from: Data(Bpftop._dumpHelp().utf8))
        } catch {
            throw Failure(.failed, "the argument parser's description of itself: \(error)")
        }
    }
}
