// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A process that does what a test wants to see: `subject BEHAVIOUR ARGUMENT...`.
 *
 * It says numbers in a line, and reads one byte before every further step; at the end of its input it ends. So none outlives
 * the test that started it.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/types.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int serve_fuse(int argc, char **argv);

__attribute__((noreturn)) void fail(const char *what)
{
	fprintf(stderr, "subject: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* A line in one write, as a vfork child may say it too. */
void say(const char *format, ...)
{
	char line[256];
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line, sizeof(line) - 1, format, arguments);
	va_end(arguments);
	line[length++] = '\n';
	if (write(1, line, length) != length)
		_exit(1);
}

void wait_word(void)
{
	char byte;

	if (read(0, &byte, 1) != 1)
		_exit(0);
}

/* For ever, or until the input ends. */
static void rest(void)
{
	for (;;)
		wait_word();
}

static void pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		fail("sched_setaffinity");
}

static void burn(long ms)
{
	struct timespec now;
	long until;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	until = now.tv_sec * 1000000000L + now.tv_nsec + ms * 1000000L;
	do
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	while (now.tv_sec * 1000000000L + now.tv_nsec < until);
}

/* Where threads wait for one another. */
static pthread_barrier_t together;
static long amount;

static void start_threads(int count, void *(*run)(void *))
{
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 64 << 10);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	for (long i = 0; i < count; i++)
		if ((errno = pthread_create(&thread, &attributes, run, (void *)i)))
			fail("pthread_create");
}

static void *burn_and_stay(void *number)
{
	char name[16];

	snprintf(name, sizeof(name), "worker %ld", (long)number);
	prctl(PR_SET_NAME, name);
	burn(amount);
	pthread_barrier_wait(&together);
	for (;;)
		pause();
}

static void *burn_and_end(void *unused)
{
	burn(amount);
	return unused;
}

/* burn LIVING DEAD MS: threads that have burnt CPU time, some of which have ended. */
static void threads(int living, int dead, long ms)
{
	pthread_t ending[dead + 1];

	amount = ms;
	pthread_barrier_init(&together, NULL, living + 1);
	for (int i = 0; i < dead; i++)
		if ((errno = pthread_create(&ending[i], NULL, burn_and_end, NULL)))
			fail("pthread_create");
	for (int i = 0; i < dead; i++)
		pthread_join(ending[i], NULL);
	start_threads(living, burn_and_stay);
	pthread_barrier_wait(&together);
	say("%d", living);
	rest();
}

static void *rest_for_leader(void *unused)
{
	usleep(50000); /* until the leader has gone */
	burn(20);
	say("1");
	rest();
	return unused;
}

static void leader(void)
{
	start_threads(1, rest_for_leader);
	pthread_exit(NULL);
}

static void traced(void)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		raise(SIGSTOP);
		_exit(0);
	}
	waitpid(child, &status, WUNTRACED);
	ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_EXITKILL);
	say("%d", child);
	rest();
}

static void zombie(void)
{
	siginfo_t information;
	pid_t child = fork();

	if (child == 0)
		_exit(3);
	waitid(P_PID, child, &information, WEXITED | WNOWAIT);
	say("%d", child);
	rest();
}

#pragma clang diagnostic ignored "-Wdeprecated-declarations"
static void vfork_parent(void)
{
	if (vfork() == 0) {
		say("%d", getpid());
		for (;;) {
			char byte;

			if (read(0, &byte, 1) != 1)
				_exit(0);
		}
	}
	_exit(0);
}

static void spin(int cpu)
{
	pin(cpu);
	say("%d", cpu);
	for (;;)
		;
}

static void identity(void)
{
	gid_t group = 2345;

	if (setsid() < 0 || setgroups(1, &group) || setresgid(2345, 2346, 2347) ||
	    setresuid(1234, 1235, 1236))
		fail("identity");
	prctl(PR_SET_NAME, "renamed");
	say("%d %d", getpid(), getsid(0));
	rest();
}

