#ifndef CWITNESS_H
#define CWITNESS_H
#endif
