/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A child that runs one BPF program, for one value after the other of a variable that the program reads and writes. A program that
 * reads another process's memory may wait there for ever, out of reach of any signal; then it is the child that waits, and nothing
 * of ours.
 *
 * In C, as a child of fork() may call little.
 */
#ifndef BPFTOP_RUNNER_H
#define BPFTOP_RUNNER_H

struct bpftop_runner {
	int channel;		/* our end of what we ask and are answered by; the child ends when it is closed */
	unsigned int size;	/* of a value, in bytes */
	unsigned int capacity;	/* how many values one round may have */
	void *shared;		/* how many are done, and the values */
};

/* Starts a child that runs the loaded program of a descriptor; 0 or a negative errno. */
int bpftop_runner_start(int program, void *variable, unsigned int size, unsigned int capacity,
			struct bpftop_runner *runner);

/* Where a value of the next round is put, and where it lies after it. */
void *bpftop_runner_value(const struct bpftop_runner *runner, unsigned int index);

/*
 * Has the program run once for each of the first `count` values; how many it has run for, or a negative errno.
 *
 * Those are fewer where one has not ended after `patience` ms, or twice as many: the child waits then and is of no more use, as it is
 * with ETIMEDOUT, where all have but it does not say so.
 */
int bpftop_runner_run(const struct bpftop_runner *runner, unsigned int count, int patience);

/* Whether a child that was left waiting has got on after all, or is gone. */
int bpftop_runner_is_answered(const struct bpftop_runner *runner);

/* Ends a child, which is not ours to reap: at once where it runs nothing, else when what it waits for comes. */
void bpftop_runner_end(const struct bpftop_runner *runner);

#endif
