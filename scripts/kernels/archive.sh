# archive.sh: sourced by the scripts beside it. Debian's archive through a private apt: nothing is installed, nothing of the
# host's own apt state is touched, and the host's proxy and mirror settings still hold.
#
# Gives: kernels_dir (the work folder), archive_open, archive_list, archive_get.
# shellcheck shell=bash

kernels_dir=${BPFTOP_KERNELS:-${XDG_CACHE_HOME:-$HOME/.cache}/bpftop/kernels}

# The mirror that this host uses for Debian itself; $1 is `debian` or `debian-security`.
# A host that is not Debian names one in BPFTOP_DEBIAN_MIRROR (the part before `/debian`).
archive_mirror() {
    local sites site
    if [ -n "${BPFTOP_DEBIAN_MIRROR:-}" ]; then
        echo "${BPFTOP_DEBIAN_MIRROR%/}/$1"
        return
    fi
    # shellcheck disable=SC2016 # apt expands it
    sites=$(env -u APT_CONFIG apt-get indextargets --format '$(SITE)' | sort -u)
    if site=$(grep -m1 "/$1/*\$" <<<"$sites"); then
        echo "$site"
    elif site=$(grep -m1 '/debian/*$' <<<"$sites"); then
        echo "${site%/debian*}/$1"
    else
        echo "no Debian mirror in apt's sources; set BPFTOP_DEBIAN_MIRROR" >&2
        return 1
    fi
}

archive_sources() {
    local main security options suite
    main=$(archive_mirror debian) && security=$(archive_mirror debian-security) || return
    options='arch=amd64,arm64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg'
    for suite in bullseye bookworm trixie trixie-backports; do
        echo "deb [$options] $main $suite main"
    done
    for suite in bullseye bookworm trixie; do
        echo "deb [$options] $security $suite-security main"
    done
}

# Makes the private apt and fetches the indexes when they are older than a day, or always with `--refresh`.
archive_open() {
    local apt=$kernels_dir/apt stamp=$kernels_dir/apt/updated lock
    mkdir -p "$apt"/lists/partial "$apt"/cache/archives/partial
    exec {lock}>"$apt/lock"
    flock "$lock"
    archive_prepare "$apt" "$stamp" "${1:-}" || return
    exec {lock}>&-
}

# The part of archive_open that only one at a time may do.
archive_prepare() {
    local apt=$1 stamp=$2
    [ -e "$apt/status" ] || : >"$apt/status"
    archive_sources >"$apt/sources.list.new" || return
    # Of the host's configuration only the part about acquiring (proxies, say) is kept: its hooks touch its own caches.
    # Old suites stop renewing their index, hence Check-Valid-Until. An index that cannot be had is an error, else a mirror that was
    # away for a moment would serve nothing for a day.
    cat >"$apt/apt.conf.new" <<CONF
$(env -u APT_CONFIG apt-config dump | grep '^Acquire::')
Dir::Etc::parts "/dev/null"; Dir::Etc::main "/dev/null"; Dir::Etc::preferencesparts "/dev/null";
Dir::Etc::sourcelist "$apt/sources.list"; Dir::Etc::sourceparts "/dev/null";
Dir::State "$apt"; Dir::State::lists "$apt/lists"; Dir::State::status "$apt/status";
Dir::Cache "$apt/cache"; Dir::Cache::srcpkgcache "";
APT::Architecture "amd64"; APT::Architectures { "amd64"; "arm64"; }; APT::Sandbox::User "$(id -un)";
Acquire::Languages "none"; Acquire::Check-Valid-Until "false"; Acquire::Retries "3";
APT::Update::Error-Mode "any";
CONF
    mv "$apt/apt.conf.new" "$apt/apt.conf"
    export APT_CONFIG=$apt/apt.conf
    if [ "$3" != --refresh ] && cmp -s "$apt/sources.list.new" "$apt/sources.list" &&
        [ -n "$(find "$stamp" -mmin -1440 2>/dev/null)" ]; then
        rm "$apt/sources.list.new"
        return
    fi
    mv "$apt/sources.list.new" "$apt/sources.list"
    apt-get -qq update && archive_index >"$apt/kernels.new" || return
    mv "$apt/kernels.new" "$apt/kernels"
    touch "$stamp"
}

# `MINOR ARCH FLAVOUR VERSION PACKAGE` for every kernel image, newest version first within a spec. The size tells an image
# (at least some MB) from a meta package (some kB).
archive_index() {
    apt-cache dumpavail | awk '
        /^Package: / { package = $2 } /^Version: / { version = $2 } /^Architecture: / { arch = $2 } /^Size: / { size = $2 }
        /^$/ && package ~ /^linux-(image|binary)-[0-9]/ && package !~ /(-unsigned|-dbg)$/ && size > 1000000 {
            split(version, part, ".")
            flavour = "other"
            if (package ~ "-cloud-" arch "$") flavour = "cloud"
            else if (package ~ "-rt-" arch "$") flavour = "rt"
            else if (package ~ "-" arch "-16k$") flavour = "16k"
            else if (package ~ "[0-9]-" arch "$") flavour = "generic"
            if (flavour != "other") print part[1] "." part[2], arch, flavour, version, package
        }' | sort -u -k2,2 -k3,3 -k4,4Vr
}

# Prints the index lines of one spec, newest first: `6.1/amd64/cloud`, or `newest/arm64/16k`.
archive_list() {
    local minor arch flavour
    IFS=/ read -r minor arch flavour <<<"$1"
    awk -v m="$minor" -v a="$arch" -v f="$flavour" '$2 == a && $3 == f && (m == "newest" || $1 == m)' "$kernels_dir/apt/kernels"
}

# Downloads one package into the current folder; fails when the mirror no longer has what its index lists.
archive_get() {
    apt-get -qq download "$1" 2>"$kernels_dir/apt/download.err"
}
