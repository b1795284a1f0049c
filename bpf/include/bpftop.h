/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kernel side and the Swift side share: the list of kernel members that we read, the offsets that user space
 * writes into .rodata before load, and the records that a walk writes. Plain C integers only; both sides include it.
 */
#ifndef BPFTOP_H
#define BPFTOP_H

typedef unsigned char bpftop_u8;
typedef unsigned short bpftop_u16;
typedef unsigned int bpftop_u32;
typedef int bpftop_s32;
typedef unsigned long long bpftop_u64;

/* A member that this kernel lacks. */
#define BPFTOP_ABSENT 0xffffffffU
/* A number that this kernel, or these privileges, cannot give; user space shows `-`. */
#define BPFTOP_UNKNOWN (~0ULL)
#define BPFTOP_UNKNOWN32 0xffffffffU

/* What a member must be for our programs to read it; anything else is refused, never guessed. */
enum bpftop_kind {
	BPFTOP_INTEGER,  /* an integer or enumeration of one of the sizes; no bit field */
	BPFTOP_POINTER,  /* a pointer, 8 bytes */
	BPFTOP_ARRAY,    /* an array of the size: comm */
	BPFTOP_STRUCT,   /* an embedded struct, whose place alone matters: list_head */
	BPFTOP_SIZEOF,   /* no member: the size of the struct itself */
};

/* Whether bpftop can do without the member. */
enum bpftop_need { BPFTOP_REQUIRED, BPFTOP_OPTIONAL };

/* The sizes, in bytes, that a member may have: one bit each. */
#define BPFTOP_1 1
#define BPFTOP_2 2
#define BPFTOP_4 4
#define BPFTOP_8 8
#define BPFTOP_16 16
#define BPFTOP_ANY 0

/*
 * The one list of kernel members: X(name, struct, paths, kind, sizes, need).
 *
 * The paths are tried in order, the first that exists is taken; an index may be an enumerator. The kernel in which a
 * path appeared is noted beside it. kernel-side names: include/linux/sched.h unless said.
 */
