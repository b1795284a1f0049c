/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BPFTOP_TITLE_H
#define BPFTOP_TITLE_H

/*
 * Puts a title in the place of this process's arguments, and behind them of its environment, as far as there is room; for a child
 * of fork() that looks at neither any more.
 */
void bpftop_set_title(const char *title);

#endif
