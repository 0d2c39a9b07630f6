import ts from 'typescript';
import { Operators } from './translate-operators.ts';
import { fixed, int, type Frame, type Value } from './values.ts';

/** Expressions. What does not depend on the state is evaluated; the rest becomes one C expression. */
export abstract class Expressions extends Operators {
  protected abstract callExpression(node: ts.CallExpression, frame: Frame): Value | undefined;

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
    if (ts.isIdentifier(node)) return this.name(node, frame);
    if (ts.isArrowFunction(node)) return { kind: 'lambda', node, frame };
    if (ts.isPropertyAccessExpression(node)) return this.property(node, frame);
    if (ts.isElementAccessExpression(node)) return this.element(node, frame);
    if (ts.isBinaryExpression(node)) return this.binary(node, frame);
    if (ts.isConditionalExpression(node)) return this.ternary(node, frame);
    if (ts.isCallExpression(node)) return this.callExpression(node, frame);
    if (ts.isObjectLiteralExpression(node)) return this.object(node, frame);
    if (ts.isArrayLiteralExpression(node)) return this.array(node, frame);
    if (ts.isVoidExpression(node)) return this.expression(node.expression, frame);
    if (ts.isPrefixUnaryExpression(node)) return this.prefix(node, frame);
    if (ts.isPostfixUnaryExpression(node)) {
      return int(`${this.pure(node.operand, frame)}${node.operator === ts.SyntaxKind.PlusPlusToken ? '++' : '--'}`);
    }
    return this.unsupported(node);
  }

  protected name(node: ts.Identifier, frame: Frame): Value {
    if (node.text === 'undefined') return fixed(undefined);
    for (let at: Frame | undefined = frame; at !== undefined; at = at.parent) {
      const local = at.names.get(node.text);
      if (local !== undefined) return local;
    }
    return fixed(frame.scope(node.text));
  }

  protected property(node: ts.PropertyAccessExpression, frame: Frame): Value {
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

  protected element(node: ts.ElementAccessExpression, frame: Frame): Value {
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

  protected object(node: ts.ObjectLiteralExpression, frame: Frame): Value {
    const fields = node.properties.map((property): [string, Value] => {
      if (ts.isShorthandPropertyAssignment(property)) return [property.name.text, this.name(property.name, frame)];
      if (!ts.isPropertyAssignment(property)) this.unsupported(property);
      return [property.name.getText(), this.condition(property.initializer, frame)];
    });
    return { kind: 'object', fields: new Map(fields) };
  }

  protected array(node: ts.ArrayLiteralExpression, frame: Frame): Value {
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
}
