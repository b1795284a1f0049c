#ifndef CLIBDW_SHIM_H
#define CLIBDW_SHIM_H

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <gelf.h>
#include <libelf.h>

#endif
