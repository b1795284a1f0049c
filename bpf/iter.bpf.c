// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The walk by iter/task, for kernels from 5.8 that have no open-coded task iterator: three system calls a walk. The kernel
 * visits every thread by number, so a group's sums are gathered as its threads come by, in whatever order.
 */
#include "kernel.bpf.h"

#define CAN_READ bpftop_settings.probe_read

#include "task.bpf.h"

/* Where the record of a group of several threads lies, and in which walk that was so. */
struct place {
	__u32 epoch;
	__u32 index;
};

/* Places by the group's number, each in the first free one of some slots; those of earlier walks are free. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1); /* user space sets it to group_slots */
	__type(key, __u32);
	__type(value, struct place);
} bpftop_groups SEC(".maps");

enum { SLOTS_TRIED = 16 };

/* User space takes this for an array that is too small, and walks again with larger ones. */
static __always_inline void ask_for_room(void)
{
	if (bpftop_walk.count <= bpftop_settings.capacity)
		bpftop_walk.count = bpftop_settings.capacity + 1;
}

/* The record of a group of several threads, if one of them has come by; else 0, and what comes next in the array is its place. */
static __always_inline struct bpftop_task *known_record(__u32 tgid)
{
	struct bpftop_task *r;
	struct place *place;
	__u32 index;

	for (__u32 step = 0; step < SLOTS_TRIED; step++) {
		index = (tgid * 0x9E3779B1 + step) & (bpftop_settings.group_slots - 1);
		place = bpf_map_lookup_elem(&bpftop_groups, &index);
		if (!place)
			return 0;
		if (place->epoch != bpftop_walk.epoch) {
			place->epoch = bpftop_walk.epoch;
			place->index = bpftop_walk.count;
			return 0;
		}
		index = place->index;
		r = bpf_map_lookup_elem(&bpftop_tasks, &index);
		if (r && r->pid == tgid)
			return r;
	}
	ask_for_room();
	return 0;
}

/* The record of a group, made from its leader when the first of its threads comes by. */
static __always_inline struct bpftop_task *group_record(const char *leader, __u32 tgid)
{
	const char *signal = TASK_PTR(leader, task_signal);
	struct bpftop_task *r;

	if (LOAD_U32(signal, signal_nr_threads) > 1) {
		r = known_record(tgid);
		if (r)
			return r;
	}
	r = next_record();
	if (!r)
		return 0;
	fill_group(r, tgid, leader, signal);
	return r;
}

SEC("iter/task")
int bpftop_iterate(struct bpf_iter__task *context)
{
	const char *task = (const char *)context->task;
	struct bpftop_task *r;
	__u32 tgid;

	if (!task)
		return 0;
	find_viewer();
	tgid = tgid_of(task);
	if (tgid == 0)
		return 0;
	r = group_record(TASK_PTR(task, task_group_leader), tgid);
	if (r)
		add_thread(r, task);
	if (!bpftop_walk.threads)
		return 0;
	r = next_record();
	if (!r)
		return 0;
	fill_thread(r, tgid, task);
	return 0;
}

char bpftop_license[] SEC("license") = "GPL";