static void group(void)
{
	pid_t child = fork();

	if (child == 0) {
		setpgid(0, 0);
		say("%d %d %d", getpid(), getpgid(0), getsid(0));
		rest();
	}
	waitpid(child, NULL, 0);
}

static void terminal(void)
{
	/* the second, as the first may have the number 0 */
	int first = posix_openpt(O_RDWR | O_NOCTTY), controller = posix_openpt(O_RDWR | O_NOCTTY), end;

	if (first < 0 || controller < 0 || grantpt(controller) || unlockpt(controller) || setsid() < 0)
		fail("pseudo-terminal");
	end = open(ptsname(controller), O_RDWR);
	if (end < 0 || ioctl(end, TIOCSCTTY, 0))
		fail("TIOCSCTTY");
	say("%d", getpid());
	rest();
}

static void orphan(void)
{
	pid_t child, parent = getpid();

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	child = fork();
	if (child == 0) {
		if (fork() == 0) {
			while (getppid() != parent)
				usleep(1000);
			say("%d", getpid());
			rest();
		}
		_exit(0);
	}
	waitpid(child, NULL, 0);
	rest();
}

/* Touches pages on every CPU in turn, so that each CPU keeps some of the counts. */
static char *area;
static size_t area_size;

static void *touch(void *number)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN), page = sysconf(_SC_PAGESIZE), index = (long)number;

	pin(index % cpus);
	for (size_t at = index * page; at < area_size; at += 4 * page)
		area[at] = 1;
	pthread_barrier_wait(&together);
	for (;;)
		pause();
}

static void touch_by_threads(void)
{
	pthread_barrier_init(&together, NULL, 5);
	start_threads(4, touch);
	pthread_barrier_wait(&together);
}

static void *map(size_t size, int flags, int file)
{
	void *start = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, file, 0);

	if (start == MAP_FAILED)
		fail("mmap");
	return start;
}

