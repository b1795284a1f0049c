// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * crowd idle N | waking N | threads N | busy FOLDER | burn: processes to be looked at. Says "ready" on standard output when all are there, and
 * ends with all of them on SIGTERM; should it be killed, or its parent end, they are killed too (PR_SET_PDEATHSIG).
 *
 *   idle     N processes that wait for ever; they share pages, so that tens of thousands fit
 *   waking   N processes that wait for a second again and again, not all at once
 *   threads  one process of N threads that wait for ever
 *   busy     two that compute a tenth and a quarter of the time, one that starts 20 programs a second, one that writes and syncs
 *   burn     one that computes all the time
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t is_ending;

static void end(int signal)
{
	(void)signal;
	is_ending = 1;
}

static void die_with(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
}

/* Starts one that does the work and never comes back from it. */
static pid_t begin(const char *name, void (*work)(long), long argument)
{
	pid_t parent = getpid(), child = fork();

	if (child < 0)
		err(1, "fork");
	if (child > 0)
		return child;
	signal(SIGTERM, SIG_DFL);
	die_with(parent);
	prctl(PR_SET_NAME, name);
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	work(argument);
	_exit(0);
}

static void wait_for_ever(long unused)
{
	(void)unused;
	for (;;)
		pause();
}

static long long now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void nap(long long ns)
{
	struct timespec time = { ns / 1000000000, ns % 1000000000 };

	nanosleep(&time, NULL);
}

/* Computes for that many percent of the time, in pieces of 2 ms. */
static void burn(long percent)
{
	for (;;) {
		long long until = now(CLOCK_MONOTONIC) + 2000000;

		while (now(CLOCK_MONOTONIC) < until)
			;
		if (percent < 100)
			nap(2000000LL * (100 - percent) / percent);
	}
}

/* Runs for a moment every second; the number spreads them over it. */
static void wake_and_sleep(long number)
{
	nap(number % 1000 * 1000000);
	for (;;)
		nap(1000000000);
}

/* Starts a program every 50 ms that lives as long. */
static void start_programs(long unused)
{
	(void)unused;
	for (;;) {
		pid_t parent = getpid(), child = fork();

		if (child == 0) {
			die_with(parent);
			execl("/proc/self/exe", "crowd", "brief", NULL);
			_exit(1);
		}
		nap(50000000);
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	}
}

static const char *folder;

/* Writes 64 KiB and syncs them, five times a second; the file has no name. */
static void write_and_sync(long unused)
{
	static char block[65536];
	int file = open(folder, O_TMPFILE | O_RDWR, 0600);

	(void)unused;
	if (file < 0)
		err(1, "a temporary file in %s", folder);
	for (;;) {
		if (pwrite(file, block, sizeof(block), 0) < 0)
			err(1, "write");
		fdatasync(file);
		nap(200000000);
	}
}

static void *thread_body(void *unused)
{
	wait_for_ever(0);
	return unused;
}

static void hold_threads(long count)
{
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 16384);
	for (long i = 1; i < count; i++) {
		int error = pthread_create(&thread, &attributes, thread_body, NULL);

		if (error)
			errx(1, "thread %ld: %s", i, strerror(error));
	}
}

static void stay_until_end(pid_t *children, long count)
{
	sigset_t none;

	sigemptyset(&none);
	printf("ready\n");
	fflush(stdout);
	while (!is_ending)
		sigsuspend(&none);
	for (long i = 0; i < count; i++)
		kill(children[i], SIGKILL);
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	long count = argc > 2 ? atol(argv[2]) : 0, begun = 0;
	struct sigaction action = { .sa_handler = end };
	pid_t *children = calloc(count + 8, sizeof(*children));
	sigset_t term;

	if (strcmp(what, "brief") == 0) {
		nap(50000000);
		return 0;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	sigaction(SIGTERM, &action, NULL);
	if (strcmp(what, "idle") == 0) {
		while (begun < count)
			children[begun++] = begin("crowd-idle", wait_for_ever, 0);
	} else if (strcmp(what, "waking") == 0) {
		for (; begun < count; begun++)
			children[begun] = begin("crowd-waking", wake_and_sleep, begun);
	} else if (strcmp(what, "threads") == 0) {
		hold_threads(count);
	} else if (strcmp(what, "busy") == 0 && argc == 3) {
		folder = argv[2];
		children[begun++] = begin("crowd-tenth", burn, 10);
		children[begun++] = begin("crowd-quarter", burn, 25);
		children[begun++] = begin("crowd-starts", start_programs, 0);
		children[begun++] = begin("crowd-writes", write_and_sync, 0);
	} else if (strcmp(what, "burn") == 0) {
		children[begun++] = begin("crowd-burns", burn, 100);
	} else {
		errx(2, "usage: crowd idle N | waking N | threads N | busy FOLDER | burn");
	}
	stay_until_end(children, begun);
	return 0;
}