#define BPFTOP_MEMBERS(X)                                                                                             \
	/* state is an unsigned long until 5.13, __state an unsigned int from 5.14 */                                 \
	X(task_state, "task_struct", "__state|state", INTEGER, BPFTOP_4 | BPFTOP_8, REQUIRED)                         \
	X(task_exit_state, "task_struct", "exit_state", INTEGER, BPFTOP_4, REQUIRED)                                  \
	X(task_flags, "task_struct", "flags", INTEGER, BPFTOP_4, REQUIRED)                                            \
	X(task_pid, "task_struct", "pid", INTEGER, BPFTOP_4, REQUIRED)                                                \
	X(task_tgid, "task_struct", "tgid", INTEGER, BPFTOP_4, REQUIRED)                                              \
	X(task_comm, "task_struct", "comm", ARRAY, BPFTOP_16, REQUIRED)                                               \
	X(task_real_parent, "task_struct", "real_parent", POINTER, BPFTOP_8, REQUIRED)                                \
	X(task_group_leader, "task_struct", "group_leader", POINTER, BPFTOP_8, REQUIRED)                              \
	X(task_signal, "task_struct", "signal", POINTER, BPFTOP_8, REQUIRED)                                          \
	X(task_mm, "task_struct", "mm", POINTER, BPFTOP_8, REQUIRED)                                                  \
	X(task_real_cred, "task_struct", "real_cred", POINTER, BPFTOP_8, REQUIRED)                                    \
	X(task_thread_pid, "task_struct", "thread_pid", POINTER, BPFTOP_8, REQUIRED)                                  \
	X(task_cgroups, "task_struct", "cgroups", POINTER, BPFTOP_8, OPTIONAL)                                        \
	X(task_tasks, "task_struct", "tasks", STRUCT, BPFTOP_ANY, REQUIRED)                                           \
	X(task_thread_node, "task_struct", "thread_node", STRUCT, BPFTOP_ANY, REQUIRED)                               \
	/* real_start_time until 5.4 */                                                                               \
	X(task_start_boottime, "task_struct", "start_boottime|real_start_time", INTEGER, BPFTOP_8, REQUIRED)          \
	X(task_utime, "task_struct", "utime", INTEGER, BPFTOP_8, REQUIRED)                                            \
	X(task_stime, "task_struct", "stime", INTEGER, BPFTOP_8, REQUIRED)                                            \
	X(task_sum_exec_runtime, "task_struct", "se.sum_exec_runtime", INTEGER, BPFTOP_8, REQUIRED)                   \
	X(task_run_delay, "task_struct", "sched_info.run_delay", INTEGER, BPFTOP_8, OPTIONAL)                         \
	/* when it last got onto a CPU; since when it waits for one, 0: it does not */                                \
	X(task_last_arrival, "task_struct", "sched_info.last_arrival", INTEGER, BPFTOP_8, OPTIONAL)                   \
	X(task_last_queued, "task_struct", "sched_info.last_queued", INTEGER, BPFTOP_8, OPTIONAL)                     \
	X(task_min_flt, "task_struct", "min_flt", INTEGER, BPFTOP_8, REQUIRED)                                        \
	X(task_maj_flt, "task_struct", "maj_flt", INTEGER, BPFTOP_8, REQUIRED)                                        \
	X(task_nvcsw, "task_struct", "nvcsw", INTEGER, BPFTOP_8, REQUIRED)                                            \
	X(task_nivcsw, "task_struct", "nivcsw", INTEGER, BPFTOP_8, REQUIRED)                                          \
	X(task_prio, "task_struct", "prio", INTEGER, BPFTOP_4, REQUIRED)                                              \
	X(task_static_prio, "task_struct", "static_prio", INTEGER, BPFTOP_4, REQUIRED)                                \
	X(task_rt_priority, "task_struct", "rt_priority", INTEGER, BPFTOP_4, REQUIRED)                                \
	X(task_policy, "task_struct", "policy", INTEGER, BPFTOP_4, REQUIRED)                                          \
	/* in thread_info from 5.16, on every architecture */                                                         \
	X(task_cpu, "task_struct", "thread_info.cpu|cpu", INTEGER, BPFTOP_4, OPTIONAL)                                \
	/* one byte each from 7.2 */                                                                                  \
	X(task_on_cpu, "task_struct", "on_cpu", INTEGER, BPFTOP_1 | BPFTOP_4, OPTIONAL)                               \
	X(task_on_rq, "task_struct", "on_rq", INTEGER, BPFTOP_1 | BPFTOP_4, OPTIONAL)                                 \
	/* 8 bytes from 5.7 */                                                                                        \
	X(task_self_exec_id, "task_struct", "self_exec_id", INTEGER, BPFTOP_4 | BPFTOP_8, REQUIRED)                   \
	X(task_loginuid, "task_struct", "loginuid.val", INTEGER, BPFTOP_4, OPTIONAL)                                  \
	X(task_rchar, "task_struct", "ioac.rchar", INTEGER, BPFTOP_8, OPTIONAL)                                       \
	X(task_wchar, "task_struct", "ioac.wchar", INTEGER, BPFTOP_8, OPTIONAL)                                       \
	X(task_syscr, "task_struct", "ioac.syscr", INTEGER, BPFTOP_8, OPTIONAL)                                       \
	X(task_syscw, "task_struct", "ioac.syscw", INTEGER, BPFTOP_8, OPTIONAL)                                       \
	X(task_read_bytes, "task_struct", "ioac.read_bytes", INTEGER, BPFTOP_8, OPTIONAL)                             \
	X(task_write_bytes, "task_struct", "ioac.write_bytes", INTEGER, BPFTOP_8, OPTIONAL)                           \
	X(task_cancelled_write_bytes, "task_struct", "ioac.cancelled_write_bytes", INTEGER, BPFTOP_8, OPTIONAL)       \
	/* NULL unless kernel.task_delayacct=1 (off by default from 5.14) */                                          \
	X(task_delays, "task_struct", "delays", POINTER, BPFTOP_8, OPTIONAL)                                          \
	X(delay_blkio, "task_delay_info", "blkio_delay", INTEGER, BPFTOP_8, OPTIONAL)                                 \
	X(delay_swapin, "task_delay_info", "swapin_delay", INTEGER, BPFTOP_8, OPTIONAL)                               \
	/* include/linux/sched/signal.h */                                                                            \
	X(signal_nr_threads, "signal_struct", "nr_threads", INTEGER, BPFTOP_4, REQUIRED)                              \
	X(signal_thread_head, "signal_struct", "thread_head", STRUCT, BPFTOP_ANY, REQUIRED)                           \
	X(signal_utime, "signal_struct", "utime", INTEGER, BPFTOP_8, REQUIRED)                                        \
	X(signal_stime, "signal_struct", "stime", INTEGER, BPFTOP_8, REQUIRED)                                        \
	X(signal_sum_sched_runtime, "signal_struct", "sum_sched_runtime", INTEGER, BPFTOP_8, REQUIRED)                \
	X(signal_min_flt, "signal_struct", "min_flt", INTEGER, BPFTOP_8, REQUIRED)                                    \
	X(signal_maj_flt, "signal_struct", "maj_flt", INTEGER, BPFTOP_8, REQUIRED)                                    \
	X(signal_nvcsw, "signal_struct", "nvcsw", INTEGER, BPFTOP_8, REQUIRED)                                        \
	X(signal_nivcsw, "signal_struct", "nivcsw", INTEGER, BPFTOP_8, REQUIRED)                                      \
	X(signal_rchar, "signal_struct", "ioac.rchar", INTEGER, BPFTOP_8, OPTIONAL)                                   \
	X(signal_wchar, "signal_struct", "ioac.wchar", INTEGER, BPFTOP_8, OPTIONAL)                                   \
	X(signal_syscr, "signal_struct", "ioac.syscr", INTEGER, BPFTOP_8, OPTIONAL)                                   \
	X(signal_syscw, "signal_struct", "ioac.syscw", INTEGER, BPFTOP_8, OPTIONAL)                                   \
	X(signal_read_bytes, "signal_struct", "ioac.read_bytes", INTEGER, BPFTOP_8, OPTIONAL)                         \
	X(signal_write_bytes, "signal_struct", "ioac.write_bytes", INTEGER, BPFTOP_8, OPTIONAL)                       \
	X(signal_cancelled_write_bytes, "signal_struct", "ioac.cancelled_write_bytes", INTEGER, BPFTOP_8, OPTIONAL)   \
	X(signal_oom_score_adj, "signal_struct", "oom_score_adj", INTEGER, BPFTOP_2 | BPFTOP_4, REQUIRED)             \
	X(signal_pgrp, "signal_struct", "pids[PIDTYPE_PGID]", POINTER, BPFTOP_8, REQUIRED)                            \
	X(signal_session, "signal_struct", "pids[PIDTYPE_SID]", POINTER, BPFTOP_8, REQUIRED)                          \
	X(signal_tgid, "signal_struct", "pids[PIDTYPE_TGID]", POINTER, BPFTOP_8, REQUIRED)                            \
	X(signal_tty, "signal_struct", "tty", POINTER, BPFTOP_8, OPTIONAL)                                            \
	/* include/linux/tty.h, tty_driver.h */                                                                       \
	X(tty_driver, "tty_struct", "driver", POINTER, BPFTOP_8, OPTIONAL)                                            \
	X(tty_index, "tty_struct", "index", INTEGER, BPFTOP_4, OPTIONAL)                                              \
	X(driver_major, "tty_driver", "major", INTEGER, BPFTOP_4, OPTIONAL)                                           \
	X(driver_minor_start, "tty_driver", "minor_start", INTEGER, BPFTOP_4, OPTIONAL)                               \
	/* include/linux/mm_types.h; the counters are percpu_counter from 6.2 */                                      \
	X(mm_total_vm, "mm_struct", "total_vm", INTEGER, BPFTOP_8, REQUIRED)                                          \
	X(mm_pgtables_bytes, "mm_struct", "pgtables_bytes.counter", INTEGER, BPFTOP_8, OPTIONAL)                      \
	X(mm_arg_start, "mm_struct", "arg_start", INTEGER, BPFTOP_8, REQUIRED)                                        \
	X(mm_arg_end, "mm_struct", "arg_end", INTEGER, BPFTOP_8, REQUIRED)                                            \
	X(mm_env_start, "mm_struct", "env_start", INTEGER, BPFTOP_8, REQUIRED)                                        \
	X(mm_env_end, "mm_struct", "env_end", INTEGER, BPFTOP_8, REQUIRED)                                            \
	X(mm_rss_file, "mm_struct", "rss_stat[MM_FILEPAGES].count|rss_stat.count[MM_FILEPAGES].counter", INTEGER,     \
	  BPFTOP_8, REQUIRED)                                                                                         \
	X(mm_rss_anon, "mm_struct", "rss_stat[MM_ANONPAGES].count|rss_stat.count[MM_ANONPAGES].counter", INTEGER,     \
	  BPFTOP_8, REQUIRED)                                                                                         \
	X(mm_rss_swap, "mm_struct", "rss_stat[MM_SWAPENTS].count|rss_stat.count[MM_SWAPENTS].counter", INTEGER,       \
	  BPFTOP_8, REQUIRED)                                                                                         \
	X(mm_rss_shmem, "mm_struct", "rss_stat[MM_SHMEMPAGES].count|rss_stat.count[MM_SHMEMPAGES].counter", INTEGER,  \
	  BPFTOP_8, REQUIRED)                                                                                         \
	X(mm_rss_file_percpu, "mm_struct", "rss_stat[MM_FILEPAGES].counters", POINTER, BPFTOP_8, OPTIONAL)            \
	X(mm_rss_anon_percpu, "mm_struct", "rss_stat[MM_ANONPAGES].counters", POINTER, BPFTOP_8, OPTIONAL)            \
	X(mm_rss_swap_percpu, "mm_struct", "rss_stat[MM_SWAPENTS].counters", POINTER, BPFTOP_8, OPTIONAL)             \
	X(mm_rss_shmem_percpu, "mm_struct", "rss_stat[MM_SHMEMPAGES].counters", POINTER, BPFTOP_8, OPTIONAL)          \
	/* include/linux/cred.h */                                                                                    \
	X(cred_uid, "cred", "uid.val", INTEGER, BPFTOP_4, REQUIRED)                                                   \
	X(cred_euid, "cred", "euid.val", INTEGER, BPFTOP_4, REQUIRED)                                                 \
	X(cred_gid, "cred", "gid.val", INTEGER, BPFTOP_4, REQUIRED)                                                   \
	X(cred_egid, "cred", "egid.val", INTEGER, BPFTOP_4, REQUIRED)                                                 \
	/* include/linux/pid.h: numbers[1] until 6.4, numbers[] after */                                              \
	X(pid_level, "pid", "level", INTEGER, BPFTOP_4, REQUIRED)                                                     \
	X(pid_number, "pid", "numbers[0].nr", INTEGER, BPFTOP_4, REQUIRED)                                            \
	X(pid_namespace, "pid", "numbers[0].ns", POINTER, BPFTOP_8, REQUIRED)                                         \
	X(upid_size, "upid", "", SIZEOF, BPFTOP_ANY, REQUIRED)                                                        \
	/* kernel/cgroup: the default hierarchy's cgroup, whose kernfs id is its directory's inode */                 \
	X(css_set_dfl_cgrp, "css_set", "dfl_cgrp", POINTER, BPFTOP_8, OPTIONAL)                                       \
	X(cgroup_kn, "cgroup", "kn", POINTER, BPFTOP_8, OPTIONAL)                                                     \
	X(kernfs_node_id, "kernfs_node", "id", INTEGER, BPFTOP_8, OPTIONAL)                                           \
	/* kernel/bpf: where an array map keeps its per-CPU pointers */                                               \
	X(bpf_array_pptrs, "bpf_array", "pptrs", ARRAY, BPFTOP_ANY, OPTIONAL)                                         \
	/* include/linux/bpf.h, two plain 8-byte integers: the shape under which per-CPU counters are read */         \
	X(timespec64_tv_sec, "timespec64", "tv_sec", INTEGER, BPFTOP_8, OPTIONAL)

