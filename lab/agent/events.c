/* Host events: opened, enabled, disabled, closed, and what their samples hold. */
#include "agent.h"
#include "../guest/program.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGES 8

static struct event {
	char name[NAME_LENGTH];
	int fd; /* 0: free */
	char *ring;
} events[MOST];

/*
 * With one event of a task always there, perf's task-switch hooks stay on: opening an event never waits for RCU, so it works
 * while the emulator holds another CPU.
 */
void events_start(void)
{
	struct perf_event_attr attr = {
		.size = sizeof attr, .type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_DUMMY, .disabled = 1,
	};

	syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

static struct event *find(const char *name)
{
	for (int i = 0; i < MOST; i++)
		if (events[i].fd > 0 && !strcmp(events[i].name, name))
			return &events[i];
	fail("no event %s", name);
}

static uint64_t threads_of(const struct words *words, int *pid, int *cpu)
{
	const char *task = words_value(words, "task", 0);

	*cpu = words_number(words, "cpu", -1);
	*pid = -1;
	if (task) {
		struct task *found = task_find(task);

		if (!found)
			fail("no task %s", task);
		*pid = found->tid;
	} else if (*cpu < 0)
		fail("an event needs cpu= or task=");
	return 0;
}

static void open_event(const struct words *words)
{
	struct perf_event_attr attr = {
		.size = sizeof attr,
		.type = words_number(words, "type", PERF_TYPE_HARDWARE),
		.config = words_number(words, "config", PERF_COUNT_HW_CPU_CYCLES),
		.sample_period = words_number(words, "period", 1ull << 40),
		.sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_BRANCH_STACK,
		.branch_sample_type = words_number(words, "branch", PERF_SAMPLE_BRANCH_ANY),
		.pinned = words_number(words, "pinned", 0),
		.disabled = words_number(words, "disabled", 0),
		.exclude_guest = words_number(words, "exclude_guest", 1),
		.exclude_host = words_number(words, "exclude_host", 0),
		.exclude_kernel = words_number(words, "exclude_kernel", 0),
		.exclude_user = words_number(words, "exclude_user", 0),
		.precise_ip = words_number(words, "precise", 0),
	};
	struct event *event = events;
	int pid, cpu, fd;

	while (event < events + MOST && event->fd > 0)
		event++;
	if (event == events + MOST)
		fail("more than %d events", MOST);
	threads_of(words, &pid, &cpu);
	fd = syscall(SYS_perf_event_open, &attr, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);
	if (fd < 0)
		fail("perf_event_open: %s", strerror(errno));
	snprintf(event->name, sizeof event->name, "%s", words_name(words, 0));
	event->fd = fd;
	event->ring = mmap(0, 4096 * (PAGES + 1), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	port_mark("event %s opened", event->name);
	port_result("ok");
}

static int is_guest(uint64_t address)
{
	return address >= GUEST_CODE && address < GUEST_CODE_END;
}

static int is_kernel(uint64_t address)
{
	return address >> 63;
}

/* Samples since the last look, branches in them, and how many of these are of a guest, and from or to the kernel. */
static void read_event(struct event *event)
{
	struct perf_event_mmap_page *page = (void *)event->ring;
	uint64_t samples = 0, branches = 0, of_guest = 0, of_kernel = 0, count = 0;
	char state[16] = "on";

	if (event->ring == MAP_FAILED)
		fail("%s has no buffer", event->name);
	while (page->data_tail < page->data_head) {
		uint64_t record[512];
		struct perf_event_header header;

		for (unsigned i = 0; i < sizeof header; i++)
			((char *)&header)[i] = event->ring[4096 + (page->data_tail + i) % (4096 * PAGES)];
		for (unsigned i = 0; i < header.size && i < sizeof record; i++)
			((char *)record)[i] = event->ring[4096 + (page->data_tail + i) % (4096 * PAGES)];
		if (header.type == PERF_RECORD_SAMPLE) {
			samples++;
			branches += record[2];
			for (uint64_t i = 0; i < record[2] && 5 + 3 * i < 512; i++) {
				of_guest += is_guest(record[3 + 3 * i]) || is_guest(record[4 + 3 * i]);
				of_kernel += is_kernel(record[3 + 3 * i]) || is_kernel(record[4 + 3 * i]);
			}
		}
		page->data_tail += header.size;
	}
	/* A pinned event in ERROR reads as end of file. */
	if (read(event->fd, &count, sizeof count) == 0)
		strcpy(state, "error");
	port_result("ok %s count %llu samples %llu branches %llu guest %llu kernel %llu", state, (unsigned long long)count,
		    (unsigned long long)samples, (unsigned long long)branches, (unsigned long long)of_guest,
		    (unsigned long long)of_kernel);
}

void event_verbs(const struct words *words)
{
	const char *verb = words->verb;

	if (!strcmp(verb, "open"))
		return open_event(words);
	struct event *event = find(words_name(words, 0));

	if (!strcmp(verb, "read"))
		return read_event(event);
	if (!strcmp(verb, "close")) {
		if (event->ring != MAP_FAILED)
			munmap(event->ring, 4096 * (PAGES + 1));
		close(event->fd);
		event->fd = 0;
		port_mark("event %s closed", event->name);
	} else if (ioctl(event->fd, !strcmp(verb, "enable") ? PERF_EVENT_IOC_ENABLE : PERF_EVENT_IOC_DISABLE, 0))
		fail("%s %s: %s", verb, event->name, strerror(errno));
	port_result("ok");
}
