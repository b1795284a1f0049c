#ifndef CLIBZ_SHIM_H
#define CLIBZ_SHIM_H

#include <stddef.h>
#include <zlib.h>

/*
 * Expands one gzip(1) stream; how many bytes there are, or -1 where it is none or does not fit. In C, as inflateInit2 is a
 * macro.
 */
static inline long clibz_expand(const unsigned char *stream, size_t length, unsigned char *bytes, size_t capacity)
{
	z_stream state = { .next_in = (unsigned char *)stream, .avail_in = (unsigned int)length,
		.next_out = bytes, .avail_out = (unsigned int)capacity };
	int result;

	if (inflateInit2(&state, 16 + MAX_WBITS) != Z_OK)
		return -1;
	result = inflate(&state, Z_FINISH);
	inflateEnd(&state);
	return result == Z_STREAM_END ? (long)state.total_out : -1;
}

#endif
