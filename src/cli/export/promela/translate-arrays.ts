import ts from 'typescript';
import { Expressions } from './translate-expressions.ts';
import { fixed, int, type Frame, type Value } from './values.ts';

/** The methods of arrays and names that the model uses. */
export abstract class Arrays extends Expressions {
  /** A function that was written on the way, in the place of its call. */
  protected abstract apply(
    lambda: Extract<Value, { kind: 'lambda' }>,
    args: readonly Value[],
    out?: string[],
  ): Value | undefined;

  /** A function of the model on some values. */
  protected abstract callValue(callee: unknown, args: readonly Value[], frame: Frame): Value | undefined;

  /** A function argument on one element, and its index where that is known, as C or as what is known now. */
  protected test(on: Value, given: readonly Value[], frame: Frame, node: ts.Node): Value {
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
    if (on.kind === 'list') return { value: this.listMethod(on, name, args[0], frame, node) };
    const elements = this.elements(on);
    if (elements === undefined) return undefined;
    if (on.kind === 'array' && name === 'filter') return { value: this.filterObjects(elements, args[0], frame, node) };
    if (elements.some((element) => element.kind === 'object' && element.present !== undefined)) {
      this.unsupported(node, 'a method of an array that is not always of one length');
    }
    const tests = () => elements.map((element, i) => this.test(args[0], [element, fixed(i)], frame, node));
    switch (name) {
      case 'some':
        return { value: this.join(tests(), '||', node) };
      case 'every':
        return { value: this.join(tests(), '&&', node) };
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
        return { value: this.select(elements, tests(), name, node) };
      default:
        return undefined;
    }
  }

  /** Objects that were made on the way: each that does not pass is no longer there. */
  protected filterObjects(elements: readonly Value[], test: Value, frame: Frame, node: ts.Node): Value {
    const left = elements.flatMap((element): Value[] => {
      if (element.kind !== 'object') this.unsupported(node, 'a filter of anything but objects');
      const passes = this.test(test, [element], frame, node);
      if (passes.kind === 'static') return passes.value ? [element] : [];
      const present = this.join([...(element.present === undefined ? [] : [int(element.present)]), passes], '&&', node);
      return [{ ...element, present: this.c(present, node) }];
    });
    return { kind: 'array', elements: left };
  }

  protected join(tests: readonly Value[], operator: '||' | '&&', node: ts.Node): Value {
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

  protected select(elements: readonly Value[], tests: readonly Value[], name: 'filter' | 'find', node: ts.Node): Value {
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

  protected listMethod(
    on: Extract<Value, { kind: 'list' }>,
    name: string,
    test: Value,
    frame: Frame,
    node: ts.Node,
  ): Value {
    const { of } = on;
    const list = this.fresh('l');
    const i = this.fresh('i');
    const at = (index: string): Value => ({ kind: 'choice', c: `${list}.at[${index}]`, of });
    const start = `struct List ${list} = ${on.c};`;
    const loop = `for (int ${i} = 0; ${i} < ${list}.n; ${i}++)`;
    const result = this.fresh('r');
    if (name === 'some' || name === 'every' || name === 'find') {
      const c = this.c(this.test(test, [at(i)], frame, node), node);
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
