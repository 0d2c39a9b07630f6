import ts from 'typescript';
import type { Layout } from '../../../spec/kit/layout.ts';
import type { SourceFunction, Sources } from './sources.ts';
import { Statements } from './translate-statements.ts';
import { fixed, int, type Frame, type Result, type Value } from './values.ts';

/** Functions of JavaScript that the model uses on numbers. */
const BUILT_IN: ReadonlySet<unknown> = new Set([Number, Math.min, Math.max]);

/** Room of a list in C; instances have fewer events. */
const LIST = 'struct List { int n; int at[16]; };';

/**
 * Translates functions of the model to C. What does not depend on the state (the design, the instance, loops over their
 * events) is evaluated on the way; each function is translated once per combination of such arguments. The subset is
 * what the protocol world is written in; anything else is an error that names its place.
 */
export class Translator extends Statements {
  readonly #sources: Sources;
  readonly #functions = new Map<string, { readonly name: string; readonly result: Value | undefined }>();
  readonly #prototypes: string[] = [];
  readonly #bodies: string[] = [];

  constructor(sources: Sources, typeName: (layout: Layout) => string) {
    super(typeName);
    this.#sources = sources;
  }

  /** C expression that calls a function of the model with the arguments. */
  call(callee: unknown, args: readonly Value[]): string {
    const value = this.callFunction(this.known(callee), args, undefined);
    return value === undefined ? '0' : this.c(value);
  }

  /** Everything that was translated: tables, prototypes, functions. */
  text(): string {
    return [LIST, ...this.objects.tables(), ...this.#prototypes, ...this.#bodies].join('\n');
  }

  protected known(callee: unknown): SourceFunction {
    const known = this.#sources.functionOf(callee);
    if (known === undefined) throw new TypeError(`no source for function ${String(callee)}`);
    return known;
  }

  protected callFunction(callee: SourceFunction, args: readonly Value[], frame: Frame | undefined): Value | undefined {
    const { node, scope } = callee;
    const body = node.body;
    if (body === undefined) this.unsupported(node);
    const needsCaller = args.some((arg) => arg.kind === 'lambda');
    if (frame !== undefined && (!ts.isBlock(body) || needsCaller)) {
      return this.inline(node, args, { ...frame, names: new Map(), parent: undefined, scope });
    }
    return this.separate(callee, args);
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

  /** A C function, made once for each combination of arguments that are known now. */
  protected separate({ node, scope }: SourceFunction, args: readonly Value[]): Value | undefined {
    const passed: string[] = [];
    const parameters: string[] = [];
    const receive = (c: string, type: string): string => {
      passed.push(c);
      const name = `p${parameters.length}`;
      parameters.push(`${type}${name}`);
      return name;
    };
    const keys: string[] = [];
    const parameter = (arg: Value): Value => {
      keys.push(arg.kind);
      switch (arg.kind) {
        case 'static':
          keys.push(String(this.objects.id(arg.value)));
          return arg;
        case 'int':
          return int(receive(arg.c, 'int '));
        case 'choice':
        case 'list':
          keys.push(arg.of.map((object) => this.objects.id(object)).join('.'));
          return { ...arg, c: receive(arg.c, arg.kind === 'list' ? 'struct List ' : 'int ') };
        case 'ref':
          if (arg.layout.kind === 'uint') return int(receive(arg.c, 'int '));
          if (arg.layout.kind === 'record') {
            return { ...arg, c: `(*${receive(`&${arg.c}`, `${this.typeName(arg.layout)} *`)})` };
          }
          keys.push(String(arg.layout.length));
          return { ...arg, c: receive(arg.c, `${this.typeName(arg.layout.item)} *`) };
        case 'object': {
          const fields = new Map([...arg.fields].map(([name, field]) => [name, parameter(field)]));
          const present = arg.present === undefined ? undefined : receive(arg.present, 'int ');
          return { kind: 'object', fields, present };
        }
        case 'lambda':
          return this.unsupported(node, 'a function that is passed on');
      }
    };
    const inner = args.map(parameter);
    const key = [this.objects.id(scope), ...keys, ...parameters].join(' ');
    let made = this.#functions.get(key);
    if (made === undefined) {
      made = this.define(node, scope, inner, parameters);
      this.#functions.set(key, made);
    }
    const c = `${made.name}(${passed.join(', ')})`;
    const { result } = made;
    if (result === undefined) return int(c);
    return result.kind === 'choice' || result.kind === 'list' ? { ...result, c } : int(c);
  }

  protected define(
    node: ts.FunctionLikeDeclaration,
    scope: (name: string) => unknown,
    args: readonly Value[],
    parameters: readonly string[],
  ): { readonly name: string; readonly result: Value | undefined } {
    const label = node.name && ts.isIdentifier(node.name) ? node.name.text : 'step';
    const name = this.fresh(`${label}_`);
    const out: string[] = [];
    const result: Result = { values: [], inline: undefined };
    const frame: Frame = { names: this.bind(node, args), parent: undefined, scope, out, result, loop: undefined };
    const body = node.body;
    if (body !== undefined && ts.isBlock(body)) {
      this.statements(body.statements, frame);
    } else if (body !== undefined) {
      const value = this.expression(body as ts.Expression, frame);
      if (value !== undefined) {
        result.values.push(value);
        out.push(`return ${this.c(value, body)};`);
      }
    }
    const merged = this.merge(result.values, node);
    const type = merged === undefined ? 'int' : merged.kind === 'list' ? 'struct List' : 'int';
    const head = `static ${type} ${name}(${parameters.join(', ') || 'void'})`;
    this.#prototypes.push(`${head};`);
    this.#bodies.push(`${head} {\n  ${out.join('\n  ')}\n${type === 'int' ? '  return 0;\n' : ''}}`);
    return { name, result: merged };
  }

  protected override callExpression(node: ts.CallExpression, frame: Frame): Value | undefined {
    const callee = node.expression;
    const args = () => node.arguments.map((argument) => this.condition(argument, frame));
    if (ts.isPropertyAccessExpression(callee)) {
      const on = this.condition(callee.expression, frame);
      const method = this.method(on, callee.name.text, node, args(), frame);
      if (method !== undefined) return method.value;
    }
    const target = this.condition(callee, frame);
    if (target.kind === 'lambda') return this.apply(target, args());
    if (target.kind !== 'static') this.unsupported(node);
    const values = args();
    if (values.every((value) => value.kind === 'static') && BUILT_IN.has(target.value)) {
      return fixed((target.value as (...all: unknown[]) => unknown)(...values.map((value) => value.value)));
    }
    if (target.value === Number) return values[0];
    if (target.value === Math.min || target.value === Math.max) {
      const sign = target.value === Math.min ? '<' : '>';
      const [a, b] = values.map((value) => this.c(value, node));
      return int(`(${a} ${sign} ${b} ? ${a} : ${b})`);
    }
    return this.callFunction(this.known(target.value), values, frame);
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

  protected override callValue(callee: unknown, args: readonly Value[], frame: Frame): Value | undefined {
    return this.callFunction(this.known(callee), args, frame);
  }
}
