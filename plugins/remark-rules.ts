import { SKIP, visitParents } from 'unist-util-visit-parents';
import type { RuleIndexEntry } from '../src/site-data/types.ts';

/** The parts of a Markdown tree that this plugin touches. */
interface Node {
  readonly type: string;
  value?: string;
  name?: string;
  attributes?: { type: string; name?: string; value?: unknown }[];
  children?: Node[];
  data?: unknown;
}

interface Options {
  /** Plain data, not a function: it becomes part of the cache key of every compiled page. */
  readonly rules: Readonly<Record<string, RuleIndexEntry>>;
}

const REFERENCE = /\[(LBR-[A-Z]{3,4}-[1-9][0-9]*)\]/g;

/**
 * Two things for rules in prose: `[LBR-OWN-3]` becomes a link to the rule, and `<Rule id="LBR-OWN-3" />` gets its
 * data, imported by the page that shows it. An unknown ID fails the build with file and line.
 */
export default function remarkRules({ rules }: Options) {
  return (tree: Node, file: { fail(reason: string, place?: unknown): never }) => {
    const imports = new Set<string>();
    visitParents(tree as never, (node: Node, ancestors: Node[]) => {
      if (node.type.startsWith('mdxJsx') && (node.name === 'Rule' || node.name === 'Verdicts')) {
        const ids = idsOf(node);
        for (const id of ids)
          if (rules[id] === undefined) file.fail(`<${node.name}> names "${id}", which is not a rule`, node);
        if (ids.length === 0) file.fail(`<${node.name}> names no rule`, node);
        if (node.name !== 'Rule') return undefined;
        const data = `rule-${ids[0] ?? ''}`;
        imports.add(data);
        node.attributes?.push({ type: 'mdxJsxAttribute', name: 'data', value: expression(variable(data)) });
        return undefined;
      }
      if (node.type !== 'text' || ancestors.some(({ type }) => type === 'link' || type === 'linkReference'))
        return undefined;
      const parent = ancestors.at(-1);
      const parts = split(node.value ?? '', (id) => {
        if (rules[id] === undefined) file.fail(`[${id}] names no rule`, node);
        return {
          type: 'mdxJsxTextElement',
          name: 'RuleRef',
          attributes: [{ type: 'mdxJsxAttribute', name: 'id', value: id }],
          children: [],
        };
      });
      if (parts.length < 2 || parent?.children === undefined) return undefined;
      const index = parent.children.indexOf(node);
      parent.children.splice(index, 1, ...parts);
      return [SKIP, index + parts.length];
    });
    tree.children?.unshift(...[...imports].map(importNode));
  };
}

/** `id="..."` of a `<Rule>`, `rules="... ..."` of a `<Verdicts>`. */
function idsOf({ attributes = [] }: Node): string[] {
  const value = attributes.find(({ name }) => name === 'id' || name === 'rules')?.value;
  return typeof value === 'string' ? value.split(/\s+/).filter((id) => id !== '') : [];
}

/** Cuts a text at its references; `[text]` alone where there is none. */
function split(text: string, reference: (id: string) => Node): Node[] {
  const parts: Node[] = [];
  let last = 0;
  for (const match of text.matchAll(REFERENCE)) {
    if (match.index > last) parts.push({ type: 'text', value: text.slice(last, match.index) });
    parts.push(reference(match[1] ?? ''));
    last = match.index + match[0].length;
  }
  if (last === 0) return [{ type: 'text', value: text }];
  // An empty text keeps a lone reference distinguishable from a text without one.
  parts.push({ type: 'text', value: text.slice(last) });
  return parts;
}

const variable = (data: string): string => data.replaceAll('-', '_');

function expression(name: string): unknown {
  const body = [{ type: 'ExpressionStatement', expression: { type: 'Identifier', name } }];
  const estree = { type: 'Program', sourceType: 'module', body };
  return { type: 'mdxJsxAttributeValueExpression', value: name, data: { estree } };
}

function importNode(data: string): Node {
  const from = `@generated/lbr-spec/default/${data}.json`;
  const specifiers = [{ type: 'ImportDefaultSpecifier', local: { type: 'Identifier', name: variable(data) } }];
  const source = { type: 'Literal', value: from, raw: JSON.stringify(from) };
  const body = [{ type: 'ImportDeclaration', specifiers, source, attributes: [] }];
  return { type: 'mdxjsEsm', value: '', data: { estree: { type: 'Program', sourceType: 'module', body } } };
}
