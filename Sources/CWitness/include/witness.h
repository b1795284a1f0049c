/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Witnesses: children of ours of which everything is known, so that what a walk says of them can be judged. Each does odd things
 * (names, ids, threads that live and die, memory, input and output), says so, and then rests until its end.
 *
 * In C, as a child of fork() may call little, and threads and credentials are set by calls that Swift does not import.
 */
#ifndef BPFTOP_WITNESS_H
#define BPFTOP_WITNESS_H

enum bpftop_witness {
	BPFTOP_WITNESS_WORKER,   /* threads, living and dead, with CPU time, memory, faults, switches and I/O; a nice value */
	BPFTOP_WITNESS_HEADLESS, /* a leader that has ended before its threads */
	BPFTOP_WITNESS_SESSION,  /* a session of its own, with a terminal where there is one; SCHED_IDLE; stopped */
	BPFTOP_WITNESS_PRIVATE,  /* a process group, real-time priority and users of its own, as far as that is allowed */
	BPFTOP_WITNESS_ZOMBIE,   /* has ended */
	BPFTOP_WITNESS_NESTED,   /* the first process of a PID namespace, where that is allowed */
	BPFTOP_WITNESS_KINDS
};

/* The two ends of a pipe by which the witnesses live: they end when its writing end, which only the caller has, is closed. */
struct bpftop_lifeline {
	int reading;
	int writing;
};

/* Makes the pipe; 0 or a negative errno. */
int bpftop_lifeline_open(struct bpftop_lifeline *lifeline);

/* Starts a witness and waits, for at most ten seconds, until it rests; its process id or a negative errno. */
int bpftop_witness_start(enum bpftop_witness kind, const struct bpftop_lifeline *lifeline);

/* Ends a witness and takes its status. */
void bpftop_witness_end(int pid);

/* The CPU time of all of a process's threads, dead ones included, in ns; 0 where it cannot be read. */
unsigned long long bpftop_process_runtime(int pid);

/* The calling thread's number: gettid(2), which Swift does not import. */
int bpftop_thread_id(void);

#endif
