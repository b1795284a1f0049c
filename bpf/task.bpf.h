/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Filling a record from a task_struct by typed loads: what every walk that has the kernel's BTF shares.
 *
 * There are almost no branches on purpose: a load through a NULL pointer yields 0 by the exception table, which is what
 * /proc says of a kernel thread's memory, and each branch doubles what the verifier must walk. A test of HAS() or of a setting
 * is no branch: the verifier knows its outcome and removes the dead side.
 */
#ifndef TASK_BPF_H
#define TASK_BPF_H

#include "kernel.bpf.h"
#include "pids.bpf.h"

const volatile struct bpftop_offsets bpftop_offsets SEC(".rodata") = {};
const volatile struct bpftop_settings bpftop_settings SEC(".rodata") = {};

/* In and out of a walk. */
struct bpftop_walk bpftop_walk SEC(".bss");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1); /* user space sets the capacity before load */
	__type(key, __u32);
	__type(value, struct bpftop_task);
} bpftop_tasks SEC(".maps");

/* What only the task itself changes, by running. */
static __always_inline void fill_own(struct bpftop_task *r, const char *task, const char *signal)
{
	const char *cred = TASK_PTR(task, task_real_cred);

	r->start_boottime =
		LOAD_U64(task, task_start_boottime) + bpftop_settings.boottime_offset;
	r->exec_id = o.task_self_exec_id.size == 8 ? LOAD_U64(task, task_self_exec_id)
						   : LOAD_U32(task, task_self_exec_id);
	r->session = number_of(LOAD_PTR(signal, signal_session));
	r->ns_pid = own_number(task);
	r->uid = LOAD_U32(cred, cred_uid);
	r->euid = LOAD_U32(cred, cred_euid);
	r->gid = LOAD_U32(cred, cred_gid);
	r->egid = LOAD_U32(cred, cred_egid);
	r->loginuid = LOAD_U32_OR_UNKNOWN(task, task_loginuid);
	((__u64 *)r->comm)[0] = READ_AS(__u64, AT(task, task_comm));
	((__u64 *)r->comm)[1] = READ_AS(__u64, AT(task, task_comm) + 8);
}

/* tty_devnum: the driver's first number plus the index. */
static __always_inline __u32 tty_of(const char *signal)
{
	const char *tty, *driver;

	if (!HAS(signal_tty) || !HAS(tty_driver) || !HAS(tty_index) || !HAS(driver_major) ||
	    !HAS(driver_minor_start))
		return BPFTOP_UNKNOWN32;
	tty = LOAD_PTR(signal, signal_tty);
	driver = LOAD_PTR(tty, tty_driver);
	return (LOAD_U32(driver, driver_major) << 20 | LOAD_U32(driver, driver_minor_start)) +
	       LOAD_U32(tty, tty_index);
}

static __always_inline __u64 cgroup_of(const char *task)
{
	if (!HAS(task_cgroups) || !HAS(css_set_dfl_cgrp) || !HAS(cgroup_kn) || !HAS(kernfs_node_id))
		return BPFTOP_UNKNOWN;
	return LOAD_U64(LOAD_PTR(LOAD_PTR(TASK_PTR(task, task_cgroups), css_set_dfl_cgrp), cgroup_kn),
			kernfs_node_id);
}

/* A flag of one byte or four, by kernel. */
#define LOAD_FLAG(base, member)                                                                    \
	(!HAS(member)	      ? BPFTOP_UNKNOWN32                                                   \
	 : o.member.size == 1 ? LOAD(__u8, base, member)                                           \
			      : LOAD_U32(base, member))

/* Stores a number and notes whether it was another one. */
#define PUT(field, number)                                                                         \
	do {                                                                                       \
		__typeof__(r->field) now_ = (number);                                              \
		different |= r->field ^ now_;                                                      \
		r->field = now_;                                                                   \
	} while (0)

/*
 * The parts of a record that others change while the process does not run: parents, tracers, whoever sets priorities or moves processes.
 * Each returns 0 where nothing has changed.
 */
static __always_inline __u64 fill_scheduling(struct bpftop_task *r, const char *task)
{
	__u64 different = 0;

	PUT(state, o.task_state.size == 8 ? (__u32)LOAD_U64(task, task_state)
					  : LOAD_U32(task, task_state));
	PUT(exit_state, LOAD_U32(task, task_exit_state));
	PUT(flags, LOAD_U32(task, task_flags));
	PUT(prio, LOAD(__s32, task, task_prio));
	PUT(static_prio, LOAD(__s32, task, task_static_prio));
	PUT(rt_priority, LOAD_U32(task, task_rt_priority));
	PUT(policy, LOAD_U32(task, task_policy));
	PUT(cpu, LOAD_U32_OR_UNKNOWN(task, task_cpu));
	PUT(on_cpu, LOAD_FLAG(task, task_on_cpu));
	PUT(on_rq, LOAD_FLAG(task, task_on_rq));
	return different;
}

