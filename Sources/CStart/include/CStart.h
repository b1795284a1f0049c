/* Nothing to call: what start.c holds runs by itself before main. */
