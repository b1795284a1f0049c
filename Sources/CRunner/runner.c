/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "runner.h"
#include "title.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHANNEL, PROGRAM, KEPT };
enum { HEADER = 64 };

#define NAME "bpftop-args"

static int run(int program)
{
	union bpf_attr attributes;

	memset(&attributes, 0, sizeof(attributes));
	attributes.test.prog_fd = program;
	return syscall(SYS_bpf, BPF_PROG_TEST_RUN, &attributes, sizeof(attributes)) < 0 ? -errno : 0;
}

/* Keeps nothing of its parent's open: neither its terminal, nor the channels of its other children. */
static int keep(int channel, int program)
{
	int high[KEPT] = {fcntl(channel, F_DUPFD, KEPT), fcntl(program, F_DUPFD, KEPT)};

	for (int place = 0; place < KEPT; place++)
		if (high[place] < 0 || dup2(high[place], place) < 0)
			return -1;
	return (int)syscall(SYS_close_range, KEPT, ~0U, 0);
}

static atomic_uint *done_of(const struct bpftop_runner *runner)
{
	return runner->shared;
}

void *bpftop_runner_value(const struct bpftop_runner *runner, unsigned int index)
{
	return (char *)runner->shared + HEADER + (size_t)index * runner->size;
}

/* Runs the program for `count` values; how many, or a negative errno. */
static int run_all(const struct bpftop_runner *runner, void *variable, unsigned int count)
{
	int error;

	for (unsigned int index = 0; index < count; index++) {
		memcpy(variable, bpftop_runner_value(runner, index), runner->size);
		error = run(PROGRAM);
		if (error)
			return error;
		memcpy(bpftop_runner_value(runner, index), variable, runner->size);
		atomic_store(done_of(runner), index + 1);
	}
	return (int)count;
}

__attribute__((noreturn)) static void serve(const struct bpftop_runner *runner, int channel, int program,
					    void *variable, const char *title)
{
	sigset_t all;
	unsigned int count;
	int result;

	/* its end is the channel's: a terminal's signals are for its parent */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	setsid();
	prctl(PR_SET_NAME, NAME);
	bpftop_set_title(title);
	if (keep(channel, program) < 0)
		_exit(1);
	while (recv(CHANNEL, &count, sizeof(count), 0) == (ssize_t)sizeof(count)) {
		result = run_all(runner, variable, count);
		if (send(CHANNEL, &result, sizeof(result), MSG_NOSIGNAL) < 0)
			break;
	}
	_exit(0);
}

static int start(int program, void *variable, struct bpftop_runner *runner)
{
	int ends[2], status = 0;
	char title[64];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	runner->channel = ends[0];
	/* whose it is cannot be told by its parent, which adopts it */
	snprintf(title, sizeof(title), NAME " for %d", (int)getpid());
	pid = fork();
	if (pid == 0) {
		pid = fork();
		if (pid == 0)
			serve(runner, ends[1], program, variable, title);
		_exit(pid < 0);
	}
	close(ends[1]);
	/* whoever adopts the second child reaps it: one that is left to itself must not stay a zombie of ours */
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (pid > 0 && (!WIFEXITED(status) || WEXITSTATUS(status) == 0))
		return 0;
	close(ends[0]);
	return -EAGAIN;
}

static size_t shared_size(const struct bpftop_runner *runner)
{
	return HEADER + (size_t)runner->capacity * runner->size;
}

int bpftop_runner_start(int program, void *variable, unsigned int size, unsigned int capacity,
			struct bpftop_runner *runner)
{
	int error;

	runner->size = size;
	runner->capacity = capacity;
	runner->shared = mmap(NULL, shared_size(runner), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (runner->shared == MAP_FAILED)
		return -errno;
	error = start(program, variable, runner);
	if (error)
		munmap(runner->shared, shared_size(runner));
	return error;
}

/* Waits for an answer as long as the child gets on; 0 where it does not any more. */
static int wait_for_answer(const struct bpftop_runner *runner, int patience)
{
	struct pollfd answer = {.fd = runner->channel, .events = POLLIN};
	unsigned int before = ~0U, now;
	int ready;

	for (;;) {
		ready = poll(&answer, 1, patience);
		if (ready > 0)
			return 1;
		now = atomic_load(done_of(runner));
		if (ready == 0 && now == before)
			return 0;
		before = now;
	}
}

int bpftop_runner_run(const struct bpftop_runner *runner, unsigned int count, int patience)
{
	unsigned int done;
	ssize_t size;
	int result;

	atomic_store(done_of(runner), 0);
	if (count > runner->capacity)
		return -EINVAL;
	if (send(runner->channel, &count, sizeof(count), MSG_NOSIGNAL) < 0)
		return -errno;
	if (!wait_for_answer(runner, patience)) {
		done = atomic_load(done_of(runner));
		/* its answer is still to come, and would be taken for that to the next round */
		return done < count ? (int)done : -ETIMEDOUT;
	}
	do
		size = recv(runner->channel, &result, sizeof(result), 0);
	while (size < 0 && errno == EINTR);
	return size == (ssize_t)sizeof(result) ? result : -ECHILD;
}

int bpftop_runner_is_answered(const struct bpftop_runner *runner)
{
	struct pollfd answer = {.fd = runner->channel, .events = POLLIN};

	return poll(&answer, 1, 0) > 0;
}

void bpftop_runner_end(const struct bpftop_runner *runner)
{
	close(runner->channel);
	munmap(runner->shared, shared_size(runner));
}
