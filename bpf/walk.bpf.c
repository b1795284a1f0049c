// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The cheapest walk: open-coded task iterators inside one program, run by one BPF_PROG_TEST_RUN. Linux 6.7 and later, chosen
 * by the presence of the kfunc bpf_iter_task_new in the kernel's BTF.
 */
/*
 * Numbers are loaded through the pointer that the iterator gives, which the kernel trusts: one instruction each. Pointers are
 * loaded through the same without the trust, at the price of a range check: for each loaded from a trusted one the verifier
 * searches all of the kernel's types by name, and loading the program would take 60 ms longer.
 */
#define TASK_PTR(task, member) LOAD_PTR(plain(task), member)
#include "kfuncs.bpf.h"

/* A number at an address, through a read-only cast: 2 ns where bpf_probe_read_kernel takes 25, and allowed under lockdown. */
#define CAN_READ 1
#define READ_THROUGH_CAST(type, address)                                                           \
	(*(const volatile type *)((const volatile char *)bpf_rdonly_cast(                          \
					  (const void *)(address), bpftop_settings.counters_type) + \
				  o.timespec64_tv_sec.offset))
#define READ_S32(address) READ_THROUGH_CAST(__s32, address)
#define READ_PAIRS(pairs, address)                                                                 \
	do {                                                                                       \
		(pairs)[0] = READ_THROUGH_CAST(__s64, address);                                    \
		(pairs)[1] = READ_THROUGH_CAST(__s64, (address) + 8);                              \
	} while (0)

static __always_inline const char *plain(const char *task)
{
	return bpf_rdonly_cast(task, bpftop_settings.task_type);
}

#define MOVE __attribute__((noinline))
#include "marks.bpf.h"


/* Adds the threads of a group but its leader, which has been added. */
static __always_inline void add_threads(struct bpftop_task *r, struct task_struct *leader)
{
	struct task_struct *held = bpf_task_acquire(leader), *thread;
	struct bpf_iter_task threads;
	const char *task;

	if (!held)
		return;
	bpf_iter_task_new(&threads, held, PROC_THREADS);
	while ((thread = bpf_iter_task_next(&threads))) {
		task = (const char *)thread;
		if (LOAD_U32(task, task_pid) != LOAD_U32(task, task_tgid))
			add_thread(r, task);
	}
	bpf_iter_task_destroy(&threads);
	bpf_task_release(held);
}

/*
 * The mark that the last walk left of a leader; NULL for a new one, and for one behind more than three that have died. The list of
 * processes keeps its order: it grows at its end and shrinks anywhere. So a process's mark is at a cursor that runs along, or a
 * few places behind where others have died.
 */
static __always_inline struct bpftop_mark *last_mark(__u64 leader)
{
	struct bpftop_mark *last;
	__u32 index;

	for (int step = 0; step < 4; step++) {
		index = bpftop_walk.cursor;
		if (index >= bpftop_walk.known)
			return 0;
		bpftop_walk.cursor = index + 1;
		last = bpf_map_lookup_elem(&bpftop_marks, &index);
		if (last && last->task == leader)
			return last;
	}
	return 0;
}

/* How many processes are loaded ahead at a time, and how far behind the walk's place the first of them lies. */
enum { AHEAD_BATCH = 4, AHEAD_DISTANCE = 8 };

/*
 * Begins to load what the walk reads of the processes some places on, by their addresses in the last walk: the list gives one address at a
 * time, and the memory many at once. Several at a time, as the CPU goes no further than a few hundred instructions past a load that it waits
 * for. Whether a process still lies there does not matter: nothing is done with what is loaded. Where more is read of each process, that
 * keeps the memory as busy, and nothing is gained.
 */
static __always_inline void load_ahead(void)
{
	__u32 index = bpftop_walk.cursor + AHEAD_DISTANCE;
	const struct bpftop_mark *mark;

	if (bpftop_walk.wanted || bpftop_walk.cursor % AHEAD_BATCH ||
	    index + AHEAD_BATCH > bpftop_walk.known || !HAS(task_last_arrival))
		return;
	for (int step = 0; step < AHEAD_BATCH; step++) {
		mark = bpf_map_lookup_elem(&bpftop_marks, &index);
		if (!mark)
			return;
		(void)LOAD_U64(plain((const char *)mark->task), task_last_arrival);
		index++;
	}
}

/* Fills all of a group's record, and its mark. */
static __always_inline void fill_all(struct bpftop_task *r, struct bpftop_mark *mark,
				     struct task_struct *leader)
{
	const char *task = (const char *)leader;

	mark->task = (__u64)plain(task);
	task = after(make_mark(mark, task), task);
	fill_group(r, tgid_of(task), task, TASK_PTR(task, task_signal));
	add_thread(r, task);
	if (r->threads > 1) {
		mark->rested = 0;
		add_threads(r, leader);
	}
	mark->changed = bpftop_walk.epoch;
}

/* Whether a process is none: the idle task, which the iterator begins with, or one that is invisible to the viewer. */
static __always_inline int is_invisible(const char *task)
{
	return (bpftop_settings.pid_namespaced || bpftop_walk.count == 0) && tgid_of(task) == 0;
}

/* A record of every thread group. */
SEC("syscall")
int bpftop_walk_processes(void *context)
{
	struct bpf_iter_task processes;
	struct task_struct *process;
	struct bpftop_mark *last, *mark;
	struct bpftop_task *r;
	const char *task;
	__u32 index;

	(void)context;
	bpftop_walk.count = 0;
	find_viewer();
	bpf_rcu_read_lock();
	bpf_iter_task_new(&processes, 0, ALL_PROCS);
	while ((process = bpf_iter_task_next(&processes))) {
		task = (const char *)process;
		if (is_invisible(task))
			continue;
		last = last_mark((__u64)plain(task));
		load_ahead();
		index = bpftop_walk.count;
		mark = bpf_map_lookup_elem(&bpftop_marks, &index);
		r = next_record();
		if (!r || !mark)
			continue;
		if (!last || may_have_run(last, task)) {
			fill_all(r, mark, process);
			continue;
		}
		if (bpftop_walk.cursor != bpftop_walk.count)
			bpftop_move(bpftop_walk.cursor - 1, bpftop_walk.count - 1);
		keep(r, mark, task);
	}
	bpf_iter_task_destroy(&processes);
	bpf_rcu_read_unlock();
	bpftop_walk.known = bpftop_walk.count;
	return 0;
}

/* A record of every thread, behind those of the groups: run second. */
SEC("syscall")
int bpftop_walk_threads(void *context)
{
	struct bpf_iter_task threads;
	struct task_struct *thread;
	struct bpftop_task *r;
	const char *task;
	__u32 tgid;

	(void)context;
	bpf_rcu_read_lock();
	bpf_iter_task_new(&threads, 0, ALL_THREADS);
	while ((thread = bpf_iter_task_next(&threads))) {
		task = (const char *)thread;
		tgid = tgid_of(task);
		if (tgid == 0)
			continue;
		r = next_record();
		if (!r)
			continue;
		fill_thread(r, tgid, task);
	}
	bpf_iter_task_destroy(&threads);
	bpf_rcu_read_unlock();
	return 0;
}

char bpftop_license[] SEC("license") = "GPL";