/*
 * The one list of the kernel's functions that programs call (kfuncs), with the version that has them all: X(name).
 *
 * They are called under numbers of ours, which user space turns into BTF ids before load: libbpf would read all of the
 * kernel's types for that, which we have read already.
 */
#define BPFTOP_KFUNCS(X)                                                                                              \
	X(bpf_rdonly_cast)      /* 6.2 */                                                                             \
	X(bpf_task_from_pid)    /* 6.2 */                                                                             \
	X(bpf_task_acquire)     /* 6.2 */                                                                             \
	X(bpf_task_release)     /* 6.2 */                                                                             \
	X(bpf_rcu_read_lock)    /* 6.2 */                                                                             \
	X(bpf_rcu_read_unlock)  /* 6.2 */                                                                             \
	X(bpf_iter_task_new)    /* 6.7 */                                                                             \
	X(bpf_iter_task_next)   /* 6.7 */                                                                             \
	X(bpf_iter_task_destroy) /* 6.7 */

/* The functions' numbers in our programs, far above any helper's. */
enum bpftop_kfunc {
	BPFTOP_KFUNC_BASE = 0x40000000,
#define X(name) BPFTOP_KFUNC_##name,
	BPFTOP_KFUNCS(X)
#undef X
	BPFTOP_KFUNC_END
};

