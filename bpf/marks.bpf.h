/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a walk knows of the one before it: which processes have not run since, and how their records are kept.
 */
#ifndef MARKS_BPF_H
#define MARKS_BPF_H

#include "task.bpf.h"

/* A mark for each record of a group. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1); /* user space sets it to the records' capacity */
	__type(key, __u32);
	__type(value, struct bpftop_mark);
} bpftop_marks SEC(".maps");

/* Of how many walks one is a process's turn; powers of two up to 1,024. */
enum {
	TURN_COUNTERS = 8, /* counters of pages on a machine of many CPUs */
	TURN_PARTS = 64,   /* what others change and nobody asked for */
	TURN_ALL = 1024,   /* everything, for what we do not know of */
};

/* Whether this walk is a process's turn: by its address, so that it comes whoever has died in front. */
static __always_inline __u32 is_turn(const struct bpftop_mark *mark, __u32 walks)
{
	__u32 place = (__u32)(mark->task >> 6) * 0x9E3779B1 >> 22;

	return ((place + bpftop_walk.epoch) & (walks - 1)) == 0;
}

/*
 * Whether a process may have run since its record was filled, or be another one at the same address. 0: it was off the run queues then,
 * has got onto no CPU since and waits for none; so what only itself changes is as it was. sched_info lies beside the link that the
 * iterator follows: no other line of the task_struct is loaded.
 */
static __always_inline __u32 may_have_run(const struct bpftop_mark *last, const char *task)
{
	if (!HAS(task_last_arrival) || !HAS(task_last_queued) || !HAS(task_on_cpu) || !HAS(task_on_rq))
		return 1;
	return LOAD_U64(task, task_last_queued) != 0 ||
	       LOAD_U64(task, task_last_arrival) != last->arrival || !last->rested ||
	       is_turn(last, TURN_ALL);
}

/*
 * A task, all loads from which come after that of a number: its address is made to depend on it, which CPUs of any kind respect.
 */
static __always_inline const char *after(__u64 number, const char *task)
{
	if (!bpftop_settings.weakly_ordered)
		return task;
	asm volatile("%0 &= 0" : "+r"(number));
	return task + number;
}

/*
 * What a record is to be known again by. The time of arrival is read first, so that one that comes later is found by the next walk;
 * then whether the task is off the run queues. Returns what the rest is to be loaded after: the kernel releases on_cpu when all is written
 * that a task does by running.
 */
static __always_inline __u64 make_mark(struct bpftop_mark *mark, const char *task)
{
	__u64 is_running;

	if (!HAS(task_last_arrival) || !HAS(task_on_cpu) || !HAS(task_on_rq))
		return 0;
	mark->arrival = LOAD_U64(task, task_last_arrival);
	task = after(mark->arrival, task);
	is_running = LOAD_FLAG(task, task_on_cpu) | LOAD_FLAG(task, task_on_rq);
	/* a kernel that keeps no such time leaves it 0 */
	mark->rested = mark->arrival && !is_running;
	return is_running;
}

/*
 * Whether the counters of a process that has not run may have changed since its last record: others change them too, as reclaim does.
 * With few CPUs they are simply added up anew. With many that would cost more than all the rest, so what is read is the part that
 * they share, which every change that is not small comes to, and in every eighth walk all.
 */
static __always_inline int may_have_changed(struct bpftop_task *r, const struct bpftop_mark *mark,
					    const char *mm)
{
	__u64 shared;

	if (bpftop_settings.cpus <= BPFTOP_FEW_CPUS)
		return 1;
	shared = LOAD_U64(mm, mm_rss_file) + LOAD_U64(mm, mm_rss_anon) + LOAD_U64(mm, mm_rss_swap) +
		 LOAD_U64(mm, mm_rss_shmem);
	return shared != r->shared_pages || is_turn(mark, TURN_COUNTERS);
}

/*
 * The parts of a record that are to be up to date after this walk: what is wanted of all, and everything of a watched one and of
 * each in turn, once in 64 walks: of the others nobody asked what has changed in them.
 */
static __always_inline __u32 parts_to_fill(const struct bpftop_mark *mark)
{
	return mark->watched == bpftop_walk.epoch || is_turn(mark, TURN_PARTS) ? BPFTOP_PART_ALL :
										 bpftop_walk.wanted;
}

/*
 * The parts that are asked for, and what was found different, in memory: what the verifier does not follow is the same to it
 * on both sides of a branch, and it goes on with one of them.
 */
static volatile __u32 asked SEC(".bss");
static volatile __u64 different SEC(".bss");

/* Brings the parts asked for of the record of a process that has not run up to date. */
static __always_inline void fill_parts(struct bpftop_task *r, const struct bpftop_mark *mark,
				       const char *task)
{
	const char *mm;

	if (asked & BPFTOP_PART_SCHEDULING)
		different |= fill_scheduling(r, task);
	if (asked & BPFTOP_PART_PARENT)
		different |= fill_parent(r, task);
	if (asked & BPFTOP_PART_SESSION)
		different |= fill_session(r, TASK_PTR(task, task_signal));
	if (asked & BPFTOP_PART_CGROUP)
		different |= fill_cgroup(r, task);
	if (!(asked & BPFTOP_PART_MEMORY))
		return;
	mm = TASK_PTR(task, task_mm);
	different |= fill_space(r, mm);
	if (may_have_changed(r, mark, mm))
		different |= fill_pages(r, mm);
}

/*
 * Moves the record of a process before which others have died, and its mark. Where the program that includes this says so, a global
 * function, which the verifier goes through once and not on every path that leads to it.
 */
MOVE int bpftop_move(__u32 from, __u32 to)
{
	const struct bpftop_task *record = bpf_map_lookup_elem(&bpftop_tasks, &from);
	const struct bpftop_mark *last = bpf_map_lookup_elem(&bpftop_marks, &from);
	struct bpftop_mark *mark = bpf_map_lookup_elem(&bpftop_marks, &to);

	if (!record || !last || !mark)
		return 0;
	bpf_map_update_elem(&bpftop_tasks, &to, record, BPF_ANY);
	*mark = *last;
	mark->changed = bpftop_walk.epoch;
	return 0;
}

/* The record of a process that has not run; the parts that are asked for are filled anew. */
static __always_inline void keep(struct bpftop_task *r, struct bpftop_mark *mark, const char *task)
{
	__u32 epoch = bpftop_walk.epoch, mask;

	asked = parts_to_fill(mark);
	different = 0;
	fill_parts(r, mark, task);
	mask = mask_of(different);
	mark->changed = (epoch & mask) | (mark->changed & ~mask);
}

#endif
