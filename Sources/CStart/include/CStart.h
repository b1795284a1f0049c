#ifndef BPFTOP_CSTART_H
#define BPFTOP_CSTART_H

/*
 * The command line as the kernel gave it. Swift reads its own from /proc/self/cmdline, so that without /proc every option
 * would be ignored.
 */
int bpftop_argument_count(void);

/* The argument of that index, 0 for the program's name; NULL past the last. */
const char *bpftop_argument(int index);

#endif