/* The name of the function with a number above BPFTOP_KFUNC_BASE and below BPFTOP_KFUNC_END. */
const char *bpftop_kfunc_name(bpftop_u32 number);

/* Where one member lies: bytes from the struct's start, or BPFTOP_ABSENT. */
struct bpftop_member {
	bpftop_u32 offset;
	bpftop_u16 size;      /* bytes */
	bpftop_u8 bit_offset; /* of a bit field, in the bytes at offset */
	bpftop_u8 bit_width;  /* 0: not a bit field */
};

/* Every member's place, as it sits in .rodata. */
struct bpftop_offsets {
#define X(name, type, paths, kind, sizes, need) struct bpftop_member name;
	BPFTOP_MEMBERS(X)
#undef X
};

/* The members' indices, in the list's order. */
enum bpftop_member_index {
#define X(name, type, paths, kind, sizes, need) BPFTOP_MEMBER_##name,
	BPFTOP_MEMBERS(X)
#undef X
	BPFTOP_MEMBER_COUNT
};

/* One line of the list, for user space. */
struct bpftop_member_info {
	const char *name;
	const char *structure;
	const char *paths; /* alternatives, separated by `|` */
	enum bpftop_kind kind;
	bpftop_u32 sizes; /* one bit a size; 0: any */
	enum bpftop_need need;
};

