#include <stdlib.h>
#include <unistd.h>

/*
 * A static Swift runtime aborts at start where it cannot read /proc/self/exe ("Unable to obtain Swift runtime path"), unless
 * it is told where it lies. 101 is the first priority that programs may use, so this comes before the runtime's own.
 */
__attribute__((constructor(101))) static void give_runtime_path(void)
{
	if (access("/proc/self/exe", F_OK) != 0)
		setenv("SWIFT_ROOT", "/", 0);
}
