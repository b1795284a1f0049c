// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe CPU SECONDS: how late two threads on one CPU wake that sleep 100 us at a time, one SCHED_OTHER, one SCHED_FIFO. Prints JSON,
 * in us; "fifo" is null where real-time scheduling is not permitted.
 */
#define _GNU_SOURCE
#include <err.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

enum { PERIOD = 100000, MOST = 1 << 20 };

struct sleeper {
	int policy;
	int is_refused;
	long count;
	float late[MOST];
};

static struct sleeper other = { .policy = SCHED_OTHER }, fifo = { .policy = SCHED_FIFO };
static long long end;

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void *sleep_and_wake(void *argument)
{
	struct sched_param priority = { .sched_priority = 50 };
	struct sleeper *self = argument;

	if (self->policy == SCHED_FIFO)
		self->is_refused = pthread_setschedparam(pthread_self(), SCHED_FIFO, &priority);
	while (!self->is_refused && self->count < MOST) {
		long long due = now() + PERIOD, woken;
		struct timespec time = { due / 1000000000, due % 1000000000 };

		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
		woken = now();
		self->late[self->count++] = (woken - due) / 1000.0;
		if (woken > end)
			break;
	}
	return NULL;
}

static int order(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

static void print(const char *name, struct sleeper *self)
{
	long last = self->count - 1;

	printf("\"%s\":", name);
	if (last < 0) {
		printf("null");
		return;
	}
	qsort(self->late, self->count, sizeof(self->late[0]), order);
	printf("{\"wakes\":%ld,\"median\":%.1f,\"p99\":%.1f,\"max\":%.1f}", self->count,
	       self->late[last / 2], self->late[last * 99 / 100], self->late[last]);
}

int main(int argc, char **argv)
{
	pthread_t threads[2];
	cpu_set_t cpus;

	if (argc != 3)
		errx(2, "usage: probe CPU SECONDS");
	CPU_ZERO(&cpus);
	CPU_SET(atoi(argv[1]), &cpus);
	if (sched_setaffinity(0, sizeof(cpus), &cpus))
		err(1, "CPU %s", argv[1]);
	mlockall(MCL_CURRENT | MCL_FUTURE);
	end = now() + atoll(argv[2]) * 1000000000LL;
	pthread_create(&threads[0], NULL, sleep_and_wake, &other);
	pthread_create(&threads[1], NULL, sleep_and_wake, &fifo);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
	printf("{");
	print("other", &other);
	printf(",");
	print("fifo", &fifo);
	printf("}\n");
	return 0;
}
