/* What init does before the first step, and settings of the host. */
#include "agent.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		fail("%s: %s", path, strerror(errno));
	close(fd);
}

static void set(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (write(fd, text, strlen(text)) < 0)
		printf("agent: %s: %s\n", path, strerror(errno));
	close(fd);
}

/* Parameters of a module stand in the file beside it that ends in .args. */
static void load(const char *name)
{
	char path[64], parameters[512] = "";
	int fd;

	snprintf(path, sizeof path, "/m/%s.args", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		ssize_t length = read(fd, parameters, sizeof parameters - 1);

		parameters[length > 0 ? length : 0] = 0;
		parameters[strcspn(parameters, "\n")] = 0;
		close(fd);
	}
	snprintf(path, sizeof path, "/m/%s.ko", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return; /* built in */
	if (syscall(SYS_finit_module, fd, parameters, 0))
		printf("agent: %s: %s\n", path, strerror(errno));
	close(fd);
}

void machine_boot(void)
{
	mkdir("/proc", 0755);
	mkdir("/sys", 0755);
	mkdir("/dev", 0755);
	mount("proc", "/proc", "proc", 0, 0);
	mount("sysfs", "/sys", "sysfs", 0, 0);
	mount("devtmpfs", "/dev", "devtmpfs", 0, 0);
	mount("tracefs", "/sys/kernel/tracing", "tracefs", 0, 0);
	load("irqbypass");
	load("kvm");
	load("kvm-intel");
	load("msr");
	/* A task that spins is not to be throttled, and one that halts sleeps at once. */
	set("/proc/sys/kernel/sched_rt_runtime_us", "-1");
	set("/sys/module/kvm/parameters/halt_poll_ns", "0");
	set("/proc/sys/kernel/perf_event_paranoid", "-1");
	set("/proc/sys/kernel/perf_event_max_sample_rate", "100000");
	set("/proc/sys/kernel/perf_cpu_time_max_percent", "0");
	mlockall(MCL_CURRENT | MCL_FUTURE);
	set("/proc/sys/kernel/kptr_restrict", "0");
}

static volatile int sink;

static __attribute__((noinline)) void leaf(int x)
{
	sink += x;
}

static void trapped(int signal)
{
	(void)signal;
}

/* A single-step trap of the task itself. The handler has its own flags; the interrupted ones are as they were. */
static void single_step(void)
{
	signal(SIGTRAP, trapped);
	asm volatile("pushfq\n orq $0x100, (%%rsp)\n popfq\n nop\n pushfq\n andq $~0x100, (%%rsp)\n popfq" ::: "cc", "memory");
}

static void read_host_msr(uint32_t msr, int cpu)
{
	char path[32];
	uint64_t value = 0;
	int fd;

	snprintf(path, sizeof path, "/dev/cpu/%d/msr", cpu);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fail("%s: %s", path, strerror(errno));
	if (pread(fd, &value, sizeof value, msr) == sizeof value)
		port_result("ok %llx", (unsigned long long)value);
	else
		port_result("refused");
	close(fd);
}

void host_verbs(const struct words *words)
{
	if (!strcmp(words->verb, "work")) {
		int turns = number_of(words_name(words, 0));

		for (int i = 0; i < turns; i++)
			leaf(i);
	} else if (!strcmp(words->verb, "trap")) {
		single_step();
	} else if (!strcmp(words->verb, "sleep")) {
		usleep(1000 * number_of(words_name(words, 0)));
	} else if (!strcmp(words->verb, "flag")) {
		struct vcpu *vcpu = vcpu_find(words_name(words, 0));

		((volatile uint64_t *)(vcpu->memory + 0x180000))[words_number(words, "index", 0)] = words_number(words, "value", 1);
	} else if (!strcmp(words->verb, "symbols")) {
		port_file("kallsyms", "/proc/kallsyms");
	} else if (!strcmp(words->verb, "hostmsr")) {
		return read_host_msr(number_of(words_name(words, 0)), words_number(words, "cpu", 0));
	} else {
		static int on;

		on = strcmp(words_name(words, 0), "toggle") ? number_of(words_name(words, 0)) != 0 : !on;
		write_file("/sys/devices/cpu/freeze_on_smi", on ? "1" : "0");
	}
	port_result("ok");
}
