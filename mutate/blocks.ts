/** Blocks of a source: the bodies of its functions and the branches in them. What runs in a block runs at its place. */
import ts from 'typescript';

interface Block {
  readonly start: number;
  readonly end: number;
  /** An arrow function without braces. */
  readonly expression: boolean;
}

export function blocksOf(file: string, text: string): Block[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const blocks: Block[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node)) blocks.push({ start: node.getStart(source), end: node.end, expression: false });
    if (ts.isArrowFunction(node) && !ts.isBlock(node.body))
      blocks.push({ start: node.body.getStart(source), end: node.body.end, expression: true });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return blocks;
}

/** The innermost block around a place, by its index; -1 for what runs when the module is loaded. */
export function blockAround(blocks: readonly Block[], start: number, end: number): number {
  let best = -1;
  blocks.forEach((block, index) => {
    if (block.start <= start && end <= block.end && (best < 0 || block.start >= blocks[best].start)) best = index;
  });
  return best;
}

/** The text with a mark at the head of each block; the mark of the first has the number `first`. */
export function marked(text: string, blocks: readonly Block[], first: number): string {
  const inserts = blocks.flatMap(({ start, end, expression }, index) => {
    const mark = `globalThis.lbrRan[${first + index}] = 1`;
    return expression
      ? [
          { at: start, order: index, text: `(${mark}, ` },
          { at: end, order: -index, text: ')' },
        ]
      : [{ at: start + 1, order: index, text: `${mark};` }];
  });
  let result = '';
  let from = 0;
  for (const insert of inserts.toSorted((a, b) => a.at - b.at || a.order - b.order)) {
    result += text.slice(from, insert.at) + insert.text;
    from = insert.at;
  }
  return result + text.slice(from);
}
