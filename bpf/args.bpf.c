// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads one process's arguments out of its memory, as /proc/PID/cmdline does but without opening a file: Linux 6.2, chosen by the
 * presence of the kfunc bpf_task_from_pid. It may wait for the process's mmap lock, so it never runs on the sampling path.
 */
#include "kfuncs.bpf.h"

const volatile struct bpftop_offsets bpftop_offsets SEC(".rodata") = {};

struct bpftop_arguments bpftop_arguments SEC(".bss");

static __always_inline __s32 copy(struct task_struct *task, __u64 from, __u64 size)
{
	if (size > BPFTOP_ARGUMENTS)
		size = BPFTOP_ARGUMENTS;
	bpftop_arguments.length = size;
	return bpf_copy_from_user_task(bpftop_arguments.text, size, (const void *)from, task, 0);
}

/* The kernel's rule (get_mm_cmdline): a process that wrote over the area's last NUL has set a title, which may run on into
 * the environment. */
static __always_inline __s32 read_arguments(struct task_struct *task)
{
	const char *mm = LOAD_PTR((char *)task, task_mm);
	__u64 start = LOAD_U64(mm, mm_arg_start), end = LOAD_U64(mm, mm_arg_end);
	__u64 environment = LOAD_U64(mm, mm_env_start), limit = LOAD_U64(mm, mm_env_end);
	__u8 last = 0;
	__s32 error;

	bpftop_arguments.size = end - start;
	if (start == 0 || start >= end)
		return 0;
	error = bpf_copy_from_user_task(&last, 1, (const void *)(end - 1), task, 0);
	if (error)
		return error;
	if (last == 0 || environment != end || limit < end)
		return copy(task, start, end - start);
	bpftop_arguments.is_title = 1;
	error = copy(task, start, limit - start);
	return error ? copy(task, start, end - start) : 0;
}

SEC("syscall")
int bpftop_read_arguments(void *context)
{
	struct task_struct *task = bpf_task_from_pid(bpftop_arguments.pid);

	(void)context;
	bpftop_arguments.length = 0;
	bpftop_arguments.size = 0;
	bpftop_arguments.is_title = 0;
	bpftop_arguments.error = -3; /* ESRCH */
	if (!task)
		return 0;
	bpftop_arguments.error = -116; /* ESTALE: another process has the number now */
	if (LOAD_U64((char *)task, task_start_boottime) == bpftop_arguments.start_boottime)
		bpftop_arguments.error = read_arguments(task);
	bpf_task_release(task);
	return 0;
}

char bpftop_license[] SEC("license") = "GPL";
