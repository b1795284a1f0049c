/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The little of the kernel that the BPF programs name: types without a layout, and loads at offsets out of .rodata.
 *
 * No vmlinux.h and no CO-RE relocation: every layout comes from user space's resolver. A load at a frozen .rodata offset is
 * a load at a constant to the verifier, so the pointer keeps its BTF type and no helper is called.
 */
#ifndef KERNEL_BPF_H
#define KERNEL_BPF_H

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef signed short __s16;
typedef int __s32;
typedef long long __s64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u32 __wsum;

/* include/uapi/linux/bpf.h */
enum { BPF_MAP_TYPE_HASH = 1, BPF_MAP_TYPE_ARRAY = 2, BPF_MAP_TYPE_PERCPU_ARRAY = 6 };
enum { BPF_ANY = 0, BPF_F_NO_PREALLOC = 1U << 0, BPF_F_MMAPABLE = 1U << 10 };

#include <bpf/bpf_helpers.h>

#include "bpftop.h"

/* Known by name only. */
struct task_struct;

/* The contexts of the iterators (include/linux/bpf.h): pointers to kernel objects, each 8 bytes wide by ABI. */
struct bpf_iter_meta;
struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
};

/* Written by user space before load; frozen then. */
extern const volatile struct bpftop_offsets bpftop_offsets;
extern const volatile struct bpftop_settings bpftop_settings;

/* A local alias, so that a load of an offset reads as the member's name. */
#define o bpftop_offsets

#define HAS(member) (o.member.offset != BPFTOP_ABSENT)
#define AT(base, member) ((const volatile char *)(base) + o.member.offset)
/* How kernel memory is read: by a plain load, unless the program that includes this has said otherwise. */
#ifndef READ_AS
#define READ_AS(type, address) (*(type const volatile *)(address))
#endif
#define LOAD(type, base, member) READ_AS(type, AT(base, member))
#define LOAD_PTR(base, member) LOAD(char *, base, member)
/* A pointer out of a task_struct; apart, as a program may hold tasks in a form that only numbers should be loaded from. */
#ifndef TASK_PTR
#define TASK_PTR(task, member) LOAD_PTR(task, member)
#endif
#define LOAD_U64(base, member) LOAD(__u64, base, member)
#define LOAD_U32(base, member) LOAD(__u32, base, member)

/* An optional number: the sentinel where this kernel has no such member. */
#define LOAD_U64_OR_UNKNOWN(base, member) (HAS(member) ? LOAD_U64(base, member) : BPFTOP_UNKNOWN)
#define LOAD_U32_OR_UNKNOWN(base, member) (HAS(member) ? LOAD_U32(base, member) : BPFTOP_UNKNOWN32)

#endif
