/** Changes of one place of a source: what a slip of the author would look like. */
import ts from 'typescript';
import { COUNTERS } from './excluded.ts';

/** The kinds of changes; each changes one expression or one statement. */
export type Operator = 'negate' | 'drop' | 'swap' | 'off-by-one' | 'constant';

/** One change: the text from `start` to `end` becomes `after`. */
export interface Change {
  readonly operator: Operator;
  /** Line, from 1. */
  readonly line: number;
  /** Offsets into the text of the file. */
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
}

/** Members of the tables of numbers of a model, by the name of the table: `EventState` has `none`, `off`, ... */
type Tables = Readonly<Record<string, readonly string[]>>;

const SWAPS: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.AmpersandAmpersandToken]: '||',
  [ts.SyntaxKind.BarBarToken]: '&&',
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
  [ts.SyntaxKind.PlusToken]: '-',
  [ts.SyntaxKind.MinusToken]: '+',
  [ts.SyntaxKind.AmpersandToken]: '|',
  [ts.SyntaxKind.BarToken]: '&',
  [ts.SyntaxKind.CaretToken]: '|',
  [ts.SyntaxKind.LessThanLessThanToken]: '>>',
  [ts.SyntaxKind.GreaterThanGreaterThanToken]: '<<',
  [ts.SyntaxKind.BarEqualsToken]: '&=',
  [ts.SyntaxKind.AmpersandEqualsToken]: '|=',
  [ts.SyntaxKind.PlusEqualsToken]: '-=',
  [ts.SyntaxKind.MinusEqualsToken]: '+=',
};

const BOUNDS: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.LessThanToken]: '<=',
  [ts.SyntaxKind.LessThanEqualsToken]: '<',
  [ts.SyntaxKind.GreaterThanToken]: '>=',
  [ts.SyntaxKind.GreaterThanEqualsToken]: '>',
};

/** Every change of a source, in the order of the text. `tables` are those of all files of the model. */
export function changesOf(file: string, text: string, tables: Tables): Change[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: Change[] = [];
  const add = (operator: Operator, node: ts.Node, after: string): void => {
    const start = node.getStart(source);
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    found.push({ operator, line, start, end: node.end, before: text.slice(start, node.end), after });
  };
  const visit = (node: ts.Node): void => {
    if (isText(node) || countsOnly(node)) return;
    changeNode(node, tables, add);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** What holds no behaviour: types, imports, and what an error says. */
function isText(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isThrowStatement(node) ||
    (ts.isPropertyAssignment(node) && ['needs', 'why', 'rule'].includes(node.name.getText()))
  );
}

/** What does nothing but count accesses. */
function countsOnly(node: ts.Node): boolean {
  if (ts.isExpressionStatement(node)) return countsOnly(node.expression);
  if (ts.isBlock(node)) return node.statements.length > 0 && node.statements.every(countsOnly);
  if (ts.isIfStatement(node)) return node.elseStatement === undefined && countsOnly(node.thenStatement);
  if (ts.isPropertyAssignment(node)) return COUNTERS.includes(node.name.getText());
  return (
    ts.isBinaryExpression(node) &&
    [ts.SyntaxKind.EqualsToken, ts.SyntaxKind.PlusEqualsToken].includes(node.operatorToken.kind) &&
    ts.isPropertyAccessExpression(node.left) &&
    COUNTERS.includes(node.left.name.text)
  );
}

function changeNode(
  node: ts.Node,
  tables: Tables,
  add: (operator: Operator, node: ts.Node, after: string) => void,
): void {
  if (ts.isIfStatement(node) || ts.isWhileStatement(node))
    add('negate', node.expression, `!(${node.expression.getText()})`);
  if (ts.isConditionalExpression(node)) add('negate', node.condition, `!(${node.condition.getText()})`);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    add('negate', node, `!!(${node.operand.getText()})`);
  if (ts.isExpressionStatement(node)) add('drop', node, ';');
  if (ts.isReturnStatement(node) && node.expression === undefined) add('drop', node, ';');
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const swap = SWAPS[kind];
    const bound = BOUNDS[kind];
    if (swap !== undefined) add('swap', node.operatorToken, swap);
    if (bound !== undefined) add('off-by-one', node.operatorToken, bound);
  }
  if (ts.isNumericLiteral(node) && !isElementIndex(node)) add('off-by-one', node, String(Number(node.text) + 1));
  if (ts.isBigIntLiteral(node)) add('off-by-one', node, `${BigInt(node.text.slice(0, -1)) + 1n}n`);
  if (node.kind === ts.SyntaxKind.TrueKeyword) add('constant', node, 'false');
  if (node.kind === ts.SyntaxKind.FalseKeyword) add('constant', node, 'true');
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const members = tables[node.expression.text] ?? [];
    const at = members.indexOf(node.name.text);
    if (at >= 0 && members.length > 1)
      add('constant', node, `${node.expression.text}.${members[(at + 1) % members.length]}`);
  }
}

const isElementIndex = (node: ts.Node): boolean =>
  ts.isElementAccessExpression(node.parent) && node.parent.argumentExpression === node;

/** The tables of numbers that a source exports: `export const At = { user: 0, ... }`. */
export function tablesOf(file: string, text: string): Tables {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const tables: Record<string, string[]> = {};
  for (const statement of source.statements.filter(ts.isVariableStatement)) {
    for (const { name, initializer } of statement.declarationList.declarations) {
      const value = initializer && (ts.isAsExpression(initializer) ? initializer.expression : initializer);
      if (value === undefined || !ts.isIdentifier(name) || !ts.isObjectLiteralExpression(value)) continue;
      const members = value.properties.filter(ts.isPropertyAssignment);
      if (members.length === value.properties.length && members.every(({ initializer: item }) => isNumber(item)))
        tables[name.text] = members.map((member) => member.name.getText());
    }
  }
  return tables;
}

const isNumber = (node: ts.Expression): boolean =>
  ts.isNumericLiteral(node) ||
  ts.isBigIntLiteral(node) ||
  (ts.isBinaryExpression(node) && isNumber(node.left) && isNumber(node.right));
