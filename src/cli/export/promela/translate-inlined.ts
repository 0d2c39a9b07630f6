import ts from 'typescript';
import { Statements } from './translate-statements.ts';
import { int, type Frame, type Result, type Value } from './values.ts';

/** Bodies of functions in the place of their calls. */
export abstract class Inlined extends Statements {
  /** A body that ends with its only return, in the place of the call: so it can answer what no C function can. */
  protected straight(node: ts.FunctionLikeDeclaration, args: readonly Value[], outer: Frame): Value | undefined {
    const names = this.bind(node, args);
    const body = node.body as ts.Block;
    const result: Result = { values: [], inline: undefined };
    const frame: Frame = { ...outer, names, parent: undefined, result, loop: undefined };
    const last = body.statements[body.statements.length - 1] as ts.ReturnStatement;
    this.statements(body.statements.slice(0, -1), frame);
    if (result.values.length > 0) this.unsupported(node, 'a second return beside an array');
    return last.expression && this.expression(last.expression, frame);
  }

  /** The body in the place of the call. */
  protected inline(node: ts.FunctionLikeDeclaration, args: readonly Value[], outer: Frame): Value | undefined {
    const names = this.bind(node, args);
    const body = node.body;
    if (body === undefined) this.unsupported(node);
    if (!ts.isBlock(body)) return this.expression(body as ts.Expression, { ...outer, names });
    const out: string[] = [];
    const inline = { variable: this.fresh('r'), label: this.fresh('L') };
    const result: Result = { values: [], inline };
    this.statements(body.statements, { ...outer, names, out, result, loop: undefined });
    const merged = this.merge(result.values, node);
    const type = merged?.kind === 'list' ? 'struct List' : 'int';
    const c = `({ ${type} ${inline.variable}${type === 'int' ? ' = 0' : ''}; ${out.join(' ')} ${inline.label}: ; ${inline.variable}; })`;
    if (merged === undefined) {
      outer.out.push(`${c};`);
      return undefined;
    }
    return merged.kind === 'choice' || merged.kind === 'list' ? { ...merged, c } : int(c);
  }

  protected override apply(
    { node, frame }: Extract<Value, { kind: 'lambda' }>,
    args: readonly Value[],
    out = frame.out,
  ): Value | undefined {
    const outer: Frame = { ...frame, out };
    const names = this.bind(node, args);
    if (node.body !== undefined && !ts.isBlock(node.body)) {
      return this.expression(node.body as ts.Expression, { ...outer, names, parent: frame });
    }
    return this.inlineLambda(node, names, outer, frame);
  }

  protected inlineLambda(
    node: ts.FunctionLikeDeclaration,
    names: Map<string, Value>,
    outer: Frame,
    parent: Frame,
  ): Value | undefined {
    if (node.body === undefined || !ts.isBlock(node.body)) this.unsupported(node);
    const out: string[] = [];
    const inline = { variable: this.fresh('r'), label: this.fresh('L') };
    const result: Result = { values: [], inline };
    this.statements(node.body.statements, { ...outer, names, parent, out, result, loop: undefined });
    return int(`({ int ${inline.variable} = 0; ${out.join(' ')} ${inline.label}: ; ${inline.variable}; })`);
  }
}

/** Whether a function ends with an array that is written there, or with one of two. */
export function makesArray({ body }: ts.FunctionLikeDeclaration): boolean {
  if (body === undefined || !ts.isBlock(body)) return false;
  const last = body.statements.at(-1);
  if (last === undefined || !ts.isReturnStatement(last) || last.expression === undefined) return false;
  const ends = (node: ts.Expression): boolean =>
    ts.isConditionalExpression(node) ? ends(node.whenTrue) || ends(node.whenFalse) : ts.isArrayLiteralExpression(node);
  return ends(last.expression);
}
