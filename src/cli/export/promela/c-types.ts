import type { Layout } from '../../../spec/kit/layout.ts';

/** C types for a layout, one struct per record, inner ones first. */
export function cTypes(root: Layout): { readonly declarations: readonly string[]; typeName(layout: Layout): string } {
  const names = new Map<Layout, string>();
  const declarations: string[] = [];
  const typeName = (layout: Layout): string => {
    if (layout.kind === 'uint') return layout.max < 0x100 ? 'unsigned char' : 'int';
    if (layout.kind === 'array') throw new RangeError('an array has no C type of its own');
    const known = names.get(layout);
    if (known !== undefined) return known;
    const members = Object.entries(layout.fields).map(([name, field]) => `  ${member(name, field)};`);
    const type = `struct Record${names.size}`;
    names.set(layout, type);
    declarations.push(`${type} {\n${members.join('\n')}\n};`);
    return type;
  };
  const member = (name: string, layout: Layout): string =>
    layout.kind === 'array' ? `${member(name, layout.item)}[${layout.length}]` : `${typeName(layout)} ${name}`;
  typeName(root);
  return { declarations, typeName };
}
