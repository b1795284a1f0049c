// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * floor OBJECT RUNS MS: how long the empty walks of floor.bpf.c take, triggered as bpftop triggers its own: one BPF_PROG_TEST_RUN, or
 * BPF_ITER_CREATE, reads to the end, close; with a pause before each. Prints JSON: the tasks visited and each run's ns; null where the
 * kernel has no such iterator.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
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
		begin = now();
		is_iterator ? run_iterator(file) : run_program(file);
		if (run == -5)
			printf("{\"visited\":%llu,\"ns\":[", visited(object));
		if (run >= 0)
			printf("%s%lld", run ? "," : "", now() - begin);
	}
	printf("]}");
	bpf_link__destroy(link);
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
	printf("}\n");
	return 0;
}
