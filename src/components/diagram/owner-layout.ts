import type { Owner, OwnerChange } from '@site/src/site-data/owner-states.ts';

/** Measures of the drawing, in SVG units. */
export const WIDTH = 900;
export const HEIGHT = 400;
export const NODE = { width: 104, height: 42 } as const;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The four owners stand in a rhombus: only the ways between `nobody` and `both` would cross others, and they are not drawn. */
export const PLACES: Readonly<Record<Owner, Point>> = {
  nobody: { x: 110, y: 190 },
  host: { x: 450, y: 40 },
  guest: { x: 450, y: 340 },
  both: { x: 790, y: 190 },
};

/** Which part of the way a label is at, where the middle has no room for it. */
const LABEL_AT: Readonly<Record<string, number>> = {
  'nobody guest': 0.38,
  'both host': 0.57,
};

interface Arrow {
  readonly path: string;
  /** The first line of the label. */
  readonly label: Point;
  readonly anchor: 'start' | 'middle' | 'end';
}

const LINE = 14;
/** Half the distance between the arrows there and back. */
const APART = 9;

/** An arrow from owner to owner with the place of its label, which has one line for each cause. */
export function arrowOf({ from, to, causes }: OwnerChange): Arrow {
  const a = PLACES[from];
  const b = PLACES[to];
  if (from === to) return loop(a, causes.length);
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const along = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
  const side = { x: along.y, y: -along.x };
  const start = edge(a, along, side);
  const end = edge(b, { x: -along.x, y: -along.y }, side);
  const at = LABEL_AT[`${from} ${to}`] ?? 0.5;
  const point = { x: start.x + (end.x - start.x) * at, y: start.y + (end.y - start.y) * at };
  const anchor = Math.abs(side.x) < 0.3 ? 'middle' : side.x > 0 ? 'start' : 'end';
  const block = (causes.length - 1) * LINE;
  const up = side.y < -0.3 ? -block - 6 : side.y > 0.3 ? 16 : -block / 2 + 4;
  return {
    path: `M${start.x.toFixed(1)} ${start.y.toFixed(1)}L${end.x.toFixed(1)} ${end.y.toFixed(1)}`,
    label: { x: point.x + side.x * 6, y: point.y + up },
    anchor,
  };
}

/** Where a line from the middle of a node, moved to its side of the way, leaves the node's box. */
function edge(node: Point, along: Point, side: Point): Point {
  const from = { x: node.x + side.x * APART, y: node.y + side.y * APART };
  const reach = (towards: number, offset: number, half: number): number =>
    Math.abs(towards) < 1e-6 ? Infinity : (half - Math.sign(towards) * offset) / Math.abs(towards);
  const far = Math.min(
    reach(along.x, side.x * APART, NODE.width / 2 + 3),
    reach(along.y, side.y * APART, NODE.height / 2 + 3),
  );
  return { x: from.x + along.x * far, y: from.y + along.y * far };
}

/** From one guest to another: a loop below the node. */
function loop({ x, y }: Point, lines: number): Arrow {
  const bottom = y + NODE.height / 2 + 3;
  return {
    path: `M${x - 22} ${bottom}C${x - 26} ${bottom + 34} ${x + 26} ${bottom + 34} ${x + 22} ${bottom}`,
    label: { x: x + 34, y: bottom + 18 - ((lines - 1) * LINE) / 2 },
    anchor: 'start',
  };
}

export const LINE_HEIGHT = LINE;
