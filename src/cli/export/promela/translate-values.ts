import ts from 'typescript';
import type { Layout } from '../../../spec/kit/layout.ts';
import { Objects } from './objects.ts';
import { fixed, int, type Frame, type Value } from './values.ts';

/** What all parts of the translator share: names, errors, and values as C. */
export abstract class Values {
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
}
