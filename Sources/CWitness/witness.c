/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "witness.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The child's ends: what it waits on for its end, and where it says that it rests. */
static int lifeline_end, ready_end;
static atomic_int resting;

static void rest(void)
{
	char byte;

	atomic_fetch_add(&resting, 1);
	while (read(lifeline_end, &byte, 1) < 0 && errno == EINTR)
		;
	_exit(0);
}

static void say_ready(void)
{
	while (write(ready_end, "", 1) < 0 && errno == EINTR)
		;
	close(ready_end);
}

static long long thread_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void burn_user(int milliseconds)
{
	long long end = thread_time() + milliseconds * 1000000LL;
	volatile unsigned int number = 1;

	while (thread_time() < end)
		for (int i = 0; i < 50000; i++)
			number = number * 1664525 + 1013904223;
}

static void burn_system(int milliseconds)
{
	long long end = thread_time() + milliseconds * 1000000LL;
	int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	static _Thread_local char buffer[65536];

	while (zero >= 0 && thread_time() < end)
		if (read(zero, buffer, sizeof(buffer)) < 0)
			break;
	close(zero);
}

static void write_some(int times, size_t size)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	static char bytes[4096];

	while (times-- > 0 && write(null, bytes, size) > 0)
		;
	close(null);
}

/* Not getrusage() to be sure of the switches: it would fix what the kernel shows of the times used so far. */
static void doze(int times)
{
	while (times-- > 0)
		usleep(500);
}

static void touch(int pages, int flags)
{
	size_t page = (size_t)getpagesize(), size = page * (size_t)pages;
	volatile char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);

	for (size_t place = 0; memory != MAP_FAILED && place < size; place += page)
		memory[place] = 1;
}

static void *die_soon(void *nothing)
{
	doze(5);
	touch(101, MAP_PRIVATE);
	write_some(3, 1001);
	burn_user(24);
	burn_system(16);
	return nothing;
}

static void *live_on(void *nothing)
{
	(void)nothing;
	doze(3);
	touch(53, MAP_PRIVATE);
	write_some(2, 77);
	burn_user(8);
	burn_system(4);
	rest();
	return NULL;
}

static void start_living_threads(int count)
{
	pthread_t thread;

	for (int i = 0; i < count; i++)
		if (pthread_create(&thread, NULL, live_on, NULL) != 0)
			_exit(1);
	while (atomic_load(&resting) < count)
		usleep(1000);
}

static void reap_a_child(void)
{
	int child = fork();

	if (child == 0) {
		doze(4);
		burn_user(6);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

static void work(void)
{
	pthread_t thread;
	int adjustment = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (adjustment >= 0 && write(adjustment, "107", 3) < 0)
		errno = 0; /* the value stays what it was */
	close(adjustment);
	setpriority(PRIO_PROCESS, 0, 3);
	if (pthread_create(&thread, NULL, die_soon, NULL) != 0)
		_exit(1);
	pthread_join(thread, NULL);
	start_living_threads(2);
	reap_a_child();
	touch(1201, MAP_PRIVATE);
	touch(307, MAP_SHARED);
	write_some(7, 2003);
	burn_user(30);
	burn_system(12);
	doze(9);
	mmap(NULL, 41 * (size_t)getpagesize(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void lose_head(void)
{
	start_living_threads(2);
	say_ready();
	syscall(SYS_exit, 0);
}

/* A terminal whose number is not small, so that no other small number passes for it. */
static void take_terminal(void)
{
	char name[32];
	int master = -1, number, lock = 0;

	for (int i = 0; i < 6; i++)
		master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (master < 0 || ioctl(master, TIOCGPTN, &number) < 0 || ioctl(master, TIOCSPTLCK, &lock) < 0)
		return;
	snprintf(name, sizeof(name), "/dev/pts/%d", number);
	if (open(name, O_RDWR | O_CLOEXEC) < 0)
		errno = 0; /* no terminal then */
}

static void stop(void)
{
	struct sched_param none = {0};
	cpu_set_t allowed, last;

	setsid();
	take_terminal();
	sched_setscheduler(0, SCHED_IDLE, &none);
	if (sched_getaffinity(0, sizeof(allowed), &allowed) == 0)
		for (int cpu = CPU_SETSIZE - 1; cpu >= 0; cpu--)
			if (CPU_ISSET(cpu, &allowed)) {
				CPU_ZERO(&last);
				CPU_SET(cpu, &last);
				sched_setaffinity(0, sizeof(last), &last);
				break;
			}
	doze(2);
	say_ready();
	raise(SIGSTOP);
}

static void hide(void)
{
	struct sched_param priority = {.sched_priority = 11};

	setpgid(0, 0);
	sched_setscheduler(0, SCHED_FIFO, &priority);
	setpriority(PRIO_PROCESS, 0, 5);
	if (setresgid(30001, 30002, 30003) == 0 && setresuid(31001, 31002, 31003) == 0)
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* forgotten with the credentials */
}

static void become(enum bpftop_witness kind)
{
	static const char *const names[] = {
		"bpftop-worker-1", "bpftop-headless", "bpftop-session", "bpftop-private", "bpftop-zombie", "bpftop-nested",
	};

	prctl(PR_SET_NAME, names[kind]);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	switch (kind) {
	case BPFTOP_WITNESS_WORKER: work(); break;
	case BPFTOP_WITNESS_HEADLESS: lose_head(); break;
	case BPFTOP_WITNESS_SESSION: stop(); break;
	case BPFTOP_WITNESS_PRIVATE: hide(); break;
	case BPFTOP_WITNESS_ZOMBIE: say_ready(); _exit(7);
	default: break;
	}
	say_ready();
	rest();
}

static int start(enum bpftop_witness kind)
{
	if (kind == BPFTOP_WITNESS_NESTED)
		return (int)syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, 0, 0, 0, 0);
	return fork();
}

int bpftop_lifeline_open(struct bpftop_lifeline *lifeline)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	lifeline->reading = ends[0];
	lifeline->writing = ends[1];
	return 0;
}

int bpftop_witness_start(enum bpftop_witness kind, const struct bpftop_lifeline *lifeline)
{
	struct pollfd ready;
	int ends[2], pid, result;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	pid = start(kind);
	if (pid == 0) {
		close(ends[0]);
		close(lifeline->writing);
		lifeline_end = lifeline->reading;
		ready_end = ends[1];
		become(kind);
	}
	result = pid < 0 ? -errno : pid;
	close(ends[1]);
	ready = (struct pollfd){.fd = ends[0], .events = POLLIN};
	if (pid > 0) {
		do
			errno = 0;
		while (poll(&ready, 1, 10000) < 0 && errno == EINTR);
		if (!(ready.revents & POLLIN)) {
			bpftop_witness_end(pid);
			result = -ETIMEDOUT;
		}
	}
	close(ends[0]);
	return result;
}

void bpftop_witness_end(int pid)
{
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

unsigned long long bpftop_process_runtime(int pid)
{
	/* include/linux/posix-timers_types.h: the process's number, inverted, over CPUCLOCK_SCHED */
	clockid_t clock = (clockid_t)(~(unsigned int)pid << 3 | 2);
	struct timespec time;

	if (clock_gettime(clock, &time) < 0)
		return 0;
	return (unsigned long long)time.tv_sec * 1000000000ULL + (unsigned long long)time.tv_nsec;
}

int bpftop_thread_id(void)
{
	return (int)syscall(SYS_gettid);
}
