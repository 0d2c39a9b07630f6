import type { Violation } from '../../src/spec/trace/findings.ts';

/**
 * Reads the lines that a violation names again, plainly and without the checker: they must say what it says they say.
 * It asks for less than a proof, and for enough to notice a violation that the lines do not carry.
 */
export function confirms(bytes: Uint8Array, violation: Violation): boolean {
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  // A wrapped line is one with what follows it.
  const text = (line: number): string => lines.slice(line - 1, line + 3).join(' ');
  if (violation.evidence.length === 0) return false;
  return violation.evidence.every(({ line, shows }) => {
    const values = [...shows.matchAll(/0x([0-9a-f]+)/g)].map((match) => match[1]);
    const said = text(line).toLowerCase();
    if (shows.includes('KVM writes nothing')) return said.includes('kvm_exit');
    if (shows.includes('#GP') && !said.includes('#gp')) return false;
    if (shows.includes('it is accepted') && /^[^\n]*\(#gp\)\s*$/.test(lines[line - 1].toLowerCase())) return false;
    if (!/(?:read_msr|write_msr|kvm_msr|kvm_entry|kvm_exit)/.test(said)) return false;
    return values.every((value) => said.includes(value));
  });
}
