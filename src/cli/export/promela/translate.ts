import ts from 'typescript';
import type { Layout } from '../../../spec/kit/layout.ts';
import { Objects } from './objects.ts';
import type { SourceFunction, Sources } from './sources.ts';
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
export class Translator {
  readonly objects = new Objects();
  readonly #sources: Sources;
  readonly #typeName: (layout: Layout) => string;
  readonly #functions = new Map<string, { readonly name: string; readonly result: Value | undefined }>();
  readonly #prototypes: string[] = [];
  readonly #bodies: string[] = [];
  #counter = 0;

  constructor(sources: Sources, typeName: (layout: Layout) => string) {
    this.#sources = sources;
    this.#typeName = typeName;
  }

  /** C expression that calls a function of the model with the arguments. */
  call(callee: unknown, args: readonly Value[]): string {
    const value = this.#callFunction(this.#known(callee), args, undefined);
    return value === undefined ? '0' : this.#c(value);
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

  #fresh(prefix: string): string {
    return `${prefix}${this.#counter++}`;
  }

  #unsupported(node: ts.Node, what = ts.SyntaxKind[node.kind]): never {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    throw new SyntaxError(`${file.fileName}:${line + 1}: cannot translate ${what}: ${node.getText().slice(0, 80)}`);
  }

  /** A value as a C integer. */
  #c(value: Value, node?: ts.Node): string {
    switch (value.kind) {
      case 'int':
      case 'choice':
      case 'ref':
        return value.c;
      case 'static':
        return typeof value.value === 'object' && value.value !== null
          ? String(this.objects.id(value.value))
          : this.objects.constant(value.value);
      default:
        return node ? this.#unsupported(node, value.kind) : '';
    }
  }

  // Functions.

  #callFunction(callee: SourceFunction, args: readonly Value[], frame: Frame | undefined): Value | undefined {
    const { node, scope } = callee;
    const body = node.body;
    if (body === undefined) this.#unsupported(node);
    const needsCaller = args.some((arg) => arg.kind === 'lambda');
    if (frame !== undefined && (!ts.isBlock(body) || needsCaller)) {
      return this.#inline(node, args, { ...frame, names: new Map(), parent: undefined, scope });
    }
    return this.#separate(callee, args);
  }

  /** The body in the place of the call. */
  #inline(node: ts.FunctionLikeDeclaration, args: readonly Value[], outer: Frame): Value | undefined {
    const names = this.#bind(node, args);
    const body = node.body;
    if (body === undefined) this.#unsupported(node);
    if (!ts.isBlock(body)) return this.#expression(body as ts.Expression, { ...outer, names });
    const out: string[] = [];
    const inline = { variable: this.#fresh('r'), label: this.#fresh('L') };
    const result: Result = { values: [], inline };
    this.#statements(body.statements, { ...outer, names, out, result, loop: undefined });
    const merged = this.#merge(result.values, node);
    const type = merged?.kind === 'list' ? 'struct List' : 'int';
    const c = `({ ${type} ${inline.variable}${type === 'int' ? ' = 0' : ''}; ${out.join(' ')} ${inline.label}: ; ${inline.variable}; })`;
    if (merged === undefined) {
      outer.out.push(`${c};`);
      return undefined;
    }
    return merged.kind === 'choice' || merged.kind === 'list' ? { ...merged, c } : int(c);
  }

  #bind(node: ts.FunctionLikeDeclaration, args: readonly Value[]): Map<string, Value> {
    return new Map(
      node.parameters.map((parameter, index) => [parameter.name.getText(), args[index] ?? fixed(undefined)]),
    );
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
            return { ...arg, c: `(*${receive(`&${arg.c}`, `${this.#typeName(arg.layout)} *`)})` };
          }
          keys.push(String(arg.layout.length));
          return { ...arg, c: receive(arg.c, `${this.#typeName(arg.layout.item)} *`) };
        case 'object': {
          const fields = new Map([...arg.fields].map(([name, field]) => [name, parameter(field)]));
          const present = arg.present === undefined ? undefined : receive(arg.present, 'int ');
          return { kind: 'object', fields, present };
        }
        case 'lambda':
          return this.#unsupported(node, 'a function that is passed on');
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
  ): { readonly name: string; readonly result: Value | undefined } {
    const label = node.name && ts.isIdentifier(node.name) ? node.name.text : 'step';
    const name = this.#fresh(`${label}_`);
    const out: string[] = [];
    const result: Result = { values: [], inline: undefined };
    const frame: Frame = { names: this.#bind(node, args), parent: undefined, scope, out, result, loop: undefined };
    const body = node.body;
    if (body !== undefined && ts.isBlock(body)) {
      this.#statements(body.statements, frame);
    } else if (body !== undefined) {
      const value = this.#expression(body as ts.Expression, frame);
      if (value !== undefined) {
        result.values.push(value);
        out.push(`return ${this.#c(value, body)};`);
      }
    }
    const merged = this.#merge(result.values, node);
    const type = merged === undefined ? 'int' : merged.kind === 'list' ? 'struct List' : 'int';
    const head = `static ${type} ${name}(${parameters.join(', ') || 'void'})`;
    this.#prototypes.push(`${head};`);
    this.#bodies.push(`${head} {\n  ${out.join('\n  ')}\n${type === 'int' ? '  return 0;\n' : ''}}`);
    return { name, result: merged };
  }

  /** What several results have in common; undefined for none. */
  #merge(values: readonly Value[], node: ts.Node): Value | undefined {
    if (values.length === 0) return undefined;
    const list = values.find((value) => value.kind === 'list');
    if (list !== undefined) return list;
    const isObject = (value: Value) =>
      value.kind === 'choice' || (value.kind === 'static' && typeof value.value === 'object' && value.value !== null);
    if (values.some(isObject)) {
      const of = new Set<object>();
      for (const value of values) {
        if (value.kind === 'choice') value.of.forEach((object) => of.add(object));
        else if (value.kind === 'static' && typeof value.value === 'object' && value.value !== null)
          of.add(value.value);
        else if (value.kind !== 'static' || value.value !== undefined)
          this.#unsupported(node, 'objects beside numbers');
      }
      return { kind: 'choice', c: '', of: [...of] };
    }
    return int('');
  }

  // Statements. Each answers true where nothing after it is reached.

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
      const value = this.#expression(node.expression, frame);
      if (value !== undefined && value.kind !== 'static') frame.out.push(`${this.#c(value, node)};`);
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
    return this.#unsupported(node);
  }

  #declare(list: ts.VariableDeclarationList, frame: Frame): void {
    const mutable = (list.flags & ts.NodeFlags.Const) === 0;
    for (const { name, initializer } of list.declarations) {
      const value = initializer ? this.#expression(initializer, frame) : fixed(0);
      if (value === undefined) this.#unsupported(name, 'a declaration without value');
      if (ts.isObjectBindingPattern(name)) {
        for (const element of name.elements) {
          const member = this.#member(value, (element.propertyName ?? element.name).getText(), element);
          frame.names.set(element.name.getText(), this.#keep(member, mutable, frame, element));
        }
        continue;
      }
      if (!ts.isIdentifier(name)) this.#unsupported(name);
      frame.names.set(name.text, this.#keep(value, mutable, frame, name));
    }
  }

  /** Keeps a value for later: what depends on the state goes to a variable now. */
  #keep(value: Value, mutable: boolean, frame: Frame, node: ts.Node): Value {
    const name = this.#fresh('v');
    switch (value.kind) {
      case 'static':
        if (!mutable) return value;
        frame.out.push(`int ${name} = ${this.#c(value, node)};`);
        return int(name);
      case 'int':
        frame.out.push(`int ${name} = ${value.c};`);
        return int(name);
      case 'choice':
        frame.out.push(`int ${name} = ${value.c};`);
        return { ...value, c: name };
      case 'list':
        frame.out.push(`struct List ${name} = ${value.c};`);
        return { ...value, c: name };
      case 'ref':
        // A number is copied; a record or array is looked at.
        if (value.layout.kind === 'uint') {
          frame.out.push(`int ${name} = ${value.c};`);
          return int(name);
        }
        if (value.layout.kind === 'array') return value;
        frame.out.push(`${this.#typeName(value.layout)} *${name} = &${value.c};`);
        return { ...value, c: `(*${name})` };
      case 'object': {
        const fields = new Map([...value.fields].map(([key, field]) => [key, this.#keep(field, false, frame, node)]));
        if (value.present === undefined) return { kind: 'object', fields };
        frame.out.push(`int ${name} = ${value.present};`);
        return { kind: 'object', fields, present: name };
      }
      case 'lambda':
        return value;
    }
  }

  #if(node: ts.IfStatement, frame: Frame): boolean {
    const condition = this.#condition(node.expression, frame);
    if (condition.kind === 'static') {
      const chosen = condition.value ? node.thenStatement : node.elseStatement;
      return chosen === undefined ? false : this.#statement(chosen, frame);
    }
    const then = this.#nested(node.thenStatement, frame);
    const otherwise = node.elseStatement && this.#nested(node.elseStatement, frame);
    frame.out.push(`if (${this.#c(condition)}) ${then.text}${otherwise ? ` else ${otherwise.text}` : ''}`);
    return then.ends && otherwise !== undefined && otherwise.ends;
  }

  #return(node: ts.ReturnStatement, frame: Frame): true {
    const value = node.expression && this.#expression(node.expression, frame);
    const { inline, values } = frame.result;
    const c = value === undefined ? '' : value.kind === 'list' ? value.c : this.#c(value, node);
    if (value !== undefined) values.push(value);
    if (inline === undefined) frame.out.push(`return ${c || '0'};`);
    else frame.out.push(`${c ? `${inline.variable} = ${c}; ` : ''}goto ${inline.label};`);
    return true;
  }

  #for(node: ts.ForStatement, frame: Frame): boolean {
    const out: string[] = [];
    const inner: Frame = { ...frame, names: new Map(), parent: frame, out };
    if (node.initializer && ts.isVariableDeclarationList(node.initializer)) this.#declare(node.initializer, inner);
    const condition = node.condition ? this.#pure(node.condition, inner) : '1';
    const step = node.incrementor ? this.#pure(node.incrementor, inner) : '';
    const body = this.#nested(node.statement, { ...inner, loop: { onBreak: 'break;', onContinue: 'continue;' } });
    frame.out.push(`{ ${out.join(' ')} for (; ${condition}; ${step}) ${body.text} }`);
    return false;
  }

  /** An expression that may need statements before it, as one C expression. */
  #pure(node: ts.Expression, frame: Frame): string {
    const out: string[] = [];
    const value = this.#expression(node, { ...frame, out });
    const c = value === undefined ? '0' : this.#c(value, node);
    return out.length === 0 ? c : `({ ${out.join(' ')} ${c}; })`;
  }

  #forOf(node: ts.ForOfStatement, frame: Frame): boolean {
    if (!ts.isVariableDeclarationList(node.initializer)) this.#unsupported(node);
    const name = node.initializer.declarations[0].name.getText();
    const over = this.#expression(node.expression, frame);
    if (over?.kind === 'list') {
      const list = this.#keep(over, false, frame, node);
      const i = this.#fresh('i');
      const element: Value = { kind: 'choice', c: `${this.#c2(list)}.at[${i}]`, of: over.of };
      const inner: Frame = { ...frame, names: new Map([[name, element]]), parent: frame };
      const body = this.#nested(node.statement, { ...inner, loop: { onBreak: 'break;', onContinue: 'continue;' } });
      frame.out.push(`for (int ${i} = 0; ${i} < ${this.#c2(list)}.n; ${i}++) ${body.text}`);
      return false;
    }
    const elements = over && this.#elements(over);
    if (elements === undefined) this.#unsupported(node);
    const onBreak = this.#fresh('B');
    for (const element of elements) {
      const next = this.#fresh('C');
      const loop = { onBreak: `goto ${onBreak};`, onContinue: `goto ${next};` };
      const inner: Frame = { ...frame, names: new Map([[name, element]]), parent: frame, loop };
      frame.out.push(`${this.#nested(node.statement, inner).text} ${next}: ;`);
    }
    frame.out.push(`${onBreak}: ;`);
    return false;
  }

  #c2(value: Value): string {
    return value.kind === 'list' ? value.c : '';
  }

  /** The elements of an array whose length is known now. */
  #elements(value: Value): Value[] | undefined {
    if (value.kind === 'static' && Array.isArray(value.value)) return value.value.map((element) => fixed(element));
    if (value.kind !== 'ref' || value.layout.kind !== 'array') return undefined;
    const { c, layout } = value;
    return Array.from({ length: layout.length }, (_, i): Value => ({
      kind: 'ref',
      c: `${c}[${i}]`,
      layout: layout.item,
    }));
  }

  #switch(node: ts.SwitchStatement, frame: Frame): boolean {
    const on = this.#expression(node.expression, frame);
    if (on === undefined) this.#unsupported(node);
    const { clauses } = node.caseBlock;
    if (on.kind === 'static') return this.#knownSwitch(clauses, on.value, frame);
    const parts: string[] = [];
    let ends = clauses.some(ts.isDefaultClause);
    for (const clause of clauses) {
      parts.push(ts.isDefaultClause(clause) ? 'default:' : `case ${this.#pure(clause.expression, frame)}:`);
      if (clause.statements.length === 0) continue;
      const out: string[] = [];
      const loop = { onBreak: 'break;', onContinue: frame.loop?.onContinue ?? '' };
      const inner: Frame = { ...frame, names: new Map(), parent: frame, out, loop };
      const ended = this.#statements(clause.statements, inner);
      if (!ended || out.at(-1) === 'break;') ends = false;
      parts.push(`{ ${out.join(' ')} }`);
    }
    frame.out.push(`switch (${this.#c(on, node)}) { ${parts.join(' ')} }`);
    return ends;
  }

  #knownSwitch(clauses: readonly ts.CaseOrDefaultClause[], on: unknown, frame: Frame): boolean {
    const matches = (clause: ts.CaseOrDefaultClause) => {
      if (ts.isDefaultClause(clause)) return false;
      const value = this.#expression(clause.expression, frame);
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

  // Expressions.

  #condition(node: ts.Expression, frame: Frame): Value {
    const value = this.#expression(node, frame);
    if (value === undefined) this.#unsupported(node, 'a condition without value');
    return value;
  }

  #expression(node: ts.Expression, frame: Frame): Value | undefined {
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
      return this.#expression(node.expression, frame);
    }
    if (ts.isNumericLiteral(node)) return fixed(Number(node.text));
    if (ts.isStringLiteral(node)) return fixed(node.text);
    if (node.kind === ts.SyntaxKind.TrueKeyword) return fixed(true);
    if (node.kind === ts.SyntaxKind.FalseKeyword) return fixed(false);
    if (ts.isIdentifier(node)) return this.#name(node, frame);
    if (ts.isArrowFunction(node)) return { kind: 'lambda', node, frame };
    if (ts.isPropertyAccessExpression(node)) return this.#property(node, frame);
    if (ts.isElementAccessExpression(node)) return this.#element(node, frame);
    if (ts.isBinaryExpression(node)) return this.#binary(node, frame);
    if (ts.isConditionalExpression(node)) return this.#ternary(node, frame);
    if (ts.isCallExpression(node)) return this.#call(node, frame);
    if (ts.isObjectLiteralExpression(node)) return this.#object(node, frame);
    if (ts.isVoidExpression(node)) return this.#expression(node.expression, frame);
    if (ts.isPrefixUnaryExpression(node)) return this.#prefix(node, frame);
    if (ts.isPostfixUnaryExpression(node)) {
      return int(`${this.#pure(node.operand, frame)}${node.operator === ts.SyntaxKind.PlusPlusToken ? '++' : '--'}`);
    }
    return this.#unsupported(node);
  }

  #name(node: ts.Identifier, frame: Frame): Value {
    if (node.text === 'undefined') return fixed(undefined);
    for (let at: Frame | undefined = frame; at !== undefined; at = at.parent) {
      const local = at.names.get(node.text);
      if (local !== undefined) return local;
    }
    return fixed(frame.scope(node.text));
  }

  #property(node: ts.PropertyAccessExpression, frame: Frame): Value {
    return this.#member(this.#condition(node.expression, frame), node.name.text, node);
  }

  #member(on: Value, name: string, node: ts.Node): Value {
    switch (on.kind) {
      case 'static':
        return fixed((on.value as Record<string, unknown>)[name]);
      case 'choice': {
        const nested = on.of.map((object) => (object as Record<string, unknown>)[name]);
        if (nested.every((value) => value === nested[0])) return fixed(nested[0]);
        return int(this.objects.property(on.c, name));
      }
      case 'list':
        if (name === 'length') return int(`${on.c}.n`);
        break;
      case 'object': {
        const field = on.fields.get(name);
        if (field !== undefined) return field;
        break;
      }
      case 'ref':
        if (on.layout.kind === 'array' && name === 'length') return fixed(on.layout.length);
        if (on.layout.kind === 'record' && Object.hasOwn(on.layout.fields, name)) {
          return { kind: 'ref', c: `${on.c}.${name}`, layout: on.layout.fields[name] };
        }
        break;
      default:
        break;
    }
    return this.#unsupported(node);
  }

  #element(node: ts.ElementAccessExpression, frame: Frame): Value {
    const on = this.#condition(node.expression, frame);
    const index = this.#condition(node.argumentExpression, frame);
    const c = this.#c(index, node);
    if (on.kind === 'ref' && on.layout.kind === 'array') {
      return { kind: 'ref', c: `${on.c}[${c}]`, layout: on.layout.item };
    }
    if (on.kind === 'list') {
      const list = this.#c2(this.#keep(on, false, frame, node));
      return { kind: 'choice', c: `(${c} < ${list}.n ? ${list}.at[${c}] : -1)`, of: on.of };
    }
    if (on.kind !== 'static' || !Array.isArray(on.value)) this.#unsupported(node);
    const array: readonly unknown[] = on.value;
    if (index.kind === 'static') return fixed(array[Number(index.value)]);
    const table = (entries: readonly string[]) => `((const int[]){ ${entries.join(', ')} })[${c}]`;
    const objects = array.filter((entry): entry is object => typeof entry === 'object' && entry !== null);
    if (objects.length === 0) return int(table(array.map((entry) => this.objects.constant(entry))));
    return { kind: 'choice', c: table(objects.map((entry) => String(this.objects.id(entry)))), of: objects };
  }

  #object(node: ts.ObjectLiteralExpression, frame: Frame): Value {
    const fields = node.properties.map((property): [string, Value] => {
      if (ts.isShorthandPropertyAssignment(property)) return [property.name.text, this.#name(property.name, frame)];
      if (!ts.isPropertyAssignment(property)) this.#unsupported(property);
      return [property.name.getText(), this.#condition(property.initializer, frame)];
    });
    return { kind: 'object', fields: new Map(fields) };
  }

  #prefix(node: ts.PrefixUnaryExpression, frame: Frame): Value {
    const value = this.#condition(node.operand, frame);
    const operator = ts.tokenToString(node.operator) ?? '';
    if (value.kind !== 'static') return int(`(${operator}${this.#c(value, node)})`);
    switch (operator) {
      case '!':
        return fixed(!value.value);
      case '-':
        return fixed(-Number(value.value));
      case '+':
        return fixed(Number(value.value));
      case '~':
        return fixed(~Number(value.value));
      default:
        return this.#unsupported(node);
    }
  }

  #ternary(node: ts.ConditionalExpression, frame: Frame): Value {
    const condition = this.#condition(node.condition, frame);
    if (condition.kind === 'static') return this.#condition(condition.value ? node.whenTrue : node.whenFalse, frame);
    const test = this.#c(condition, node);
    const yes = this.#apart(node.whenTrue, frame);
    const no = this.#apart(node.whenFalse, frame);
    const isUndefined = (value: Value) => value.kind === 'static' && value.value === undefined;
    if (yes.kind === 'object' && isUndefined(no)) {
      return { ...yes, present: yes.present === undefined ? test : `(${test} && ${yes.present})` };
    }
    const merged = this.#merge([yes, no], node);
    const c = `(${test} ? ${this.#c(yes, node)} : ${this.#c(no, node)})`;
    return merged?.kind === 'choice' ? { ...merged, c } : int(c);
  }

  #binary(node: ts.BinaryExpression, frame: Frame): Value {
    const operator = node.operatorToken.getText();
    if (operator === '&&' || operator === '||' || operator === '??') return this.#logical(node, operator, frame);
    if (/^([-+*|&^]|<<|>>)?=$/.test(operator)) {
      return int(`(${this.#pure(node.left, frame)} ${operator} ${this.#pure(node.right, frame)})`);
    }
    const left = this.#condition(node.left, frame);
    const right = this.#condition(node.right, frame);
    const same = operator === '===' || operator === '!==';
    if (same) {
      const nothing = (value: Value) => value.kind === 'static' && value.value === undefined;
      const object = left.kind === 'object' ? left : right.kind === 'object' ? right : undefined;
      if (object !== undefined && (nothing(left) || nothing(right))) {
        if (object.present === undefined) return fixed(operator === '!==');
        return int(`(${operator === '!==' ? '' : '!'}${object.present})`);
      }
    }
    if (left.kind === 'static' && right.kind === 'static') return fixed(compute(operator, left.value, right.value));
    const c = operator === '===' ? '==' : operator === '!==' ? '!=' : operator;
    return int(`(${this.#c(left, node)} ${c} ${this.#c(right, node)})`);
  }

  #logical(node: ts.BinaryExpression, operator: '&&' | '||' | '??', frame: Frame): Value {
    let left = this.#condition(node.left, frame);
    if (operator === '??' && left.kind !== 'static') left = this.#keep(left, false, frame, node);
    if (left.kind === 'static') {
      const stays =
        operator === '&&' ? !left.value : operator === '||' ? Boolean(left.value) : left.value !== undefined;
      return stays ? left : this.#condition(node.right, frame);
    }
    const right = this.#apart(node.right, frame);
    if (operator === '??') {
      const merged = this.#merge([left, right], node);
      return { ...(merged ?? left), c: `(${this.#c(left)} >= 0 ? ${this.#c(left)} : ${this.#c(right)})` } as Value;
    }
    if (right.kind === 'static' && Boolean(right.value) === (operator === '&&')) return left;
    return int(`(${this.#c(left, node)} ${operator} ${this.#c(right, node)})`);
  }

  /** An expression that is not always reached: statements that it needs stay within it. */
  #apart(node: ts.Expression, frame: Frame): Value {
    const out: string[] = [];
    const value = this.#condition(node, { ...frame, out });
    if (out.length === 0 || value.kind === 'object' || value.kind === 'lambda' || value.kind === 'ref') {
      frame.out.push(...out);
      return value;
    }
    if (value.kind === 'static') return int(`({ ${out.join(' ')} ${this.#c(value, node)}; })`);
    return { ...value, c: `({ ${out.join(' ')} ${value.c}; })` };
  }

  // Calls.

  #call(node: ts.CallExpression, frame: Frame): Value | undefined {
    const callee = node.expression;
    const args = () => node.arguments.map((argument) => this.#condition(argument, frame));
    if (ts.isPropertyAccessExpression(callee)) {
      const on = this.#condition(callee.expression, frame);
      const method = this.#method(on, callee.name.text, node, args(), frame);
      if (method !== undefined) return method.value;
    }
    const target = this.#condition(callee, frame);
    if (target.kind === 'lambda') return this.#apply(target, args());
    if (target.kind !== 'static') this.#unsupported(node);
    const values = args();
    if (values.every((value) => value.kind === 'static') && BUILT_IN.has(target.value)) {
      return fixed((target.value as (...all: unknown[]) => unknown)(...values.map((value) => value.value)));
    }
    if (target.value === Number) return values[0];
    if (target.value === Math.min || target.value === Math.max) {
      const sign = target.value === Math.min ? '<' : '>';
      const [a, b] = values.map((value) => this.#c(value, node));
      return int(`(${a} ${sign} ${b} ? ${a} : ${b})`);
    }
    return this.#callFunction(this.#known(target.value), values, frame);
  }

  #apply(
    { node, frame }: Extract<Value, { kind: 'lambda' }>,
    args: readonly Value[],
    out = frame.out,
  ): Value | undefined {
    const outer: Frame = { ...frame, out };
    const names = this.#bind(node, args);
    if (node.body !== undefined && !ts.isBlock(node.body)) {
      return this.#expression(node.body as ts.Expression, { ...outer, names, parent: frame });
    }
    return this.#inlineLambda(node, names, outer, frame);
  }

  #inlineLambda(
    node: ts.FunctionLikeDeclaration,
    names: Map<string, Value>,
    outer: Frame,
    parent: Frame,
  ): Value | undefined {
    if (node.body === undefined || !ts.isBlock(node.body)) this.#unsupported(node);
    const out: string[] = [];
    const inline = { variable: this.#fresh('r'), label: this.#fresh('L') };
    const result: Result = { values: [], inline };
    this.#statements(node.body.statements, { ...outer, names, parent, out, result, loop: undefined });
    return int(`({ int ${inline.variable} = 0; ${out.join(' ')} ${inline.label}: ; ${inline.variable}; })`);
  }

  /** A function argument on one element, as C or as what is known now. */
  #test(on: Value, element: Value, frame: Frame, node: ts.Node): Value {
    const out: string[] = [];
    const value =
      on.kind === 'lambda'
        ? this.#apply(on, [element], out)
        : on.kind === 'static'
          ? this.#callFunction(this.#known(on.value), [element], { ...frame, out })
          : undefined;
    if (value === undefined) this.#unsupported(node, 'a test without value');
    return out.length === 0 ? value : int(`({ ${out.join(' ')} ${this.#c(value, node)}; })`);
  }

  /** The methods of arrays and names that the model uses; undefined for a function of the model in a property. */
  #method(
    on: Value,
    name: string,
    node: ts.CallExpression,
    args: readonly Value[],
    frame: Frame,
  ): { readonly value: Value | undefined } | undefined {
    const known = args.every((arg) => arg.kind === 'static' && typeof arg.value !== 'function');
    if (on.kind === 'static' && known && (Array.isArray(on.value) || typeof on.value === 'string')) {
      const method = (on.value as unknown as Record<string, (...values: unknown[]) => unknown>)[name];
      return {
        value: fixed(
          method.apply(
            on.value,
            args.map((arg) => (arg.kind === 'static' ? arg.value : 0)),
          ),
        ),
      };
    }
    if (on.kind === 'list') return { value: this.#listMethod(on, name, args[0], frame, node) };
    const elements = this.#elements(on);
    if (elements === undefined) return undefined;
    const tests = () => elements.map((element) => this.#test(args[0], element, frame, node));
    switch (name) {
      case 'some':
        return { value: this.#join(tests(), '||', node) };
      case 'every':
        return { value: this.#join(tests(), '&&', node) };
      case 'includes':
        return {
          value: int(`(${elements.map((e) => `${this.#c(e)} == ${this.#c(args[0], node)}`).join(' || ') || '0'})`),
        };
      case 'fill':
        return { value: int(`(${elements.map((e) => `${this.#c(e)} = ${this.#c(args[0], node)}`).join(', ')})`) };
      case 'findIndex':
        return {
          value: int(tests().reduceRight((rest, test, i) => `(${this.#c(test, node)} ? ${i} : ${rest})`, '-1')),
        };
      case 'filter':
      case 'find':
        return { value: this.#select(elements, tests(), name, node) };
      default:
        return undefined;
    }
  }

  #join(tests: readonly Value[], operator: '||' | '&&', node: ts.Node): Value {
    const decides = operator === '||';
    const open: Value[] = [];
    for (const test of tests) {
      if (test.kind !== 'static') open.push(test);
      else if (Boolean(test.value) === decides && open.length === 0) return fixed(decides);
      else if (Boolean(test.value) === decides) open.push(test);
    }
    if (open.length === 0) return fixed(!decides);
    return int(`(${open.map((test) => this.#c(test, node)).join(` ${operator} `)})`);
  }

  #select(elements: readonly Value[], tests: readonly Value[], name: 'filter' | 'find', node: ts.Node): Value {
    const of = elements.flatMap((element) =>
      element.kind === 'static' && typeof element.value === 'object' ? [element.value as object] : [],
    );
    if (of.length < elements.length) this.#unsupported(node);
    const ids = of.map((object) => this.objects.id(object));
    if (name === 'find') {
      const c = ids.reduceRight((rest, id, i) => `(${this.#c(tests[i], node)} ? ${id} : ${rest})`, '-1');
      return { kind: 'choice', c, of };
    }
    const list = this.#fresh('l');
    const adds = ids.map((id, i) => `if (${this.#c(tests[i], node)}) ${list}.at[${list}.n++] = ${id};`);
    return { kind: 'list', c: `({ struct List ${list} = { 0 }; ${adds.join(' ')} ${list}; })`, of };
  }

  #listMethod(on: Extract<Value, { kind: 'list' }>, name: string, test: Value, frame: Frame, node: ts.Node): Value {
    const { of } = on;
    const list = this.#fresh('l');
    const i = this.#fresh('i');
    const at = (index: string): Value => ({ kind: 'choice', c: `${list}.at[${index}]`, of });
    const start = `struct List ${list} = ${on.c};`;
    const loop = `for (int ${i} = 0; ${i} < ${list}.n; ${i}++)`;
    const result = this.#fresh('r');
    if (name === 'some' || name === 'every' || name === 'find') {
      const c = this.#c(this.#test(test, at(i), frame, node), node);
      const [initial, condition, found] =
        name === 'some' ? ['0', c, '1'] : name === 'every' ? ['1', `!${c}`, '0'] : ['-1', c, `${list}.at[${i}]`];
      const text = `({ ${start} int ${result} = ${initial}; ${loop} if (${condition}) { ${result} = ${found}; break; } ${result}; })`;
      return name === 'find' ? { kind: 'choice', c: text, of } : int(text);
    }
    if (name !== 'sort' || test.kind !== 'lambda') this.#unsupported(node);
    const j = this.#fresh('j');
    const order = this.#apply(test, [at(`${j} - 1`), at(j)], []);
    if (order === undefined) this.#unsupported(node);
    const swap = `int t = ${list}.at[${j}]; ${list}.at[${j}] = ${list}.at[${j} - 1]; ${list}.at[${j} - 1] = t;`;
    const insert = `for (int ${j} = ${i}; ${j} > 0 && ${this.#c(order, node)} > 0; ${j}--) { ${swap} }`;
    return { kind: 'list', c: `({ ${start} ${loop} ${insert} ${list}; })`, of };
  }
}

function compute(operator: string, left: unknown, right: unknown): unknown {
  if (operator === '===') return left === right;
  if (operator === '!==') return left !== right;
  const [a, b] = [Number(left), Number(right)];
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    default:
      throw new RangeError(`operator ${operator}`);
  }
}
