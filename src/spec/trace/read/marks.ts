/** What a line says that has no event columns. */
export type Mark =
  | {
      readonly kind: 'lost';
      /** -1 where the line names no CPU. */ readonly cpu: number;
      readonly events: number | undefined;
    }
  /** The line says nothing about the host: a comment, a blank, a stack trace. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'header'; readonly format: 'ftrace' | 'trace-cmd' | 'function_graph' }
  | { readonly kind: 'overwritten'; readonly events: number }
  | { readonly kind: 'unknown' };

/** `CPU:3 [LOST 120 EVENTS]` of ftrace, `CPU:3 [120 EVENTS DROPPED]` of trace-cmd; both also without the number. */
const LOST_ON_CPU = /^\s*CPU:\s*(\d{1,5})\s+\[(?:LOST\s*)?(\d+)?\s*EVENTS(?: (?:LOST|DROPPED))?\]/i;
const LOST_SOMEWHERE = /\[\s*(\d+)\s+events\s+(?:lost|dropped)\s*\]/i;
const BUFFER_STARTS = /^#+\s*CPU\s+(\d{1,5})\s+buffer started\s*#*/;
const ENTRIES = /^#\s*entries-in-buffer\/entries-written:\s*(\d+)\/(\d+)/;
/** trace-cmd report --debug. */
const SUBBUFFER = /^\s*CPU:\s*\d{1,5}\s+\[SUBBUFFER START\]/;
/** perf script -F machine_pid: what a guest recorded of itself says nothing of the host. */
const OF_A_GUEST = /^\s*VM:\s*\d+ /;
/** Call chains: ` => name` of ftrace and trace-cmd, `\tffffffff81000000 name+0x0 (...)` of perf script, without the address of perf trace. */
const STACK = /^\s*(?:=> |[0-9a-f]{6,16} \S)|^\s+\S+ \((?:\[[^\]]+\]|\/[^)]*|inlined)\)$/;
/** What stands between the lines of a trace and says nothing of the host. */
const AROUND = new RegExp(
  [
    '^Dumping ftrace buffer:',
    '^\\(ftrace buffer empty\\)',
    '^CPU \\d+ is empty$',
    '^-{5,}$',
    '^```\\w*$|^~~~\\w*$',
    // function_graph switches tasks between two rules of dashes.
    '^ *-{10,} *$',
  ].join('|'),
);

/** Reads a line without event columns. `line` has neither its newline nor a carriage return. */
export function readMark(line: string): Mark {
  const onCpu = LOST_ON_CPU.exec(line);
  if (onCpu) return { kind: 'lost', cpu: Number(onCpu[1]), events: count(onCpu[2]) };
  const starts = BUFFER_STARTS.exec(line);
  if (starts) return { kind: 'lost', cpu: Number(starts[1]), events: 0 };
  if (line.startsWith('# tracer:')) {
    return { kind: 'header', format: line.includes('function_graph') ? 'function_graph' : 'ftrace' };
  }
  if (/^(?:cpus=\d+|version = \d+)$/.test(line.trim())) return { kind: 'header', format: 'trace-cmd' };
  const entries = ENTRIES.exec(line);
  if (entries) return { kind: 'overwritten', events: Math.max(0, Number(entries[2]) - Number(entries[1])) };
  const somewhere = LOST_SOMEWHERE.exec(line);
  if (somewhere) return { kind: 'lost', cpu: -1, events: count(somewhere[1]) };
  if (
    line.startsWith('#') ||
    line === '' ||
    STACK.test(line) ||
    SUBBUFFER.test(line) ||
    OF_A_GUEST.test(line) ||
    AROUND.test(line)
  )
    return { kind: 'ignored' };
  return { kind: 'unknown' };
}

function count(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}
