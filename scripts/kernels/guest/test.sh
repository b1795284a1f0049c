#!/bin/busybox sh
# The default test inside the guest: /bin/bpftop (any static program that takes the same words) against the guest's own /proc
# while /bin/stress runs. Prints `@@RESULT KEY=VALUE...@@` for the table; exit status 0 when every step held.
#
# $variant says under which conditions (see `boot`); with `absent=allow` in /test.conf a subcommand that the program does not
# know (exit status 2) and a column that its rows lack are no failures.
# shellcheck shell=dash disable=SC2154
absent=refuse limit=90
# shellcheck source=/dev/null
[ ! -f /test.conf ] || . /test.conf
failed='' result=''

fail() {
    echo "FAIL: $*"
    failed=1
}

program() {
    case $variant in
    unprivileged) timeout $limit su nobody -c "/bin/bpftop $*" ;;
    *) timeout $limit /bin/bpftop "$@" ;;
    esac
}

# The variant must be in force, or the test would prove nothing.
condition() {
    magic=$(od -An -tx1 -N2 /sys/kernel/btf/vmlinux 2>/dev/null | tr -d ' ')
    case $variant in
    no-sysfs-btf) [ -z "$magic" ] ;;
    zero-btf | no-btf) [ "$magic" != 9feb ] ;;
    lockdown) [ "$magic" = 9feb ] && grep -q '\[confidentiality\]' /sys/kernel/security/lockdown ;;
    unprivileged) [ "$magic" = 9feb ] && [ "$(su nobody -c 'id -u; grep CapEff /proc/self/status' | tr -dc '0-9\n' | tr '\n' /)" = 65534/0000000000000000/ ] ;;
    many-cpus) [ "$magic" = 9feb ] && [ "$(nproc)" -gt 16 ] ;; # BPFTOP_FEW_CPUS
    tiny) [ "$magic" = 9feb ] && [ "$(nproc)" = 1 ] && awk '/^MemTotal/ { exit $2 > 262144 }' /proc/meminfo ;;
    *) [ "$magic" = 9feb ] ;;
    esac || fail "variant $variant is not in force"
}

# Where everything is there, or a baked table, falling back on /proc is a failure.
choose_backend() {
    case $variant in plain | many-cpus | tiny | lockdown | no-btf | no-sysfs-btf) backend='--backend bpf' ;; *) backend='' ;; esac
    [ $absent = allow ] || return
    # shellcheck disable=SC2086 # two words
    program $backend -b -n 1 >/dev/null 2>&1
    [ $? != 2 ] || backend=''
}

# What the kernel's own BTF or a privilege is needed for may be refused (3) where these lack; else only success will do.
refusable() {
    case $variant in
    unprivileged | zero-btf) [ "$1" = 3 ] ;;
    no-btf | no-sysfs-btf) [ "$1" = 3 ] && [ "$name" = offsets ] ;;
    *) false ;;
    esac
}

# step NAME WORDS...: runs the program with its output in /tmp/NAME; sets $outcome to ok, refused, absent or its exit status.
step() {
    name=$1
    shift
    program "$@" >"/tmp/$name" 2>"/tmp/$name.err"
    status=$?
    outcome=$status
    if [ $status = 0 ] && [ -s "/tmp/$name" ]; then outcome=ok; fi
    if refusable $status; then outcome=refused; fi
    if [ $status = 2 ] && [ $absent = allow ]; then outcome=absent; fi
    case $outcome in
    ok | absent | refused) ;;
    *)
        fail "$* gave status $status and $(wc -c <"/tmp/$name") bytes"
        tail -n 20 "/tmp/$name" "/tmp/$name.err"
        ;;
    esac
}

# PID START PPID of every process, from /proc. A name may hold a newline, which stat does not escape.
listing() {
    cat /proc/[0-9]*/stat 2>/dev/null | awk '{
        stat = stat $0
        if (stat !~ /\) [A-Za-z] [0-9]+ [0-9]+ /) next
        pid = stat; sub(/ .*/, "", pid)
        sub(/^.*\) /, "", stat); split(stat, field, " "); stat = ""
        print pid, field[20], field[2]
    }'
}

# The rows of a JSON answer, one a line.
rows() {
    tr '\n' ' ' <"$1" | awk 'BEGIN { RS = "{" } { sub(/}.*/, ""); if ($0 ~ /"pid" *: *[0-9]/) print }'
}

# One reading: prints `missing PID` and `extra PID`. Processes count that lived through both listings; kernel threads only
# when kthreadd is among the rows, because they are hidden by default.
disagreement() {
    listing >/tmp/before
    # shellcheck disable=SC2086 # two words
    step json $backend --json -n 1
    listing >/tmp/after
    rows /tmp/json | sed 's/.*"pid" *: *\([0-9]*\).*/\1/' >/tmp/pids
    awk -v kernel="$(grep -cx 2 /tmp/pids)" '
        FILENAME == "/tmp/before" { start[$1] = $2; next }
        FILENAME == "/tmp/after" { known[$1] = 1; if (start[$1] == $2 && (kernel || ($1 != 2 && $3 != 2))) want[$1] = 1; next }
        { have[$1] = 1; if (!($1 in known) && !($1 in start)) print "extra", $1 }
        END { for (pid in want) if (pid in have) good++; else print "missing", pid; for (pid in want) all++
              print good + 0 "/" all + 0 > "/tmp/counted" }' /tmp/before /tmp/after /tmp/pids
}

