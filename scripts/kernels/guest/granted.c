// granted COMMAND...: runs it as user 65534 with CAP_BPF and CAP_PERFMON and no other capability; of busybox' tools none can.

#define _GNU_SOURCE
#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { nobody = 65534, perfmon = 38, bpf = 39 };

static int keep_only(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {{0, 0, 0}, {0, 0, 0}};
    data[1].effective = data[1].permitted = data[1].inheritable = 1u << (perfmon - 32) | 1u << (bpf - 32);
    return syscall(SYS_capset, &header, data);
}

int main(int count, char **words) {
    if (count < 2 || prctl(PR_SET_KEEPCAPS, 1) || setgroups(0, NULL) || setresgid(nobody, nobody, nobody) ||
        setresuid(nobody, nobody, nobody) || keep_only() || prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, perfmon, 0, 0) ||
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, bpf, 0, 0)) {
        perror("granted");
        return 1;
    }
    execv(words[1], words + 1);
    perror(words[1]);
    return 1;
}
