// SPDX-License-Identifier: GPL-2.0-or-later
/* The least that a walk over all tasks can cost: both iterators, with a body that only counts. */
typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef int __s32;
typedef long long __s64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u32 __wsum;
enum { BPF_MAP_TYPE_HASH = 1 };

#include <bpf/bpf_helpers.h>

/* Complete, as libbpf tells a declaration from a struct; what is in it does not matter. */
struct task_struct {
	int unused;
};
struct bpf_iter_meta;
struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
};
struct bpf_iter_task {
	__u64 __opaque[3];
} __attribute__((aligned(8)));
enum { ALL_PROCS = 0 };

/* Weak, so that the object can be loaded for its other program where the kernel has none of these. */
extern int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task,
			     unsigned int flags) __ksym __weak;
extern struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it) __ksym __weak;
extern void bpf_iter_task_destroy(struct bpf_iter_task *it) __ksym __weak;
extern void bpf_rcu_read_lock(void) __ksym __weak;
extern void bpf_rcu_read_unlock(void) __ksym __weak;

/* Out: how many tasks came by. */
__u64 visited SEC(".bss");

SEC("syscall")
int floor_open_coded(void *context)
{
	struct bpf_iter_task processes;

	(void)context;
	bpf_rcu_read_lock();
	bpf_iter_task_new(&processes, 0, ALL_PROCS);
	while (bpf_iter_task_next(&processes))
		visited++;
	bpf_iter_task_destroy(&processes);
	bpf_rcu_read_unlock();
	return 0;
}

SEC("iter/task")
int floor_iter(struct bpf_iter__task *context)
{
	if (context->task)
		visited++;
	return 0;
}

char floor_license[] SEC("license") = "GPL";
