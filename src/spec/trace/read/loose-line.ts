import { CONTEXT, IRQS, NO_CPU, NO_THREAD, NO_TIME } from './events.ts';
import { CONTEXT_OF_FLAG, IRQS_OF_FLAG } from './flags.ts';
import type { LooseEvent } from './loose-event.ts';
import { perfTraceEvent } from './perf-trace.ts';

type LooseLine =
  | {
      readonly kind: 'event';
      readonly event: LooseEvent;
      readonly printer?: 'perf trace' | 'perf script' | 'function_graph';
    }
  /** A line of the same printer that shows no event: a call, a task switch, a stack. */
  | { readonly kind: 'ignored' };

/** The start that all printers of function_graph share: time, CPU, task, flags, duration; the rest is a call or an event. */
const GRAPH =
  /^ *(?:(\d+)\.(\d{3,9}) +\| +)?(\d{1,5})\) +(?:(\S.*?)-(\d+) +\| +)?(?:([.a-zA-Z#0-9]{4,8}) +\| +)?(?:[@!#*$+]? *[\d.]+ (?:us|ns|ms|s) +)?(?:=+>? )?\|? {2}(.*)$/;
const GRAPH_EVENT = /^ *\/\* (?:\w+:)?(\w+): (.*?) *\*\/$/;
/** A call, its end, or a comment: what function_graph prints. */
const GRAPH_CALL = /^ *(?:[\w.]+\(.*\)(?:;| \{)?.*|\}.*|\/\*.*\*\/)$/;
/** ` 3)  bash-900   =>  vm-1200   `. */
const GRAPH_SWITCH = /^ *(?:\d+\.\d+ +\| +)?\d{1,5}\) +\S.*-\d+ +=> +\S.*-\d+ *$/;
/** `kvm_msr: msr_read 1d9 = 0x0`, and nothing before it. */
const PAYLOAD = /^ *(?:msr:|kvm:)?(write_msr|read_msr|kvm_msr|kvm_exit|kvm_entry): +(\S.*)$/;

/** perf script -F without the pid, the CPU or both: the group before the event's name says that it is perf's. */
const PERF_FIELDS =
  /^ *(?:\S.{0,15}? +)?(?:\[(\d{3,5})\] +)?(\d+)\.(\d{6,9}): +(?:msr|kvm|sched|syscalls):(\w+): +(\S.*)$/;

/** Reads a line of function_graph, perf trace or perf script without its pid, or one that is nothing but an event. Undefined for any other. */
export function readLoose(text: string): LooseLine | undefined {
  const event = perfTraceEvent(text);
  if (event) return { kind: 'event', event, printer: 'perf trace' };
  const graph = GRAPH.exec(text);
  if (graph) {
    const found = graphEvent(graph);
    if (found) return { kind: 'event', event: found, printer: 'function_graph' };
    if (GRAPH_CALL.test(graph[7])) return { kind: 'ignored' };
  }
  if (GRAPH_SWITCH.test(text)) return { kind: 'ignored' };
  const fields = PERF_FIELDS.exec(text);
  if (fields) {
    const [, cpu, seconds, fraction, name, payload] = fields;
    const columns = { ticks: Number(seconds + fraction), fraction: fraction.length };
    const found = {
      ...NOTHING,
      ...columns,
      cpu: cpu === undefined ? NO_CPU : Number(cpu),
      name,
      payload: spaced(payload),
    };
    return { kind: 'event', event: found, printer: 'perf script' };
  }
  const bare = PAYLOAD.exec(text);
  if (bare) return { kind: 'event', event: { ...NOTHING, name: bare[1], payload: spaced(bare[2]) } };
  return undefined;
}

const NOTHING: Omit<LooseEvent, 'name' | 'payload'> = {
  pid: NO_THREAD,
  cpu: NO_CPU,
  irqs: IRQS.unknown,
  context: CONTEXT.unknown,
  ticks: NO_TIME,
  fraction: 0,
};

function graphEvent([, seconds, fraction, cpu, , pid, flags, rest]: RegExpExecArray): LooseEvent | undefined {
  const event = GRAPH_EVENT.exec(rest);
  if (event === null) return undefined;
  return {
    name: event[1],
    payload: spaced(event[2]),
    pid: pid === undefined ? NO_THREAD : Number(pid),
    cpu: Number(cpu),
    irqs: flags === undefined ? IRQS.unknown : IRQS_OF_FLAG[flags.charCodeAt(0)],
    context: flags === undefined ? CONTEXT.unknown : CONTEXT_OF_FLAG[flags.charCodeAt(2)],
    ticks: seconds === undefined ? NO_TIME : Number(seconds + fraction),
    fraction: seconds === undefined ? 0 : fraction.length,
  };
}

/** Runs of blanks are one: what a page or a terminal made of the columns does not matter. */
export function spaced(payload: string): string {
  return payload.trim().replace(/ {2,}/g, ' ');
}
