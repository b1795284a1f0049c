#ifndef CLIBBPF_SHIM_H
#define CLIBBPF_SHIM_H

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * libbpf's print callback takes a va_list, which Swift cannot receive. The text is kept by thread, as libbpf prints in the
 * thread that calls it; only its end, as that is where a verifier's log says why. Used from LibBPFLog.swift alone: each
 * object file that used it would have a text of its own.
 */
enum { CLIBBPF_LOG_SIZE = 65536 };
struct clibbpf_log {
	size_t length;
	char text[CLIBBPF_LOG_SIZE];
};

/* This thread's log; a local of a function, as Swift emits no variable of a header. */
static inline struct clibbpf_log *clibbpf_log(void)
{
	static _Thread_local struct clibbpf_log log;

	return &log;
}

static inline int clibbpf_print(enum libbpf_print_level level, const char *format, va_list arguments)
{
	struct clibbpf_log *log = clibbpf_log();
	va_list again;
	int length;
	char *message;
	size_t kept;

	if (level == LIBBPF_DEBUG)
		return 0;
	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length <= 0 || !(message = malloc((size_t)length + 1)))
		return 0;
	vsnprintf(message, (size_t)length + 1, format, arguments);
	kept = (size_t)length < CLIBBPF_LOG_SIZE / 2 ? (size_t)length : CLIBBPF_LOG_SIZE / 2;
	if (log->length + kept > CLIBBPF_LOG_SIZE) {
		memmove(log->text, log->text + log->length - (CLIBBPF_LOG_SIZE - kept), CLIBBPF_LOG_SIZE - kept);
		log->length = CLIBBPF_LOG_SIZE - kept;
	}
	memcpy(log->text + log->length, message + length - kept, kept);
	log->length += kept;
	free(message);
	return length;
}

/* Makes libbpf print into the log of the thread that calls it. */
static inline void clibbpf_log_install(void)
{
	libbpf_set_print(clibbpf_print);
}

/* Forgets this thread's log. */
static inline void clibbpf_log_clear(void)
{
	clibbpf_log()->length = 0;
}

/* This thread's log, clibbpf_log_size() bytes. */
static inline const char *clibbpf_log_text(void)
{
	return clibbpf_log()->text;
}

static inline size_t clibbpf_log_size(void)
{
	return clibbpf_log()->length;
}

#endif
