import ts from 'typescript';
import type { SourceFunction } from './sources.ts';
import { Inlined } from './translate-inlined.ts';
import { int, type Frame, type Result, type Value } from './values.ts';

interface Made {
  readonly name: string;
  readonly result: Value | undefined;
}

/** Functions of the model as C functions: one for each combination of arguments that are known now. */
export abstract class Functions extends Inlined {
  readonly #functions = new Map<string, Made>();
  protected readonly prototypes: string[] = [];
  protected readonly bodies: string[] = [];

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
        case 'array':
          keys.push(String(arg.elements.length));
          return { kind: 'array', elements: arg.elements.map(parameter) };
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
  ): Made {
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
    this.prototypes.push(`${head};`);
    this.bodies.push(`${head} {\n  ${out.join('\n  ')}\n${type === 'int' ? '  return 0;\n' : ''}}`);
    return { name, result: merged };
  }
}
