import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import ts from 'typescript';

/** A function of the sources: its syntax tree, and what the names in it stand for. */
export interface SourceFunction {
  readonly node: ts.FunctionLikeDeclaration;
  /** Value of a name that the function finds around itself. */
  readonly scope: (name: string) => unknown;
}

/** Modules that run as always, and of whose functions the syntax is known as well. */
export interface Sources {
  /** Imports a module by its path below the root. */
  load(file: string): Promise<Record<string, unknown>>;
  /** Undefined for a function that is not of the sources. */
  functionOf(value: unknown): SourceFunction | undefined;
  close(): void;
}

const REGISTER = '__lbrFunction';

/**
 * Copies a module and everything that it imports into a temporary folder, with each function made known to a register:
 * the function, the place of its syntax, and a way to ask for the values around it.
 */
export function openSources(root: string): Sources {
  const folder = mkdtempSync(path.join(tmpdir(), 'lbr-sources-'));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  const nodes = new Map<string, ts.FunctionLikeDeclaration>();
  const known = new WeakMap<object, SourceFunction>();
  const copied = new Set<string>();
  const register = (value: object, id: string, scope: (name: string) => unknown) => {
    const node = nodes.get(id);
    if (node !== undefined) known.set(value, { node, scope });
    // Nothing in the model uses `this`, so that a bound function is the function itself.
    Object.defineProperty(value, 'bind', { value: () => value });
    return value;
  };
  Object.assign(globalThis, { [REGISTER]: register });

  function copy(file: string): void {
    if (copied.has(file)) return;
    copied.add(file);
    const text = readFileSync(path.join(root, file), 'utf8');
    const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    const { code } = transformSync(registered(tree, text, nodes), {
      loader: 'ts',
      target: 'es2022',
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    });
    const out = path.join(folder, file.replace(/\.ts$/, '.mjs'));
    mkdirSync(path.dirname(out), { recursive: true });
    writeFileSync(out, code.replace(/(from\s*["'][^"']+)\.ts(["'])/g, '$1.mjs$2'));
    for (const [, specifier] of code.matchAll(/from\s*["'](\.[^"']+\.ts)["']/g)) {
      copy(path.join(path.dirname(file), specifier));
    }
  }

  return {
    async load(file) {
      copy(file);
      const module: unknown = await import(pathToFileURL(path.join(folder, file.replace(/\.ts$/, '.mjs'))).href);
      return module as Record<string, unknown>;
    },
    functionOf: (value) => (typeof value === 'function' ? known.get(value) : undefined),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The text with a call of the register around or behind each function. */
function registered(tree: ts.SourceFile, text: string, nodes: Map<string, ts.FunctionLikeDeclaration>): string {
  const edits: { at: number; insert: string; order: number }[] = [];
  const visit = (node: ts.Node): void => {
    const id = `${tree.fileName}:${node.getStart(tree)}`;
    const tail = `, ${JSON.stringify(id)}, (__name) => eval(__name))`;
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
      nodes.set(id, node);
      edits.push({ at: node.getStart(tree), insert: `${REGISTER}(`, order: 1 });
      edits.push({ at: node.end, insert: tail, order: -1 });
    } else if (ts.isMethodDeclaration(node) && ts.isObjectLiteralExpression(node.parent)) {
      nodes.set(id, node);
      edits.push({ at: node.name.end, insert: `: ${REGISTER}(function `, order: 1 });
      edits.push({ at: node.end, insert: tail, order: -1 });
    } else if (ts.isFunctionDeclaration(node) && node.name && node.body) {
      nodes.set(id, node);
      edits.push({ at: node.end, insert: `\n;${REGISTER}(${node.name.text}${tail};`, order: -1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  // From the end on; at one place the tail of an inner function comes to stand before that of the outer one.
  edits.sort((a, b) => b.at - a.at || b.order - a.order);
  let result = text;
  for (const { at, insert } of edits) result = result.slice(0, at) + insert + result.slice(at);
  return result;
}
