// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The walk for kernels without BTF: a raw tracepoint program that is never attached but run by BPF_PROG_TEST_RUN (Linux 5.10),
 * which does so under rcu_read_lock(). It follows task_struct.tasks from our own process until the list closes, and reads by
 * bpf_probe_read_kernel alone: whatever the offsets are, no read can do harm. Nothing here needs the kernel's types.
 *
 * The functions are global on purpose: the verifier looks at each once, by itself, so loops of calls cost it next to nothing.
 * That also serves 5.10 to 5.16, which have no bpf_loop.
 */
/* By the size, which is a constant; each function is verified once, and not wherever it is called. */
#define READ_AS(type, address)                                                                     \
	((type)(sizeof(type) == 8   ? bpftop_read_8((__u64)(address))                              \
		: sizeof(type) == 4 ? bpftop_read_4((__u64)(address))                              \
		: sizeof(type) == 2 ? bpftop_read_2((__u64)(address))                              \
				    : bpftop_read_1((__u64)(address))))
#include "kernel.bpf.h"

__u64 bpftop_read_8(__u64 address);
__u64 bpftop_read_4(__u64 address);
__u64 bpftop_read_2(__u64 address);
__u64 bpftop_read_1(__u64 address);

#define CAN_READ 1

#include "task.bpf.h"

/*
 * Nearly all that is read of a process lies in four structs, so the part of each that holds our members is copied at once: a
 * helper call costs as much for a thousand bytes as for eight. What is not in a copy is read by itself.
 */
enum { OF_TASK, OF_SIGNAL, OF_MM, OF_CRED, COPIES };
enum { COPY_SIZE = BPFTOP_COPY_SIZE, NULL_PAGES = 65536 };

/* Written by user space before load: where in each struct our members begin, and how many bytes there are; 0: too many. */
const volatile struct bpftop_copied bpftop_copied[COPIES] SEC(".rodata") = {};

/* The copies and the addresses that they begin at. */
static __u8 copies[COPIES][COPY_SIZE] SEC(".bss") __attribute__((aligned(8)));
static volatile __u64 copy_start[COPIES] SEC(".bss");

static __always_inline void copy_struct(int which, __u64 address)
{
	__u32 size = bpftop_copied[which].size;

	/* what cannot be read becomes zeros, as it does by itself: a kernel thread has no mm_struct */
	if (size <= COPY_SIZE && size > 0)
		bpf_probe_read_kernel(copies[which], size,
				      (const void *)(address + bpftop_copied[which].offset));
	copy_start[which] = address + bpftop_copied[which].offset;
}

/* What lies in a copy is returned from there. */
#define READ_COPY(type, address, which)                                                            \
	do {                                                                                       \
		__u64 index = (address)-copy_start[which];                                         \
		if (index <= COPY_SIZE - sizeof(type) &&                                           \
		    index + sizeof(type) <= bpftop_copied[which].size)                             \
			return *(type *)(copies[which] + index);                                   \
	} while (0)

#define READER(name, type)                                                                         \
	__attribute__((noinline)) __u64 name(__u64 address)                                        \
	{                                                                                          \
		type number = 0;                                                                   \
		/* through NULL, as of a process without a terminal */                             \
		if (address < NULL_PAGES)                                                          \
			return 0;                                                                  \
		READ_COPY(type, address, OF_TASK);                                                 \
		READ_COPY(type, address, OF_SIGNAL);                                               \
		READ_COPY(type, address, OF_MM);                                                   \
		READ_COPY(type, address, OF_CRED);                                                 \
		bpf_probe_read_kernel(&number, sizeof(number), (const void *)address);             \
		return number;                                                                     \
	}

READER(bpftop_read_8, __u64)
READER(bpftop_read_4, __u32)
READER(bpftop_read_2, __u16)
READER(bpftop_read_1, __u8)

/* Copies what is read of a process, through its leader. */
static __always_inline void copy_process(__u64 task)
{
	copy_struct(OF_TASK, task);
	copy_struct(OF_SIGNAL, LOAD_U64(task, task_signal));
	copy_struct(OF_MM, LOAD_U64(task, task_mm));
	copy_struct(OF_CRED, LOAD_U64(task, task_real_cred));
}

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
	fill_thread(r, tgid, task);
}

/* Adds the next thread to its group's record, and records it by itself when asked to; 1 behind the last. */
__attribute__((noinline)) int bpftop_visit_thread(void)
{
	__u32 index = record;
	struct bpftop_task *r = bpf_map_lookup_elem(&bpftop_tasks, &index);
	const char *task = (const char *)(thread_node - o.task_thread_node.offset);

	if (!r || thread_node == thread_list || !may_visit())
		return 1;
	copy_struct(OF_TASK, (__u64)task);
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
	const char *task = (const char *)process, *signal;
	struct bpftop_task *r;
	__u32 tgid;

	copy_process(process);
	signal = TASK_PTR(task, task_signal);
	tgid = tgid_of(task);

	if (tgid == 0) /* the idle task, or invisible to the viewer */
		return 0;
	record = bpftop_walk.count;
	r = next_record();
	if (!r)
		return 0;
	fill_group(r, tgid, task, signal);
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
	/* the last walk's copies are of another time */
	for (int which = 0; which < COPIES; which++)
		copy_start[which] = ~0ULL;
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
