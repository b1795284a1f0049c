/*
 * Every way in which C puts a member into a struct that the kernel uses, for the tests that compare what DWARF and what BTF
 * say of it. Compiled with -fms-extensions.
 */
typedef unsigned int u32;
typedef unsigned long long u64;
typedef u32 number_t;
typedef const volatile number_t held_t;

enum small { SMALL_A, SMALL_B, SMALL_COUNT };
enum negative { NEGATIVE = -2, ZERO, POSITIVE };
enum wide { WIDE_ONE = 1, WIDE_TOP = 0xfedcba9876543210ULL };
enum wide_negative { WIDE_BELOW = -0x123456789abLL, WIDE_ABOVE = 0x123456789abLL };

struct declared_only;
union declared_union;

struct list_head {
	struct list_head *next, *prev;
};

struct counter {
	long long count;
	u32 batch;
};

/* A struct with a name whose member, below, has none (in the kernel since Linux 6.19). */
struct tagged {
	int tagged_first;
	struct {
		short tagged_inner;
		union {
			char tagged_char;
			long tagged_long;
		};
	};
};

struct scalars {
	char plain;
	signed char small_signed;
	unsigned char small_unsigned;
	_Bool truth;
	short s;
	unsigned short us;
	int i;
	unsigned int ui;
	long l;
	unsigned long ul;
	long long ll;
	unsigned long long ull;
	float f;
	double d;
	enum small e;
	enum negative n;
	enum wide w;
	enum wide_negative wn;
	number_t named;
	held_t held;
	const char *const *restrict text;
	_Atomic int atomic;
};

struct pointers {
	void *nothing;
	struct list_head *list;
	struct declared_only *hidden;
	union declared_union *hidden_union;
	const char *text;
	char **texts;
	int (*call)(int, void *);
	struct counter *(*call_struct)(void);
	int (*matrix)[3];
	enum small *choice;
	struct { int x; } *unnamed;
	u64 *typed;
};

struct bits {
	u32 a : 1;
	u32 b : 3;
	int c : 5;
	unsigned long long d : 40;
	u32 : 0;
	unsigned char e : 4;
	unsigned char f : 4;
	enum small g : 2;
	_Bool h : 1;
	u32 i : 31;
	u32 after;
	struct {
		u32 inner_a : 7;
		u32 inner_b : 9;
		union {
			u32 inner_whole;
			struct { u32 low : 12, high : 20; };
		};
	};
};

struct packed_bits {
	char lead;
	u32 a : 9;
	u64 b : 37;
	u32 tail;
} __attribute__((packed));

struct packed {
	char lead;
	u64 eight;
	short two;
	struct counter counter;
} __attribute__((packed));

struct arrays {
	char comm[16];
	u32 two[2][3];
	struct counter counters[SMALL_COUNT];
	struct { int nr; struct list_head *ns; } numbers[4];
	struct list_head lists[2][2];
	u64 *pointers[5];
	number_t named[7];
	int empty[0];
	union { int one; char many[4]; } unions[3];
};

struct flexible {
	int count;
	struct counter rest[];
};

struct nested {
	struct list_head node;
	struct {
		int first;
		union {
			long second;
			struct {
				char third;
				struct counter fourth;
				int fifth[2];
			};
		};
		struct { int nr; } named;
	};
	struct tagged; /* a member without a name of a type with one */
	union {
		struct { int left; int right; };
		u64 both;
	};
	struct flexible last;
};

union outer {
	int i;
	struct { char c; int j; };
	struct counter counter;
};

struct empty {
};

typedef struct {
	int inside;
} unnamed_t;

struct holder {
	unnamed_t unnamed;
	struct empty nothing;
	union outer outer;
	struct scalars scalars __attribute__((aligned(64)));
};

struct scalars scalars;
struct pointers pointers;
struct bits bits;
struct packed_bits packed_bits;
struct packed packed;
struct arrays arrays;
struct flexible flexible;
struct nested nested;
union outer outer;
struct holder holder;
