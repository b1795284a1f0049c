/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "title.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* A field of /proc/PID/stat, counted from 1 as in proc_pid_stat(5), of those behind the name; 0 where there is none. */
static unsigned long field(const char *line, int number)
{
	const char *place = strrchr(line, ')');
	unsigned long value = 0;

	for (int at = 2; place && at < number; at++)
		place = strchr(place + 1, ' ');
	if (!place)
		return 0;
	while (*++place >= '0' && *place <= '9')
		value = value * 10 + (unsigned long)(*place - '0');
	return value;
}

void bpftop_set_title(const char *title)
{
	char line[2048], *area;
	unsigned long start, end, environment, limit;
	size_t length = strlen(title), room, all;
	ssize_t count;
	int file = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);

	if (file < 0)
		return;
	count = read(file, line, sizeof(line) - 1);
	close(file);
	line[count > 0 ? count : 0] = 0;
	start = field(line, 48);
	end = field(line, 49);
	environment = field(line, 50);
	limit = field(line, 51);
	if (!start || end <= start)
		return;
	area = (char *)start;
	room = end - start;
	/* the kernel reads on into the environment where the arguments' last byte is not NUL, if that comes at once */
	all = environment == end && limit > end ? limit - start : room;
	if (length >= all)
		length = all - 1;
	memcpy(area, title, length);
	memset(area + length, 0, length < room ? room - length : 1);
}
