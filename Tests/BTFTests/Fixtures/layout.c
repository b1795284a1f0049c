// Source of layout.btf, the BTF that a C compiler writes for the shapes the parser has to follow.
// Remade by ./compile.sh; the assertions below are the offsets that LayoutFixtureTests.swift expects.

#define CHECK_OFFSET(type, member, bytes) \
    _Static_assert(__builtin_offsetof(type, member) == (bytes), #member)

typedef unsigned int u32;
typedef unsigned long long u64;
typedef u32 kernel_pid;

enum page_counter { FILE_PAGES, ANON_PAGES, SWAP_PAGES, PAGE_COUNTERS };
enum signs { MINUS_ONE = -1, PLUS_ONE = 1 };
enum wide { WIDE_ONE = 1, WIDE_TOP = 0x8000000000000000ull };

struct counter {
    u64 lock;
    long count;
    int *per_cpu;
};

struct number {
    int nr;
    struct name_space *space;
};

struct flags {
    u32 first : 1;
    u32 second : 3;
    u32 : 4;
    u32 third : 20;
    enum page_counter kind : 2;
    unsigned char last;
};

struct node {
    struct node *next, **back;
};

struct outer {
    volatile long state;
    const kernel_pid pid;
    char comm[16];
    struct {
        u32 inner_first;
        union {
            u64 choice_wide;
            struct {
                u32 choice_low;
                u32 choice_high;
            };
        };
    };
    struct flags flags;
    struct counter stat[PAGE_COUNTERS];
    short matrix[3][5];
    enum signs sign;
    enum wide wide;
    double ratio;
    _Bool truth;
    struct node node;
    int (*callback)(struct outer *, const char *, ...);
    char *(*names)[4];
    void *const nothing;
    struct number numbers[];
};

CHECK_OFFSET(struct outer, pid, 8);
CHECK_OFFSET(struct outer, comm, 12);
CHECK_OFFSET(struct outer, inner_first, 32);
CHECK_OFFSET(struct outer, choice_wide, 40);
CHECK_OFFSET(struct outer, choice_high, 44);
CHECK_OFFSET(struct outer, flags, 48);
CHECK_OFFSET(struct outer, flags.last, 52);
CHECK_OFFSET(struct outer, stat[ANON_PAGES].count, 88);
CHECK_OFFSET(struct outer, matrix[2][4], 156);
CHECK_OFFSET(struct outer, sign, 160);
CHECK_OFFSET(struct outer, wide, 168);
CHECK_OFFSET(struct outer, ratio, 176);
CHECK_OFFSET(struct outer, truth, 184);
CHECK_OFFSET(struct outer, node.back, 200);
CHECK_OFFSET(struct outer, callback, 208);
CHECK_OFFSET(struct outer, names, 216);
CHECK_OFFSET(struct outer, nothing, 224);
CHECK_OFFSET(struct outer, numbers[2].space, 272);
_Static_assert(sizeof(struct outer) == 232, "outer");

typedef void (*btf_trace_event)(void *, struct outer *, const struct node *, u32);

const volatile u32 version __attribute__((section(".rodata"))) = 7;
const volatile struct counter limits __attribute__((section(".rodata"))) = {1, 2, 0};
btf_trace_event event;

int use(struct outer *outer)
{
    return version + limits.count + outer->pid + (event != 0);
}
