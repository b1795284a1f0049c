/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHANNEL, PROGRAM, KEPT };

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

__attribute__((noreturn)) static void serve(int channel, int program)
{
	sigset_t all;
	char word;
	int result;

	/* its end is the channel's: a terminal's signals are for its parent */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	setsid();
	prctl(PR_SET_NAME, "bpftop-args");
	if (keep(channel, program) < 0)
		_exit(1);
	while (recv(CHANNEL, &word, 1, 0) == 1) {
		result = run(PROGRAM);
		if (send(CHANNEL, &result, sizeof(result), MSG_NOSIGNAL) < 0)
			break;
	}
	_exit(0);
}

int bpftop_runner_start(int program, struct bpftop_runner *runner)
{
	int ends[2], pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	pid = fork();
	if (pid == 0)
		serve(ends[1], program);
	close(ends[1]);
	if (pid < 0) {
		pid = -errno;
		close(ends[0]);
		return pid;
	}
	runner->pid = pid;
	runner->channel = ends[0];
	return 0;
}

int bpftop_runner_run(const struct bpftop_runner *runner)
{
	ssize_t size;
	int result;

	if (send(runner->channel, "", 1, MSG_NOSIGNAL) < 0)
		return -errno;
	do
		size = recv(runner->channel, &result, sizeof(result), 0);
	while (size < 0 && errno == EINTR);
	return size == (ssize_t)sizeof(result) ? result : -ECHILD;
}

void bpftop_runner_end(const struct bpftop_runner *runner)
{
	close(runner->channel);
	while (waitpid(runner->pid, NULL, 0) < 0 && errno == EINTR)
		;
}
