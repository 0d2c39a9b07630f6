/** A trace of two CPUs that keeps every rule: a host LBR user on CPU 0, a guest without LBR that runs on both. */
export function keptTrace(): { text: string; bytes: Uint8Array } {
  let time = 512_000_000;
  const lines = ['# tracer: nop', '#'];
  const say = (task: string, pid: number, cpu: number, flags: string, event: string): void => {
    time += 2;
    const stamp = `${Math.floor(time / 1e6)}.${String(time % 1e6).padStart(6, '0')}`;
    lines.push(`${task.padStart(16)}-${String(pid).padEnd(7)} [00${cpu}] ${flags} ${stamp.padStart(12)}: ${event}`);
  };
  let host = ['0', '0'];
  const perf = (cpu: number, value: string): void => {
    say('vm', 100, cpu, 'd.h1.', `write_msr: 1d9, value ${value}`);
    host = host.with(cpu, value);
  };
  const trip = (cpu: number, guest?: string): void => {
    say('vm', 100, cpu, 'd..1.', `read_msr: 1d9, value ${host[cpu]}`);
    say('vm', 100, cpu, 'd..1.', 'kvm_entry: vcpu 0, rip 0x1000');
    if (host[cpu] !== '0') say('vm', 100, cpu, 'd..1.', `write_msr: 1d9, value ${host[cpu]}`);
    say('vm', 100, cpu, 'd..1.', 'kvm_exit: vcpu 0 reason MSR_WRITE rip 0x1000 info1 0x0000000000000000');
    if (guest !== undefined) say('vm', 100, cpu, '.....', `kvm_msr: ${guest}`);
  };
  trip(0, 'msr_read 345 = 0x0 (#GP)');
  perf(0, '0');
  for (const value of ['4801', '4000', '801', '0', '4801']) {
    perf(0, value);
    trip(0, 'msr_write 1d9 = 0x1');
    trip(0, 'msr_read 1d9 = 0x0');
    trip(0);
    say(
      'vm',
      100,
      0,
      'd..2.',
      'sched_switch: prev_comm=vm prev_pid=100 prev_prio=120 prev_state=R ==> next_comm=x next_pid=7 next_prio=120',
    );
    say(
      'x',
      7,
      0,
      'd..2.',
      'sched_switch: prev_comm=x prev_pid=7 prev_prio=120 prev_state=S ==> next_comm=vm next_pid=100 next_prio=120',
    );
    trip(0, 'msr_write 1d9 = 0x40 (#GP)');
    trip(0, 'msr_read 680 = 0x0 (#GP)');
  }
  perf(1, '1');
  trip(1, 'msr_read 1d9 = 0x0');
  trip(1, 'msr_write 1d9 = 0x2');
  perf(1, '0');
  trip(1, 'msr_read 1d9 = 0x0');
  trip(0, 'msr_write 14ce = 0x1 (#GP)');
  const text = `${lines.join('\n')}\n`;
  return { text, bytes: new TextEncoder().encode(text) };
}
