// SPDX-License-Identifier: GPL-2.0-or-later
/* Small programs for the tests of LibBPF: variables, an array, a ring buffer, an iterator that prints. */
#include "kernel.bpf.h"

enum { BPF_MAP_TYPE_RINGBUF = 27 };

struct pair {
	__u64 index;
	__u64 square;
};

const volatile __u32 factor = 3;
const volatile __u8 odd_place = 5;
__u32 input;
__u64 product;
__u64 initialised = 41;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct pair);
} pairs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 65536);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

SEC("syscall")
int multiply(void *context)
{
	product = (__u64)factor * input;
	initialised++;
	return 7;
}

SEC("syscall")
int fill(void *context)
{
	__u32 index;

	for (index = 0; index < 16; index++) {
		__u32 key = index;
		__u64 value = index + 100;
		struct pair *pair = bpf_map_lookup_elem(&pairs, &key);

		if (!pair)
			return -1;
		pair->index = index;
		pair->square = (__u64)index * index;
		if (index < 8)
			bpf_map_update_elem(&numbers, &key, &value, BPF_ANY);
	}
	return 0;
}

/* Sends as many pairs as asked for. */
SEC("syscall")
int emit(void *context)
{
	__u32 index;

	product = 0;
	for (index = 0; index < 1000 && index < input; index++) {
		struct pair pair = {index, (__u64)index * index};

		if (bpf_ringbuf_output(&ring, &pair, sizeof(pair), 0))
			product++;
	}
	return 0;
}

struct seq_file;
struct meta {
	struct seq_file *seq;
};

/* Prints 128 bytes a task, and counts the tasks. */
SEC("iter/task")
int print(struct bpf_iter__task *context)
{
	struct meta *meta = (struct meta *)context->meta;
	char text[128] = {0};

	if (!context->task)
		return 0;
	if (input)
		bpf_seq_write(meta->seq, text, sizeof(text));
	product++;
	return 0;
}

const volatile __u32 place = 0;

/* Reads a task at an offset that user space says. */
SEC("iter/task")
int peek(struct bpf_iter__task *context)
{
	if (context->task)
		product += *(__u32 *)((char *)context->task + place);
	return 0;
}

char terms[] SEC("license") = "GPL";