/* The list's line of an index below BPFTOP_MEMBER_COUNT. */
const struct bpftop_member_info *bpftop_member_info(bpftop_u32 index);

/* The most CPUs whose per-CPU counters are added up. */
#define BPFTOP_CPUS 1024
/* On a machine of more CPUs than this the counters of a process that has not run are not added up anew at every walk. */
#define BPFTOP_FEW_CPUS 16

/* What user space decides before load, beside the offsets; .rodata too, so untaken branches cost nothing. */
struct bpftop_settings {
	bpftop_u32 capacity;           /* records in the array */
	bpftop_u32 pid_namespaced;     /* 1: the viewer is not in the initial PID namespace */
	bpftop_u32 cpus;               /* CPUs whose per-CPU counters are added; 0: none are kept; to find them, their numbers' end */
	bpftop_u32 counters_type;      /* BTF id of struct timespec64, or 0 */
	bpftop_u32 probe_read;         /* 1: bpf_probe_read_kernel is allowed here (0 under lockdown=confidentiality) */
	bpftop_u32 task_type;          /* BTF id of struct task_struct, or 0 */
	bpftop_u32 packed_counters;    /* 1: an address space's four per-CPU counters are taken to lie side by side */
	bpftop_u32 group_slots;        /* of the walk by iter/task: slots for groups of several threads; a power of two */
	bpftop_u32 weakly_ordered;     /* 1: this CPU may load in another order than it is told to, as arm64 does */
	bpftop_u32 reserved;
	bpftop_u64 boottime_offset; /* ns by which the boot clock of our time namespace is ahead, modulo 2^64 */
	bpftop_u64 cpu_offset[BPFTOP_CPUS]; /* __per_cpu_offset of those CPUs, whose numbers need not be consecutive */
};

