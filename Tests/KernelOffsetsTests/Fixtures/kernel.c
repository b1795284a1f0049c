// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The structs that bpftop reads, as small as they can be and in an invented order; compiled for their BTF alone.
 *
 * -DOLD gives the shapes of 5.10, without it those of 6.12. The other macros take away or spoil one thing each.
 */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

typedef struct {
	int counter;
} atomic_t;
typedef struct {
	long counter;
} atomic_long_t;
typedef struct {
	u32 val;
} kuid_t;

enum mm_counters { MM_FILEPAGES, MM_ANONPAGES, MM_SWAPENTS, MM_SHMEMPAGES, NR_MM_COUNTERS };
#ifdef MOVED_ENUM
enum pid_type { PIDTYPE_PID, PIDTYPE_EXTRA, PIDTYPE_TGID, PIDTYPE_PGID, PIDTYPE_SID, PIDTYPE_MAX };
#else
enum pid_type { PIDTYPE_PID, PIDTYPE_TGID, PIDTYPE_PGID, PIDTYPE_SID, PIDTYPE_MAX };
#endif

struct list_head {
	struct list_head *next, *prev;
};
struct pid_namespace;
struct upid {
	int nr;
	struct pid_namespace *ns;
};
struct pid {
	u32 level;
#ifdef OLD
	struct upid numbers[1];
#else
	struct upid numbers[];
#endif
};

struct cred {
	kuid_t uid, gid, euid, egid;
};
struct kernfs_node {
	u64 id;
};
struct cgroup {
	struct kernfs_node *kn;
};
struct css_set {
	struct cgroup *dfl_cgrp;
};
struct tty_driver {
	int major, minor_start;
};
struct tty_struct {
	struct tty_driver *driver;
	int index;
};

struct task_io_accounting {
	u64 rchar, wchar, syscr, syscw, read_bytes, write_bytes, cancelled_write_bytes;
};
struct task_delay_info {
	u64 blkio_delay, swapin_delay;
};

struct percpu_counter {
	u64 lock;
	long long count;
	struct list_head list;
	int *counters;
};
struct mm_rss_stat {
	atomic_long_t count[NR_MM_COUNTERS];
};
struct mm_struct {
	/* everything lies in an unnamed struct, as since 4.19 */
	struct {
		unsigned long total_vm;
		atomic_long_t pgtables_bytes;
		unsigned long arg_start, arg_end, env_start, env_end;
#ifdef OLD
		struct mm_rss_stat rss_stat;
#else
		struct percpu_counter rss_stat[NR_MM_COUNTERS];
#endif
	};
	unsigned long cpu_bitmap[];
};

struct prev_cputime {
	u64 utime, stime;
	u32 lock;
};
struct signal_struct {
	int nr_threads;
	struct list_head thread_head;
	struct pid *pids[PIDTYPE_MAX];
	u64 utime, stime;
	struct prev_cputime prev_cputime;
	unsigned long nvcsw, nivcsw, min_flt, maj_flt;
	u64 sum_sched_runtime;
#ifndef NO_IO
	struct task_io_accounting ioac;
#endif
	struct tty_struct *tty;
#ifdef OLD
	short oom_score_adj;
#else
	int oom_score_adj;
#endif
};

struct sched_entity {
	u64 sum_exec_runtime;
};
struct sched_info {
	unsigned long pcount, run_delay, last_arrival, last_queued;
};
struct thread_info {
	unsigned long flags;
#ifndef OLD
	u32 cpu;
#endif
};

struct task_struct {
	struct thread_info thread_info;
#ifdef OLD
	volatile long state;
	u32 cpu;
	int on_cpu, on_rq;
	u64 real_start_time;
	u32 self_exec_id;
#else
	u32 __state;
	u8 on_cpu, on_rq;
	u64 start_boottime;
	u64 self_exec_id;
#endif
	unsigned in_execve : 1, in_iowait : 1;
#ifdef BITFIELD
	unsigned exit_state : 7, spare : 3, flags : 20;
#else
	int exit_state;
	u32 flags;
#endif
#ifndef NO_PID
	int pid;
#endif
	int tgid;
#ifdef WIDE_COMM
	char comm[32];
#else
	char comm[16];
#endif
	struct task_struct *real_parent, *group_leader;
#ifdef SIGNAL_INSIDE
	struct signal_struct signal;
#else
	struct signal_struct *signal;
#endif
	struct mm_struct *mm;
	const struct cred *real_cred;
	struct pid *thread_pid;
#ifndef NO_CGROUPS
	struct css_set *cgroups;
#endif
	struct list_head tasks, thread_node;
	u64 utime, stime;
	struct prev_cputime prev_cputime;
	struct sched_entity se;
#ifndef NO_SCHED_INFO
	struct sched_info sched_info;
#endif
	unsigned long min_flt, maj_flt, nvcsw, nivcsw;
	int prio, static_prio;
	u32 rt_priority, policy;
	kuid_t loginuid;
#ifndef NO_IO
	struct task_io_accounting ioac;
#endif
	struct task_delay_info *delays;
};

struct bpf_array {
	u64 map[4];
	union {
		char value[0] __attribute__((aligned(8)));
		void *ptrs[0];
		void *pptrs[0];
	};
};
struct timespec64 {
	long long tv_sec;
	long tv_nsec;
};

struct task_struct a;
struct bpf_array b;
struct timespec64 c;
struct tty_struct d;
struct kernfs_node e;
struct task_delay_info f;
struct mm_struct g;
struct css_set h;
struct cgroup i;
enum pid_type j;
struct pid k;
struct cred l;
struct tty_driver m;
struct signal_struct n;
struct upid o;
enum mm_counters p;

#ifndef OLD
int bpf_iter_task_new(struct list_head *it, struct task_struct *task, u32 flags)
{
	return 0;
}
void *bpf_rdonly_cast(const void *object, u32 id)
{
	return 0;
}
struct task_struct *bpf_task_from_pid(int pid)
{
	return &a;
}
#endif
