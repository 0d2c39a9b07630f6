/*
 * The user side: scenarios in, one JSON line per step out.
 *
 *   {"steps":[{"op":"open","event":0,"kind":"cpu-pinned","filter":"A"}, ...]}
 *
 * All scenarios of a process run on the same CPU (--cpu). With "brief" before "steps" a line has what the register world
 * compares, and no more. After the steps of a scenario comes the line {"end":N}. The kernel's state between scenarios is the state right after boot: its data and its
 * memory are copied back, so no scenario sees another.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>
#include "driver.h"
#include "stubs.h"

#define ARENA_SIZE (32ul << 20)

extern char __data_start[], _edata[], __bss_start[], _end[], __executable_start[], etext[];

/* --- faults: emulated instructions, and symbols of the kernel that nobody provides --- */

struct missing {
	unsigned long address;
	const char *name;
};
extern const struct missing gt_missing[];

void gt_die(const char *why, gt_u64 address)
{
	fflush(stdout);
	for (const struct missing *m = gt_missing; m->name; m++)
		if (address >= m->address && address < m->address + 256) {
			fprintf(stderr, "harness: the kernel's code used %s, which the harness does not provide\n", m->name);
			_exit(70);
		}
	fprintf(stderr, "harness: %s %#llx\n", why, address);
	_exit(70);
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
	static const int order[] = { REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
				     REG_R8, REG_R9, REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15, REG_RIP };
	greg_t *gregs = ((ucontext_t *)context)->uc_mcontext.gregs;
	const unsigned char *text = (void *)gregs[REG_RIP];
	struct gt_regs regs;
	gt_u64 *values = &regs.ax;
	int instruction = -1, length = 2;

	if (signal == SIGILL || gregs[REG_RIP] < 0x10000)
		gt_die(signal == SIGILL ? "BUG or WARN at" : "jump to", gregs[REG_RIP]);
	if (text[0] == 0x0f)
		instruction = text[1] == 0x32 ? GT_RDMSR : text[1] == 0x30 ? GT_WRMSR : text[1] == 0x33 ? GT_RDPMC : -1;
	else if (text[0] == 0xfa || text[0] == 0xfb)
		instruction = text[0] == 0xfa ? GT_CLI : GT_STI, length = 1;
	if (instruction < 0 && getenv("GT_IP"))
		fprintf(stderr, "at %#llx\n", gregs[REG_RIP]);
	if (instruction < 0)
		gt_die("access to", (gt_u64)info->si_addr);
	for (int i = 0; i < 17; i++)
		values[i] = gregs[order[i]];
	regs.ip += length;
	if (gt_emulate(instruction, &regs, length))
		gt_die("#GP at", gregs[REG_RIP]);
	for (int i = 0; i < 17; i++)
		gregs[order[i]] = values[i];
}

static void catch_faults(void)
{
	struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK };
	stack_t stack = { .ss_sp = malloc(65536), .ss_size = 65536 };

	sigaltstack(&stack, NULL);
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	sigaction(SIGILL, &action, NULL);
}

/* --- scenarios --- */

static const char *skip(const char *p)
{
	while (*p == ' ' || *p == '\t' || *p == ',' || *p == ':' || *p == '\n' || *p == '\r')
		p++;
	return p;
}

/* A string without escapes, at most 31 characters; NULL where there is none. */
static const char *read_string(const char *p, char text[32])
{
	int n = 0;

	if (*p++ != '"')
		return NULL;
	while (*p && *p != '"' && n < 31)
		text[n++] = *p++;
	text[n] = 0;
	return *p == '"' ? p + 1 : NULL;
}

/* 64-bit values come as strings, for JSON numbers end at 2^53: "0x1ff". */
static int set_wide(unsigned long *value, const char *text)
{
	char *end;

	*value = strtoul(text, &end, 0);
	return end == text || *end ? -1 : 0;
}

