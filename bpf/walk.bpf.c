// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The cheapest walk: open-coded task iterators inside one program, run by one BPF_PROG_TEST_RUN. Linux 6.7 and later, chosen
 * by the presence of the kfunc bpf_iter_task_new in the kernel's BTF.
 */
#include "kfuncs.bpf.h"

/* A number at an address, through a read-only cast: 2 ns where bpf_probe_read_kernel takes 25, and allowed under lockdown. */
#define CAN_READ 1
#define READ_S32(address)                                                                          \
	(*(const volatile __s32 *)((const volatile char *)bpf_rdonly_cast(                         \
					   (const void *)(address), bpftop_settings.counters_type) + \
				   o.timespec64_tv_sec.offset))

#include "task.bpf.h"

/*
 * A task as the iterator gave it, but untrusted: the verifier looks up by name, in all of the kernel's types, every pointer that is
 * loaded from a trusted one, which made loading the program take 60 ms.
 */
static __always_inline const char *plain(struct task_struct *task)
{
	return bpf_rdonly_cast(task, bpftop_settings.task_type);
}

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
		task = plain(thread);
		if (LOAD_U32(task, task_pid) != LOAD_U32(task, task_tgid))
			add_thread(r, task);
	}
	bpf_iter_task_destroy(&threads);
	bpf_task_release(held);
}

/* A record of every thread group. */
SEC("syscall")
int bpftop_walk_processes(void *context)
{
	struct bpf_iter_task processes;
	struct task_struct *process;
	const char *task, *signal;
	struct bpftop_task *r;
	__u32 tgid;

	(void)context;
	bpftop_walk.count = 0;
	find_viewer();
	bpf_rcu_read_lock();
	bpf_iter_task_new(&processes, 0, ALL_PROCS);
	while ((process = bpf_iter_task_next(&processes))) {
		task = plain(process);
		tgid = tgid_of(task);
		if (tgid == 0) /* the idle task, or invisible to the viewer */
			continue;
		r = next_record();
		if (!r)
			continue;
		r->pid = r->tgid = tgid;
		r->kind = 0;
		signal = LOAD_PTR(task, task_signal);
		fill_task(r, task, signal);
		fill_dead_threads(r, task, signal);
		add_thread(r, task);
		if (r->threads > 1)
			add_threads(r, process);
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
	struct task_struct *thread;
	struct bpftop_task *r;
	const char *task;
	__u32 tgid;

	(void)context;
	bpf_rcu_read_lock();
	bpf_iter_task_new(&threads, 0, ALL_THREADS);
	while ((thread = bpf_iter_task_next(&threads))) {
		task = plain(thread);
		tgid = tgid_of(task);
		if (tgid == 0)
			continue;
		r = next_record();
		if (!r)
			continue;
		r->tgid = tgid;
		r->pid = tid_of(task);
		r->kind = BPFTOP_IS_THREAD;
		fill_task(r, task, LOAD_PTR(task, task_signal));
		fill_no_threads(r, task);
		add_thread(r, task);
	}
	bpf_iter_task_destroy(&threads);
	bpf_rcu_read_unlock();
	return 0;
}

char bpftop_license[] SEC("license") = "GPL";
