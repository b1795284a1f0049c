// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Learns __per_cpu_offset, run once before the walk is loaded: a per-CPU map's value has an address on every CPU, and the
 * map keeps the address that all of them are offsets from. Needs neither kallsyms nor a kernel symbol; Linux 6.2, as are the per-CPU counters that it is for.
 */
#include "kfuncs.bpf.h"

const volatile struct bpftop_offsets bpftop_offsets SEC(".rodata") = {};
const volatile struct bpftop_settings bpftop_settings SEC(".rodata") = {};

/* Out: the offsets, 0 where a CPU has none. */
__u64 bpftop_cpu_offset[BPFTOP_CPUS] SEC(".bss");

static volatile __u64 laundry SEC(".bss");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} bpftop_anchor SEC(".maps");

SEC("syscall")
int bpftop_find_cpus(void *context)
{
	__u32 cpu, zero = 0;
	__u64 base;

	(void)context;
	/* the verifier adds nothing to a map's pointer, so it becomes a number, and that a struct of 8-byte integers */
	laundry = (__u64)&bpftop_anchor;
	base = LOAD_U64(bpf_rdonly_cast((const void *)(laundry + o.bpf_array_pptrs.offset),
					bpftop_settings.counters_type),
			timespec64_tv_sec);
	for (cpu = 0; cpu < BPFTOP_CPUS && cpu < bpftop_settings.cpus; cpu++) {
		laundry = (__u64)bpf_map_lookup_percpu_elem(&bpftop_anchor, &zero, cpu);
		bpftop_cpu_offset[cpu] = laundry ? laundry - base : 0;
	}
	return 0;
}

char bpftop_license[] SEC("license") = "GPL";
