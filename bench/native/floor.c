// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * floor OBJECT RUNS MS: how long the empty walks of floor.bpf.c take, triggered as bpftop triggers its own: one BPF_PROG_TEST_RUN, or
 * BPF_ITER_CREATE, reads to the end, close; with a pause before each. Prints JSON: the tasks visited and each run's ns; null where the
 * kernel has no such iterator. "refresh" is the CPU time, ns, of the least that shows anything: the empty open-coded walk, the files of
 * a header read by one system call each, a frame of 300 bytes written to a terminal, and waking up for it.
 */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

static long long now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int quiet(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level, (void)format, (void)arguments;
	return 0;
}

/* The object with one of its programs loaded; NULL where that is refused. */
static struct bpf_object *load(const char *path, const char *name)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);
	struct bpf_program *program;

	if (!object)
		err(1, "open %s", path);
	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(program, strcmp(bpf_program__name(program), name) == 0);
	if (bpf_object__load(object) == 0)
		return object;
	bpf_object__close(object);
	return NULL;
}

static void run_program(int program)
{
	LIBBPF_OPTS(bpf_test_run_opts, options);

	if (bpf_prog_test_run_opts(program, &options))
		err(1, "BPF_PROG_TEST_RUN");
}

static void run_iterator(int link)
{
	int file = bpf_iter_create(link);
	char buffer[4096];
	ssize_t count;

	if (file < 0)
		err(1, "BPF_ITER_CREATE");
	while ((count = read(file, buffer, sizeof(buffer))) != 0)
		if (count < 0 && errno != EAGAIN && errno != EINTR)
			err(1, "read the iterator");
	close(file);
}

/* What the first run counted. */
static unsigned long long visited(struct bpf_object *object)
{
	struct bpf_map *map = bpf_object__find_map_by_name(object, ".bss");
	unsigned long long value = 0;
	int key = 0;

	if (!map || bpf_map_lookup_elem(bpf_map__fd(map), &key, &value))
		errx(1, "no count in .bss");
	return value;
}

static void measure(const char *path, const char *program, const char *name, int runs, int pause_ms)
{
	struct bpf_object *object = load(path, program);
	struct bpf_program *handle;
	struct bpf_link *link = NULL;
	int file, is_iterator = strcmp(name, "iter") == 0;

	printf("\"%s\":", name);
	if (!object) {
		printf("null");
		return;
	}
	handle = bpf_object__find_program_by_name(object, program);
	file = bpf_program__fd(handle);
	if (is_iterator) {
		link = bpf_program__attach_iter(handle, NULL);
		if (!link)
			err(1, "attach");
		file = bpf_link__fd(link);
	}
	for (int run = -5; run < runs; run++) {
		long long begin;

		usleep(1000 * pause_ms);
		begin = now(CLOCK_MONOTONIC);
		is_iterator ? run_iterator(file) : run_program(file);
		if (run == -5)
			printf("{\"visited\":%llu,\"ns\":[", visited(object));
		if (run >= 0)
			printf("%s%lld", run ? "," : "", now(CLOCK_MONOTONIC) - begin);
	}
	printf("]}");
	bpf_link__destroy(link);
	bpf_object__close(object);
}

/* A terminal that somebody reads all that is written to. */
static int open_terminal(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	char buffer[4096];

	if (master < 0 || grantpt(master) || unlockpt(master))
		err(1, "a terminal");
	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		while (read(master, buffer, sizeof(buffer)) > 0 || errno == EIO)
			;
		_exit(0);
	}
	return open(ptsname(master), O_WRONLY | O_NOCTTY);
}

/* What bpftop reads for its header: the first at every refresh, averages at every other; some may be absent. */
static const char *const files[] = {
	"/proc/stat", "/proc/meminfo", "/proc/diskstats", "/proc/net/dev",
	"/proc/loadavg", "/proc/pressure/cpu", "/proc/pressure/memory", "/proc/pressure/io",
};
enum { ALWAYS = 4, FILES = sizeof(files) / sizeof(*files), FRAME = 300 };

static void measure_refresh(const char *path, int runs, int pause_ms)
{
	struct bpf_object *object = load(path, "floor_open_coded");
	int opened[FILES], terminal = open_terminal();
	static char buffer[32768];

	printf(",\"refresh\":");
	if (!object) {
		printf("null");
		return;
	}
	for (int file = 0; file < FILES; file++)
		opened[file] = open(files[file], O_RDONLY);
	for (int run = -5; run < runs; run++) {
		long long begin = now(CLOCK_PROCESS_CPUTIME_ID);

		usleep(1000 * pause_ms);
		run_program(bpf_program__fd(bpf_object__find_program_by_name(object, "floor_open_coded")));
		for (int file = 0; file < (run % 2 ? ALWAYS : FILES); file++)
			if (opened[file] >= 0 && pread(opened[file], buffer, sizeof(buffer), 0) < 0)
				err(1, "%s", files[file]);
		memset(buffer, ' ', FRAME);
		if (write(terminal, buffer, FRAME) != FRAME)
			err(1, "the terminal");
		if (run >= 0)
			printf("%s%lld", run ? "," : "[", now(CLOCK_PROCESS_CPUTIME_ID) - begin);
	}
	printf("]");
	bpf_object__close(object);
}

int main(int argc, char **argv)
{
	if (argc != 4 || atoi(argv[2]) < 1)
		errx(2, "usage: floor OBJECT RUNS MS");
	libbpf_set_print(quiet);
	printf("{");
	measure(argv[1], "floor_open_coded", "open-coded", atoi(argv[2]), atoi(argv[3]));
	printf(",");
	measure(argv[1], "floor_iter", "iter", atoi(argv[2]), atoi(argv[3]));
	measure_refresh(argv[1], atoi(argv[2]), atoi(argv[3]));
	printf("}\n");
	return 0;
}
