#include "witness.h"
