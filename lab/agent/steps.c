/* Takes steps until there are none, and carries out each by its verb. */
#include "agent.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static __thread jmp_buf abandoned;
static int step_number;

void fail(const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	port_result("error %s", text);
	longjmp(abandoned, 1);
}

static void task_verbs(const struct words *words)
{
	const char *verb = words->verb;

	if (!strcmp(verb, "task")) {
		task_new(words_name(words, 0), words_number(words, "cpu", 0));
		port_result("ok");
	} else if (!strcmp(verb, "join")) {
		task_join(task_find(words_name(words, 0)));
		port_result("ok");
	} else if (!strcmp(verb, "move")) {
		struct task *task = task_find(words_name(words, 0));

		if (!task)
			fail("no task %s", words_name(words, 0));
		task_move(task, words_number(words, "cpu", 0));
		port_result("ok");
	} else {
		/* The result comes first: afterwards somebody else carries out steps. */
		struct task *to = task_find(words_name(words, 0));

		if (!to)
			fail("no task %s", words_name(words, 0));
		port_result("ok");
		task_switch(to, !strcmp(verb, "pass"));
	}
}

static const struct {
	const char *verbs;
	void (*perform)(const struct words *);
} groups[] = {
	{ " task move switch pass join ", task_verbs },
	{ " vm run kill cpuid signal ", vm_verbs },
	{ " get set feature save restore list ", msr_verbs },
	{ " open close enable disable read ", event_verbs },
	{ " trace ", trace_verb },
	{ " work trap sleep freeze_on_smi flag hostmsr symbols ", host_verbs },
};

static void perform(const struct words *words)
{
	char wanted[64];

	snprintf(wanted, sizeof wanted, " %s ", words->verb);
	for (unsigned i = 0; i < sizeof groups / sizeof *groups; i++)
		if (strstr(groups[i].verbs, wanted))
			return groups[i].perform(words);
	fail("unknown step \"%s\"", words->verb);
}

void steps_perform(const char *text)
{
	char copy[TEXT_LENGTH];
	struct words words;

	snprintf(copy, sizeof copy, "%s", text);
	words_split(&words, copy);
	if (!words.verb || setjmp(abandoned))
		return;
	perform(&words);
}

/* `start TASK STEP...`: the rest of the line is the step. */
static int starts_job(const char *text)
{
	char name[NAME_LENGTH];
	int length = 0;

	if (sscanf(text, "start %31s %n", name, &length) != 1 || !length || setjmp(abandoned))
		return !strncmp(text, "start ", 6);
	task_start(task_find(name), text + length);
	port_result("ok");
	return 1;
}

void steps_run(void)
{
	for (;;) {
		char *text = port_next();
		char step[TEXT_LENGTH];

		if (!strcmp(text, "end")) {
			fflush(stdout);
			if (getpid() != 1)
				exit(0);
			port_end("");
		}
		strcpy(step, text);
		port_mark("step %d %s", step_number++, step);
		if (!starts_job(step))
			steps_perform(step);
	}
}
