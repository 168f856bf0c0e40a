/* Counts allocations of Python processes: preload it, name a file of 16 bytes in BENCH_ALLOCATIONS. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static unsigned long long none[2];
static unsigned long long *totals = none; /* calls, bytes */

__attribute__((constructor)) static void start(void)
{
	const char *name = getenv("BENCH_ALLOCATIONS");
	int file;
	void *page;

	if (name == NULL || strncmp(program_invocation_short_name, "python", 6) != 0)
		return;
	file = open(name, O_RDWR);
	if (file < 0)
		return;
	page = mmap(NULL, sizeof none, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (page != MAP_FAILED)
		totals = page;
}

static void count(size_t bytes)
{
	totals[0] += 1;
	totals[1] += bytes;
}

void *malloc(size_t bytes) { count(bytes); return __libc_malloc(bytes); }
void *calloc(size_t n, size_t bytes) { count(n * bytes); return __libc_calloc(n, bytes); }
void *realloc(void *old, size_t bytes) { count(bytes); return __libc_realloc(old, bytes); }
