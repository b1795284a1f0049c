// SPDX-License-Identifier: GPL-2.0-or-later
/* A program that no verifier takes: it reads a map's value without looking whether there is one. */
#include "kernel.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} one SEC(".maps");

SEC("syscall")
int careless(void *context)
{
	__u32 key = 0;

	return *(__u64 *)bpf_map_lookup_elem(&one, &key);
}

char terms[] SEC("license") = "GPL";
