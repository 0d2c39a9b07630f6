import { existsSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { chapters, ruleById, type Chapter, type LbrRule } from '../../src/spec/rules/index.ts';
import { killersOf } from '../../src/spec/verify/killers.ts';
import { sourceFiles, textOf } from './files.ts';

/** What stands in the arrays of a chapter's tests: `kept`, `broken`, `kills` of the protocol world, `cases` of the other. */
interface Entry {
  readonly file: string;
  readonly list: string;
  readonly rule: string;
  /** The mutants that it names. */
  readonly mutant: string | undefined;
}

const trees = (folder: string): ts.SourceFile[] =>
  sourceFiles(folder).map((file) => ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022, true));

function entriesOf(tree: ts.SourceFile): Entry[] {
  const found: Entry[] = [];
  const constants = new Map(
    tree.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) =>
        declarationList.declarations.flatMap(({ name, initializer }) =>
          initializer === undefined ? [] : [[name.getText(), initializer] as const],
        ),
      ),
  );
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer === undefined || !ts.isArrayLiteralExpression(initializer)) continue;
      for (const item of initializer.elements) {
        const element = ts.isIdentifier(item) ? constants.get(item.text) : item;
        if (element === undefined || !ts.isObjectLiteralExpression(element)) continue;
        const rule = textIn(element, 'rule');
        if (rule === undefined) continue;
        found.push({
          file: tree.fileName,
          list: name.getText(),
          rule,
          mutant: textIn(element, 'brokenBy') ?? flipsIn(element),
        });
      }
    }
  }
  return found;
}

function member(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const found = object.properties.find((property) => property.name?.getText() === name);
  return found !== undefined && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

function textIn(object: ts.ObjectLiteralExpression, name: string): string | undefined {
  const value = member(object, name);
  return value !== undefined && ts.isStringLiteral(value) ? value.text : undefined;
}

/** `{ a: 'b', c: 'd' }` as the name of a mutant, `a=b, c=d`. */
function flipsIn(object: ts.ObjectLiteralExpression): string | undefined {
  const flips = member(object, 'flips');
  if (flips === undefined || !ts.isObjectLiteralExpression(flips)) return undefined;
  return flips.properties.map((property) => property.getText().replace(/:\s*'([^']*)'/, '=$1')).join(', ');
}

const entries = trees('test/rules/').flatMap(entriesOf);

/** The rules that the files of a folder name, with those files. */
function namedIn(folder: string): ReadonlyMap<string, ReadonlySet<string>> {
  const named = new Map<string, Set<string>>();
  for (const tree of trees(folder)) {
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteral(node) && /^LBR-[A-Z]+-\d+$/.test(node.text)) {
        named.set(node.text, (named.get(node.text) ?? new Set()).add(tree.fileName));
      }
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  return named;
}

const judged = namedIn('src/spec/trace/judge/');
/** The judge of guest accesses says the rule by which the model decides an access. */
const decided = namedIn('src/spec/model/register/');

function testFile({ slug }: Chapter, { world }: LbrRule): string {
  const own = `test/rules/register/${slug}.test.ts`;
  return world === 'register' && existsSync(own) ? own : `test/rules/${slug}.test.ts`;
}

/** Each thing that a rule lacks, one line: the rule, the file, and what to write there. */
function lacks(chapter: Chapter, rule: LbrRule): string[] {
  const { id, world, inTrace, killedBy } = rule;
  const file = testFile(chapter, rule);
  const has = (list: string, mutant?: string): boolean =>
    entries.some(
      (entry) => entry.rule === id && entry.list === list && (mutant === undefined || entry.mutant === mutant),
    );
  const page = `docs/contract/${chapter.slug}.mdx`;
  const shown = [...(existsSync(page) ? textOf(page) : '').matchAll(/<Rule\s+id="([^"]+)"/g)].filter(
    ([, one]) => one === id,
  );
  const judges = [...(judged.get(id) ?? [])].join(', ');
  return [
    shown.length === 0 && `${page} does not show it; write <Rule id="${id}" /> where it stands`,
    shown.length > 1 && `${page} shows it ${shown.length} times; leave one <Rule id="${id}" />`,
    world === 'protocol' && !has('kept') && `${file} has no run that keeps it; add one to \`kept\``,
    world === 'protocol' && !has('broken') && `${file} has no run that breaks it; add one to \`broken\``,
    ...killedBy.map(
      (name) =>
        world === 'protocol' &&
        !has('kills', name) &&
        `${file} does not show that ${name} breaks it, as killedBy says; add that to \`kills\``,
    ),
    world === 'register' && !has('cases') && `${file} has no case that keeps and breaks it; add one to \`cases\``,
    world === 'register' &&
      has('cases') &&
      !has('cases', killedBy[0]) &&
      `${file} has no case that ${killedBy[0]}, the first of its killedBy, breaks; add one to \`cases\``,
    'unseen' in inTrace &&
      judges !== '' &&
      `${judges} judges it, and its inTrace says why a trace cannot show it; write what the judge needs, shows and hides`,
    !('unseen' in inTrace) &&
      judges === '' &&
      !decided.has(id) &&
      `its inTrace says what a trace shows, and no judge in src/spec/trace/judge/ names it; write one, or why it is unseen`,
    rule.world === 'register' &&
      rule.onHardware === 'selftest' &&
      !existsSync(`scenarios/selftest/${id}`) &&
      `no scenario in scenarios/selftest/${id}/; record one, or write onHardware: { untested: '...' }`,
    rule.world === 'register' &&
      rule.onHardware !== 'selftest' &&
      existsSync(`scenarios/selftest/${id}`) &&
      `scenarios/selftest/${id}/ tests it, and its onHardware says why nothing does; write onHardware: 'selftest'`,
    unknownKillers(rule),
  ].flatMap((line) => (typeof line === 'string' ? [`${id}: ${line}`] : []));
}

