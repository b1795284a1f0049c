/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's functions that programs call, by the numbers of ours that user space replaces before load. A program that calls one
 * can only be loaded where the kernel has it.
 */
#ifndef KFUNCS_BPF_H
#define KFUNCS_BPF_H

#include "kernel.bpf.h"

#define KFUNC(name) __attribute__((unused)) = (void *)BPFTOP_KFUNC_##name

/* kernel/bpf/task_iter.c */
struct bpf_iter_task {
	__u64 __opaque[3];
} __attribute__((aligned(8)));
enum { ALL_PROCS = 0, ALL_THREADS = 1, PROC_THREADS = 2 };

static int (*bpf_iter_task_new)(struct bpf_iter_task *it, struct task_struct *task,
				unsigned int flags) KFUNC(bpf_iter_task_new);
static struct task_struct *(*bpf_iter_task_next)(struct bpf_iter_task *it) KFUNC(bpf_iter_task_next);
static void (*bpf_iter_task_destroy)(struct bpf_iter_task *it) KFUNC(bpf_iter_task_destroy);

/* kernel/bpf/helpers.c */
static void *(*bpf_rdonly_cast)(const void *object, __u32 btf_id) KFUNC(bpf_rdonly_cast);
static struct task_struct *(*bpf_task_from_pid)(__s32 pid) KFUNC(bpf_task_from_pid);
static struct task_struct *(*bpf_task_acquire)(struct task_struct *task) KFUNC(bpf_task_acquire);
static void (*bpf_task_release)(struct task_struct *task) KFUNC(bpf_task_release);
static void (*bpf_rcu_read_lock)(void) KFUNC(bpf_rcu_read_lock);
static void (*bpf_rcu_read_unlock)(void) KFUNC(bpf_rcu_read_unlock);

#endif