static __always_inline __u64 fill_parent(struct bpftop_task *r, const char *task)
{
	__u64 different = 0;

	PUT(ppid, tgid_of(TASK_PTR(task, task_real_parent)));
	return different;
}

static __always_inline __u64 fill_session(struct bpftop_task *r, const char *signal)
{
	__u64 different = 0;

	PUT(pgrp, number_of(LOAD_PTR(signal, signal_pgrp)));
	PUT(tty, tty_of(signal));
	PUT(threads, LOAD_U32(signal, signal_nr_threads));
	PUT(oom_score_adj, o.signal_oom_score_adj.size == 2
				   ? LOAD(__s16, signal, signal_oom_score_adj)
				   : LOAD(__s32, signal, signal_oom_score_adj));
	return different;
}

static __always_inline __u64 fill_cgroup(struct bpftop_task *r, const char *task)
{
	__u64 different = 0;

	PUT(cgroup_id, cgroup_of(task));
	return different;
}

/* The address space but for the counters of pages. */
static __always_inline __u64 fill_space(struct bpftop_task *r, const char *mm)
{
	__u64 different = 0;

	PUT(total_vm, LOAD_U64(mm, mm_total_vm));
	PUT(pgtables_bytes, LOAD_U64_OR_UNKNOWN(mm, mm_pgtables_bytes));
	return different;
}

/* All ones for an address, 0 for none, without a branch. */
static __always_inline __u64 mask_of(__u64 address)
{
	return (__u64)((__s64)(address | -address) >> 63);
}

/* A number that is not negative: a torn sum below 0 is 0. Without a branch, which the compiler would make of a sign that it sees. */
static __always_inline __u64 clamped(__s64 number)
{
	__s64 sign = number >> 63;

	asm("" : "+r"(sign));
	return number & ~sign;
}

/* What the CPUs hold of a percpu_counter; without counters, as of a kernel thread, what lies at 0 is read, which is 0. */
static __always_inline __s64 percpu_pages(__u64 counters)
{
	__u64 mask = mask_of(counters);
	__s64 pages = 0;
	__u32 cpu;

	for (cpu = 0; cpu < BPFTOP_CPUS && cpu < bpftop_settings.cpus; cpu++)
		pages += READ_S32(counters + (bpftop_settings.cpu_offset[cpu] & mask));
	return pages;
}

/*
 * The counters whose CPUs' parts lie side by side, as the kernel allocates all four at once (percpu_counter_init_many, 6.6): one
 * read of 16 bytes a CPU instead of four. Where that is not so, user space is told and loads the other way.
 */
static __always_inline __u64 fill_packed_counters(struct bpftop_task *r, const char *mm)
{
	__u64 different = 0;
	__u64 file = untyped(LOAD_PTR(mm, mm_rss_file_percpu)), mask = mask_of(file);
	__u64 anon = untyped(LOAD_PTR(mm, mm_rss_anon_percpu));
	__u64 swap = untyped(LOAD_PTR(mm, mm_rss_swap_percpu));
	__u64 shmem = untyped(LOAD_PTR(mm, mm_rss_shmem_percpu));
	__s64 files = LOAD_U64(mm, mm_rss_file), anons = LOAD_U64(mm, mm_rss_anon);
	__s64 swaps = LOAD_U64(mm, mm_rss_swap), shmems = LOAD_U64(mm, mm_rss_shmem);
	/* file and anonymous, swapped and shared */
	__s64 pairs[2];

	PUT(shared_pages, files + anons + swaps + shmems);
	bpftop_walk.scattered |=
		(((anon - file) ^ 4) | ((swap - file) ^ 8) | ((shmem - file) ^ 12)) & mask;
	for (__u32 cpu = 0; cpu < BPFTOP_CPUS && cpu < bpftop_settings.cpus; cpu++) {
		READ_PAIRS(pairs, file + (bpftop_settings.cpu_offset[cpu] & mask));
		files += (__s32)pairs[0];
		anons += pairs[0] >> 32;
		swaps += (__s32)pairs[1];
		shmems += pairs[1] >> 32;
	}
	PUT(rss_file, clamped(files));
	PUT(rss_anon, clamped(anons));
	PUT(swap, clamped(swaps));
	PUT(rss_shmem, clamped(shmems));
	return different;
}

