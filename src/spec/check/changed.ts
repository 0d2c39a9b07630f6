import type { Field, PackedShape } from './fields.ts';

/** The fields that have one of these names, or lie in something that has. Throws a RangeError for a name that nothing has. */
export function fieldsNamed({ fields }: PackedShape, names: readonly string[]): Field[] {
  const unknown = names.find((name) => !fields.some(({ path }) => path.includes(name)));
  if (unknown !== undefined) throw new RangeError(`no field is named ${unknown}`);
  return fields.filter(({ path }) => path.some((key) => names.includes(String(key))));
}

/** Source text of a function of this name: whether one of the named fields differs between `before` and `after`. */
export function emitChanged(shape: PackedShape, name: string, names: readonly string[]): string {
  const differ = fieldsNamed(shape, names)
    .filter(({ bits }) => bits > 0)
    .map(({ path }) => `before${access(path)} !== after${access(path)}`);
  return `function ${name}(before, after) { return ${differ.join(' || ') || 'false'}; }`;
}

const access = (path: Field['path']): string => path.map((key) => `[${JSON.stringify(key)}]`).join('');

/** The same as a function. */
export function hasChanged(shape: PackedShape, names: readonly string[]): (before: unknown, after: unknown) => boolean {
  const fields = fieldsNamed(shape, names);
  return (before, after) => fields.some(({ path }) => valueAt(before, path) !== valueAt(after, path));
}

const valueAt = (draft: unknown, path: Field['path']): unknown =>
  path.reduce((part, key) => (part as Readonly<Record<string | number, unknown>>)[key], draft);
