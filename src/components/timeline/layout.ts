import type { CpuSnapshot, Lane, RunView } from '@spec/scenario/run-view.ts';

/** Measures of the drawing, in SVG units: a column is as wide as the page has room for. */
const NARROW = 54;
const WIDE = 96;
/** Beside the list of pages, at 1280 pixels. */
const ROOM = 948;
/** Beside the settings of the workbench. */
export const WORKBENCH_ROOM = 836;
/** Of a letter in the labels. */
export const CHARACTER = 6.6;
export const ROW = 24;
const GAP = 14;

export interface TimelineLayout {
  /** Width of a step. */
  readonly column: number;
  readonly width: number;
  /** Width of the column of labels. */
  readonly labels: number;
  readonly height: number;
  readonly rows: readonly Row[];
}

export type Row = HeadRow | LaneRow | EventRow | BandRow | BarRow | RingRow;

interface Placed {
  readonly y: number;
  readonly label: string;
}

interface HeadRow extends Placed {
  readonly kind: 'head';
}

/** A lane: the steps that its actor takes. */
interface LaneRow extends Placed {
  readonly kind: 'lane';
  readonly steps: readonly number[];
}

/** A value that lasts: who runs, who owns. */
interface BandRow extends Placed {
  readonly kind: 'band';
  readonly segments: readonly Segment[];
}

/** The state of an LBR event over time. */
interface EventRow extends Placed {
  readonly kind: 'event';
  readonly segments: readonly Segment[];
}

/** A bit: drawn where it is set. */
interface BarRow extends Placed {
  readonly kind: 'bar';
  readonly segments: readonly Segment[];
}

/** One entry of the record ring over time. */
interface RingRow extends Placed {
  readonly kind: 'ring';
  readonly segments: readonly RingSegment[];
}

/** Columns `from` to `to`, both included; column 0 is the state before the first step. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly value: string;
}

interface RingSegment extends Segment {
  readonly executor: string;
}

const LANES: readonly (readonly [Lane, string])[] = [
  ['perf', 'host perf'],
  ['interrupt', 'IRQ and NMI'],
  ['kvm', 'KVM'],
  ['guest', 'guest'],
  ['host', 'host, VMM'],
];

/** Where everything of a run is drawn; `room`: the width, in pixels, that there is for labels and steps. */
export function layoutTimeline(run: RunView, room = ROOM): TimelineLayout {
  const rows: Row[] = [];
  let y = GAP;
  const add = (row: Row, height = ROW): void => {
    rows.push(row);
    y += height;
  };
  for (const [lane, label] of LANES) {
    const steps = run.steps.flatMap((step, index) => (step.lane === lane ? [index] : []));
    // The register world has no CPUs and no concurrency: who takes no step there takes no room.
    if (steps.length > 0 || (lane !== 'host' && run.initial.length > 0)) add({ kind: 'lane', y, label, steps });
  }
  if (run.initialEvents.length > 0) {
    y += GAP;
    add({ kind: 'head', y, label: 'LBR events of perf' }, ROW - 4);
    for (const [index, { name }] of run.initialEvents.entries()) {
      const states = [run.initialEvents, ...run.steps.map((step) => step.events)].map((all) => all[index]?.state ?? '');
      add({ kind: 'event', y, label: name, segments: segments(states).filter(({ value }) => value !== 'none') });
    }
  }
  for (const { cpu } of run.initial) {
    y += GAP;
    add({ kind: 'head', y, label: `CPU ${cpu}` }, ROW - 4);
    const history = [run.initial, ...run.steps.map((step) => step.cpus)].map((cpus) =>
      cpus.find((one) => one.cpu === cpu),
    );
    for (const row of hardwareRows(history.filter((one) => one !== undefined))) add({ ...row, y } as Row);
  }
  const columns = run.steps.length + 1;
  const labels = 24 + Math.max(...rows.map(({ label }) => label.length)) * CHARACTER;
  const fit = (width: number): number => Math.floor(Math.max(NARROW, Math.min(WIDE, width / columns)));
  const whole = fit(room - labels);
  const column = fit(room - labels - tail(rows, columns, whole));
  return {
    column,
    width: columns * column + tail(rows, columns, column),
    labels,
    height: y + GAP,
    rows,
  };
}

/** Room on the right for the words of the last column. */
function tail(rows: readonly Row[], columns: number, column: number): number {
  const words = rows.flatMap((row) =>
    row.kind === 'band' || row.kind === 'event'
      ? row.segments
          .filter(({ to }) => to === columns - 1)
          .map(({ from, to, value }) => value.length * CHARACTER + 14 - (to - from + 1) * column)
      : [],
  );
  return Math.max(0, ...words);
}

type Unplaced = Omit<BandRow, 'y'> | Omit<BarRow, 'y'> | Omit<RingRow, 'y'>;

function hardwareRows(history: readonly CpuSnapshot[]): Unplaced[] {
  const bits = [...new Set(history.flatMap((one) => one.debugctl))].sort();
  const depth = history[0]?.ring.length ?? 0;
  return [
    {
      kind: 'band',
      label: 'runs',
      segments: segments(history.map((one) => (one.mode === 'guest' ? `guest ${one.running}` : one.running))),
    },
    { kind: 'bar', label: 'IRQs off', segments: set(history.map((one) => one.irqs === 'off')) },
    { kind: 'band', label: 'owner', segments: segments(history.map((one) => one.owner)) },
    ...bits.map((bit): Unplaced => ({
      kind: 'bar',
      label: bit,
      segments: set(history.map((one) => one.debugctl.includes(bit))),
    })),
    { kind: 'band', label: 'LBR_SELECT', segments: segments(history.map((one) => one.select)) },
    ...Array.from({ length: depth }, (_, index): Unplaced => ({
      kind: 'ring',
      label: index === 0 ? 'newest record' : `record ${index}`,
      segments: ringSegments(history, index),
    })),
  ];
}

function segments(values: readonly string[]): Segment[] {
  const found: { from: number; to: number; value: string }[] = [];
  values.forEach((value, column) => {
    const last = found.at(-1);
    if (last !== undefined && last.value === value) last.to = column;
    else found.push({ from: column, to: column, value });
  });
  return found;
}

const set = (values: readonly boolean[]): Segment[] =>
  segments(values.map((value) => (value ? 'set' : ''))).filter(({ value }) => value !== '');

function ringSegments(history: readonly CpuSnapshot[], index: number): RingSegment[] {
  const tags = history.map((one) => one.ring[index] ?? null);
  const merged = segments(tags.map((tag) => (tag === null ? '' : `${tag.kind} ${tag.letter}`)));
  return merged
    .filter(({ value }) => value !== '')
    .map(({ from, to }) => ({ from, to, value: tags[from]?.letter ?? '', executor: tags[from]?.kind ?? '' }));
}
