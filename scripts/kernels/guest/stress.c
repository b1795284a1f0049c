// stress: processes of every shape a monitor must get right, and what /proc-independent knowledge there is about each.
//
// Prints, once all of them stand, one line `PID KEY RELATION VALUE` per fact (KEY as in bpftop's columns, RELATION `=` or `>=`)
// and then `ready`, and lives until it is killed; every child dies with it.

#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { threads = 6, resident = 32 << 20, reserved = 256 << 20 };

static int ready_pipe[2]; // a child writes one byte once it has its shape

static void fail(const char *what) {
    fprintf(stderr, "stress: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void ready(void) {
    if (write(ready_pipe[1], "r", 1) != 1) _exit(1);
}

static void rest(void) {
    ready();
    for (;;) pause();
}

static void stop(void) { kill(getpid(), SIGSTOP); }
static void name(const char *comm) { prctl(PR_SET_NAME, comm); }

static void *idle_thread(void *argument) {
    name("idle thread");
    for (;;) pause();
    return argument;
}

// Half busy, so that the group's CPU time grows and the guest stays usable.
static void *busy_thread(void *argument) {
    name("busy thread");
    struct timespec pause_time = {0, 10 * 1000 * 1000}, begin, now;
    for (;;) {
        clock_gettime(CLOCK_MONOTONIC, &begin);
        do clock_gettime(CLOCK_MONOTONIC, &now);
        while ((now.tv_sec - begin.tv_sec) * 1000000000L + now.tv_nsec - begin.tv_nsec < 10 * 1000 * 1000);
        nanosleep(&pause_time, NULL);
    }
    return argument;
}

static void start_threads(int count, void *(*body)(void *)) {
    pthread_t thread;
    while (count-- > 0)
        if (pthread_create(&thread, NULL, body, NULL)) fail("pthread_create");
}

static void group(void) { start_threads(1, busy_thread), start_threads(threads - 2, idle_thread), rest(); }
static void zombie(void) { ready(), _exit(7); }
static void stopped(void) { ready(), stop(), rest(); }
static void renamed(void) { name("re) R 1 (named"), rest(); }
static void control(void) { name("\033[31mred\n\t\001"), rest(); }
static void session(void) { setsid(), rest(); }
static void process_group(void) { setpgid(0, 0), rest(); }
static void nice_one(void) { setpriority(PRIO_PROCESS, 0, 7), rest(); }

// The change of user clears the death signal.
static void user(void) {
    if (setresgid(1000, 1001, 1002) || setresuid(1000, 1001, 1002)) _exit(1);
    prctl(PR_SET_PDEATHSIG, SIGKILL), rest();
}

// Waits for its child where nothing but death reaches it.
static void uninterruptible(void) {
    ready();
    if (vfork() == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;) pause();
    }
}

static void traced(void) {
    if (ptrace(PTRACE_TRACEME, 0, 0, 0)) _exit(1);
    ready(), stop(), rest();
}

static void *follower(void *argument) {
    name("follower");
    rest();
    return argument;
}

// The leader is a zombie, its thread goes on.
static void leaderless(void) { start_threads(1, follower), pthread_exit(NULL); }

static void memory(void) {
    char *touched = mmap(NULL, resident, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *shared = mmap(NULL, resident / 4, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (touched == MAP_FAILED || shared == MAP_FAILED) fail("mmap");
    if (mmap(NULL, reserved, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED) fail("mmap");
    memset(touched, 1, resident), memset(shared, 1, resident / 4);
    rest();
}

// Short-lived children, one after another: processes appear and go while they are counted.
static void churn(void) {
    ready();
    for (;;) {
        pid_t child = fork();
        if (!child) usleep(5000), _exit(0);
        waitpid(child, NULL, 0);
        usleep(20000);
    }
}

static pid_t start(void (*body)(void), int flags) {
    pid_t child = flags ? syscall(SYS_clone, (long)(SIGCHLD | flags), 0L, 0L, 0L, 0L) : fork();
    if (child < 0) return -1;
    if (!child) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        body();
    }
    char byte;
    if (read(ready_pipe[0], &byte, 1) != 1) fail("a child died early");
    return child;
}

static void wait_for(pid_t child, int options, const char *what) {
    siginfo_t info;
    if (waitid(P_PID, child, &info, options | WNOWAIT)) fail(what);
}

int main(void) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (pipe(ready_pipe)) fail("pipe");
    pid_t self = getpid(), child = start(group, 0);
    printf("%d threads = %d\n", child, threads);
    printf("%d ppid = %d\n%d pgrp = %d\n%d session = %d\n", child, self, child, getpgrp(), child, getsid(0));

    wait_for(child = start(zombie, 0), WEXITED, "zombie");
    printf("%d state = Z\n%d ppid = %d\n", child, child, self);
    wait_for(child = start(stopped, 0), WSTOPPED, "stopped");
    printf("%d state = T\n%d threads = 1\n", child, child);
    wait_for(child = start(traced, 0), WSTOPPED, "traced");
    printf("%d state = t\n", child);
    child = start(uninterruptible, 0);
    printf("%d state = D\n", child);
    child = start(leaderless, 0);
    printf("%d state = Z\n%d threads = 2\n", child, child);
    child = start(renamed, 0);
    printf("%d comm = re) R 1 (named\n%d state = S\n", child, child);
    child = start(control, 0);
    printf("%d state = S\n", child);
    child = start(session, 0);
    printf("%d session = %d\n%d pgrp = %d\n", child, child, child, child);
    child = start(process_group, 0);
    printf("%d pgrp = %d\n%d session = %d\n", child, child, child, getsid(0));
    child = start(nice_one, 0);
    printf("%d nice = 7\n", child);
    child = start(user, 0);
    printf("%d uid = 1001\n%d gid = 1001\n", child, child);
    child = start(memory, 0);
    printf("%d rss_bytes >= %d\n%d virt_bytes >= %d\n", child, resident, child, reserved + resident);
    child = start(renamed, CLONE_NEWPID);
    if (child > 0) printf("%d ns_pid = 1\n%d ppid = %d\n", child, child, self);
    start(churn, 0);
    printf("ready\n");
    for (;;) pause();
}
