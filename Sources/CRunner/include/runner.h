/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A child that runs one BPF program whenever it is asked to. A program that reads another process's memory may wait there for
 * ever, out of reach of any signal; then it is the child that waits, and nothing of ours.
 *
 * In C, as a child of fork() may call little.
 */
#ifndef BPFTOP_RUNNER_H
#define BPFTOP_RUNNER_H

struct bpftop_runner {
	int pid;
	int channel; /* our end of what we ask and are answered by; the child ends when it is closed */
};

/* Starts a child that runs the loaded program of a descriptor; 0 or a negative errno. */
int bpftop_runner_start(int program, struct bpftop_runner *runner);

/* Has the program run once and waits until it has; 0, or the negative errno of BPF_PROG_TEST_RUN or of asking. */
int bpftop_runner_run(const struct bpftop_runner *runner);

/* Ends a child that runs nothing, and takes its status. */
void bpftop_runner_end(const struct bpftop_runner *runner);

#endif