# A process may come or go beside a reading, so only what three readings agree on is wrong.
compare_rows() {
    for _ in 1 2 3; do disagreement; done >/tmp/three
    grep '^FAIL' /tmp/three
    sort /tmp/three | uniq -c | awk '$1 == 3 && $2 ~ /^(missing|extra)$/ { print "FAIL:", $2, $3 }' >/tmp/wrong
    while read -r _ kind pid; do fail "$kind row: $pid ($(cat "/proc/$pid/comm" 2>/dev/null))"; done </tmp/wrong
    result="$result rows=$(cat /tmp/counted) source=$(sed -n 's/.*"\(source\|backend\)" *: *"\([^"]*\)".*/\2/p' /tmp/json | head -n1)"
    case $(cat /tmp/counted) in 0/* | */0 | '') fail "no rows compared" ;; esac
}

# The facts that stress gave about its processes, against the rows.
compare_values() {
    rows /tmp/json >/tmp/rows
    awk -v absent=$absent -v variant="$variant" '
        FNR == NR { match($0, /"pid" *: *[0-9]+/); pid = substr($0, RSTART, RLENGTH); sub(/.*[: ]/, "", pid); row[pid] = $0; next }
        NF < 4 { next }
        {
            found = match(row[$1], "\"" $2 "\" *: *")
            # What bpf_probe_read_kernel reads is unknown where the kernel refuses it; a number must still be right.
            if (variant == "lockdown" && found && $2 ~ /^(rss_bytes|ns_pid)$/ && row[$1] ~ ("\"" $2 "\" *: *null")) next
            if (!found && absent == "allow") { skipped[$2] = 1; next }
            got = found ? substr(row[$1], RSTART + RLENGTH) : "silent"
            if (got ~ /^"/) { got = substr(got, 2); sub(/".*/, "", got) } else sub(/[, }].*/, "", got)
            want = $0; sub(/^[^ ]+ [^ ]+ [^ ]+ /, "", want); all++
            if ($3 == "=" ? got == want : got ~ /^[0-9]+$/ && got + 0 >= want + 0) good++
            else print "FAIL: pid", $1, $2, "is", want, "but the row says", got
        }
        END { for (key in skipped) print "not in the rows:", key; print good + 0 "/" all + 0 > "/tmp/counted" }
    ' /tmp/rows /tmp/facts
    counted=$(cat /tmp/counted)
    result="$result values=$counted"
    if [ "${counted%/*}" != "${counted#*/}" ] || [ "$counted" = 0/0 ]; then fail "values $counted"; fi
}

# The threads of stress' processes, which neither come nor go, against /proc.
compare_threads() {
    # shellcheck disable=SC2086 # two words
    step threads $backend --json -H -n 1
    [ "$outcome" = ok ] || return
    rows /tmp/threads >/tmp/rows
    good=0 all=0
    # shellcheck disable=SC2013 # numbers
    for pid in $(awk '$2 == "threads" { print $1 }' /tmp/facts); do
        # shellcheck disable=SC2012 # numbers
        want=$(ls "/proc/$pid/task" | sort -n | tr '\n' ' ')
        # A group's own row comes before its threads', with the leader's number.
        have=$(grep "\"tgid\" *: *${pid}[,} ]" /tmp/rows | sed 's/.*"pid" *: *\([0-9]*\).*/\1/' | sort -nu | tr '\n' ' ')
        all=$((all + 1))
        if [ "$want" = "$have" ]; then good=$((good + 1)); else fail "threads of $pid: $have instead of $want"; fi
    done
    result="$result threads=$good/$all"
}

# The layout of another kernel must be refused, with the member that gave it away, and /proc read.
refuse_wrong() {
    [ -s /wrong.btf ] || return
    program --btf /wrong.btf -b -n 1 >/tmp/wrong 2>/tmp/wrong.err
    status=$?
    refused=refused
    if [ $status != 0 ] || ! grep -q 'source proc' /tmp/wrong; then refused=believed; fi
    case $variant in
    plain | many-cpus | tiny | no-btf | no-sysfs-btf)
        grep -q 'does not fit this kernel: [a-z]*_[a-z_]*' /tmp/wrong.err || refused=silent
        program --backend bpf --btf /wrong.btf -b -n 1 >/dev/null 2>&1
        [ $? = 3 ] || refused=insisted
        ;;
    esac
    [ $refused = refused ] || fail "the layout of another kernel: $refused; $(head -n 3 /tmp/wrong.err)"
    result="$result wrong=$refused"
}

# What the doctor says of the page size, and of how processes are walked.
ask_doctor() {
    step doctor doctor --json
    walk=$(sed -n 's/.*"walk":"\([^",]*\).*/\1/p' /tmp/doctor | tr ' ' '-')
    result="page=$(sed -n 's/.*"page_size":\([0-9]*\).*/\1/p' /tmp/doctor) walk=${walk:--} $result"
}

/bin/stress >/tmp/facts &
for _ in $(seq 100); do
    grep -q ready /tmp/facts && break
    usleep 100000
done
grep -q ready /tmp/facts || fail "stress did not start"
condition
if [ "$variant" = oddities ]; then
    # shellcheck source=oddities.sh
    . /oddities.sh
    oddities
    echo "@@RESULT $result@@"
    [ -z "$failed" ]
    exit
fi
choose_backend
# shellcheck disable=SC2086 # two words
step batch $backend -b -n 2
result="load=$outcome"
ask_doctor
compare_rows
compare_values
compare_threads
refuse_wrong
step offsets offsets --dump
result="$result offsets=$outcome"
step check check
result="$result check=$outcome"
[ "$outcome" = absent ] || tail -n 3 /tmp/check
echo "@@RESULT $result@@"
[ -z "$failed" ]
