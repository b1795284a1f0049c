// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuse FOLDER: a file system of one file that is never read to an end, and a process whose arguments lie in it.
 *
 * The process moves its argument area into the file's mapping. Who reads its arguments waits for that page, and holds the
 * process's mmap lock meanwhile. (/proc/PID/cmdline reads anonymous pages only, and finds none.)
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noreturn)) void fail(const char *what);
void say(const char *format, ...);
void wait_word(void);

static void reply(int device, __u64 unique, const void *data, size_t size)
{
	struct {
		struct fuse_out_header header;
		char body[512];
	} answer = {{sizeof(answer.header) + size, 0, unique}, {0}};

	if (size)
		memcpy(answer.body, data, size);
	if (write(device, &answer, answer.header.len) < 0)
		return;
}

static void reply_error(int device, __u64 unique, int error)
{
	struct fuse_out_header header = {sizeof(header), -error, unique};

	if (write(device, &header, sizeof(header)) < 0)
		return;
}

static struct fuse_attr attributes(__u64 node)
{
	struct fuse_attr result = {.ino = node, .nlink = 1, .size = 65536, .blocks = 128};

	result.mode = node == 1 ? S_IFDIR | 0755 : S_IFREG | 0644;
	return result;
}

/* Waits for a request; ends when nobody holds the other end of standard input any more, which breaks off every request. */
static ssize_t next_request(int device, void *request, size_t size)
{
	struct pollfd waiting[] = {{device, POLLIN, 0}, {0, 0, 0}};

	poll(waiting, 2, -1);
	if (waiting[1].revents)
		_exit(0);
	return read(device, request, size);
}

/* Answers what opening and mapping the file needs; a READ is never answered. */
static void serve(int device)
{
	static char request[1 << 17];

	for (;;) {
		struct fuse_in_header *in = (void *)request;
		ssize_t size = next_request(device, request, sizeof(request));

		if (size < 0 && (errno == EINTR || errno == EAGAIN || errno == ENOENT))
			continue;
		if (size < (ssize_t)sizeof(*in))
			_exit(0);
		switch (in->opcode) {
		case FUSE_INIT: {
			struct fuse_init_out out = {.major = 7, .minor = 31, .max_write = 4096};

			reply(device, in->unique, &out, sizeof(out));
			break;
		}
		case FUSE_LOOKUP: {
			struct fuse_entry_out out = {.nodeid = 2, .attr_valid = 60, .entry_valid = 60};

			out.attr = attributes(2);
			reply(device, in->unique, &out, sizeof(out));
			break;
		}
		case FUSE_GETATTR: {
			struct fuse_attr_out out = {.attr_valid = 60};

			out.attr = attributes(in->nodeid);
			reply(device, in->unique, &out, sizeof(out));
			break;
		}
		case FUSE_OPEN: {
			struct fuse_open_out out = {.fh = 1};

			reply(device, in->unique, &out, sizeof(out));
			break;
		}
		case FUSE_READ:
			say("-1");
			break;
		case FUSE_FORGET:
		case FUSE_BATCH_FORGET:
		case FUSE_INTERRUPT:
			break;
		default:
			reply_error(device, in->unique, ENOSYS);
		}
	}
}

static void *map_file(const char *folder)
{
	char path[4096];
	void *start;
	int file;

	snprintf(path, sizeof(path), "%s/file", folder);
	file = open(path, O_RDONLY);
	if (file < 0)
		fail(path);
	start = mmap(NULL, 65536, PROT_READ, MAP_PRIVATE, file, 0);
	if (start == MAP_FAILED)
		fail("mmap");
	return start;
}

/* Every other place of the address space stays as it is; needs no privilege, but CONFIG_CHECKPOINT_RESTORE. */
static void move_arguments(unsigned long start, unsigned long end)
{
	unsigned long long field[52] = {0};
	char text[4096] = {0}, *next = NULL;
	int file = open("/proc/self/stat", O_RDONLY);
	struct prctl_mm_map map = {.exe_fd = -1};

	if (file < 0 || read(file, text, sizeof(text) - 1) <= 0 || !(next = strrchr(text, ')')))
		fail("/proc/self/stat");
	next += 2;
	for (int i = 4; i < 52 && (next = strchr(next, ' ')); i++)
		field[i] = strtoull(++next, NULL, 10);
	map.start_code = field[26];
	map.end_code = field[27];
	map.start_stack = field[28];
	map.start_data = field[45];
	map.end_data = field[46];
	map.start_brk = field[47];
	map.brk = (unsigned long)sbrk(0);
	map.arg_start = start;
	map.arg_end = end;
	map.env_start = field[50];
	map.env_end = field[51];
	if (prctl(PR_SET_MM, PR_SET_MM_MAP, (unsigned long)&map, sizeof(map), 0))
		fail("PR_SET_MM_MAP");
}

int serve_fuse(int argc, char **argv)
{
	const char *folder = argc > 2 ? argv[2] : "";
	char options[128];
	int device = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	pid_t server;
	unsigned long area;

	if (device < 0)
		fail("/dev/fuse");
	snprintf(options, sizeof(options), "fd=%d,rootmode=40755,user_id=0,group_id=0", device);
	if (mount("bpftop-test", folder, "fuse", MS_NOSUID | MS_NODEV, options))
		fail("mount");
	server = fork();
	if (server == 0)
		serve(device);
	close(device);
	area = (unsigned long)map_file(folder);
	/* unmounted by name at once: it lives as long as the mapping */
	umount2(folder, MNT_DETACH);
	move_arguments(area, area + 4096);
	say("%d", getpid());
	wait_word();
	return 0;
}
