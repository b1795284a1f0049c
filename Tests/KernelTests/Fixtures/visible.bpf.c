// SPDX-License-Identifier: GPL-2.0-or-later
/* Whether BPF programs can see a process at all, asked in another way than a walk does. */
#include "kfuncs.bpf.h"

__u32 wanted;
__u32 found;

SEC("syscall")
int look(void *context)
{
	struct task_struct *task = bpf_task_from_pid(wanted);

	found = task != 0;
	if (task)
		bpf_task_release(task);
	return 0;
}

char terms[] SEC("license") = "GPL";
