import ts from 'typescript';
import type { Layout } from '../../../spec/kit/layout.ts';
import type { SourceFunction, Sources } from './sources.ts';
import { Functions } from './translate-functions.ts';
import { makesArray } from './translate-inlined.ts';
import { fixed, int, type Frame, type Value } from './values.ts';

/** Functions of JavaScript that the model uses on numbers. */
const BUILT_IN: ReadonlySet<unknown> = new Set([Number, Math.min, Math.max]);

/** Room of a list in C; instances have fewer events. */
const LIST = 'struct List { int n; int at[16]; };';

/**
 * Translates functions of the model to C. What does not depend on the state (the design, the instance, loops over their
 * events) is evaluated on the way; each function is translated once per combination of such arguments. The subset is
 * what the protocol world is written in; anything else is an error that names its place.
 */
export class Translator extends Functions {
  readonly #sources: Sources;

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
    return [LIST, ...this.objects.tables(), ...this.prototypes, ...this.bodies].join('\n');
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
    if (frame !== undefined && makesArray(node)) return this.straight(node, args, { ...frame, scope });
    const needsCaller = args.some((arg) => arg.kind === 'lambda');
    if (frame !== undefined && (!ts.isBlock(body) || needsCaller)) {
      return this.inline(node, args, { ...frame, names: new Map(), parent: undefined, scope });
    }
    return this.separate(callee, args);
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

  protected override callValue(callee: unknown, args: readonly Value[], frame: Frame): Value | undefined {
    return this.callFunction(this.known(callee), args, frame);
  }
}
