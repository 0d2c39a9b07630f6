import ts from 'typescript';
import { Operators } from './translate-operators.ts';
import { fixed, int, type Frame, type Value } from './values.ts';

/**
 * Expressions, and the methods of arrays in them. What does not depend on the state is evaluated; the rest becomes one C
 * expression.
 */
export abstract class Expressions extends Operators {
  /** A call; undefined for a function that returns nothing. */
  protected abstract callExpression(node: ts.CallExpression, frame: Frame): Value | undefined;

  /** A function that was written where it is used, in the place of its call. */
  protected abstract apply(
    lambda: Extract<Value, { kind: 'lambda' }>,
    args: readonly Value[],
    out?: string[],
  ): Value | undefined;

  /** A function of the model on some values. */
  protected abstract callValue(callee: unknown, args: readonly Value[], frame: Frame): Value | undefined;

  protected override condition(node: ts.Expression, frame: Frame): Value {
    const value = this.expression(node, frame);
    if (value === undefined) this.unsupported(node, 'a condition without value');
    return value;
  }

  protected expression(node: ts.Expression, frame: Frame): Value | undefined {
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
      return this.expression(node.expression, frame);
    }
    if (ts.isNumericLiteral(node)) return fixed(Number(node.text));
    if (ts.isStringLiteral(node)) return fixed(node.text);
    if (node.kind === ts.SyntaxKind.TrueKeyword) return fixed(true);
    if (node.kind === ts.SyntaxKind.FalseKeyword) return fixed(false);
    if (ts.isIdentifier(node)) return this.#name(node, frame);
    if (ts.isArrowFunction(node)) return { kind: 'lambda', node, frame };
    if (ts.isPropertyAccessExpression(node)) return this.#property(node, frame);
    if (ts.isElementAccessExpression(node)) return this.#element(node, frame);
    if (ts.isBinaryExpression(node)) return this.binary(node, frame);
    if (ts.isConditionalExpression(node)) return this.ternary(node, frame);
    if (ts.isCallExpression(node)) return this.callExpression(node, frame);
    if (ts.isObjectLiteralExpression(node)) return this.#object(node, frame);
    if (ts.isArrayLiteralExpression(node)) return this.#array(node, frame);
    if (ts.isVoidExpression(node)) return this.expression(node.expression, frame);
    if (ts.isPrefixUnaryExpression(node)) return this.prefix(node, frame);
    if (ts.isPostfixUnaryExpression(node)) {
      return int(`${this.pure(node.operand, frame)}${node.operator === ts.SyntaxKind.PlusPlusToken ? '++' : '--'}`);
    }
    return this.unsupported(node);
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
    return this.member(this.condition(node.expression, frame), node.name.text, node);
  }

  protected member(on: Value, name: string, node: ts.Node): Value {
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
    return this.unsupported(node);
  }

  #element(node: ts.ElementAccessExpression, frame: Frame): Value {
    const on = this.condition(node.expression, frame);
    const index = this.condition(node.argumentExpression, frame);
    const c = this.c(index, node);
    if (on.kind === 'ref' && on.layout.kind === 'array') {
      return { kind: 'ref', c: `${on.c}[${c}]`, layout: on.layout.item };
    }
    if (on.kind === 'list') {
      const list = this.c2(this.keep(on, false, frame, node));
      return { kind: 'choice', c: `(${c} < ${list}.n ? ${list}.at[${c}] : -1)`, of: on.of };
    }
    if (on.kind !== 'static' || !Array.isArray(on.value)) this.unsupported(node);
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
      if (!ts.isPropertyAssignment(property)) this.unsupported(property);
      return [property.name.getText(), this.condition(property.initializer, frame)];
    });
    return { kind: 'object', fields: new Map(fields) };
  }

  #array(node: ts.ArrayLiteralExpression, frame: Frame): Value {
    const elements = node.elements.flatMap((element) => {
      if (!ts.isSpreadElement(element)) return [this.condition(element, frame)];
      return this.elements(this.condition(element.expression, frame)) ?? this.unsupported(element);
    });
    const values = elements.flatMap((element) => (element.kind === 'static' ? [element.value] : []));
    return values.length === elements.length ? fixed(values) : { kind: 'array', elements };
  }

  /** An expression that is not always reached: statements that it needs stay within it. */
  protected override apart(node: ts.Expression, frame: Frame): Value {
    const out: string[] = [];
    const value = this.condition(node, { ...frame, out });
    if (out.length === 0 || (!('c' in value) && value.kind !== 'static') || value.kind === 'ref') {
      frame.out.push(...out);
      return value;
    }
    if (value.kind === 'static') return int(`({ ${out.join(' ')} ${this.c(value, node)}; })`);
    return { ...value, c: `({ ${out.join(' ')} ${value.c}; })` };
  }

  /** An expression that may need statements before it, as one C expression. */
  protected override pure(node: ts.Expression, frame: Frame): string {
    const out: string[] = [];
    const value = this.expression(node, { ...frame, out });
    const c = value === undefined ? '0' : this.c(value, node);
    return out.length === 0 ? c : `({ ${out.join(' ')} ${c}; })`;
  }

  /** A function argument on one element, and its index where that is known, as C or as what is known now. */
  #test(on: Value, given: readonly Value[], frame: Frame, node: ts.Node): Value {
    const out: string[] = [];
    const value =
      on.kind === 'lambda'
        ? this.apply(on, given, out)
        : on.kind === 'static'
          ? this.callValue(on.value, given, { ...frame, out })
          : undefined;
    if (value === undefined) this.unsupported(node, 'a test without value');
    return out.length === 0 ? value : int(`({ ${out.join(' ')} ${this.c(value, node)}; })`);
  }

  /** The methods of arrays and names that the model uses; undefined for a function of the model in a property. */
  protected method(
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
    const elements = this.elements(on);
    if (elements === undefined) return undefined;
    if (on.kind === 'array' && name === 'filter') return { value: this.#filterObjects(elements, args[0], frame, node) };
    if (elements.some((element) => element.kind === 'object' && element.present !== undefined)) {
      this.unsupported(node, 'a method of an array that is not always of one length');
    }
    const tests = () => elements.map((element, i) => this.#test(args[0], [element, fixed(i)], frame, node));
    switch (name) {
      case 'some':
        return { value: this.#join(tests(), '||', node) };
      case 'every':
        return { value: this.#join(tests(), '&&', node) };
      case 'includes':
        return {
          value: int(`(${elements.map((e) => `${this.c(e)} == ${this.c(args[0], node)}`).join(' || ') || '0'})`),
        };
      case 'fill':
        return { value: int(`(${elements.map((e) => `${this.c(e)} = ${this.c(args[0], node)}`).join(', ')})`) };
      case 'findIndex':
        return {
          value: int(tests().reduceRight((rest, test, i) => `(${this.c(test, node)} ? ${i} : ${rest})`, '-1')),
        };
      case 'filter':
      case 'find':
        return { value: this.#select(elements, tests(), name, node) };
      default:
        return undefined;
    }
  }

  /** Objects that are not in the state: each that does not pass is no longer there. */
  #filterObjects(elements: readonly Value[], test: Value, frame: Frame, node: ts.Node): Value {
    const left = elements.flatMap((element): Value[] => {
      if (element.kind !== 'object') this.unsupported(node, 'a filter of anything but objects');
      const passes = this.#test(test, [element], frame, node);
      if (passes.kind === 'static') return passes.value ? [element] : [];
      const present = this.#join(
        [...(element.present === undefined ? [] : [int(element.present)]), passes],
        '&&',
        node,
      );
      return [{ ...element, present: this.c(present, node) }];
    });
    return { kind: 'array', elements: left };
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
    return int(`(${open.map((test) => this.c(test, node)).join(` ${operator} `)})`);
  }

  #select(elements: readonly Value[], tests: readonly Value[], name: 'filter' | 'find', node: ts.Node): Value {
    const of = elements.flatMap((element) =>
      element.kind === 'static' && typeof element.value === 'object' ? [element.value as object] : [],
    );
    if (of.length < elements.length) this.unsupported(node);
    const ids = of.map((object) => this.objects.id(object));
    if (name === 'find') {
      const c = ids.reduceRight((rest, id, i) => `(${this.c(tests[i], node)} ? ${id} : ${rest})`, '-1');
      return { kind: 'choice', c, of };
    }
    const list = this.fresh('l');
    const adds = ids.map((id, i) => `if (${this.c(tests[i], node)}) ${list}.at[${list}.n++] = ${id};`);
    return { kind: 'list', c: `({ struct List ${list} = { 0 }; ${adds.join(' ')} ${list}; })`, of };
  }

  #listMethod(on: Extract<Value, { kind: 'list' }>, name: string, test: Value, frame: Frame, node: ts.Node): Value {
    const { of } = on;
    const list = this.fresh('l');
    const i = this.fresh('i');
    const at = (index: string): Value => ({ kind: 'choice', c: `${list}.at[${index}]`, of });
    const start = `struct List ${list} = ${on.c};`;
    const loop = `for (int ${i} = 0; ${i} < ${list}.n; ${i}++)`;
    const result = this.fresh('r');
    if (name === 'some' || name === 'every' || name === 'find') {
      const c = this.c(this.#test(test, [at(i)], frame, node), node);
      const [initial, condition, found] =
        name === 'some' ? ['0', c, '1'] : name === 'every' ? ['1', `!${c}`, '0'] : ['-1', c, `${list}.at[${i}]`];
      const text = `({ ${start} int ${result} = ${initial}; ${loop} if (${condition}) { ${result} = ${found}; break; } ${result}; })`;
      return name === 'find' ? { kind: 'choice', c: text, of } : int(text);
    }
    if (name !== 'sort' || test.kind !== 'lambda') this.unsupported(node);
    const j = this.fresh('j');
    const order = this.apply(test, [at(`${j} - 1`), at(j)], []);
    if (order === undefined) this.unsupported(node);
    const swap = `int t = ${list}.at[${j}]; ${list}.at[${j}] = ${list}.at[${j} - 1]; ${list}.at[${j} - 1] = t;`;
    const insert = `for (int ${j} = ${i}; ${j} > 0 && ${this.c(order, node)} > 0; ${j}--) { ${swap} }`;
    return { kind: 'list', c: `({ ${start} ${loop} ${insert} ${list}; })`, of };
  }
}
