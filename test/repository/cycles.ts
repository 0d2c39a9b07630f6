/**
 * Cycles that between them pass through every node that is in a cycle at all, each as short as its first node allows,
 * from that node and back to it. Names that are not a node of the graph lead nowhere.
 */
export function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const reported = new Set<string>();
  for (const node of graph.keys()) {
    if (reported.has(node)) continue;
    const cycle = shortestBack(graph, node);
    if (cycle === undefined) continue;
    for (const one of cycle) reported.add(one);
    found.push(cycle);
  }
  return found;
}

function shortestBack(graph: ReadonlyMap<string, readonly string[]>, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const waiting = [start];
  for (const node of waiting) {
    for (const next of graph.get(node) ?? []) {
      if (next === start) {
        const back = [start];
        for (let at = node; at !== start; at = cameFrom.get(at) ?? start) back.unshift(at);
        return [start, ...back];
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      waiting.push(next);
    }
  }
  return undefined;
}
