/** Who emits a line, as the latency flags show it. */
export type LineContext = 'irqs on' | 'irqs off' | 'interrupt' | 'nmi';

const FLAGS: Readonly<Record<LineContext, string>> = {
  'irqs on': '.....',
  'irqs off': 'd..1.',
  interrupt: 'd.h1.',
  nmi: 'd.Z1.',
};

interface LineHead {
  readonly task: string;
  readonly pid: number;
  readonly cpu: number;
  readonly context: LineContext;
  /** Microseconds since boot. */
  readonly time: number;
}

/** One line as `trace` prints it, without its newline: trace_output.c:trace_print_context(). */
export function traceLine({ task, pid, cpu, context, time }: LineHead, event: string): string {
  const seconds = String(Math.floor(time / 1e6)).padStart(5);
  const micros = String(time % 1e6).padStart(6, '0');
  const columns = `${task.slice(0, 15).padStart(16)}-${String(pid).padEnd(7)} [${String(cpu).padStart(3, '0')}]`;
  return `${columns} ${FLAGS[context]} ${seconds}.${micros}: ${event}`;
}
