/* The agent: carries out the steps of a scenario inside the emulated machine, one at a time. */
#ifndef LAB_AGENT_H
#define LAB_AGENT_H

#define _GNU_SOURCE
#include <linux/kvm.h>
#include <linux/perf_event.h>
#include <pthread.h>
#include <stdint.h>

#define MOST 8 /* tasks, vCPUs, host events of a scenario */
#define NAME_LENGTH 32
#define TEXT_LENGTH 4088

/* port.c: the emulator's port, or standard input and output where there is none. */
struct port_call {
	uint32_t op, length;
	char text[TEXT_LENGTH];
};
void port_open(void);
/* The next step, or "end"; the text lives until the thread's next call. */
char *port_next(void);
void port_result(const char *format, ...) __attribute__((format(printf, 1, 2)));
void port_mark(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Appends the bytes of a file to the file of that name beside the log. */
void port_file(const char *name, const char *path);
/* Ends the run; the reason is empty where nothing failed. */
void port_end(const char *reason);

/* words.c: one step, cut into words; `key=value` words are looked up by key. */
struct words {
	char *verb;
	char *arguments[512];
	int count;
};
void words_split(struct words *words, char *text);
const char *words_value(const struct words *words, const char *key, const char *fallback);
uint64_t words_number(const struct words *words, const char *key, uint64_t fallback);
/* The argument of that index that is not `key=value`; fails the step where it is missing. */
const char *words_name(const struct words *words, int index);
uint64_t number_of(const char *text);
/* Gives the result of the step and abandons it. */
void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* tasks.c: the threads that take part, and who carries out the next step. */
struct vcpu;
struct task {
	char name[NAME_LENGTH];
	pthread_t thread;
	int tid, cpu;
	enum { WAITS, TURN, JOB } turn; /* a futex */
	char job[TEXT_LENGTH];
	struct vcpu *vcpu; /* 0 for a plain task */
};
struct task *task_new(const char *name, int cpu);
struct task *task_find(const char *name);
struct task *task_current(void);
void task_start_main(void);
/* Hands the steps to another task; the caller sleeps until it gets them back, or spins on its CPU. */
void task_switch(struct task *to, int spins);
void task_move(struct task *task, int cpu);
/* The task performs one step while the caller goes on; the other waits for its end. */
void task_start(struct task *task, const char *step);
void task_join(struct task *task);
/* The caller may sleep in the kernel: main takes the steps over as soon as its CPU is free. */
void task_expect_sleep(void);
/* The caller has come back; where main has taken over, it waits for its turn. */
void task_awake(void);

/* vm.c: VMs and their vCPUs. */
struct vcpu {
	char name[NAME_LENGTH], vm_name[NAME_LENGTH];
	int vm, fd;
	int ready;     /* has the state that a guest starts with */
	int announced; /* the emulator knows whose guest the task runs */
	struct kvm_run *run;
	char *memory;
	struct kvm_cpuid2 *cpuid;
	struct kvm_msrs *saved;
};
void vm_verbs(const struct words *words);
struct vcpu *vcpu_find(const char *name);
int vm_kvm(void);

/* state.c: registers, page tables, CPUID of a vCPU. */
void state_reset(struct vcpu *vcpu);
void state_cpuid(struct vcpu *vcpu, const struct words *words);

/* run.c: KVM_RUN with a program for the guest. */
void run_program(struct vcpu *vcpu, const struct words *words);

/* msrs.c: what the VMM reads, writes, saves, restores. */
int msr_get(int fd, uint32_t msr, uint64_t *value);
int msr_set(int fd, uint32_t msr, uint64_t value);
void msr_verbs(const struct words *words);

/* events.c: host events. */
void events_start(void);
void event_verbs(const struct words *words);

/* trace.c: ftrace. */
void trace_verb(const struct words *words);

/* machine.c: what init does before the first step, and settings of the host. */
void machine_boot(void);
void write_file(const char *path, const char *text);
void host_verbs(const struct words *words);

/* steps.c */
void steps_run(void);
void steps_perform(const char *text);

#endif
