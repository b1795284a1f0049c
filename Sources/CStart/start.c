#define _GNU_SOURCE
#include "CStart.h"

#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdlib.h>
#include <unistd.h>

static int argument_count;
static char **arguments;

/*
 * Who closed a standard stream must not find a table in whatever file gets its number: reading and writing an O_PATH descriptor
 * fail with EBADF, as of a closed one.
 */
static void keep_standard_streams(void)
{
	for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
		if (fcntl(stream, F_GETFD) == -1)
			(void)!open("/", O_PATH);
	}
}

/*
 * glibc raises the size from which on memory is the kernel's own mapping as soon as one is freed, up to 32 MiB; tables that have been
 * outgrown then leave holes in the heap. With a fixed size they go back. It is above all that a refresh makes and drops.
 */
static void keep_heap_dense(void)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, 192 << 10);
	mallopt(M_TRIM_THRESHOLD, 1 << 20);
#endif
}

/*
 * A static Swift runtime aborts at start where it cannot read /proc/self/exe ("Unable to obtain Swift runtime path"), unless
 * it is told where it lies. 101 is the first priority that programs may use, so this comes before the runtime's own. glibc
 * hands main's arguments to constructors too; another C library need not.
 */
__attribute__((constructor(101))) static void begin(int count, char **values)
{
	keep_standard_streams();
	keep_heap_dense();
	argument_count = count;
	arguments = values;
	if (access("/proc/self/exe", F_OK) != 0)
		setenv("SWIFT_ROOT", "/", 0);
}

int bpftop_argument_count(void)
{
	return argument_count;
}

const char *bpftop_argument(int index)
{
	return index >= 0 && index < argument_count ? arguments[index] : NULL;
}
