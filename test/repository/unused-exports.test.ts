import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { repositoryFiles, sourceFiles, textOf } from './files.ts';

/** Folders whose exports serve the repository alone: each of them is used by another file, or is not an export. */
const OWN = ['src/', 'plugins/', 'scripts/', 'deep/', 'ground-truth/', 'mutate/', 'bench/', 'lab/'];

/** Where a framework or the reader of the package takes what is exported. */
const TAKEN_ELSEWHERE = [
  /^src\/index\.ts$/,
  /^src\/pages\//,
  /^src\/theme\//,
  /^src\/reader\/docusaurus\.ts$/,
  /^plugins\/[^/]+\.m?ts$/,
];

/** Declarations of other files name what is exported here, though no source does. */
const DECLARED = ['src/spec/kit/layout.ts', 'src/spec/kit/source.ts'];

interface Module {
  /** Own exports, and those passed on: by name, with the place where they come from. */
  readonly exports: Map<string, { readonly from: string; readonly name: string } | undefined>;
  /** Files of which everything is passed on. */
  readonly stars: string[];
  /** Names taken from other files; `*` for all of them. */
  readonly takes: { readonly from: string; readonly name: string }[];
}

const code = repositoryFiles().filter((file) => /\.(ts|tsx|mts|mjs|mdx)$/.test(file) && !/\.d\.m?ts$/.test(file));
const known = new Set(code);

/** The file in the repository that an import names, or undefined for a package. */
function target(from: string, specifier: string): string | undefined {
  const base = specifier.startsWith('@site/')
    ? specifier.slice('@site/'.length)
    : specifier.startsWith('@spec/')
      ? `src/spec/${specifier.slice('@spec/'.length)}`
      : specifier.startsWith('.')
        ? path.posix.join(path.posix.dirname(from), specifier)
        : undefined;
  if (base === undefined) return undefined;
  return ['', '.ts', '.tsx', '/index.ts', '/index.tsx'].map((end) => base + end).find((file) => known.has(file));
}

function moduleOf(file: string): Module {
  const module: Module = { exports: new Map(), stars: [], takes: [] };
  const text = textOf(file);
  const tree = ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.ES2022,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : undefined,
  );
  const take = (specifier: ts.Node | undefined, names: readonly string[]): void => {
    const from = specifier && ts.isStringLiteralLike(specifier) ? target(file, specifier.text) : undefined;
    if (from !== undefined) module.takes.push(...names.map((name) => ({ from, name })));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const { importClause } = node;
      const bindings = importClause?.namedBindings;
      if (importClause?.name !== undefined) take(node.moduleSpecifier, ['default']);
      if (bindings && ts.isNamespaceImport(bindings)) take(node.moduleSpecifier, ['*']);
      if (bindings && ts.isNamedImports(bindings)) {
        take(
          node.moduleSpecifier,
          bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text),
        );
      }
    } else if (
      ts.isCallExpression(node) &&
      (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'tsImport')
    ) {
      take(node.arguments[0], ['*']);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      take(node.argument.literal, ['*']);
    } else if (ts.isExportDeclaration(node)) {
      const from =
        node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)
          ? target(file, node.moduleSpecifier.text)
          : undefined;
      if (node.exportClause === undefined) module.stars.push(...(from === undefined ? [] : [from]));
      else if (ts.isNamedExports(node.exportClause)) {
        for (const { name, propertyName } of node.exportClause.elements) {
          module.exports.set(name.text, from === undefined ? undefined : { from, name: (propertyName ?? name).text });
        }
      }
    } else if (
      ts.canHaveModifiers(node) &&
      ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    ) {
      if (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword))
        module.exports.set('default', undefined);
      else if (ts.isVariableStatement(node)) {
        for (const { name } of node.declarationList.declarations)
          if (ts.isIdentifier(name)) module.exports.set(name.text, undefined);
      } else if (
        (ts.isFunctionDeclaration(node) ||
          ts.isClassDeclaration(node) ||
          ts.isInterfaceDeclaration(node) ||
          ts.isTypeAliasDeclaration(node) ||
          ts.isEnumDeclaration(node)) &&
        node.name
      ) {
        module.exports.set(node.name.text, undefined);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return module;
}

test('every export is used by another file', () => {
  const modules = new Map(code.filter((file) => !file.endsWith('.mdx')).map((file) => [file, moduleOf(file)]));
  const used = new Set<string>();
  const use = (file: string, name: string): void => {
    const module = modules.get(file);
    if (module === undefined) return;
    if (name === '*') {
      for (const each of module.exports.keys()) use(file, each);
      for (const star of module.stars) use(star, '*');
      return;
    }
    const key = `${file} ${name}`;
    if (used.has(key)) return;
    used.add(key);
    const origin = module.exports.get(name);
    if (origin !== undefined) use(origin.from, origin.name);
    else if (!module.exports.has(name)) for (const star of module.stars) use(star, name);
  };
  for (const [file, { takes }] of modules) {
    for (const { from, name } of takes) use(from, name);
    if (TAKEN_ELSEWHERE.some((pattern) => pattern.test(file))) use(file, '*');
  }
  // Pages of prose name what they import in one line each.
  for (const file of code.filter((each) => each.endsWith('.mdx'))) {
    for (const [, names, specifier] of textOf(file).matchAll(/^import \{?([^}'"]+?)\}? from ['"]([^'"]+)['"]/gm)) {
      const from = target(file, specifier);
      if (from !== undefined) for (const name of names.split(',')) use(from, name.trim());
    }
  }
  const files = OWN.flatMap((folder) => sourceFiles(folder)).filter((file) => !DECLARED.includes(file));
  const unused = files.flatMap((file) =>
    [...(modules.get(file)?.exports.keys() ?? [])]
      .filter((name) => name !== 'default' && !used.has(`${file} ${name}`))
      .map((name) => `${file}: ${name} is used by no other file; drop the word "export", or what it exports`),
  );
  expect(unused).toEqual([]);
});
