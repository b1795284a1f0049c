// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Counts the system calls of one process, of all its threads: `bpftop bench` says how many a refresh makes. The first run, by
 * BPF_PROG_TEST_RUN, remembers whose they are; a PID from user space would be another inside a PID namespace. Attached, it costs
 * every process of the machine some ns a system call.
 */
#include "kernel.bpf.h"

/* Zero until the first run. */
static volatile __u32 counted SEC(".bss");

/* Out: how many there were since. */
__u64 bpftop_syscalls SEC(".bss");

SEC("raw_tracepoint/sys_enter")
int bpftop_count_syscall(void *context)
{
	__u32 tgid = bpf_get_current_pid_tgid() >> 32;

	(void)context;
	if (counted == 0)
		counted = tgid;
	else if (counted == tgid)
		__sync_fetch_and_add(&bpftop_syscalls, 1);
	return 0;
}

char bpftop_license[] SEC("license") = "GPL";
