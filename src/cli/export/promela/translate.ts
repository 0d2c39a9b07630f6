import ts from 'typescript';
import type { Layout } from '../../../spec/kit/layout.ts';
import type { SourceFunction, Sources } from './sources.ts';
import { Expressions } from './translate-expressions.ts';
import { fixed, int, type Frame, type Result, type Value } from './values.ts';

/** Functions of JavaScript that the model uses on numbers. */
const BUILT_IN: ReadonlySet<unknown> = new Set([Number, Math.min, Math.max]);

/** Room of a list in C; instances have fewer events. */
const LIST = 'struct List { int n; int at[16]; };';

interface Made {
  readonly name: string;
  readonly result: Value | undefined;
}

/**
 * Translates functions of the model to C, statement by statement. What does not depend on the state (the design, the
 * instance, loops over their events) is evaluated during translation; each function is translated once per combination of
 * such arguments. The subset is what the protocol world is written in; anything else is an error that names its place.
 */
export class Translator extends Expressions {
  readonly #sources: Sources;
  readonly #functions = new Map<string, Made>();
  readonly #prototypes: string[] = [];
  readonly #bodies: string[] = [];

  constructor(sources: Sources, typeName: (layout: Layout) => string) {
    super(typeName);
    this.#sources = sources;
  }

  /** C expression that calls a function of the model with the arguments. */
  call(callee: unknown, args: readonly Value[]): string {
    const value = this.#callFunction(this.#known(callee), args, undefined);
    return value === undefined ? '0' : this.c(value);
  }

  /** Everything that was translated: tables, prototypes, functions. */
  text(): string {
    return [LIST, ...this.objects.tables(), ...this.#prototypes, ...this.#bodies].join('\n');
  }

  #known(callee: unknown): SourceFunction {
    const known = this.#sources.functionOf(callee);
    if (known === undefined) throw new TypeError(`no source for function ${String(callee)}`);
    return known;
  }

