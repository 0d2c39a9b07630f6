import ts from 'typescript';
import type { Layout } from '../../../spec/kit/layout.ts';
import { compute } from './compute.ts';
import { Objects } from './objects.ts';
import { fixed, int, type Frame, type Value } from './values.ts';

/**
 * Values and operators: how a value is written in C, kept for later and taken apart, and what an operator makes of two.
 * An operator whose operands are known now is computed, and decides which operand is translated; the rest becomes C.
 */
export abstract class Operators {
  readonly objects = new Objects();
  protected readonly typeName: (layout: Layout) => string;
  #counter = 0;

  constructor(typeName: (layout: Layout) => string) {
    this.typeName = typeName;
  }

  protected fresh(prefix: string): string {
    return `${prefix}${this.#counter++}`;
  }

  protected unsupported(node: ts.Node, what = ts.SyntaxKind[node.kind]): never {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    throw new SyntaxError(`${file.fileName}:${line + 1}: cannot translate ${what}: ${node.getText().slice(0, 80)}`);
  }

  /** A value as a C integer. */
  protected c(value: Value, node?: ts.Node): string {
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
        return node ? this.unsupported(node, value.kind) : '';
    }
  }

  protected c2(value: Value): string {
    return value.kind === 'list' ? value.c : '';
  }

  /** The member of a value, by its name. */
  protected abstract member(on: Value, name: string, node: ts.Node): Value;

  protected bind(node: ts.FunctionLikeDeclaration, args: readonly Value[]): Map<string, Value> {
    return new Map(
      node.parameters.flatMap(({ name }, index) => {
        const value = args[index] ?? fixed(undefined);
        return ts.isIdentifier(name) ? [[name.text, value] as const] : this.parts(name, value);
      }),
    );
  }

  /** The names that a pattern gives to members or elements. */
  protected parts(pattern: ts.BindingPattern, value: Value): (readonly [string, Value])[] {
    if (ts.isArrayBindingPattern(pattern)) {
      const elements = this.elements(value);
      return pattern.elements.map((element, i) => {
        const at = elements?.at(i);
        if (at === undefined || !ts.isBindingElement(element)) this.unsupported(pattern);
        return [element.name.getText(), at];
      });
    }
    return pattern.elements.map((element) => [
      element.name.getText(),
      this.member(value, (element.propertyName ?? element.name).getText(), element),
    ]);
  }

  /** What several results have in common; undefined for none. */
  protected merge(values: readonly Value[], node: ts.Node): Value | undefined {
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
        else if (value.kind !== 'static' || value.value !== undefined) this.unsupported(node, 'objects beside numbers');
      }
      return { kind: 'choice', c: '', of: [...of] };
    }
    return int('');
  }

  /** Keeps a value for later: what depends on the state goes to a variable now. */
  protected keep(value: Value, mutable: boolean, frame: Frame, node: ts.Node): Value {
    const name = this.fresh('v');
    switch (value.kind) {
      case 'static':
        if (!mutable) return value;
        frame.out.push(`int ${name} = ${this.c(value, node)};`);
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
        frame.out.push(`${this.typeName(value.layout)} *${name} = &${value.c};`);
        return { ...value, c: `(*${name})` };
      case 'object': {
        const fields = new Map([...value.fields].map(([key, field]) => [key, this.keep(field, false, frame, node)]));
        if (value.present === undefined) return { kind: 'object', fields };
        frame.out.push(`int ${name} = ${value.present};`);
        return { kind: 'object', fields, present: name };
      }
      case 'array':
        return { kind: 'array', elements: value.elements.map((element) => this.keep(element, false, frame, node)) };
      case 'lambda':
        return value;
    }
  }

  /** The elements of an array whose length is known now. */
  protected elements(value: Value): readonly Value[] | undefined {
    if (value.kind === 'array') return value.elements;
    if (value.kind === 'static' && Array.isArray(value.value)) return value.value.map((element) => fixed(element));
    if (value.kind !== 'ref' || value.layout.kind !== 'array') return undefined;
    const { c, layout } = value;
    return Array.from({ length: layout.length }, (_, i): Value => ({
      kind: 'ref',
      c: `${c}[${i}]`,
      layout: layout.item,
    }));
  }

  /** An expression that has a value. */
  protected abstract condition(node: ts.Expression, frame: Frame): Value;

  /** An expression that is not always reached: statements that it needs stay within it. */
  protected abstract apart(node: ts.Expression, frame: Frame): Value;

  /** An expression that may need statements before it, as one C expression. */
  protected abstract pure(node: ts.Expression, frame: Frame): string;

  protected prefix(node: ts.PrefixUnaryExpression, frame: Frame): Value {
    const value = this.condition(node.operand, frame);
    const operator = ts.tokenToString(node.operator) ?? '';
    if (value.kind !== 'static') return int(`(${operator}${this.c(value, node)})`);
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
        return this.unsupported(node);
    }
  }

  protected ternary(node: ts.ConditionalExpression, frame: Frame): Value {
    const condition = this.condition(node.condition, frame);
    if (condition.kind === 'static') return this.condition(condition.value ? node.whenTrue : node.whenFalse, frame);
    const test = this.c(condition, node);
    const yes = this.apart(node.whenTrue, frame);
    const no = this.apart(node.whenFalse, frame);
    const isUndefined = (value: Value) => value.kind === 'static' && value.value === undefined;
    if (yes.kind === 'object' && isUndefined(no)) {
      return { ...yes, present: yes.present === undefined ? test : `(${test} && ${yes.present})` };
    }
    if (yes.kind === 'array' || no.kind === 'array') return this.#eitherArray(test, yes, no, node);
    const merged = this.merge([yes, no], node);
    const c = `(${test} ? ${this.c(yes, node)} : ${this.c(no, node)})`;
    return merged?.kind === 'choice' ? { ...merged, c } : int(c);
  }

  /** One of two arrays: where they are objects of the same shape, and one array may have more of them. */
  #eitherArray(test: string, yes: Value, no: Value, node: ts.Node): Value {
    const [ofYes, ofNo] = [this.elements(yes), this.elements(no)];
    if (ofYes === undefined || ofNo === undefined) this.unsupported(node, 'an array beside something else');
    const elements = Array.from({ length: Math.max(ofYes.length, ofNo.length) }, (_, i): Value => {
      const [a, b] = [ofYes.at(i), ofNo.at(i)];
      const either = [a, b].flatMap((value) =>
        value?.kind === 'object' && value.present === undefined ? [value] : [],
      );
      if (either.length === 1 && (a === undefined || b === undefined)) {
        return { ...either[0], present: b === undefined ? test : `(!${test})` };
      }
      if (either.length < 2) this.unsupported(node, 'arrays of anything but objects');
      const [{ fields }, other] = either;
      const both = [...fields].map(([name, field]): [string, Value] => {
        const its = other.fields.get(name);
        if (its === undefined) this.unsupported(node, 'arrays of different objects');
        if (field.kind === 'static' && its.kind === 'static' && field.value === its.value) return [name, field];
        return [name, int(`(${test} ? ${this.c(field, node)} : ${this.c(its, node)})`)];
      });
      return { kind: 'object', fields: new Map(both) };
    });
    return { kind: 'array', elements };
  }

  protected binary(node: ts.BinaryExpression, frame: Frame): Value {
    const operator = node.operatorToken.getText();
    if (operator === '&&' || operator === '||' || operator === '??') return this.#logical(node, operator, frame);
    if (/^([-+*|&^]|<<|>>)?=$/.test(operator)) {
      return int(`(${this.pure(node.left, frame)} ${operator} ${this.pure(node.right, frame)})`);
    }
    const left = this.condition(node.left, frame);
    const right = this.condition(node.right, frame);
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
    return int(`(${this.c(left, node)} ${c} ${this.c(right, node)})`);
  }

  #logical(node: ts.BinaryExpression, operator: '&&' | '||' | '??', frame: Frame): Value {
    let left = this.condition(node.left, frame);
    if (operator === '??' && left.kind !== 'static') left = this.keep(left, false, frame, node);
    if (left.kind === 'static') {
      const stays =
        operator === '&&' ? !left.value : operator === '||' ? Boolean(left.value) : left.value !== undefined;
      return stays ? left : this.condition(node.right, frame);
    }
    const right = this.apart(node.right, frame);
    if (operator === '??') {
      const merged = this.merge([left, right], node);
      return { ...(merged ?? left), c: `(${this.c(left)} >= 0 ? ${this.c(left)} : ${this.c(right)})` } as Value;
    }
    if (right.kind === 'static' && Boolean(right.value) === (operator === '&&')) return left;
    return int(`(${this.c(left, node)} ${operator} ${this.c(right, node)})`);
  }
}
