# shellcheck shell=dash disable=SC2154
# Sourced by test.sh in the variant `oddities`: one condition after the other, each with the result that is promised for it.
# Uses $result and fail; prints what was promised and seen.

odd=0 promises=0 blamed=''

# promise WORDS: what is to hold; the steps up to the next one are about it.
promise() {
    about=$*
    promises=$((promises + 1))
    echo "promise: $about"
}

broken() {
    [ "$about" = "$blamed" ] || odd=$((odd + 1))
    blamed=$about
    fail "$about: $*"
}

# ends STATUS COMMAND...: the command's exit status; its output goes to /tmp/out and /tmp/err.
ends() {
    want=$1
    shift
    timeout "$limit" "$@" >/tmp/out 2>/tmp/err
    got=$?
    [ $got = "$want" ] || broken "status $got instead of $want: $* $(tail -n 3 /tmp/out /tmp/err)"
}

says() {
    cat /tmp/out /tmp/err | grep -q -- "$1" || broken "does not say '$1': $(head -n 3 /tmp/err; head -n 2 /tmp/out)"
}

# The numbers come from BPF and are right.
agrees() {
    ends 0 /bin/bpftop --backend bpf -b -n 1
    says 'source bpf:'
    ends 0 /bin/bpftop check --seconds 0.5
    says 'numbers agree with /proc'
}

nobody() {
    wanted=$1
    shift
    ends "$wanted" su nobody -c "/bin/bpftop $*"
}

# As another user with two capabilities; without a limit on locked memory, which counts before 5.11.
granted() {
    ends 0 sh -c 'ulimit -l unlimited; exec /bin/granted /bin/bpftop "$@"' sh "$@"
}

without_compiler() {
    switch=/proc/sys/net/core/bpf_jit_enable
    promise 'without the compiler of BPF the walk along the task list, or what needs no compiler'
    before=$(cat $switch)
    if ! echo 0 >$switch 2>/dev/null; then
        echo "  not on this kernel: it has no interpreter"
        return
    fi
    if grep -qE '^(6\.1[0-9]|[7-9])\.' /proc/sys/kernel/osrelease && [ "$(uname -m)" = aarch64 ]; then
        # Interpreting them would crash these kernels.
        ends 0 /bin/bpftop -b -n 1
        says 'source proc'
        ends 3 /bin/bpftop -b -n 1 --backend bpf
        says 'would crash this kernel'
        says 'try: sudo sysctl net.core.bpf_jit_enable=1'
        ends 3 /bin/bpftop doctor
        says 'try: sudo sysctl net.core.bpf_jit_enable=1'
    else
        agrees
        ends 0 /bin/bpftop doctor
        if grep -q 'bpftop_walk_processes *refused' /tmp/out; then
            says 'processes by BPF  *partly: slower, by bpftop_'
            says 'try: sudo sysctl net.core.bpf_jit_enable=1'
        fi
    fi
    echo "$before" >$switch
    ends 0 /bin/bpftop doctor
    says 'processes by BPF  *works'
}

without_symbols() {
    promise 'without kernel symbols nothing is missed'
    echo 2 >/proc/sys/kernel/kptr_restrict
    : >/tmp/empty
    mount --bind /tmp/empty /proc/kallsyms || broken 'no bind mount'
    agrees
    umount /proc/kallsyms
}

hidden_processes() {
    promise 'hidepid=2 hides nothing from root, and from others what /proc hides'
    mount -o remount,hidepid=2 /proc || broken 'no hidepid'
    agrees
    nobody 0 -b -n 1
    says 'source proc'
    says 'Tasks: 1 '
    nobody 3 doctor
    says '/proc is mounted with hidepid='
    says 'try: sudo mount -o remount,hidepid=0 /proc'
    promise 'hidepid=2 hides nothing from who may use BPF'
    granted -b -n 1
    says 'source bpf:'
    says ' /bin/stress\| \[stress\]'
    mount -o remount,hidepid=0 /proc
}

unprivileged_switch() {
    for value in 0 1 2; do
        promise "unprivileged_bpf_disabled=$value: /proc for whom two capabilities are missing, BPF for whom not"
        echo $value >/proc/sys/kernel/unprivileged_bpf_disabled 2>/dev/null || { echo '  not settable'; continue; }
        nobody 0 -b -n 1
        says 'source proc'
        says 'loading BPF programs needs cap_bpf and cap_perfmon'
        nobody 3 -b -n 1 --backend bpf
        says 'try: sudo'
        granted -b -n 1 --backend bpf
        says 'source bpf:'
        granted check --seconds 0
    done
}

lockable_memory() {
    promise 'little lockable memory is told where it counts'
    set -- sh -c 'ulimit -l 64; exec /bin/granted /bin/bpftop --backend bpf -b -n 1'
    case $(uname -r) in
    5.10.*)
        ends 3 "$@"
        says 'only 64 KiB may be locked'
        says 'try: sudo prlimit --memlock=unlimited --pid \$\$'
        ;;
    *) ends 0 "$@" ;;
    esac
}

masked_as_in_containers() {
    promise 'what containers mask is not missed'
    mount --bind /proc/sys /proc/sys || broken 'no bind mount'
    mount -o remount,bind,ro /proc/sys || broken 'not read-only'
    mount -t tmpfs none /sys/firmware
    for path in /proc/kcore /proc/keys /proc/timer_list /proc/sched_debug /proc/latency_stats; do
        [ ! -e $path ] || mount --bind /dev/null $path
    done
    agrees
    for path in /proc/kcore /proc/keys /proc/timer_list /proc/sched_debug /proc/latency_stats /sys/firmware /proc/sys; do
        umount $path 2>/dev/null
    done
}

without_proc() {
    promise 'without /proc processes come from BPF, and check says what it lacks'
    mkdir -p /tmp/empty.d
    mount --bind /tmp/empty.d /proc
    ends 0 /bin/bpftop --backend bpf --json -n 1
    says '"source":"bpf:btf"'
    says '"comm":"stress"'
    ends 3 /bin/bpftop check
    says 'try: mount -t proc proc /proc'
    ends 3 /bin/bpftop --backend proc -b -n 1
    says '/proc is not mounted'
    umount /proc
}

without_cpu() {
    promise 'with a CPU off line its threads are parked, and sums are right'
    echo 0 >/sys/devices/system/cpu/cpu1/online 2>/dev/null || { echo '  not on this machine'; return; }
    sleep 1
    agrees
    ends 0 /bin/bpftop --json -n 1 --kernel-threads --columns pid,comm,state
    parked=$(grep -l '^State:[[:space:]]*P' /proc/[0-9]*/status | wc -l)
    shown=$(tr '{' '\n' </tmp/out | grep -c '"state":"P"')
    if [ "$parked" != "$shown" ] || [ "$shown" = 0 ]; then broken "$shown parked threads, in /proc $parked"; fi
    echo 1 >/sys/devices/system/cpu/cpu1/online
}

oddities() {
    without_compiler
    without_symbols
    hidden_processes
    unprivileged_switch
    lockable_memory
    masked_as_in_containers
    without_proc
    without_cpu
    result="$result oddities=$((promises - odd))/$promises"
}