/* The part of a struct that the walk without BTF copies at once. */
struct bpftop_copied {
	bpftop_u32 offset; /* from the struct's start */
	bpftop_u32 size;   /* bytes; 0: nothing is copied */
};

/* The most of one struct that is copied, in bytes. */
#define BPFTOP_COPY_SIZE 4096

/* What user space asks of a walk, and what the walk answers; lives in .bss. */
struct bpftop_walk {
	bpftop_u32 threads; /* in: 1: a record for every thread too */
	bpftop_u32 count;   /* out: records wanted; those beyond the capacity were not written */
	bpftop_u32 epoch;   /* in: another number at every walk */
	bpftop_u32 budget;  /* in, of the walk along the list: how many tasks it may visit; out: how many were left */
	/* not of the walk along the list */
	bpftop_u32 known;  /* records of groups that the last one left; 0: fill every record anew */
	bpftop_u32 wanted; /* in: BPFTOP_PARTS that must be up to date in every record, whether its process has run or not */
	bpftop_u32 cursor; /* in: 0; of the marks, the next that may be that of the process that comes next */
	bpftop_u32 reserved;
	bpftop_u64 scattered; /* out: not 0 where packed_counters was wrong, and so are the sums */
};

/*
 * What others can change of a process that does not run, by where it lies: X(name). The rest of a record is changed by the process
 * itself alone.
 */
#define BPFTOP_PARTS(X)                                                                                               \
	X(SCHEDULING) /* state, exit_state, flags, prio, static_prio, rt_priority, policy, cpu, on_cpu, on_rq */      \
	X(PARENT)     /* ppid */                                                                                      \
	X(SESSION)    /* pgrp, tty, oom_score_adj, threads: of the signal_struct */                                   \
	X(CGROUP)     /* cgroup_id */                                                                                 \
	X(MEMORY)     /* total_vm to shared_pages */

enum bpftop_part_index {
#define X(name) BPFTOP_PART_INDEX_##name,
	BPFTOP_PARTS(X)
#undef X
	BPFTOP_PART_COUNT
};

/* One bit each. */
enum bpftop_part {
#define X(name) BPFTOP_PART_##name = 1 << BPFTOP_PART_INDEX_##name,
	BPFTOP_PARTS(X)
#undef X
	BPFTOP_PART_ALL = (1 << BPFTOP_PART_COUNT) - 1
};

/*
 * By what a walk knows a thread group again, one for each group's record: all that it touches of most processes, so in an array of
 * its own. Not of the walk along the list.
 */
struct bpftop_mark {
	bpftop_u64 task;    /* address of the leader; by iter/task of the thread that was met first */
	bpftop_u64 arrival; /* when it had last got onto a CPU, by its run queue's clock */
	bpftop_u32 rested;  /* 1: one thread, which neither ran nor waited to run when the record was filled */
	bpftop_u32 changed; /* out: the epoch of the walk that last wrote the record */
	bpftop_u32 watched; /* in: the epoch of a walk that is to bring all of the record up to date */
	bpftop_u32 number;  /* by iter/task: that thread's number to the viewer */
};

