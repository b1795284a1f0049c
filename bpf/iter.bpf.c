// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The walk by iter/task, for kernels from 5.8 that have no open-coded task iterator: three system calls a walk. The kernel
 * visits every thread by number, so a group's sums are gathered as its threads come by, in whatever order.
 */
#include "kernel.bpf.h"

#define CAN_READ bpftop_settings.probe_read

/*
 * No functions here: before Linux 6.5 a program that has some lacks the table of its loads that may fault, and the kernel oopses at the
 * first that does ("bpf: ensure main program has an extable").
 */
#define MOVE static __always_inline
#include "marks.bpf.h"

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

/*
 * The mark that the last walk left of a task met under its number; NULL where it left none, and behind more than three that have died.
 * Tasks come in the order of their numbers, and so do the marks.
 */
static __always_inline struct bpftop_mark *last_mark(const char *task)
{
	__u64 address = untyped(task);
	struct bpftop_mark *last;
	__u32 index, number = 0;

	for (int step = 0; step < 4; step++) {
		index = bpftop_walk.cursor;
		if (index >= bpftop_walk.known)
			return 0;
		last = bpf_map_lookup_elem(&bpftop_marks, &index);
		if (!last)
			return 0;
		if (last->task == address) {
			bpftop_walk.cursor = index + 1;
			return last;
		}
		if (step == 0)
			number = tid_of(task);
		if (last->number > number)
			return 0;
		bpftop_walk.cursor = index + 1;
	}
	return 0;
}

/* Whether a task is a process that has not run, whose record stays. Where others were born before it, another lies there by now. */
static __always_inline int is_kept(const char *task)
{
	struct bpftop_mark *last = last_mark(task), *mark;
	__u32 to = bpftop_walk.count;
	struct bpftop_task *r;

	if (!last || may_have_run(last, task) || bpftop_walk.cursor <= to)
		return 0;
	if (bpftop_walk.cursor - 1 != to)
		bpftop_move(bpftop_walk.cursor - 1, to);
	mark = bpf_map_lookup_elem(&bpftop_marks, &to);
	r = next_record();
	if (!r || !mark)
		return 1;
	keep(r, mark, task);
	return 1;
}

/* A new record of a group with its mark, made from its leader, when the first of its threads comes by. */
static __always_inline struct bpftop_task *new_record(const char *task, const char *leader,
						      __u32 tgid)
{
	__u32 index = bpftop_walk.count;
	struct bpftop_mark *mark = bpf_map_lookup_elem(&bpftop_marks, &index);
	struct bpftop_task *r = next_record();

	if (!r || !mark)
		return 0;
	mark->task = untyped(task);
	mark->number = tid_of(task);
	/* of a process that is to be known again it is the leader */
	leader = after(make_mark(mark, task), leader);
	fill_group(r, tgid, leader, TASK_PTR(leader, task_signal));
	if (r->threads > 1 || mark->number != tgid)
		mark->rested = 0;
	mark->changed = bpftop_walk.epoch;
	return r;
}

/*
 * The record of a thread's group. 0 too for a second thread that was born behind the leader's turn, when there was one: it is in the
 * next walk.
 */
static __always_inline struct bpftop_task *group_record(const char *task, __u32 tgid)
{
	const char *leader = TASK_PTR(task, task_group_leader);
	struct bpftop_task *r;

	if (LOAD_U32(TASK_PTR(leader, task_signal), signal_nr_threads) > 1) {
		r = known_record(tgid);
		if (r)
			return r;
	}
	return tid_of(task) > tgid ? 0 : new_record(task, leader, tgid);
}

SEC("iter/task")
int bpftop_iterate(struct bpf_iter__task *context)
{
	const char *task = (const char *)context->task;
	struct bpftop_task *r;
	__u32 tgid;

	if (!task) { /* the end; threads' records lie among those of groups, so nothing stays */
		bpftop_walk.known = bpftop_walk.threads ? 0 : bpftop_walk.count;
		return 0;
	}
	find_viewer();
	if (!bpftop_walk.threads && is_kept(task))
		return 0;
	tgid = tgid_of(task);
	if (tgid == 0)
		return 0;
	r = group_record(task, tgid);
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
