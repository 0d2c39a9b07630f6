import ts from 'typescript';
import type { Token, TokenKind } from '../../src/site-data/types.ts';

/** Colours TypeScript with the compiler's own scanner, at build time: the page carries spans, not a highlighter. */
export function highlight(text: string): readonly (readonly Token[])[] {
  const lines: Token[][] = [[]];
  const push = (kind: TokenKind, part: string): void => {
    part.split('\n').forEach((piece, index) => {
      if (index > 0) lines.push([]);
      const line = lines[lines.length - 1];
      if (piece === '' || line === undefined) return;
      const last = line[line.length - 1];
      if (last !== undefined && last[0] === kind) line[line.length - 1] = [kind, last[1] + piece];
      else line.push([kind, piece]);
    });
  };
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text);
  let templates = 0;
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (kind === ts.SyntaxKind.TemplateHead) templates += 1;
    if (kind === ts.SyntaxKind.CloseBraceToken && templates > 0) {
      kind = scanner.reScanTemplateToken(false);
      if (kind === ts.SyntaxKind.TemplateTail) templates -= 1;
    }
    push(kindOf(kind), scanner.getTokenText());
  }
  return lines;
}

function kindOf(kind: ts.SyntaxKind): TokenKind {
  if (kind >= ts.SyntaxKind.FirstKeyword && kind <= ts.SyntaxKind.LastKeyword) return 'keyword';
  switch (kind) {
    case ts.SyntaxKind.SingleLineCommentTrivia:
    case ts.SyntaxKind.MultiLineCommentTrivia:
      return 'comment';
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
    case ts.SyntaxKind.TemplateHead:
    case ts.SyntaxKind.TemplateMiddle:
    case ts.SyntaxKind.TemplateTail:
      return 'string';
    case ts.SyntaxKind.NumericLiteral:
    case ts.SyntaxKind.BigIntLiteral:
      return 'number';
    case ts.SyntaxKind.Identifier:
      return 'name';
    default:
      return 'plain';
  }
}
