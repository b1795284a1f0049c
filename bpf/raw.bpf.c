// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The walk for kernels without BTF: a raw tracepoint program that is never attached but run by BPF_PROG_TEST_RUN (Linux 5.10),
 * which does so under rcu_read_lock(). It follows task_struct.tasks from our own process until the list closes, and reads by
 * bpf_probe_read_kernel alone: whatever the offsets are, no read can do harm. Nothing here needs the kernel's types.
 *
 * The functions are global on purpose: the verifier looks at each once, by itself, so loops of calls cost it next to nothing.
 * That also serves 5.10 to 5.16, which have no bpf_loop.
 */
#define READ_AS(type, address)                                                                     \
	({                                                                                         \
		type number = 0;                                                                   \
		bpf_probe_read_kernel(&number, sizeof(number), (const void *)(address));           \
		number;                                                                            \
	})
#include "kernel.bpf.h"

#define CAN_READ 1
#define READ_S32(address) ((__s32)read_u32(address))

#include "task.bpf.h"

/* Steps of one loop; two loops go over a group's threads, three over all processes. */
enum { STEPS = 128 };

/* Where a walk is, all addresses: the process it began at, the one it comes to next, a group's list and the next in that. */
static volatile __u64 first SEC(".bss");
static volatile __u64 process SEC(".bss");
static volatile __u64 thread_list SEC(".bss");
static volatile __u64 thread_node SEC(".bss");
static volatile __u64 record SEC(".bss");

/* Out: __per_cpu_offset, as in cpus.bpf.c; 0 where a CPU has none. */
__u64 bpftop_cpu_offset[BPFTOP_CPUS] SEC(".bss");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} bpftop_anchor SEC(".maps");

/* Whether another task may be visited. A list that does not close, as with wrong offsets, ends so. */
static __always_inline int may_visit(void)
{
	if (bpftop_walk.budget == 0)
		return 0;
	bpftop_walk.budget--;
	return 1;
}

static __always_inline void record_thread(const char *task, __u32 tgid)
{
	struct bpftop_task *r = next_record();

	if (!r)
		return;
	r->tgid = tgid;
	r->pid = tid_of(task);
	r->kind = BPFTOP_IS_THREAD;
	fill_task(r, task, TASK_PTR(task, task_signal));
	fill_counters(r, TASK_PTR(task, task_mm));
	fill_no_threads(r, task);
	add_thread(r, task);
}

/* Adds the next thread to its group's record, and records it by itself when asked to; 1 behind the last. */
__attribute__((noinline)) int bpftop_visit_thread(void)
{
	__u32 index = record;
	struct bpftop_task *r = bpf_map_lookup_elem(&bpftop_tasks, &index);
	const char *task = (const char *)(thread_node - o.task_thread_node.offset);

	if (!r || thread_node == thread_list || !may_visit())
		return 1;
	add_thread(r, task);
	thread_node = READ_AS(__u64, thread_node);
	if (bpftop_walk.threads)
		record_thread(task, r->tgid);
	return 0;
}

__attribute__((noinline)) int bpftop_visit_some_threads(void)
{
	for (int step = 0; step < STEPS; step++)
		if (bpftop_visit_thread())
			return 1;
	return 0;
}

__attribute__((noinline)) int bpftop_visit_threads(void)
{
	for (int step = 0; step < STEPS; step++)
		if (bpftop_visit_some_threads())
			return 1;
	return 0;
}

/* The record of the process that the walk is at; 1 for one with more than its leader to add. */
__attribute__((noinline)) int bpftop_record_process(void)
{
	const char *task = (const char *)process, *signal = TASK_PTR(task, task_signal);
	__u32 tgid = tgid_of(task);
	struct bpftop_task *r;

	if (tgid == 0) /* the idle task, or invisible to the viewer */
		return 0;
	record = bpftop_walk.count;
	r = next_record();
	if (!r)
		return 0;
	r->pid = r->tgid = tgid;
	r->kind = 0;
	fill_task(r, task, signal);
	fill_counters(r, TASK_PTR(task, task_mm));
	fill_dead_threads(r, task, signal);
	thread_list = (__u64)AT(signal, signal_thread_head);
	thread_node = READ_AS(__u64, thread_list);
	if (r->threads > 1 || bpftop_walk.threads)
		return 1;
	add_thread(r, task);
	return 0;
}

/* Records the next process; 1 when that was the last. */
__attribute__((noinline)) int bpftop_visit_process(void)
{
	if (!may_visit())
		return 1;
	if (bpftop_record_process())
		bpftop_visit_threads();
	process = LOAD_U64(process, task_tasks) - o.task_tasks.offset;
	return process == first;
}

__attribute__((noinline)) int bpftop_visit_some_processes(void)
{
	for (int step = 0; step < STEPS; step++)
		if (bpftop_visit_process())
			return 1;
	return 0;
}

__attribute__((noinline)) int bpftop_visit_many_processes(void)
{
	for (int step = 0; step < STEPS; step++)
		if (bpftop_visit_some_processes())
			return 1;
	return 0;
}

SEC("raw_tp")
int bpftop_walk_list(void *context)
{
	(void)context;
	bpftop_walk.count = 0;
	find_viewer();
	first = LOAD_U64(bpf_get_current_task(), task_group_leader);
	process = first;
	for (int step = 0; step < STEPS; step++)
		if (bpftop_visit_many_processes())
			break;
	return 0;
}

/* Learns __per_cpu_offset as cpus.bpf.c does, for kernels from 6.2, whose counters are kept by CPU. */
SEC("raw_tp")
int bpftop_find_cpus(void *context)
{
	__u32 cpu, zero = 0;
	__u64 base;

	(void)context;
	laundry = (__u64)&bpftop_anchor;
	base = LOAD_U64(laundry, bpf_array_pptrs);
	for (cpu = 0; cpu < BPFTOP_CPUS && cpu < bpftop_settings.cpus; cpu++) {
		laundry = (__u64)bpf_map_lookup_percpu_elem(&bpftop_anchor, &zero, cpu);
		bpftop_cpu_offset[cpu] = laundry ? laundry - base : 0;
	}
	return 0;
}

char bpftop_license[] SEC("license") = "GPL";
