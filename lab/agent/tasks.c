/*
 * Each task is a thread with a CPU of its own choice. One of them at a time carries out steps; the others sleep, or spin where a
 * scenario says that they stay current on their CPU. Tasks are real-time threads and main is not, so on a CPU that a task
 * shares with main a task that can run does run.
 */
#include "agent.h"
#include <linux/futex.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PRIORITY 10

static struct task tasks[MOST + 1];
static int count;
static struct task *holder;
static __thread struct task *self;

/* Returns when the task carries out steps; until then it does the jobs that it is given. */
static void wait_for_turn(struct task *task)
{
	int turn;

	while ((turn = __atomic_load_n(&task->turn, __ATOMIC_SEQ_CST)) != TURN) {
		if (turn == JOB) {
			steps_perform(task->job);
			__atomic_store_n(&task->turn, 0, __ATOMIC_SEQ_CST);
			syscall(SYS_futex, &task->turn, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0);
		} else
			syscall(SYS_futex, &task->turn, FUTEX_WAIT_PRIVATE, turn, 0, 0, 0);
	}
}

void task_start(struct task *task, const char *step)
{
	if (!task || task == self)
		fail("a job needs another task");
	snprintf(task->job, sizeof task->job, "%s", step);
	__atomic_store_n(&task->turn, JOB, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &task->turn, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0);
}

void task_join(struct task *task)
{
	while (task && __atomic_load_n(&task->turn, __ATOMIC_SEQ_CST) == JOB)
		syscall(SYS_futex, &task->turn, FUTEX_WAIT_PRIVATE, JOB, 0, 0, 0);
}

static void give_turn(struct task *task)
{
	holder = task;
	__atomic_store_n(&task->turn, TURN, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &task->turn, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0);
}

void task_move(struct task *task, int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(task->tid, sizeof set, &set))
		fail("there is no CPU %d", cpu);
	task->cpu = cpu;
}

static void set_policy(int policy, int priority)
{
	struct sched_param parameter = { .sched_priority = priority };

	if (strcmp(self->name, "main"))
		sched_setscheduler(0, policy, &parameter);
}

static void *body(void *argument)
{
	self = argument;
	self->tid = syscall(SYS_gettid);
	pthread_setname_np(pthread_self(), self->name);
	task_move(self, self->cpu);
	set_policy(SCHED_FIFO, PRIORITY);
	port_mark("thread %s %d", self->name, self->tid);
	/* The creator waits for this. */
	give_turn(task_find("main"));
	wait_for_turn(self);
	steps_run();
	return 0;
}

struct task *task_find(const char *name)
{
	for (int i = 0; i < count; i++)
		if (!strcmp(tasks[i].name, name))
			return &tasks[i];
	return 0;
}

struct task *task_current(void)
{
	return self;
}

void task_start_main(void)
{
	self = &tasks[count++];
	strcpy(self->name, "main");
	self->tid = syscall(SYS_gettid);
	self->turn = TURN;
	holder = self;
	port_mark("thread main %d", self->tid);
}

struct task *task_new(const char *name, int cpu)
{
	struct task *task;

	if (strcmp(self->name, "main"))
		fail("only main makes tasks");
	if (task_find(name))
		fail("task %s exists", name);
	if (count > MOST)
		fail("more than %d tasks", MOST);
	task = &tasks[count++];
	snprintf(task->name, sizeof task->name, "%s", name);
	task->cpu = cpu;
	self->turn = 0;
	if (pthread_create(&task->thread, 0, body, task))
		fail("cannot make a thread");
	wait_for_turn(self);
	holder = self;
	return task;
}

void task_switch(struct task *to, int spins)
{
	struct task *me = self;

	if (!to)
		fail("no such task");
	if (to == me)
		return;
	__atomic_store_n(&me->turn, 0, __ATOMIC_SEQ_CST);
	give_turn(to);
	if (spins) {
		/* Not as a real-time task: the kernel's own threads have to get at the CPU now and then. */
		set_policy(SCHED_OTHER, 0);
		while (__atomic_load_n(&me->turn, __ATOMIC_SEQ_CST) != TURN)
			asm volatile("pause");
		set_policy(SCHED_FIFO, PRIORITY);
	}
	wait_for_turn(me);
}

void task_expect_sleep(void)
{
	struct task *main_task = task_find("main");

	__atomic_store_n(&self->turn, 0, __ATOMIC_SEQ_CST);
	give_turn(main_task);
}

void task_awake(void)
{
	wait_for_turn(self);
}