/* memory MiB: anonymous, then shared, then file pages, then less of them. */
static void memory(size_t mib, const char *path)
{
	size_t size = mib << 20;
	volatile char sum = 0;
	int file;

	say("0");
	wait_word();
	area_size = size;
	area = map(size, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	madvise(area, size, MADV_NOHUGEPAGE);
	touch_by_threads();
	say("1");
	wait_word();
	area = map(size, MAP_SHARED | MAP_ANONYMOUS, -1);
	touch_by_threads();
	say("2");
	wait_word();
	file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	unlink(path);
	if (file < 0 || ftruncate(file, size))
		fail(path);
	area = map(size, MAP_SHARED, file);
	touch_by_threads();
	for (size_t at = 0; at < size; at += 4096)
		sum += area[at];
	say("3");
	wait_word();
	munmap(area, size / 2);
	say("4");
	rest();
}

static void *write_and_end(void *path)
{
	static char block[1 << 16];
	int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (file < 0)
		fail(path);
	for (int i = 0; i < 32; i++)
		if (write(file, block, sizeof(block)) != sizeof(block))
			fail("write");
	fsync(file);
	if (lseek(file, 0, SEEK_SET) || read(file, block, sizeof(block)) != sizeof(block))
		fail("read");
	/* what is still dirty and is cut off counts as cancelled */
	if (write(file, block, sizeof(block)) != sizeof(block) || ftruncate(file, 0))
		fail("ftruncate");
	close(file);
	unlink(path);
	return NULL;
}

static void *write_and_stay(void *path)
{
	write_and_end(path);
	pthread_barrier_wait(&together);
	for (;;)
		pause();
}

/* io FILE FILE: one thread that has written and ended, one that lives. */
static void io(char *first, char *second)
{
	pthread_t thread;

	pthread_barrier_init(&together, NULL, 2);
	pthread_create(&thread, NULL, write_and_end, first);
	pthread_join(thread, NULL);
	pthread_create(&thread, NULL, write_and_stay, second);
	pthread_barrier_wait(&together);
	say("%d", 32 << 16);
	rest();
}

static void *switch_and_end(void *unused)
{
	for (int i = 0; i < 50; i++)
		usleep(100);
	return unused;
}

static void *switch_and_stay(void *unused)
{
	switch_and_end(unused);
	pthread_barrier_wait(&together);
	for (;;)
		pause();
}

static void switches(void)
{
	struct rusage usage;
	pthread_t thread;

	pthread_create(&thread, NULL, switch_and_end, NULL);
	pthread_join(thread, NULL);
	pthread_barrier_init(&together, NULL, 3);
	start_threads(2, switch_and_stay);
	pthread_barrier_wait(&together);
	usleep(50000);
	getrusage(RUSAGE_SELF, &usage);
	say("%ld %ld %ld %ld", usage.ru_nvcsw, usage.ru_nivcsw, usage.ru_minflt, usage.ru_majflt);
	rest();
}

static void named(const char *hex)
{
	char name[17] = {0};
	unsigned byte;

	for (int i = 0; i < 16 && sscanf(hex + 2 * i, "%2x", &byte) == 1; i++)
		name[i] = byte;
	prctl(PR_SET_NAME, name);
	say("%d", getpid());
	rest();
}

/* forker N: as many children, each gone at once, then the number of them. */
static void forker(int count)
{
	say("0");
	wait_word();
	for (int i = 0; i < count; i++) {
		pid_t child = fork();

		if (child == 0)
			_exit(0);
		if (child < 0)
			fail("fork");
		if (i % 3)
			waitpid(child, NULL, 0);
	}
	while (wait(NULL) > 0)
		;
	say("%d", count);
	rest();
}

/* A child with that number, which reads no word before its second thread has run for a while; 0 if the number is taken. */
static pid_t crowd_member(pid_t number)
{
	/* struct clone_args, which older headers lack: exit_signal, set_tid, set_tid_size */
	__u64 arguments[11] = {[4] = SIGCHLD, [8] = (unsigned long)&number, [9] = 1};
	pid_t child = syscall(SYS_clone3, arguments, sizeof(arguments));
	pthread_t thread;

	if (child < 0 && errno != EEXIST)
		fail("clone3");
	if (child)
		return child > 0 ? child : 0;
	amount = 2;
	if (pthread_create(&thread, NULL, burn_and_stay, (void *)1))
		_exit(1);
	pthread_barrier_wait(&together);
	wait_word();
	_exit(0);
}

/* crowd STEP COUNT: as many children of two threads, with numbers that leave the same rest by STEP; says them all. */
static void crowd(int step, int count)
{
	char numbers[240];
	int length = 0;
	pid_t child;

	pthread_barrier_init(&together, NULL, 2);
	for (pid_t number = 1000; count > 0; number += step) {
		if (number > 32000 || length > (int)sizeof(numbers) - 16)
			fail("no free numbers");
		child = crowd_member(number);
		if (!child)
			continue;
		length += sprintf(numbers + length, "%d ", child);
		count--;
	}
	say("%s", numbers);
	rest();
}

/* herd COUNT: as many children that sleep until it ends. */
static void herd(int count)
{
	pid_t parent = getpid();

	for (int i = 0; i < count; i++) {
		pid_t child = fork();

		if (child < 0)
			fail("fork");
		if (child)
			continue;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		/* its parent may have gone before */
		while (getppid() == parent)
			pause();
		_exit(0);
	}
	say("%d", count);
	rest();
}

/* Overwrites the arguments, and the environment behind them, as setproctitle does. */
static void title(char **argv, char **environment)
{
	char *start = argv[0], *end = start;

	for (int i = 0; argv[i]; i++)
		end = argv[i] + strlen(argv[i]) + 1;
	for (int i = 0; environment[i]; i++)
		end = environment[i] + strlen(environment[i]) + 1;
	memset(start, 0, end - start);
	snprintf(start, end - start, "subject: a title that runs on beyond where the arguments once were and ended, far");
	say("%d", getpid());
	rest();
}

/* fork: a child that keeps its parent's arguments; then the child runs another program. */
static void fork_and_exec(char *program)
{
	pid_t child = fork();

	if (child == 0) {
		say("%d", getpid());
		wait_word();
		execl(program, "another", "one argument", "", (char *)NULL);
		fail(program);
	}
	waitpid(child, NULL, 0);
}

/* Replaces this process by another program under the same number. */
static void exec_plain(char *program)
{
	say("%d", getpid());
	wait_word();
	execl(program, "executed", "plain", (char *)NULL);
	fail(program);
}

/* empty PROGRAM: a program with no arguments at all, or a single empty one. */
static void exec_empty(char *program)
{
	char *none[] = {"", NULL};

	execv(program, none);
	fail(program);
}

/* nobody PROGRAM ARGUMENT...: runs a program as user 65534, without any capability, even where its folder is closed to that user. */
static void as_nobody(char **command)
{
	int file = open(command[0], O_PATH);

	if (file < 0 || setgroups(0, NULL) || setresgid(65534, 65534, 65534) ||
	    setresuid(65534, 65534, 65534))
		fail(command[0]);
	fexecve(file, command, environ);
	fail(command[0]);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	int is_fuse = !strcmp(what, "fuse");
	/* an argument, or an empty one */
#define ARGUMENT(n) (argc > (n) ? argv[n] : "")
#define NUMBER(n) atoi(ARGUMENT(n))

	signal(SIGPIPE, SIG_IGN);
	if (!strcmp(what, "plain") || !*what) {
		say("%d", getpid());
		rest();
	} else if (!strcmp(what, "traced")) {
		traced();
	} else if (!strcmp(what, "zombie")) {
		zombie();
	} else if (!strcmp(what, "vfork")) {
		vfork_parent();
	} else if (!strcmp(what, "spin")) {
		spin(NUMBER(2));
	} else if (!strcmp(what, "burn")) {
		threads(NUMBER(2), NUMBER(3), NUMBER(4));
	} else if (!strcmp(what, "leader")) {
		leader();
	} else if (!strcmp(what, "identity")) {
		identity();
	} else if (!strcmp(what, "group")) {
		group();
	} else if (!strcmp(what, "terminal")) {
		terminal();
	} else if (!strcmp(what, "orphan")) {
		orphan();
	} else if (!strcmp(what, "memory")) {
		memory(NUMBER(2), ARGUMENT(3));
	} else if (!strcmp(what, "io")) {
		io(ARGUMENT(2), ARGUMENT(3));
	} else if (!strcmp(what, "switches")) {
		switches();
	} else if (!strcmp(what, "named")) {
		named(ARGUMENT(2));
	} else if (!strcmp(what, "forker")) {
		forker(NUMBER(2));
	} else if (!strcmp(what, "title")) {
		title(argv, environ);
	} else if (!strcmp(what, "crowd") && argc > 3) {
		crowd(atoi(argv[2]), atoi(argv[3]));
	} else if (!strcmp(what, "herd") && argc > 2) {
		herd(atoi(argv[2]));
	} else if (!strcmp(what, "fork")) {
		fork_and_exec(argv[0]);
	} else if (!strcmp(what, "exec")) {
		exec_plain(argv[0]);
	} else if (!strcmp(what, "empty")) {
		exec_empty(argv[0]);
	} else if (!strcmp(what, "nobody") && argc > 2) {
		as_nobody(argv + 2);
	} else if (is_fuse) {
		return serve_fuse(argc, argv);
	} else {
		/* any other words: for tests of the arguments themselves */
		say("%d", getpid());
		rest();
	}
	return 0;
}
