/* Steps come from the emulator and results go to it by one OUT each; the text is in a locked page of the calling thread. */
#include "agent.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/mman.h>

#define PORT 0x5b8
enum { OP_NEXT = 1, OP_RESULT, OP_MARK, OP_FILE, OP_END = 6 };

/* The linear address fits 32 bits: the program is static and not position-independent. */
static struct port_call pages[MOST + 1] __attribute__((aligned(4096)));
static int used;
static __thread struct port_call *mine;
static int emulated;

static struct port_call *page(void)
{
	if (!mine) {
		mine = &pages[__atomic_fetch_add(&used, 1, __ATOMIC_SEQ_CST)];
		memset(mine, 0, sizeof *mine);
		mlock(mine, sizeof *mine);
		if (emulated)
			iopl(3);
	}
	return mine;
}

static void call(uint32_t op)
{
	struct port_call *p = page();

	p->op = op;
	if (emulated)
		asm volatile("outl %0, %1" ::"a"((uint32_t)(uintptr_t)p), "Nd"((uint16_t)PORT) : "memory");
}

void port_open(void)
{
	/* Only the emulated machine is asked: elsewhere the port may be a device. */
	emulated = getenv("LAB_NATIVE") == 0 && iopl(3) == 0;
	if (emulated)
		page();
}

void port_end(const char *reason)
{
	struct port_call *p = page();

	snprintf(p->text, sizeof p->text, "%s", reason);
	p->length = strlen(p->text);
	call(OP_END);
}

void port_file(const char *name, const char *path)
{
	struct port_call *p = page();
	size_t head = strlen(name) + 1, length;
	FILE *file = fopen(path, "r");

	if (!file)
		fail("%s cannot be read", path);
	while ((length = fread(p->text + head, 1, sizeof p->text - head, file)) > 0) {
		memcpy(p->text, name, head - 1);
		p->text[head - 1] = '\n';
		p->length = head + length;
		if (emulated)
			call(OP_FILE);
		else
			fwrite(p->text + head, 1, length, stdout);
	}
	fclose(file);
}

char *port_next(void)
{
	struct port_call *p = page();

	if (!emulated) {
		if (!fgets(p->text, sizeof p->text, stdin))
			strcpy(p->text, "end");
		p->text[strcspn(p->text, "\n")] = 0;
		return p->text;
	}
	do {
		strcpy(p->text, "wait");
		call(OP_NEXT);
		asm volatile("pause");
	} while (!strcmp(p->text, "wait"));
	return p->text;
}

static void tell(uint32_t op, const char *kind, const char *format, va_list arguments)
{
	struct port_call *p = page();
	/* The text of the step lives in the page, and arguments may point into it. */
	char text[TEXT_LENGTH];

	p->length = vsnprintf(text, sizeof text, format, arguments);
	if (p->length >= sizeof text)
		p->length = sizeof text - 1;
	if (!emulated) {
		printf("%s %s\n", kind, text);
		fflush(stdout);
		return;
	}
	memcpy(p->text, text, p->length + 1);
	call(op);
}

void port_result(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	tell(OP_RESULT, "result", format, arguments);
	va_end(arguments);
}

void port_mark(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	tell(OP_MARK, "mark", format, arguments);
	va_end(arguments);
}
