import ts from 'typescript';
import { Values } from './translate-values.ts';
import { fixed, int, type Frame, type Value } from './values.ts';

/** Operators. What is known now is computed, and decides which operand is looked at; the rest becomes C. */
export abstract class Operators extends Values {
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
    if (yes.kind === 'array' || no.kind === 'array') return this.eitherArray(test, yes, no, node);
    const merged = this.merge([yes, no], node);
    const c = `(${test} ? ${this.c(yes, node)} : ${this.c(no, node)})`;
    return merged?.kind === 'choice' ? { ...merged, c } : int(c);
  }

  /** One of two arrays: where they are objects of the same shape, and one array may have more of them. */
  protected eitherArray(test: string, yes: Value, no: Value, node: ts.Node): Value {
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
    if (operator === '&&' || operator === '||' || operator === '??') return this.logical(node, operator, frame);
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

  protected logical(node: ts.BinaryExpression, operator: '&&' | '||' | '??', frame: Frame): Value {
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
