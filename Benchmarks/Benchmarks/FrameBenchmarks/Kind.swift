/// What a process of the made-up host is.
enum Kind: CaseIterable {
    case initial, kernelThread, shim, pause
    case java, postgres, backend, nginx, nginxWorker, gunicorn, php, node, worker

    /// The programs that containers are there for.
    static let services: [Kind] = [.java, .postgres, .nginx, .gunicorn, .php, .node]

    /// What it starts.
    var child: Kind {
        switch self {
        case .postgres: .backend
        case .nginx: .nginxWorker
        case .gunicorn, .php: self
        default: .worker
        }
    }

    /// How many of them.
    var children: Int {
        switch self {
        case .postgres: 60
        case .nginx, .gunicorn: 16
        case .php: 30
        case .node: 2
        default: 0
        }
    }

    var user: UInt32 {
        switch self {
        case .nginxWorker, .php: 33
        case .postgres, .backend: 70
        case .java, .gunicorn, .node: 999
        case .worker: 1000
        default: 0
        }
    }

    var threads: UInt32 {
        switch self {
        case .java: 180
        case .shim: 12
        case .node: 11
        default: 1
        }
    }

    /// Resident pages, at most.
    var pages: Int {
        switch self {
        case .java: 1 << 20
        case .gunicorn, .node, .php: 1 << 16
        case .pause: 200
        default: 1 << 13
        }
    }

    /// The task's name.
    func name(_ number: UInt32) -> String {
        switch self {
        case .initial: "systemd"
        case .kernelThread: "kworker/\(number % 64):\(number % 5)-events"
        case .shim: "containerd-shim"
        case .pause: "pause"
        case .java: "java"
        case .postgres, .backend: "postgres"
        case .nginx, .nginxWorker: "nginx"
        case .gunicorn: "gunicorn"
        case .php: "php-fpm8.2"
        case .node: "node"
        case .worker: "sh"
        }
    }

    /// The command line, of a length that such programs have: two dozen bytes to more than a thousand.
    func command(_ random: inout Random, _ number: UInt32) -> String {
        switch self {
        case .initial: "/sbin/init splash"
        case .kernelThread: ""
        case .shim:
            "/usr/bin/containerd-shim-runc-v2 -namespace k8s.io -id \(random.hexadecimal(64)) "
                + "-address /run/containerd/containerd.sock"
        case .pause: "/pause"
        case .java: Self.java(&random)
        case .postgres: "postgres -c config_file=/etc/postgresql/postgresql.conf"
        case .backend:
            "postgres: app orders 10.42.\(random.below(256)).\(random.below(256))(\(number)) idle"
        case .nginx: "nginx: master process /usr/sbin/nginx -g daemon off;"
        case .nginxWorker: "nginx: worker process"
        case .gunicorn:
            "/usr/local/bin/python3.11 /usr/local/bin/gunicorn --workers 16 --bind 0.0.0.0:8000 "
                + "--timeout 120 shop\(number % 40).wsgi:application"
        case .php: "php-fpm: pool www\(number % 12)"
        case .node: "node --max-old-space-size=2048 /srv/app/dist/server.js --port \(number)"
        case .worker: "/bin/sh -c while read job; do ./handle \"$job\"; done < /var/spool/\(number)"
        }
    }

    private static func java(_ random: inout Random) -> String {
        let jars = (0..<18).map {
            "/opt/app/lib/library-\($0)-\(random.below(9)).\(random.below(30)).jar"
        }
        return "/usr/lib/jvm/java-21-openjdk-amd64/bin/java -Xms4g -Xmx\(4 + random.below(28))g "
            + "-XX:+UseG1GC -XX:MaxGCPauseMillis=200 -Dlog4j2.formatMsgNoLookups=true "
            + "-Djava.security.egd=file:/dev/urandom -cp \(jars.joined(separator: ":")) "
            + "com.example.service\(random.below(90)).Main --spring.profiles.active=production"
    }
}
