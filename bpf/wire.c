/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bpftop.h"

static const struct bpftop_member_info members[] = {
#define X(name, type, paths, kind, sizes, need) {#name, type, paths, BPFTOP_##kind, sizes, BPFTOP_##need},
	BPFTOP_MEMBERS(X)
#undef X
};

const struct bpftop_member_info *bpftop_member_info(bpftop_u32 index)
{
	return &members[index];
}

static const char *const kfuncs[] = {
#define X(name) #name,
	BPFTOP_KFUNCS(X)
#undef X
};

const char *bpftop_kfunc_name(bpftop_u32 number)
{
	return kfuncs[number - BPFTOP_KFUNC_BASE - 1];
}
