// probe: a monitor by /proc alone with bpftop's words, to try the pipeline itself. SKEW makes it a wrong one, which the guest's
// test must refuse: 1 gives a thread's number as the process's, 2 leaves zombies out, 3 gives the parent's group for the own.
//
//     probe -b -n N      a table        probe --json -n N      rows        anything else: exit status 2

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void row(int pid, int json) {
    char path[64], line[1024], state;
    int parent, group, session, threads;
    long nice, pages;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file) return;
    size_t length = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[length] = 0;
    char *rest = strrchr(line, ')');
    if (!rest || sscanf(rest + 2, "%c %d %d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %ld %d %*d %*u %*u %ld", &state,
                        &parent, &group, &session, &nice, &threads, &pages) != 7) return;
    if (SKEW == 1) pid = last_thread(pid);
    if (SKEW == 2 && state == 'Z') return;
    if (SKEW == 3) group = parent;
    printf(json ? ",\n  {\"pid\": %d, \"ppid\": %d, \"state\": \"%c\", \"pgrp\": %d, \"session\": %d, \"nice\": %ld, \"threads\": %d}"
                : "%d %d %c %d %d %ld %d\n", pid, parent, state, group, session, nice, threads);
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
