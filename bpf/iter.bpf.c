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

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 4194304); /* PID_MAX_LIMIT */
	__type(key, __u32);
	__type(value, struct place);
} bpftop_groups SEC(".maps");

/* The record of a group, made from its leader when the first of its threads comes by. */
static __always_inline struct bpftop_task *group_record(const char *leader, __u32 tgid)
{
	const char *signal = TASK_PTR(leader, task_signal);
	__u32 key = LOAD_U32(leader, task_tgid);
	struct place *known, place;
	struct bpftop_task *r;
	int several = LOAD_U32(signal, signal_nr_threads) > 1;

	if (several) {
		known = bpf_map_lookup_elem(&bpftop_groups, &key);
		if (known && known->epoch == bpftop_walk.epoch) {
			key = known->index;
			return bpf_map_lookup_elem(&bpftop_tasks, &key);
		}
		place.epoch = bpftop_walk.epoch;
		place.index = bpftop_walk.count;
		bpf_map_update_elem(&bpftop_groups, &key, &place, BPF_ANY);
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
