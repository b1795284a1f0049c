/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A task's numbers as the viewer's PID namespace has them: what every walk that has the kernel's BTF shares.
 */
#ifndef PIDS_BPF_H
#define PIDS_BPF_H

#include "kernel.bpf.h"

/* Pointers made plain numbers, and the viewer's PID namespace; nothing that user space reads. */
static volatile __u64 laundry SEC(".bss");
static volatile __u64 viewer_namespace SEC(".bss");
static volatile __u32 viewer_level SEC(".bss");

/* The number at an address that has no type. */
static __always_inline __u64 read_u64(__u64 address)
{
	__u64 value = 0;

	bpf_probe_read_kernel(&value, sizeof(value), (const void *)address);
	return value;
}

static __always_inline __u32 read_u32(__u64 address)
{
	__u32 value = 0;

	bpf_probe_read_kernel(&value, sizeof(value), (const void *)address);
	return value;
}

/* How numbers are read at an address that has no type: by the helper, unless the program that includes this has said otherwise. */
#ifndef READ_S32
#define READ_S32(address) ((__s32)read_u32(address))
#define READ_PAIRS(pairs, address)                                                                 \
	bpf_probe_read_kernel(pairs, 16, (const void *)(address))
#endif

/* Learns the viewer's PID namespace; needed once a walk, and only outside the initial one. */
static __always_inline void find_viewer(void)
{
	__u64 pid;

	if (!bpftop_settings.pid_namespaced)
		return;
	pid = read_u64(bpf_get_current_task() + o.task_thread_pid.offset);
	viewer_level = read_u32(pid + o.pid_level.offset);
	viewer_namespace = read_u64(pid + o.pid_namespace.offset + (__u64)viewer_level * o.upid_size.size);
}

/*
 * A struct pid's number in the viewer's namespace; 0 when it has none there. By address, as the verifier of 5.10 refuses a
 * typed load behind the declared numbers[1].
 */
static __always_inline __u32 viewer_number(__u64 pid)
{
	__u64 place = (__u64)viewer_level * o.upid_size.size;

	if (read_u32(pid + o.pid_level.offset) < viewer_level)
		return 0;
	if (read_u64(pid + o.pid_namespace.offset + place) != viewer_namespace)
		return 0;
	return read_u32(pid + o.pid_number.offset + place);
}

/* A typed pointer's address, without the type. */
static __always_inline __u64 untyped(const char *pointer)
{
	laundry = (__u64)pointer;
	return laundry;
}

/* A struct pid's number to the viewer. */
static __always_inline __u32 number_of(const char *pid)
{
	return bpftop_settings.pid_namespaced ? viewer_number(untyped(pid)) : LOAD_U32(pid, pid_number);
}

/* task_pid_nr_ns and task_tgid_nr_ns: the plain members hold the initial namespace's numbers. */
static __always_inline __u32 tid_of(const char *task)
{
	return bpftop_settings.pid_namespaced ? number_of(TASK_PTR(task, task_thread_pid))
					      : LOAD_U32(task, task_pid);
}

static __always_inline __u32 tgid_of(const char *task)
{
	return bpftop_settings.pid_namespaced
		       ? number_of(LOAD_PTR(TASK_PTR(task, task_signal), signal_tgid))
		       : LOAD_U32(task, task_tgid);
}

/* The number in the task's own PID namespace, which is the deepest that it has one in. */
static __always_inline __u32 own_number(const char *task)
{
	const char *pid = TASK_PTR(task, task_thread_pid);

	if (!CAN_READ)
		return BPFTOP_UNKNOWN32;
	return READ_S32(untyped(pid) + o.pid_number.offset +
			(__u64)LOAD_U32(pid, pid_level) * o.upid_size.size);
}

#endif
