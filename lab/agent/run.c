/* KVM_RUN: the program goes into the guest's memory, its results come from there. */
#include "agent.h"
#include "../guest/program.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

static const struct {
	const char *name;
	int op, arguments;
} operations[] = {
	{ "rd", OP_RDMSR, 1 },	   { "wr", OP_WRMSR, 2 },     { "branch", OP_BRANCH, 1 }, { "call", OP_CALL, 1 },
	{ "exit", OP_EXIT, 0 },	   { "out", OP_OUT, 0 },      { "halt", OP_HALT, 0 },	  { "spin", OP_SPIN, 1 },
	{ "flag", OP_FLAG, 2 },	   { "dump", OP_DUMP, 1 },    { "pmi", OP_PMI, 1 },	  { "db", OP_DB, 0 },
	{ "enter", OP_ENTER, 2 },  { "leave", OP_LEAVE, 0 },  { "vmread", OP_VMREAD, 1 }, { "xsaves", OP_XSAVES, 1 },
	{ "xrstors", OP_XRSTORS, 1 },
};

/* `rd:0x1d9`, `wr:0x1d9,0x1`. Returns 1 where the guest sleeps in it. */
static int compile(uint64_t *program, const struct words *words)
{
	int sleeps = 0;

	for (int i = 0; i < words->count; i++, program += PROGRAM_WORDS) {
		char text[96], *rest, *name;
		unsigned o;

		snprintf(text, sizeof text, "%s", words->arguments[i]);
		name = strtok_r(text, ":", &rest);
		for (o = 0; o < sizeof operations / sizeof *operations; o++)
			if (!strcmp(operations[o].name, name))
				break;
		if (o == sizeof operations / sizeof *operations)
			fail("unknown operation \"%s\"", words->arguments[i]);
		program[0] = operations[o].op;
		for (int a = 0; a < operations[o].arguments; a++) {
			char *value = strtok_r(0, ",", &rest);

			if (!value)
				fail("%s takes %d numbers", name, operations[o].arguments);
			program[1 + a] = number_of(value);
		}
		if (operations[o].op == OP_HALT)
			sleeps = 1;
	}
	program[0] = OP_END;
	return sleeps;
}

static void tell_results(const struct vcpu *vcpu, const char *outcome)
{
	const uint64_t *results = (const uint64_t *)(vcpu->memory + GUEST_RESULTS);
	char text[TEXT_LENGTH];
	size_t used = snprintf(text, sizeof text, "%s", outcome);

	for (uint64_t i = 1; i <= results[0] && used < sizeof text - 24; i++)
		used += snprintf(text + used, sizeof text - used, " %llx", (unsigned long long)results[i]);
	port_result("%s", text);
}

/* Calls KVM_RUN under a few frames, as a VMM has them: call-stack mode then has something to record. */
static __attribute__((noinline)) int enter_kernel(int fd, int depth)
{
	int result = depth ? enter_kernel(fd, depth - 1) : ioctl(fd, KVM_RUN, 0);

	asm volatile("" : "+r"(result));
	return result;
}

void run_program(struct vcpu *vcpu, const struct words *words)
{
	char outcome[96] = "ok";
	int sleeps = compile((uint64_t *)(vcpu->memory + GUEST_PROGRAM), words);

	if (!vcpu->announced) {
		port_mark("vm %s", vcpu->vm_name);
		vcpu->announced = 1;
	}
	if (sleeps)
		task_expect_sleep();
	for (;;) {
		if (enter_kernel(vcpu->fd, 12)) {
			if (errno == EINTR)
				continue;
			snprintf(outcome, sizeof outcome, "error KVM_RUN: %s", strerror(errno));
			break;
		}
		if (vcpu->run->exit_reason != KVM_EXIT_IO) {
			snprintf(outcome, sizeof outcome, "error exit %u, hardware %llx", vcpu->run->exit_reason,
				 (unsigned long long)vcpu->run->hw.hardware_exit_reason);
			break;
		}
		if (vcpu->run->io.port == PORT_END)
			break;
		if (vcpu->run->io.port != PORT_OUT) {
			snprintf(outcome, sizeof outcome, "error guest fault at %x",
				 *(uint32_t *)((char *)vcpu->run + vcpu->run->io.data_offset));
			break;
		}
	}
	tell_results(vcpu, outcome);
	if (sleeps)
		task_awake();
}