/* Bits of bpftop_task.kind. */
#define BPFTOP_IS_THREAD 1U /* a record of one thread, not of a thread group */

/*
 * One thread group, or one thread. Times are ns, memory is pages of the running kernel, I/O is bytes, the rest are counts.
 * BPFTOP_UNKNOWN (or its 32-bit form) where the kernel cannot give a number.
 */
struct bpftop_task {
	bpftop_u64 start_boottime;
	bpftop_u64 exec_id; /* self_exec_id: another number after every exec */
	/* sums over the group's threads, dead ones included, but for run_delay and the delays: the kernel keeps none of the dead */
	bpftop_u64 runtime;
	bpftop_u64 utime; /* by ticks where the kernel accounts so */
	bpftop_u64 stime;
	bpftop_u64 run_delay;
	bpftop_u64 blkio_delay;
	bpftop_u64 swapin_delay;
	bpftop_u64 min_flt;
	bpftop_u64 maj_flt;
	bpftop_u64 nvcsw;
	bpftop_u64 nivcsw;
	bpftop_u64 rchar;
	bpftop_u64 wchar;
	bpftop_u64 syscr;
	bpftop_u64 syscw;
	bpftop_u64 read_bytes;
	bpftop_u64 write_bytes;
	bpftop_u64 cancelled_write_bytes;
	/* of the address space */
	bpftop_u64 total_vm;
	bpftop_u64 rss_file;
	bpftop_u64 rss_anon;
	bpftop_u64 rss_shmem;
	bpftop_u64 swap;
	bpftop_u64 pgtables_bytes;
	bpftop_u64 shared_pages; /* the part of the four counters that no CPU keeps to itself */
	bpftop_u64 cgroup_id;
	/* numbers in the viewer's PID namespace; 0 where it cannot see */
	bpftop_u32 pid; /* of a thread group: the tgid */
	bpftop_u32 tgid;
	bpftop_u32 ppid;
	bpftop_u32 pgrp;
	bpftop_u32 session;
	bpftop_u32 ns_pid; /* in the process's own PID namespace */
	bpftop_u32 tty;    /* major << 20 | minor; 0: none */
	bpftop_u32 uid;
	bpftop_u32 euid;
	bpftop_u32 gid;
	bpftop_u32 egid;
	bpftop_u32 loginuid;
	/* of the leader, or of the thread */
	bpftop_u32 state;
	bpftop_u32 exit_state;
	bpftop_u32 flags;
	bpftop_s32 prio;
	bpftop_s32 static_prio;
	bpftop_u32 rt_priority;
	bpftop_u32 policy;
	bpftop_u32 cpu;
	bpftop_u32 on_cpu;
	bpftop_u32 on_rq;
	bpftop_u32 threads;
	bpftop_s32 oom_score_adj;
	bpftop_u32 kind;
	bpftop_u32 reserved;
	bpftop_u8 comm[16];
};

/* The most of one process's arguments that is read, in bytes. */
#define BPFTOP_ARGUMENTS 4096

/* What is asked of the program that reads arguments, and what it answers; lives in .bss. */
struct bpftop_arguments {
	bpftop_u64 start_boottime; /* in: the process must have started then, by the kernel's own boot clock */
	bpftop_u32 pid;		   /* in: its number in the initial PID namespace */
	bpftop_s32 error;	   /* out: 0, or a negative error number */
	bpftop_u64 size;	   /* out: how many bytes the argument area has */
	bpftop_u32 length;	   /* out: how many bytes of text were read */
	bpftop_u32 is_title;	   /* out: 1: the process has written over its arguments */
	bpftop_u8 text[BPFTOP_ARGUMENTS];
};

_Static_assert(sizeof(struct bpftop_member) == 8, "a member is one 8-byte word");
_Static_assert(sizeof(struct bpftop_offsets) == 8 * BPFTOP_MEMBER_COUNT, "offsets hold members only");
_Static_assert(sizeof(struct bpftop_task) == 336, "both sides agree on the record");

#endif
