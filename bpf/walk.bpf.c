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

#include "task.bpf.h"


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

/* A mark for each record of a group. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1); /* user space sets it to the records' capacity */
	__type(key, __u32);
	__type(value, struct bpftop_mark);
} bpftop_marks SEC(".maps");

/*
 * The records stay where the last walk left them, and the list of processes keeps its order: it grows at its end and shrinks
 * anywhere. So a process's last mark is at a cursor that runs along, or a few places behind where others have died.
 */
static __u32 cursor SEC(".bss");

/* The mark that the last walk left of a leader; NULL for a new one, and for one behind more than three that have died. */
static __always_inline struct bpftop_mark *last_mark(__u64 leader)
{
	struct bpftop_mark *last;
	__u32 index;

	for (int step = 0; step < 4; step++) {
		index = cursor;
		if (index >= bpftop_walk.known)
			return 0;
		cursor = index + 1;
		last = bpf_map_lookup_elem(&bpftop_marks, &index);
		if (last && last->task == leader)
			return last;
	}
	return 0;
}

/*
 * Whether a process may have run since its record was filled, or be another one at the same address. 0: it was off the run queues then,
 * has got onto no CPU since and waits for none; so what only itself changes is as it was. sched_info lies beside the link that the
 * iterator follows: no other line of the task_struct is loaded. Each process in turn is taken to have run once in 64 walks, which
 * brings up to date what others changed and nobody asked for.
 */
static __always_inline __u32 may_have_run(const struct bpftop_mark *last, const char *task)
{
	__u32 is_turn = ((bpftop_walk.count ^ bpftop_walk.epoch) & 63) == 0;

	if (!HAS(task_last_arrival) || !HAS(task_last_queued) || !HAS(task_on_cpu) || !HAS(task_on_rq))
		return 1;
	return LOAD_U64(task, task_last_queued) != 0 ||
	       LOAD_U64(task, task_last_arrival) != last->arrival || !last->rested || is_turn;
}

/* What a record is to be known again by. The time of arrival is read first: one that comes later is found by the next walk. */
static __always_inline void make_mark(struct bpftop_mark *mark, const char *task)
{
	if (!HAS(task_last_arrival) || !HAS(task_on_cpu) || !HAS(task_on_rq))
		return;
	mark->arrival = LOAD_U64(task, task_last_arrival);
	mark->rested = !(LOAD_FLAG(task, task_on_cpu) | LOAD_FLAG(task, task_on_rq));
}

/*
 * Whether the counters of a process that has not run may have changed since its last record: others change them too, as reclaim does.
 * With few CPUs they are simply added up anew. With many that would cost more than all the rest, so what is read is the part that
 * they share, which every change that is not small comes to, and in every eighth walk all.
 */
static __always_inline int may_have_changed(struct bpftop_task *r, const char *mm)
{
	__u64 shared;

	if (bpftop_settings.cpus <= BPFTOP_FEW_CPUS)
		return 1;
	shared = LOAD_U64(mm, mm_rss_file) + LOAD_U64(mm, mm_rss_anon) + LOAD_U64(mm, mm_rss_swap) +
		 LOAD_U64(mm, mm_rss_shmem);
	return shared != r->shared_pages || ((bpftop_walk.count ^ bpftop_walk.epoch) & 7) == 0;
}

/* The parts of a record that are to be up to date after this walk: what is wanted of all, and everything of a watched one. */
static __always_inline __u32 parts_to_fill(const struct bpftop_mark *mark)
{
	return mark->watched == bpftop_walk.epoch ? BPFTOP_PART_ALL : bpftop_walk.wanted;
}

/*
 * The parts that are asked for, and what was found different, in memory: what the verifier does not follow is the same to it
 * on both sides of a branch, and it goes on with one of them.
 */
static volatile __u32 asked SEC(".bss");
static volatile __u64 different SEC(".bss");

/* Brings the parts asked for of the record of a process that has not run up to date. */
static __always_inline void fill_parts(struct bpftop_task *r, const char *task)
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
	if (may_have_changed(r, mm))
		different |= fill_pages(r, mm);
}

/* Fills all of a group's record, and its mark. */
static __always_inline void fill_all(struct bpftop_task *r, struct bpftop_mark *mark,
				     struct task_struct *leader)
{
	const char *task = (const char *)leader;

	mark->task = (__u64)plain(task);
	make_mark(mark, task);
	fill_group(r, tgid_of(task), task, TASK_PTR(task, task_signal));
	add_thread(r, task);
	if (r->threads > 1) {
		mark->rested = 0;
		add_threads(r, leader);
	}
	mark->changed = bpftop_walk.epoch;
}

/*
 * Moves the record of a process before which others have died, and its mark. A global function, which the verifier goes through once and not
 * on every path that leads to it.
 */
__attribute__((noinline)) int bpftop_move(__u32 from, __u32 to)
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
	fill_parts(r, task);
	mask = mask_of(different);
	mark->changed = (epoch & mask) | (mark->changed & ~mask);
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
	cursor = 0;
	find_viewer();
	bpf_rcu_read_lock();
	bpf_iter_task_new(&processes, 0, ALL_PROCS);
	while ((process = bpf_iter_task_next(&processes))) {
		task = (const char *)process;
		if (is_invisible(task))
			continue;
		last = last_mark((__u64)plain(task));
		index = bpftop_walk.count;
		mark = bpf_map_lookup_elem(&bpftop_marks, &index);
		r = next_record();
		if (!r || !mark)
			continue;
		if (!last || may_have_run(last, task)) {
			fill_all(r, mark, process);
			continue;
		}
		if (cursor != bpftop_walk.count)
			bpftop_move(cursor - 1, bpftop_walk.count - 1);
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
