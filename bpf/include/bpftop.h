#ifndef BPFTOP_H
#define BPFTOP_H
#endif
