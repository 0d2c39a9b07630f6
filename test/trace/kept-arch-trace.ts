/** A trace of a host with Arch LBR that keeps every rule: a host LBR user that comes and goes, a guest with Arch LBR. */
export function keptArchTrace(): { text: string; bytes: Uint8Array } {
  let time = 700_000_000;
  const lines = ['# tracer: nop', '#'];
  const say = (flags: string, event: string, cpu = 0): void => {
    time += 2;
    const stamp = `${Math.floor(time / 1e6)}.${String(time % 1e6).padStart(6, '0')}`;
    lines.push(`${'CPU 0/KVM'.padStart(16)}-${'200'.padEnd(7)} [00${cpu}] ${flags} ${stamp.padStart(12)}: ${event}`);
  };
  let host = '0';
  const perf = (value: string): void => {
    say('d.h1.', `write_msr: 14ce, value ${value}`);
    host = value;
  };
  const trip = (reason: string): void => {
    say('d..1.', 'kvm_entry: vcpu 0, rip 0x1000');
    if (host !== '0') say('d..1.', 'write_msr: 14ce, value 0');
    if (host !== '0') say('d..1.', `write_msr: 14ce, value ${host}`);
    say('d..1.', `kvm_exit: vcpu 0 reason ${reason} rip 0x1000 info1 0x0000000000000000`);
  };
  const access = (event: string, native?: string): void => {
    trip(event.startsWith('msr_read') ? 'MSR_READ' : 'MSR_WRITE');
    if (native !== undefined) say('d....', native);
    say('.....', `kvm_msr: ${event}`);
  };
  access('msr_read 14cf = 0x20');
  for (const value of ['7f0007', '0', '7f0003']) {
    perf(value);
    trip('EXTERNAL_INTERRUPT');
    if (value !== '0') say('d..1.', `read_msr: 14ce, value ${value}`);
    // While the host has the LBRs, KVM answers by itself; otherwise it touches the register.
    if (value === '0') access('msr_read 1500 = 0x4010', 'read_msr: 1500, value 4010');
    else access('msr_read 1500 = 0x0');
    access('msr_write 14cf = 0x20');
    access('msr_write 14cf = 0x10 (#GP)');
    access('msr_write 14ce = 0x800000 (#GP)');
    access('msr_read 1c8 = 0x0 (#GP)');
    access('msr_write 1d9 = 0x1');
    access('msr_read 1d9 = 0x0');
    access('msr_write da0 = 0x8000');
  }
  const text = `${lines.join('\n')}\n`;
  return { text, bytes: new TextEncoder().encode(text) };
}
