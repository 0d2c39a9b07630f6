import { closeSync, openSync, writeSync } from 'node:fs';

const HEADER = '# tracer: nop\n#\n';

/** The events of the generated file, as a pattern for `grep -E`. */
export const EVENTS =
  'read_msr|write_msr|kvm_entry|kvm_exit|kvm_msr|sched_switch|call_function_single_entry|call_function_single_exit';

/**
 * Writes a trace of four CPUs with about `size` bytes: vCPU threads in their run loops, a host LBR user that comes and
 * goes by IPI, guests that read and write DEBUGCTL, task switches, timer writes. Every rule is kept. The same bytes for
 * the same size. Answers the number of lines.
 */
export function generate(file: string, size: number): number {
  const descriptor = openSync(file, 'w');
  const lines = new Lines();
  let bytes = writeSync(descriptor, HEADER);
  while (bytes < size) bytes += writeSync(descriptor, lines.block(4000));
  closeSync(descriptor);
  return lines.count + 2;
}

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
    const say = (flags: string, event: string): void => void out.push(this.#line(task, 9500 + cpu, cpu, flags, event));
    const kind = this.#below(100);
    const host = this.#recording[cpu] ? '801' : '0';
    if (kind < 2) {
      this.#recording[cpu] = !this.#recording[cpu];
      say('d.h1.', 'call_function_single_entry: vector=251');
      say('d.h1.', `write_msr: 1d9, value ${this.#recording[cpu] ? '801' : '0'}`);
      say('d.h1.', 'call_function_single_exit: vector=251');
    } else if (kind < 5) {
      say('.....', kind === 2 ? 'kvm_msr: msr_read 1d9 = 0x0' : 'kvm_msr: msr_write 1d9 = 0x0');
    } else if (kind < 10) {
      const idle = `next_comm=swapper/${cpu} next_pid=0 next_prio=120`;
      say('d..2.', `sched_switch: prev_comm=${task} prev_pid=${9500 + cpu} prev_prio=120 prev_state=S ==> ${idle}`);
    } else if (kind < 25) {
      say('d.h1.', `write_msr: 6e0, value 135c947a${this.#below(65536).toString(16).padStart(4, '0')}`);
    } else {
      const rip = `rip 0xffffffff81${this.#below(1 << 24)
        .toString(16)
        .padStart(6, '0')}`;
      if (this.#recording[cpu]) say('d..1.', `read_msr: 1d9, value ${host}`);
      say('d..1.', `kvm_entry: vcpu ${cpu}, ${rip}`);
      if (this.#recording[cpu]) say('d..1.', `write_msr: 1d9, value ${host}`);
      const info = 'info1 0x0000000000000000 info2 0x0000000000000000 intr_info 0x800000ec error_code 0x00000000';
      say('d..1.', `kvm_exit: vcpu ${cpu} reason EXTERNAL_INTERRUPT ${rip} ${info}`);
    }
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
