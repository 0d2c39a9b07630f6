import { readFileSync } from 'node:fs';

/**
 * What a page asks the tests to do, in order:
 * - ```sh test            a command that succeeds; ```sh test exit=1 one that ends so;
 * - ```text output        what the command before it prints, to the letter;
 * - ```ts file=PATH       a file that the reader creates (any language);
 * - ```diff apply         a change that the reader makes.
 */
export type Block =
  | { readonly kind: 'command'; readonly line: number; readonly text: string; readonly exit: number }
  | { readonly kind: 'output'; readonly line: number; readonly text: string }
  | { readonly kind: 'file'; readonly line: number; readonly text: string; readonly path: string }
  | { readonly kind: 'diff'; readonly line: number; readonly text: string };

const FENCE = /^```(\w+) (test|output|apply|file=\S+)(?: exit=(\d+))?\n([\s\S]*?)^```$/gm;

export function blocksOf(page: string): Block[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(FENCE)].map(([whole, , what, exit = '0', body]): Block => {
    const line = text.slice(0, text.indexOf(whole)).split('\n').length;
    switch (what) {
      case 'test':
        return { kind: 'command', line, text: body, exit: Number(exit) };
      case 'output':
        return { kind: 'output', line, text: body };
      case 'apply':
        return { kind: 'diff', line, text: body };
      default:
        return { kind: 'file', line, text: body, path: what.slice('file='.length) };
    }
  });
}
