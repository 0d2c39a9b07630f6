import { msrOfKernelName } from '../msrs.ts';
import { CONTEXT, IRQS, NO_CPU } from './events.ts';
import type { LooseEvent } from './loose-event.ts';

/** `   328.302 perf/900 msr:write_msr(msr: IA32_DEBUGCTLMSR, val: 16385)`; older ones have the duration, `(         ): `, and `name:text`. */
const LINE =
  /^ *(\d+)\.(\d{3}) (?:\( *(?:[\d.]+ ms)? *\): )?(?:\[(\d+)\] )?(\S.*?)\/(\d+) ([\w-]+):(\w+)(?:\((.*)\)|: ?(.*)|:(.*))$/;

/** EXIT_REASON_VMLAUNCH and EXIT_REASON_VMRESUME. */
const ENTERS_NESTED: ReadonlySet<string> = new Set(['20', '24', '0x14', '0x18']);

/** Reads a line of perf trace, whose times are milliseconds since it began. It names the thread and seldom the CPU. */
export function perfTraceEvent(text: string): LooseEvent | undefined {
  const found = LINE.exec(text);
  if (found === null) return undefined;
  const [, whole, fraction, cpu, , pid, , name, fields, plain, other] = found;
  const payload = fields === undefined ? (plain ?? other ?? '') : payloadOf(name, new Map(fieldsOf(fields)), fields);
  return {
    name,
    payload,
    pid: Number(pid),
    cpu: cpu === undefined ? NO_CPU : Number(cpu),
    irqs: IRQS.unknown,
    context: CONTEXT.unknown,
    ticks: Number(whole + fraction),
    fraction: 3,
  };
}

function fieldsOf(text: string): [string, string][] {
  return text.split(', ').map((field): [string, string] => {
    const colon = field.indexOf(': ');
    return [field.slice(0, colon), field.slice(colon + 2)];
  });
}

/** The same event as `trace` prints it. perf trace leaves out fields that are 0; an empty text is an event without its values. */
function payloadOf(name: string, fields: ReadonlyMap<string, string>, text: string): string {
  switch (name) {
    case 'write_msr':
    case 'read_msr': {
      const msr = msrOf(fields.get('msr'));
      const value = numberOf(fields.get('val') ?? '0');
      if (msr === undefined || value === undefined) return '';
      return `${msr.toString(16)}, value ${value.toString(16)}${isSet(fields.get('failed')) ? ' #GP' : ''}`;
    }
    case 'kvm_msr': {
      const msr = msrOf(fields.get('ecx'));
      const value = numberOf(fields.get('data') ?? '0');
      if (msr === undefined || value === undefined) return '';
      const way = isSet(fields.get('write')) ? 'write' : 'read';
      return `msr_${way} ${msr.toString(16)} = 0x${value.toString(16)}${isSet(fields.get('exception')) ? ' (#GP)' : ''}`;
    }
    case 'kvm_exit': {
      // KVM_ISA_VMX and KVM_ISA_SVM; the reason is a number here.
      const isa = fields.get('isa');
      const reason = ENTERS_NESTED.has(fields.get('exit_reason') ?? '') ? 'VMRESUME' : 'HLT';
      return `reason ${isa === '1' ? reason : isa === '2' ? 'hlt' : 'unknown'} rip 0x0`;
    }
    case 'kvm_entry':
      return 'vcpu 0, rip 0x0';
    case 'kvm_userspace_exit':
      return `reason perf (${fields.get('reason') ?? '0'})`;
    default:
      return text;
  }
}

function msrOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = numberOf(text);
  if (value !== undefined) return value <= 0xffffffffn ? Number(value) : undefined;
  return msrOfKernelName(text);
}

function numberOf(text: string): bigint | undefined {
  if (/^-\d{1,19}$/.test(text)) return BigInt.asUintN(64, BigInt(text));
  return /^(?:0x[0-9a-f]{1,16}|\d{1,20})$/i.test(text) ? BigInt(text) : undefined;
}

const isSet = (text: string | undefined): boolean => text !== undefined && text !== '0' && text !== 'false';