static int set_field(struct gt_step *step, const char *name, const char *text, unsigned long number)
{
	const struct {
		const char *name;
		char *text;
		size_t size;
	} texts[] = {
		{ "op", step->op, sizeof(step->op) },	  { "kind", step->kind, sizeof(step->kind) },
		{ "task", step->task, sizeof(step->task) }, { "filter", step->filter, sizeof(step->filter) },
		{ "by", step->by, sizeof(step->by) },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!strcmp(name, texts[i].name))
			return text && strlen(text) < texts[i].size && strcpy(texts[i].text, text) ? 0 : -1;
	if (text)
		return !strcmp(name, "value") ? set_wide(&step->value, text) :
		       !strcmp(name, "to") ? set_wide(&step->to, text) : -1;
	if (!strcmp(name, "event"))
		step->event = number;
	else if (!strcmp(name, "excludeGuest"))
		step->exclude_guest = number;
	else if (!strcmp(name, "msr"))
		step->msr = number;
	else if (!strcmp(name, "raw"))
		step->raw = number;
	else if (!strcmp(name, "version"))
		step->version = number;
	else if (!strcmp(name, "model"))
		step->model = number;
	else if (!strcmp(name, "value"))
		step->value = number;
	else
		return -1;
	return 0;
}

/* One object of strings and unsigned numbers. Returns what follows it, or NULL. */
static const char *read_step(const char *p, struct gt_step *step)
{
	*step = (struct gt_step){ .event = -1 };
	if (*p++ != '{')
		return NULL;
	for (p = skip(p); *p != '}'; p = skip(p)) {
		char name[32], text[32];

		if (!(p = read_string(p, name)))
			return NULL;
		p = skip(p);
		if (*p == '"') {
			if (!(p = read_string(p, text)) || set_field(step, name, text, 0))
				return NULL;
		} else {
			char *end;
			unsigned long number = strtoul(p, &end, 10);

			if (end == p || set_field(step, name, NULL, number))
				return NULL;
			p = end;
		}
	}
	return p + 1;
}

static char *image, *arena;
static size_t arena_used;

static void remember_boot(void)
{
	arena_used = (char *)gt_arena_next() - arena;
	image = malloc(_end - __data_start + arena_used);
	memcpy(image, __data_start, _end - __data_start);
	memcpy(image + (_end - __data_start), arena, arena_used);
}

/* This function's own variables must not be in what it copies. */
static void back_to_boot(void)
{
	char *saved = image, *memory = arena;
	size_t used = (char *)gt_arena_next() - memory, boot = arena_used;

	memcpy(memory, saved + (_end - __data_start), boot);
	memset(memory + boot, 0, used - boot);
	memcpy(__data_start, saved, _end - __data_start);
	image = saved;
}

static char *output;

static int run(const char *line, long number)
{
	const char *p = strstr(line, "\"steps\"");
	int n = 0, brief = p && memmem(line, p - line, "\"brief\"", 7);

	if (!p || !(p = strchr(p, '[')))
		return fprintf(stderr, "line %ld: expected {\"steps\":[...]}\n", number), 2;
	for (p = skip(p + 1); *p && *p != ']'; p = skip(p), n++) {
		struct gt_step step;
		const char *problem = NULL, *next = read_step(p, &step);

		if (!next) {
			fprintf(stderr, "line %ld, step %d: cannot read %.60s\n", number, n + 1, p);
			return 2;
		}
		int result = gt_do(&step, &problem);
		if (problem) {
			fprintf(stderr, "line %ld, step %d (%s): %s\n", number, n + 1, step.op, problem);
			return 2;
		}
		fwrite(output, 1, gt_report(brief, output, &step, n + 1, result), stdout);
		p = next;
	}
	printf("{\"end\":%ld}\n", number);
	return 0;
}

int main(int argc, char **argv)
{
	char *line = NULL;
	size_t size = 0;
	const char *error;

	if (argc != 1 && (argc != 3 || strcmp(argv[1], "--cpu")))
		return fprintf(stderr, "usage: %s [--cpu NAME] < scenarios\n", argv[0]), 2;
	gt_cpu = gt_find_cpu(argc == 3 ? argv[2] : "skylake");
	if (!gt_cpu)
		return fprintf(stderr, "unknown CPU %s\n", argv[2]), 2;
	long page = sysconf(_SC_PAGESIZE);
	char *text = (char *)((long)__executable_start & -page);
	mprotect(text, etext - text, PROT_READ | PROT_WRITE | PROT_EXEC);
	arena = mmap(NULL, ARENA_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	gt_arena(arena, ARENA_SIZE);
	catch_faults();
	output = malloc(1 << 20);
	if ((error = gt_boot()))
		return fprintf(stderr, "boot: %s\n", error), 70;
	remember_boot();
	for (long number = 1; getline(&line, &size, stdin) > 0; number++) {
		int status = run(line, number);

		if (status)
			return fflush(stdout), status;
		back_to_boot();
	}
	return 0;
}