  #callFunction(callee: SourceFunction, args: readonly Value[], frame: Frame | undefined): Value | undefined {
    const { node, scope } = callee;
    const body = node.body;
    if (body === undefined) this.unsupported(node);
    if (frame !== undefined && makesArray(node)) return this.#straight(node, args, { ...frame, scope });
    const needsCaller = args.some((arg) => arg.kind === 'lambda');
    if (frame !== undefined && (!ts.isBlock(body) || needsCaller)) {
      return this.#inline(node, args, { ...frame, names: new Map(), parent: undefined, scope });
    }
    return this.#separate(callee, args);
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
    return this.#callFunction(this.#known(target.value), values, frame);
  }

  protected override callValue(callee: unknown, args: readonly Value[], frame: Frame): Value | undefined {
    return this.#callFunction(this.#known(callee), args, frame);
  }

  /** A C function, made once for each combination of arguments that are known now. */
  #separate({ node, scope }: SourceFunction, args: readonly Value[]): Value | undefined {
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
      made = this.#define(node, scope, inner, parameters);
      this.#functions.set(key, made);
    }
    const c = `${made.name}(${passed.join(', ')})`;
    const { result } = made;
    if (result === undefined) return int(c);
    return result.kind === 'choice' || result.kind === 'list' ? { ...result, c } : int(c);
  }

  #define(
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
      this.#statements(body.statements, frame);
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

  /** A body that ends with its only return, in the place of the call: so it can return what no C function can. */
  #straight(node: ts.FunctionLikeDeclaration, args: readonly Value[], outer: Frame): Value | undefined {
    const names = this.bind(node, args);
    const body = node.body as ts.Block;
    const result: Result = { values: [], inline: undefined };
    const frame: Frame = { ...outer, names, parent: undefined, result, loop: undefined };
    const last = body.statements[body.statements.length - 1] as ts.ReturnStatement;
    this.#statements(body.statements.slice(0, -1), frame);
    if (result.values.length > 0) this.unsupported(node, 'a second return beside an array');
    return last.expression && this.expression(last.expression, frame);
  }

  /** The body in the place of the call. */
  #inline(node: ts.FunctionLikeDeclaration, args: readonly Value[], outer: Frame): Value | undefined {
    const names = this.bind(node, args);
    const body = node.body;
    if (body === undefined) this.unsupported(node);
    if (!ts.isBlock(body)) return this.expression(body as ts.Expression, { ...outer, names });
    const out: string[] = [];
    const inline = { variable: this.fresh('r'), label: this.fresh('L') };
    const result: Result = { values: [], inline };
    this.#statements(body.statements, { ...outer, names, out, result, loop: undefined });
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
    return this.#inlineLambda(node, names, outer, frame);
  }

  #inlineLambda(
    node: ts.FunctionLikeDeclaration,
    names: Map<string, Value>,
    outer: Frame,
    parent: Frame,
  ): Value | undefined {
    if (node.body === undefined || !ts.isBlock(node.body)) this.unsupported(node);
    const out: string[] = [];
    const inline = { variable: this.fresh('r'), label: this.fresh('L') };
    const result: Result = { values: [], inline };
    this.#statements(node.body.statements, { ...outer, names, parent, out, result, loop: undefined });
    return int(`({ int ${inline.variable} = 0; ${out.join(' ')} ${inline.label}: ; ${inline.variable}; })`);
  }

  /** True where nothing after the statements is reached. */
  #statements(list: readonly ts.Statement[], frame: Frame): boolean {
    for (const statement of list) if (this.#statement(statement, frame)) return true;
    return false;
  }

  /** A statement in braces of its own. */
  #nested(statement: ts.Statement, frame: Frame): { text: string; ends: boolean } {
    const out: string[] = [];
    const inner: Frame = { ...frame, names: new Map(), parent: frame, out };
    const ends = ts.isBlock(statement)
      ? this.#statements(statement.statements, inner)
      : this.#statement(statement, inner);
    return { text: `{ ${out.join(' ')} }`, ends };
  }

  #statement(node: ts.Statement, frame: Frame): boolean {
    if (ts.isBlock(node)) {
      const { text, ends } = this.#nested(node, frame);
      frame.out.push(text);
      return ends;
    }
    if (ts.isVariableStatement(node)) {
      this.#declare(node.declarationList, frame);
      return false;
    }
    if (ts.isExpressionStatement(node)) {
      const value = this.expression(node.expression, frame);
      if (value !== undefined && value.kind !== 'static') frame.out.push(`${this.c(value, node)};`);
      return false;
    }
    if (ts.isIfStatement(node)) return this.#if(node, frame);
    if (ts.isReturnStatement(node)) return this.#return(node, frame);
    if (ts.isForStatement(node)) return this.#for(node, frame);
    if (ts.isForOfStatement(node)) return this.#forOf(node, frame);
    if (ts.isSwitchStatement(node)) return this.#switch(node, frame);
    if (ts.isContinueStatement(node) && frame.loop) {
      frame.out.push(frame.loop.onContinue);
      return true;
    }
    if (ts.isBreakStatement(node) && frame.loop) {
      frame.out.push(frame.loop.onBreak);
      return true;
    }
    return this.unsupported(node);
  }

  #declare(list: ts.VariableDeclarationList, frame: Frame): void {
    const mutable = (list.flags & ts.NodeFlags.Const) === 0;
    for (const { name, initializer } of list.declarations) {
      const value = initializer ? this.expression(initializer, frame) : fixed(0);
      if (value === undefined) this.unsupported(name, 'a declaration without value');
      if (!ts.isIdentifier(name)) {
        for (const [part, member] of this.parts(name, value)) {
          frame.names.set(part, this.keep(member, mutable, frame, name));
        }
        continue;
      }
      frame.names.set(name.text, this.keep(value, mutable, frame, name));
    }
  }

  #if(node: ts.IfStatement, frame: Frame): boolean {
    const condition = this.condition(node.expression, frame);
    if (condition.kind === 'static') {
      const chosen = condition.value ? node.thenStatement : node.elseStatement;
      return chosen === undefined ? false : this.#statement(chosen, frame);
    }
    const then = this.#nested(node.thenStatement, frame);
    const otherwise = node.elseStatement && this.#nested(node.elseStatement, frame);
    frame.out.push(`if (${this.c(condition)}) ${then.text}${otherwise ? ` else ${otherwise.text}` : ''}`);
    return then.ends && otherwise !== undefined && otherwise.ends;
  }

  #return(node: ts.ReturnStatement, frame: Frame): true {
    const value = node.expression && this.expression(node.expression, frame);
    const { inline, values } = frame.result;
    const c = value === undefined ? '' : value.kind === 'list' ? value.c : this.c(value, node);
    if (value !== undefined) values.push(value);
    if (inline === undefined) frame.out.push(`return ${c || '0'};`);
    else frame.out.push(`${c ? `${inline.variable} = ${c}; ` : ''}goto ${inline.label};`);
    return true;
  }

  #for(node: ts.ForStatement, frame: Frame): boolean {
    const out: string[] = [];
    const inner: Frame = { ...frame, names: new Map(), parent: frame, out };
    if (node.initializer && ts.isVariableDeclarationList(node.initializer)) this.#declare(node.initializer, inner);
    const condition = node.condition ? this.pure(node.condition, inner) : '1';
    const step = node.incrementor ? this.pure(node.incrementor, inner) : '';
    const body = this.#nested(node.statement, { ...inner, loop: { onBreak: 'break;', onContinue: 'continue;' } });
    frame.out.push(`{ ${out.join(' ')} for (; ${condition}; ${step}) ${body.text} }`);
    return false;
  }

  #forOf(node: ts.ForOfStatement, frame: Frame): boolean {
    if (!ts.isVariableDeclarationList(node.initializer)) this.unsupported(node);
    const name = node.initializer.declarations[0].name.getText();
    const over = this.expression(node.expression, frame);
    if (over?.kind === 'list') {
      const list = this.keep(over, false, frame, node);
      const i = this.fresh('i');
      const element: Value = { kind: 'choice', c: `${this.c2(list)}.at[${i}]`, of: over.of };
      const inner: Frame = { ...frame, names: new Map([[name, element]]), parent: frame };
      const body = this.#nested(node.statement, { ...inner, loop: { onBreak: 'break;', onContinue: 'continue;' } });
      frame.out.push(`for (int ${i} = 0; ${i} < ${this.c2(list)}.n; ${i}++) ${body.text}`);
      return false;
    }
    const elements = over && this.elements(over);
    if (elements === undefined) this.unsupported(node);
    const onBreak = this.fresh('B');
    for (const element of elements) {
      const next = this.fresh('C');
      const loop = { onBreak: `goto ${onBreak};`, onContinue: `goto ${next};` };
      const optional = element.kind === 'object' && element.present !== undefined;
      const there: Value = optional ? { kind: 'object', fields: element.fields } : element;
      const inner: Frame = { ...frame, names: new Map([[name, there]]), parent: frame, loop };
      const guard = optional ? `if (${element.present}) ` : '';
      frame.out.push(`${guard}${this.#nested(node.statement, inner).text} ${next}: ;`);
    }
    frame.out.push(`${onBreak}: ;`);
    return false;
  }

  #switch(node: ts.SwitchStatement, frame: Frame): boolean {
    const on = this.expression(node.expression, frame);
    if (on === undefined) this.unsupported(node);
    const { clauses } = node.caseBlock;
    if (on.kind === 'static') return this.#knownSwitch(clauses, on.value, frame);
    const parts: string[] = [];
    let ends = clauses.some(ts.isDefaultClause);
    for (const clause of clauses) {
      parts.push(ts.isDefaultClause(clause) ? 'default:' : `case ${this.pure(clause.expression, frame)}:`);
      if (clause.statements.length === 0) continue;
      const out: string[] = [];
      const loop = { onBreak: 'break;', onContinue: frame.loop?.onContinue ?? '' };
      const inner: Frame = { ...frame, names: new Map(), parent: frame, out, loop };
      const ended = this.#statements(clause.statements, inner);
      if (!ended || out.at(-1) === 'break;') ends = false;
      parts.push(`{ ${out.join(' ')} }`);
    }
    frame.out.push(`switch (${this.c(on, node)}) { ${parts.join(' ')} }`);
    return ends;
  }

  #knownSwitch(clauses: readonly ts.CaseOrDefaultClause[], on: unknown, frame: Frame): boolean {
    const matches = (clause: ts.CaseOrDefaultClause) => {
      if (ts.isDefaultClause(clause)) return false;
      const value = this.expression(clause.expression, frame);
      return value?.kind === 'static' && value.value === on;
    };
    const found = clauses.findIndex(matches);
    const first = found >= 0 ? found : clauses.findIndex(ts.isDefaultClause);
    if (first < 0) return false;
    for (const statement of clauses.slice(first).flatMap((clause) => [...clause.statements])) {
      if (ts.isBreakStatement(statement)) return false;
      if (this.#statement(statement, frame)) return true;
    }
    return false;
  }
}

/** Whether a function ends with an array that is written there, or with one of two. */
function makesArray({ body }: ts.FunctionLikeDeclaration): boolean {
  if (body === undefined || !ts.isBlock(body)) return false;
  const last = body.statements.at(-1);
  if (last === undefined || !ts.isReturnStatement(last) || last.expression === undefined) return false;
  const ends = (node: ts.Expression): boolean =>
    ts.isConditionalExpression(node) ? ends(node.whenTrue) || ends(node.whenFalse) : ts.isArrayLiteralExpression(node);
  return ends(last.expression);
}
