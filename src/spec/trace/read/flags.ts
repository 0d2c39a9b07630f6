import { CONTEXT, IRQS } from './events.ts';

/** First latency flag, trace_output.c:trace_print_lat_fmt(). */
export const IRQS_OF_FLAG = tableOf(IRQS.unknown, { d: IRQS.off, D: IRQS.off, '.': IRQS.on, b: IRQS.on });

/** Third latency flag. */
export const CONTEXT_OF_FLAG = tableOf(CONTEXT.unknown, {
  '.': CONTEXT.task,
  s: CONTEXT.softirq,
  h: CONTEXT.hardirq,
  H: CONTEXT.hardirq,
  z: CONTEXT.nmi,
  Z: CONTEXT.nmi,
});

function tableOf(otherwise: number, values: Readonly<Record<string, number>>): Uint8Array {
  const table = new Uint8Array(256).fill(otherwise);
  for (const [flag, value] of Object.entries(values)) table[flag.charCodeAt(0)] = value;
  return table;
}
