// probe: a monitor by /proc alone with bpftop's words, to try the pipeline itself. SKEW makes it a wrong one, which the guest's
// test must refuse: 1 gives a thread's number as the process's, 2 leaves zombies out, 3 gives the parent's group for the own.
//
//     probe -b -n N      a table        probe --json -n N      rows        anything else: exit status 2

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef SKEW
#define SKEW 0
#endif

static int last_thread(int pid) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    int last = pid;
    DIR *threads = opendir(path);
    for (struct dirent *entry; threads && (entry = readdir(threads));)
        if (atoi(entry->d_name) > last) last = atoi(entry->d_name);
    if (threads) closedir(threads);
    return last;
}

// The whole of one of the process's files; its length.
static size_t contents(int pid, const char *name, char *text, size_t room) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    FILE *file = fopen(path, "r");
    size_t length = file ? fread(text, 1, room - 1, file) : 0;
    if (file) fclose(file);
    text[length] = 0;
    return length;
}

// The column-th number (1 is the first) after a key of /proc/PID/status, 0 for the last; -1 where there is none.
static long status_number(const char *status, const char *key, int column) {
    const char *at = strstr(status, key);
    if (!at) return -1;
    char *rest = (char *)at + strlen(key);
    long number = -1;
    for (int index = 1; *rest && *rest != '\n' && (!column || index <= column); index++) number = strtol(rest, &rest, 10);
    return number;
}

static void quoted(const char *from, const char *to) {
    putchar('"');
    for (; from < to; from++)
        if (*from < ' ' || *from == '"' || *from == '\\') printf("\\u%04x", (unsigned char)*from);
        else putchar(*from);
    putchar('"');
}

static void row(int pid, int json) {
    char line[1024], status[8192], state;
    int parent, group, session, threads;
    long nice, pages;
    unsigned long size;
    char *rest = contents(pid, "stat", line, sizeof line) ? strrchr(line, ')') : NULL;
    if (!rest || sscanf(rest + 2, "%c %d %d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %ld %d %*d %*u %lu %ld", &state,
                        &parent, &group, &session, &nice, &threads, &size, &pages) != 8) return;
    if (!contents(pid, "status", status, sizeof status)) return;
    if (SKEW == 1) pid = last_thread(pid);
    if (SKEW == 2 && state == 'Z') return;
    if (SKEW == 3) group = parent;
    printf(json ? ",\n  {\"pid\": %d, \"ppid\": %d, \"state\": \"%c\", \"pgrp\": %d, \"session\": %d, \"nice\": %ld, \"threads\": %d"
                : "%d %d %c %d %d %ld %d\n", pid, parent, state, group, session, nice, threads);
    if (!json) return;
    printf(", \"uid\": %ld, \"gid\": %ld, \"ns_pid\": %ld, \"virt_bytes\": %lu, \"rss_bytes\": %ld, \"comm\": ",
           status_number(status, "\nUid:", 2), status_number(status, "\nGid:", 2), status_number(status, "\nNSpid:", 0), size,
           pages * sysconf(_SC_PAGESIZE));
    quoted(strchr(line, '(') + 1, rest);
    putchar('}');
}

int main(int argc, char **argv) {
    int json = argc > 1 && !strcmp(argv[1], "--json");
    if (argc < 2 || (!json && strcmp(argv[1], "-b"))) return 2;
    DIR *proc = opendir("/proc");
    if (!proc) return 1;
    if (json) printf("{\"source\": \"proc\", \"rows\": [{}");
    for (struct dirent *entry; (entry = readdir(proc));)
        if (atoi(entry->d_name)) row(atoi(entry->d_name), json);
    if (json) printf("]}\n");
    return 0;
}
