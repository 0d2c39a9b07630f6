import { closeSync, openSync, writeSync } from 'node:fs';

const HEADER = '# tracer: nop\n#\n';

/** The events of the generated file, as a pattern for `grep -E`. */
export const EVENTS =
  'read_msr|write_msr|kvm_entry|kvm_exit|kvm_msr|sched_switch|sys_ioctl|(call_function_single|local_timer)_(entry|exit)';

/**
 * Writes a trace of four CPUs with about `size` bytes, of the events that the page "Record a trace" names: vCPU threads in
 * their run loops, timer interrupts with their TSC deadline, guests that set theirs, halts, KVM_RUN from the VMM, a host
 * LBR user that comes and goes by IPI, guests that read and write DEBUGCTL. Every rule is kept. The same bytes for the same
 * size. Returns the number of lines.
 */
export function generate(file: string, size: number): number {
  const descriptor = openSync(file, 'w');
  const lines = new Lines();
  let bytes = writeSync(descriptor, HEADER);
  while (bytes < size) bytes += writeSync(descriptor, lines.block(4000));
  closeSync(descriptor);
  return lines.count + 2;
}

type Say = (flags: string, event: string) => void;

class Lines {
  count = 0;
  #time = 100_000_000;
  #state = 1;
  readonly #recording = [false, false, false, false];

  block(turns: number): string {
    const parts: string[] = [];
    for (let turn = 0; turn < turns; turn++) this.#turn(parts);
    this.count += parts.length;
    return parts.join('');
  }

  #turn(out: string[]): void {
    const cpu = this.#below(4);
    const task = `CPU ${cpu}/KVM`;
    const say: Say = (flags, event) => void out.push(this.#line(task, 9500 + cpu, cpu, flags, event));
    const kind = this.#below(100);
    if (kind < 1) return this.#hostUser(cpu, say);
    if (kind < 3) say('.....', kind === 1 ? 'kvm_msr: msr_read 1d9 = 0x0' : 'kvm_msr: msr_write 1d9 = 0x0');
    this.#trip(
      cpu,
      say,
      kind < 50 ? 'EXTERNAL_INTERRUPT' : kind < 80 ? 'MSR_WRITE' : kind < 95 ? 'HLT' : 'EPT_MISCONFIG',
    );
    if (kind < 50) {
      say('d.h1.', 'local_timer_entry: vector=236');
      say('d.h1.', `write_msr: 6e0, value ${this.#deadline()}`);
      say('d.h1.', 'local_timer_exit: vector=236');
    } else if (kind < 80) {
      say('.....', `kvm_msr: msr_write 6e0 = 0x${this.#deadline()}`);
    } else if (kind < 95) {
      const idle = `next_comm=swapper/${cpu} next_pid=0 next_prio=120`;
      say('d..2.', `sched_switch: prev_comm=${task} prev_pid=${9500 + cpu} prev_prio=120 prev_state=S ==> ${idle}`);
    } else {
      say('.....', 'sys_ioctl -> 0x0');
      say('.....', 'sys_ioctl(fd: 1c, cmd: ae80, arg: 0)');
    }
  }

  #hostUser(cpu: number, say: Say): void {
    this.#recording[cpu] = !this.#recording[cpu];
    say('d.h1.', 'call_function_single_entry: vector=251');
    say('d.h1.', `write_msr: 1d9, value ${this.#recording[cpu] ? '801' : '0'}`);
    say('d.h1.', 'call_function_single_exit: vector=251');
  }

  #trip(cpu: number, say: Say, reason: string): void {
    const rip = `rip 0xffffffff81${this.#hex(6)}`;
    if (this.#recording[cpu]) say('d..1.', 'read_msr: 1d9, value 801');
    say('d..1.', `kvm_entry: vcpu ${cpu}, ${rip}`);
    if (this.#recording[cpu]) say('d..1.', 'write_msr: 1d9, value 801');
    const info = 'info1 0x0000000000000000 info2 0x0000000000000000 intr_info 0x800000ec error_code 0x00000000';
    say('d..1.', `kvm_exit: vcpu ${cpu} reason ${reason} ${rip} ${info}`);
  }

  #deadline(): string {
    return `135c947a${this.#hex(4)}`;
  }

  #hex(digits: number): string {
    return this.#below(16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  }

  #line(task: string, pid: number, cpu: number, flags: string, event: string): string {
    this.#time += 1 + this.#below(8);
    const seconds = String(Math.floor(this.#time / 1e6)).padStart(5);
    const micros = String(this.#time % 1e6).padStart(6, '0');
    return `${task.padStart(16)}-${String(pid).padEnd(7)} [00${cpu}] ${flags} ${seconds}.${micros}: ${event}\n`;
  }

  #below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1103515245) + 12345) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }
}
