// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The cheapest walk: open-coded task iterators inside one program, run by one BPF_PROG_TEST_RUN. Linux 6.7 and later, chosen
 * by the presence of the kfunc bpf_iter_task_new in the kernel's BTF.
 */
#include "kernel.bpf.h"

extern void *bpf_rdonly_cast(const void *object, __u32 btf_id) __ksym;

/* A per-CPU counter through a read-only cast: 2 ns where bpf_probe_read_kernel takes 25. */
#define COUNTER(address)                                                                           \
	(*(const volatile __s32 *)((const volatile char *)bpf_rdonly_cast(                         \
					   (const void *)(address), bpftop_settings.counters_type) + \
				   o.timespec64_tv_sec.offset))

#define COUNTER_NEEDS_HELPER 0

#include "task.bpf.h"

/* kernel/bpf/task_iter.c */
struct bpf_iter_task {
	__u64 __opaque[3];
} __attribute__((aligned(8)));
enum { ALL_PROCS = 0, ALL_THREADS = 1, PROC_THREADS = 2 };

extern int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task, unsigned int flags) __ksym;
extern struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it) __ksym;
extern void bpf_iter_task_destroy(struct bpf_iter_task *it) __ksym;
extern struct task_struct *bpf_task_acquire(struct task_struct *task) __ksym;
extern void bpf_task_release(struct task_struct *task) __ksym;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;

/* Adds the threads of a group but its leader, which has been added. */
static __always_inline void add_threads(struct bpftop_task *r, struct task_struct *leader)
{
	struct task_struct *held = bpf_task_acquire(leader), *thread;
	struct bpf_iter_task threads;

	if (!held)
		return;
	bpf_iter_task_new(&threads, held, PROC_THREADS);
	while ((thread = bpf_iter_task_next(&threads)))
		if (LOAD_U32((char *)thread, task_pid) != LOAD_U32((char *)thread, task_tgid))
			add_thread(r, (char *)thread);
	bpf_iter_task_destroy(&threads);
	bpf_task_release(held);
}

/* A record of every thread group. */
SEC("syscall")
int bpftop_walk_processes(void *context)
{
	struct bpf_iter_task processes;
	struct bpftop_task *r;
	struct task_struct *task;
	__u32 tgid;

	(void)context;
	bpftop_walk.count = 0;
	find_viewer();
	bpf_rcu_read_lock();
	bpf_iter_task_new(&processes, 0, ALL_PROCS);
	while ((task = bpf_iter_task_next(&processes))) {
		tgid = tgid_of((char *)task);
		if (tgid == 0) /* the idle task, or invisible to the viewer */
			continue;
		r = next_record();
		if (!r)
			continue;
		r->pid = r->tgid = tgid;
		r->kind = 0;
		fill_task(r, (char *)task, LOAD_PTR((char *)task, task_signal));
		fill_dead_threads(r, LOAD_PTR((char *)task, task_signal));
		add_thread(r, (char *)task);
		if (r->threads > 1)
			add_threads(r, task);
	}
	bpf_iter_task_destroy(&processes);
	bpf_rcu_read_unlock();
	return 0;
}

/* A record of every thread, behind those of the groups: run second. */
SEC("syscall")
int bpftop_walk_threads(void *context)
{
	struct bpf_iter_task threads;
	struct bpftop_task *r;
	struct task_struct *task;
	__u32 tgid;

	(void)context;
	bpf_rcu_read_lock();
	bpf_iter_task_new(&threads, 0, ALL_THREADS);
	while ((task = bpf_iter_task_next(&threads))) {
		tgid = tgid_of((char *)task);
		if (tgid == 0)
			continue;
		r = next_record();
		if (!r)
			continue;
		r->tgid = tgid;
		r->pid = tid_of((char *)task);
		r->kind = BPFTOP_IS_THREAD;
		fill_task(r, (char *)task, LOAD_PTR((char *)task, task_signal));
		fill_no_threads(r);
		add_thread(r, (char *)task);
	}
	bpf_iter_task_destroy(&threads);
	bpf_rcu_read_unlock();
	return 0;
}

char bpftop_license[] SEC("license") = "GPL";
