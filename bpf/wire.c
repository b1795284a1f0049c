#include "bpftop.h"
