/* System calls that the C library has no function for everywhere, or only a variadic one, which Swift cannot call.
 * Each returns what the kernel returns: a negative errno where it failed. */
#ifndef BPFTOP_CLINUX_SHIM_H
#define BPFTOP_CLINUX_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int bpftop_result(long result) { return result < 0 ? -errno : (int)result; }

static inline int bpftop_dup(int descriptor) {
    return bpftop_result(fcntl(descriptor, F_DUPFD_CLOEXEC, 3));
}

/* Neither end is ever inherited; with O_NONBLOCK neither blocks. */
static inline int bpftop_pipe(int *ends, int flags) {
    return bpftop_result(syscall(SYS_pipe2, ends, O_CLOEXEC | flags));
}

/* Since Linux 5.3. */
static inline int bpftop_pidfd_open(int pid) {
    return bpftop_result(syscall(SYS_pidfd_open, pid, 0u));
}

/* Since Linux 5.1. */
static inline int bpftop_pidfd_send_signal(int pidfd, int number) {
    return bpftop_result(syscall(SYS_pidfd_send_signal, pidfd, number, NULL, 0u));
}

static inline int bpftop_tgkill(int tgid, int tid, int number) {
    return bpftop_result(syscall(SYS_tgkill, tgid, tid, number));
}

/* 1 is IOPRIO_WHO_PROCESS, which means one thread. */
static inline int bpftop_ioprio_set(int tid, int priority) {
    return bpftop_result(syscall(SYS_ioprio_set, 1, tid, priority));
}

static inline int bpftop_ioprio_get(int tid) {
    return bpftop_result(syscall(SYS_ioprio_get, 1, tid));
}

/* The mask is of any length, where cpu_set_t ends at 1024 CPUs. */
static inline int bpftop_sched_setaffinity(int tid, size_t size, const uint8_t *mask) {
    return bpftop_result(syscall(SYS_sched_setaffinity, tid, size, mask));
}

/* The bytes written to the mask; 0 cannot be. */
static inline int bpftop_sched_getaffinity(int tid, size_t size, uint8_t *mask) {
    return bpftop_result(syscall(SYS_sched_getaffinity, tid, size, mask));
}

#endif
