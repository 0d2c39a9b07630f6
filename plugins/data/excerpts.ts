import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { highlight } from './highlight.ts';
import type { Excerpt } from '../../src/site-data/types.ts';

/** Members of a rule that its page shows in words; what is left is the property. */
const TEXT_MEMBERS = new Set(
  'id revision level title statement rationale doesNotSay sources exempt history securityBoundary disputed model world chapter'.split(
    ' ',
  ),
);

/** Source files by path from the root of the repository, each parsed once. */
export class Excerpts {
  readonly root: string;
  readonly #files = new Map<string, ts.SourceFile>();

  constructor(root: string) {
    this.root = root;
  }

  /**
   * The properties of every rule below `folder`: for each object literal with an `id` that is a rule ID, the members
   * that are not text, and the declarations that they name: those of the same file, and of another part of the chapter.
   */
  properties(folder: string): Map<string, Excerpt[]> {
    const found = new Map<string, Excerpt[]>();
    for (const file of walk(path.join(this.root, folder))) {
      const relative = path.relative(this.root, file).split(path.sep).join('/');
      const source = this.#parse(relative);
      visit(source, (node) => {
        if (!ts.isObjectLiteralExpression(node)) return;
        const id = idOf(node);
        if (id === undefined) return;
        const members = node.properties.filter((member) => !TEXT_MEMBERS.has(nameOf(member) ?? ''));
        const helpers = members.flatMap((member) => declarationsNamedIn(member, source));
        const excerpts = [...members, ...new Set(helpers)].map((part) => this.#excerpt(relative, source, part));
        const beside = path.dirname(relative) === folder ? [] : importsBeside(source, members);
        const shared = beside.map(({ from, name }) =>
          this.reference(`${path.posix.join(path.posix.dirname(relative), from)}#${name}`, id),
        );
        found.set(id, [...(found.get(id) ?? []), ...excerpts, ...shared]);
      });
    }
    return found;
  }

  /** The declaration that `file#name` refers to; throws an Error that names `where` when there is none. */
  reference(reference: string, where: string): Excerpt {
    const [file = '', name = ''] = reference.split('#');
    if (!existsSync(path.join(this.root, file)) || name === '') {
      throw new Error(`${where}: "${reference}" names no source file; expected src/spec/<file>.ts#<export>`);
    }
    const source = this.#parse(file);
    const node = declarations(source).get(name) ?? actionNamed(source, name);
    if (node === undefined) {
      const known = [...declarations(source).keys()].join(', ');
      throw new Error(`${where}: ${file} declares no "${name}"; it declares ${known}`);
    }
    return this.#excerpt(file, source, node, name);
  }

  #parse(file: string): ts.SourceFile {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const text = readFileSync(path.join(this.root, file), 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    this.#files.set(file, source);
    return source;
  }

  #excerpt(file: string, source: ts.SourceFile, node: ts.Node, name = nameOf(node) ?? 'source'): Excerpt {
    const comments = ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? [];
    const start = comments.at(-1)?.pos ?? node.getStart(source);
    const position = source.getLineAndCharacterOfPosition(start);
    const text = dedent(source.text.slice(start, node.getEnd()), position.character);
    return { name, file, line: position.line + 1, lines: highlight(text) };
  }
}

function walk(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

function nameOf(node: ts.Node): string | undefined {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0]?.name.getText();
  const name = (node as { name?: ts.Node }).name;
  return name?.getText();
}

/** `id: 'LBR-OWN-3'`, or the same inside a call such as `ruleId('LBR-OWN-3')`. */
function idOf(literal: ts.ObjectLiteralExpression): string | undefined {
  for (const member of literal.properties) {
    if (!ts.isPropertyAssignment(member) || nameOf(member) !== 'id') continue;
    const value = ts.isCallExpression(member.initializer) ? member.initializer.arguments[0] : member.initializer;
    if (value !== undefined && ts.isStringLiteralLike(value) && value.text.startsWith('LBR-')) return value.text;
  }
  return undefined;
}

/** Top-level declarations of a file by name. */
function declarations(source: ts.SourceFile): Map<string, ts.Node> {
  const found = new Map<string, ts.Node>();
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const one of statement.declarationList.declarations) found.set(one.name.getText(source), statement);
    } else if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement)
    ) {
      if (statement.name !== undefined) found.set(statement.name.text, statement);
    }
  }
  return found;
}

/** An action by its name: the call whose first argument, or the object whose `name`, is that string. */
function actionNamed(source: ts.SourceFile, name: string): ts.Node | undefined {
  let found: ts.Node | undefined;
  visit(source, (node) => {
    if (found !== undefined) return;
    if (ts.isCallExpression(node)) {
      const [first] = node.arguments;
      if (first !== undefined && ts.isStringLiteralLike(first) && first.text === name) found = node;
    } else if (ts.isPropertyAssignment(node) && nameOf(node) === 'name') {
      if (ts.isStringLiteralLike(node.initializer) && node.initializer.text === name) found = node.parent;
    }
  });
  return found;
}

function declarationsNamedIn(node: ts.Node, source: ts.SourceFile): ts.Node[] {
  const known = declarations(source);
  const found = new Set<ts.Node>();
  visit(node, (part) => {
    if (!ts.isIdentifier(part)) return;
    const declaration = known.get(part.text);
    const inside = declaration !== undefined && declaration.pos <= node.pos && node.end <= declaration.end;
    if (declaration !== undefined && !inside) found.add(declaration);
  });
  return [...found];
}

function dedent(text: string, column: number): string {
  return text
    .split('\n')
    .map((line, index) => (index === 0 ? line : line.replace(new RegExp(`^ {0,${column}}`), '')))
    .join('\n');
}

/** What the nodes name that the file imports from a file of the same folder. */
function importsBeside(
  source: ts.SourceFile,
  nodes: readonly ts.Node[],
): { readonly from: string; readonly name: string }[] {
  const named = new Set<string>();
  for (const node of nodes) visit(node, (part) => void (ts.isIdentifier(part) && named.add(part.text)));
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const from = statement.moduleSpecifier.text;
    const bindings = statement.importClause?.namedBindings;
    if (!from.startsWith('./') || bindings === undefined || !ts.isNamedImports(bindings)) return [];
    return bindings.elements.flatMap(({ name }) => (named.has(name.text) ? [{ from, name: name.text }] : []));
  });
}