/* The four counters of mm->rss_stat, in pages, each for itself. */
#define COUNTER_PAGES(mm, member)                                                                  \
	(CAN_READ ? clamped(LOAD(__s64, mm, member) +                                              \
			    percpu_pages(untyped(LOAD_PTR(mm, member##_percpu))))                  \
		  : BPFTOP_UNKNOWN)

static __always_inline __u64 fill_scattered_counters(struct bpftop_task *r, const char *mm)
{
	__u64 different = 0;

	PUT(shared_pages, LOAD_U64(mm, mm_rss_file) + LOAD_U64(mm, mm_rss_anon) +
				  LOAD_U64(mm, mm_rss_swap) + LOAD_U64(mm, mm_rss_shmem));
	PUT(rss_file, COUNTER_PAGES(mm, mm_rss_file));
	PUT(rss_anon, COUNTER_PAGES(mm, mm_rss_anon));
	PUT(swap, COUNTER_PAGES(mm, mm_rss_swap));
	PUT(rss_shmem, COUNTER_PAGES(mm, mm_rss_shmem));
	return different;
}

/*
 * Plain counters, until 6.1, side by side in the order of MM_FILEPAGES, MM_ANONPAGES, MM_SWAPENTS, MM_SHMEMPAGES: by the helper, as
 * those verifiers cannot look into the array of atomics.
 */
static __always_inline void fill_plain_counters(struct bpftop_task *r, const char *mm)
{
	__s64 counts[4] = {};

	if (o.mm_rss_anon.offset != o.mm_rss_file.offset + 8 ||
	    o.mm_rss_swap.offset != o.mm_rss_file.offset + 16 ||
	    o.mm_rss_shmem.offset != o.mm_rss_file.offset + 24 || !bpftop_settings.probe_read) {
		r->rss_file = r->rss_anon = r->swap = r->rss_shmem = BPFTOP_UNKNOWN;
		return;
	}
	/* of no address space nothing is read, and 0 is left */
	bpf_probe_read_kernel(counts, sizeof(counts),
			      (const void *)(untyped(mm) + o.mm_rss_file.offset));
	r->rss_file = clamped(counts[0]);
	r->rss_anon = clamped(counts[1]);
	r->swap = clamped(counts[2]);
	r->rss_shmem = clamped(counts[3]);
}

/* The counters of pages; returns 0 where nothing has changed, as far as that is told. */
static __always_inline __u64 fill_pages(struct bpftop_task *r, const char *mm)
{
	if (!HAS(mm_rss_file_percpu)) {
		fill_plain_counters(r, mm);
		return 1;
	}
	if (CAN_READ && bpftop_settings.packed_counters)
		return fill_packed_counters(r, mm);
	return fill_scattered_counters(r, mm);
}

/* The delays start at 0 where the kernel accounts them for the task, at the sentinel elsewhere. */
static __always_inline void fill_no_delays(struct bpftop_task *r, const char *task)
{
	r->blkio_delay = BPFTOP_UNKNOWN;
	r->swapin_delay = BPFTOP_UNKNOWN;
	if (HAS(task_delays) && HAS(delay_blkio) && HAS(delay_swapin)) {
		r->blkio_delay = ~mask_of(untyped(TASK_PTR(task, task_delays)));
		r->swapin_delay = r->blkio_delay;
	}
}

/* What signal_struct keeps of the threads that have died. */
static __always_inline void fill_dead_threads(struct bpftop_task *r, const char *task,
					      const char *signal)
{
	r->runtime = LOAD_U64(signal, signal_sum_sched_runtime);
	r->utime = LOAD_U64(signal, signal_utime);
	r->stime = LOAD_U64(signal, signal_stime);
	r->min_flt = LOAD_U64(signal, signal_min_flt);
	r->maj_flt = LOAD_U64(signal, signal_maj_flt);
	r->nvcsw = LOAD_U64(signal, signal_nvcsw);
	r->nivcsw = LOAD_U64(signal, signal_nivcsw);
	r->rchar = LOAD_U64_OR_UNKNOWN(signal, signal_rchar);
	r->wchar = LOAD_U64_OR_UNKNOWN(signal, signal_wchar);
	r->syscr = LOAD_U64_OR_UNKNOWN(signal, signal_syscr);
	r->syscw = LOAD_U64_OR_UNKNOWN(signal, signal_syscw);
	r->read_bytes = LOAD_U64_OR_UNKNOWN(signal, signal_read_bytes);
	r->write_bytes = LOAD_U64_OR_UNKNOWN(signal, signal_write_bytes);
	r->cancelled_write_bytes = LOAD_U64_OR_UNKNOWN(signal, signal_cancelled_write_bytes);
	r->run_delay = HAS(task_run_delay) ? 0 : BPFTOP_UNKNOWN;
	fill_no_delays(r, task);
}

#define ADD(field, member)                                                                         \
	do {                                                                                       \
		if (HAS(member))                                                                   \
			r->field += LOAD_U64(task, member);                                        \
	} while (0)

/* Adds a living thread to its group's sums. */
static __always_inline void add_thread(struct bpftop_task *r, const char *task)
{
	const char *delays;

	ADD(runtime, task_sum_exec_runtime);
	ADD(utime, task_utime);
	ADD(stime, task_stime);
	ADD(run_delay, task_run_delay);
	ADD(min_flt, task_min_flt);
	ADD(maj_flt, task_maj_flt);
	ADD(nvcsw, task_nvcsw);
	ADD(nivcsw, task_nivcsw);
	ADD(rchar, task_rchar);
	ADD(wchar, task_wchar);
	ADD(syscr, task_syscr);
	ADD(syscw, task_syscw);
	ADD(read_bytes, task_read_bytes);
	ADD(write_bytes, task_write_bytes);
	ADD(cancelled_write_bytes, task_cancelled_write_bytes);
	if (!HAS(task_delays) || !HAS(delay_blkio) || !HAS(delay_swapin))
		return;
	/* nothing is added through NULL */
	delays = TASK_PTR(task, task_delays);
	r->blkio_delay += LOAD_U64(delays, delay_blkio);
	r->swapin_delay += LOAD_U64(delays, delay_swapin);
}

/* A thread's own sums start at nothing. */
static __always_inline void fill_no_threads(struct bpftop_task *r, const char *task)
{
	r->runtime = r->utime = r->stime = 0;
	r->min_flt = r->maj_flt = r->nvcsw = r->nivcsw = 0;
	r->rchar = HAS(task_rchar) ? 0 : BPFTOP_UNKNOWN;
	r->wchar = HAS(task_wchar) ? 0 : BPFTOP_UNKNOWN;
	r->syscr = HAS(task_syscr) ? 0 : BPFTOP_UNKNOWN;
	r->syscw = HAS(task_syscw) ? 0 : BPFTOP_UNKNOWN;
	r->read_bytes = HAS(task_read_bytes) ? 0 : BPFTOP_UNKNOWN;
	r->write_bytes = HAS(task_write_bytes) ? 0 : BPFTOP_UNKNOWN;
	r->cancelled_write_bytes = HAS(task_cancelled_write_bytes) ? 0 : BPFTOP_UNKNOWN;
	r->run_delay = HAS(task_run_delay) ? 0 : BPFTOP_UNKNOWN;
	fill_no_delays(r, task);
}

/* Everything of a record but the sums, the counters of pages and the numbers that name it. */
static __always_inline void fill_task(struct bpftop_task *r, const char *task, const char *signal)
{
	fill_own(r, task, signal);
	fill_scheduling(r, task);
	fill_parent(r, task);
	fill_session(r, signal);
	fill_cgroup(r, task);
	fill_space(r, TASK_PTR(task, task_mm));
}

/* A group's record by its leader, but for the sums over its living threads. */
static __always_inline void fill_group(struct bpftop_task *r, __u32 tgid, const char *leader,
				       const char *signal)
{
	r->pid = r->tgid = tgid;
	r->kind = 0;
	fill_task(r, leader, signal);
	fill_pages(r, TASK_PTR(leader, task_mm));
	fill_dead_threads(r, leader, signal);
}

/* The record of one thread. */
static __always_inline void fill_thread(struct bpftop_task *r, __u32 tgid, const char *task)
{
	r->tgid = tgid;
	r->pid = tid_of(task);
	r->kind = BPFTOP_IS_THREAD;
	fill_task(r, task, TASK_PTR(task, task_signal));
	fill_pages(r, TASK_PTR(task, task_mm));
	fill_no_threads(r, task);
	add_thread(r, task);
}

/* The next free record, counting those that found none. */
static __always_inline struct bpftop_task *next_record(void)
{
	__u32 index = bpftop_walk.count++;

	return bpf_map_lookup_elem(&bpftop_tasks, &index);
}

#endif