function unknownKillers(rule: LbrRule): string | false {
  try {
    killersOf(rule);
    return false;
  } catch (error) {
    return String(error);
  }
}

test('each rule has all that a rule has to have', () => {
  // As text: each line is printed as it stands.
  expect(
    chapters
      .flatMap((chapter) => chapter.rules.flatMap((rule) => lacks(chapter, rule)))
      .concat(idleJudges())
      .join('\n'),
  ).toBe('');
});

/** Judges that hear nothing, and rules that a judge names and no test of traces does. */
function idleJudges(): string[] {
  const dispatcher = 'src/spec/trace/judge/dispatcher.ts';
  const tests = sourceFiles('test/trace/').map(textOf).join('\n');
  return sourceFiles('src/spec/trace/judge/').flatMap((file) => {
    const text = textOf(file);
    const classes = [...text.matchAll(/^export class (\w+) implements Judge\b/gm)].map(([, name]) => name);
    const untested = [...judged].flatMap(([id, files]) =>
      classes.length > 0 && files.has(file) && !tests.includes(id) ? [id] : [],
    );
    return [
      ...classes
        .filter((name) => !textOf(dispatcher).includes(`new ${name}(`))
        .map((name) => `${file}: ${name} judges nothing; construct it in ${dispatcher}`),
      ...untested.map(
        (id) => `${file}: no test in test/trace/ names ${id}; write one that keeps and one that breaks it`,
      ),
    ];
  });
}

test('nothing is about a rule that does not exist', () => {
  const nobody = [
    ...[...judged, ...decided].map(([id, files]) => [id, [...files].join(', ')] as const),
    ...entries.map(({ rule, file }) => [rule, file] as const),
  ].flatMap(([id, file]) => (ruleById(id) === undefined ? [`${id}: ${file} names it, and there is no such rule`] : []));
  expect(nobody.join('\n')).toBe('');
});
