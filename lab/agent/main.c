/* As init it prepares the machine; elsewhere it reads steps from standard input. */
#include "agent.h"
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	if (getpid() == 1)
		machine_boot();
	port_open();
	if (getpid() == 1 && access("/dev/kvm", R_OK))
		port_end("the kernel has no KVM: there is no /dev/kvm");
	task_start_main();
	events_start();
	steps_run();
	/* An init must not return. */
	for (;;)
		pause();
}
