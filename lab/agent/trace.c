/* ftrace, as docs/record-a-trace.mdx tells a user to set it up. */
#include "agent.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TRACING "/sys/kernel/tracing/"

static const char *const events[] = {
	"kvm/kvm_entry", "kvm/kvm_exit", "kvm/kvm_msr", "kvm/kvm_inj_exception", "msr/read_msr", "msr/write_msr", "sched/sched_switch",
	"nmi/nmi_handler", "irq_vectors/enable",
};

static void switch_all(const char *value)
{
	for (unsigned i = 0; i < sizeof events / sizeof *events; i++) {
		char path[128];
		const char *rest = strstr(events[i], "/enable") ? "" : "/enable";

		snprintf(path, sizeof path, TRACING "events/%s%s", events[i], rest);
		/* Older kernels lack some. */
		if (!access(path, W_OK))
			write_file(path, value);
	}
}

void trace_verb(const struct words *words)
{
	const char *what = words_name(words, 0);

	if (!strcmp(what, "dump"))
		port_file("trace", TRACING "trace");
	else if (!strcmp(what, "on")) {
		write_file(TRACING "buffer_size_kb", "8192");
		write_file(TRACING "trace", "");
		switch_all("1");
		write_file(TRACING "tracing_on", "1");
	} else {
		write_file(TRACING "tracing_on", "0");
		switch_all("0");
	}
	port_result("ok");
}
