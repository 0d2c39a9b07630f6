import ts from 'typescript';
import { Arrays } from './translate-arrays.ts';
import { fixed, type Frame, type Value } from './values.ts';

/** Statements. Each method answers true where nothing after the statement is reached. */
export abstract class Statements extends Arrays {
  protected statements(list: readonly ts.Statement[], frame: Frame): boolean {
    for (const statement of list) if (this.statement(statement, frame)) return true;
    return false;
  }

  /** A statement in braces of its own. */
  protected nested(statement: ts.Statement, frame: Frame): { text: string; ends: boolean } {
    const out: string[] = [];
    const inner: Frame = { ...frame, names: new Map(), parent: frame, out };
    const ends = ts.isBlock(statement)
      ? this.statements(statement.statements, inner)
      : this.statement(statement, inner);
    return { text: `{ ${out.join(' ')} }`, ends };
  }

  protected statement(node: ts.Statement, frame: Frame): boolean {
    if (ts.isBlock(node)) {
      const { text, ends } = this.nested(node, frame);
      frame.out.push(text);
      return ends;
    }
    if (ts.isVariableStatement(node)) {
      this.declare(node.declarationList, frame);
      return false;
    }
    if (ts.isExpressionStatement(node)) {
      const value = this.expression(node.expression, frame);
      if (value !== undefined && value.kind !== 'static') frame.out.push(`${this.c(value, node)};`);
      return false;
    }
    if (ts.isIfStatement(node)) return this.if(node, frame);
    if (ts.isReturnStatement(node)) return this.return(node, frame);
    if (ts.isForStatement(node)) return this.for(node, frame);
    if (ts.isForOfStatement(node)) return this.forOf(node, frame);
    if (ts.isSwitchStatement(node)) return this.switch(node, frame);
    if (ts.isContinueStatement(node) && frame.loop) {
      frame.out.push(frame.loop.onContinue);
      return true;
    }
    if (ts.isBreakStatement(node) && frame.loop) {
      frame.out.push(frame.loop.onBreak);
      return true;
    }
    return this.unsupported(node);
  }

  protected declare(list: ts.VariableDeclarationList, frame: Frame): void {
    const mutable = (list.flags & ts.NodeFlags.Const) === 0;
    for (const { name, initializer } of list.declarations) {
      const value = initializer ? this.expression(initializer, frame) : fixed(0);
      if (value === undefined) this.unsupported(name, 'a declaration without value');
      if (!ts.isIdentifier(name)) {
        for (const [part, member] of this.parts(name, value)) {
          frame.names.set(part, this.keep(member, mutable, frame, name));
        }
        continue;
      }
      frame.names.set(name.text, this.keep(value, mutable, frame, name));
    }
  }

  protected if(node: ts.IfStatement, frame: Frame): boolean {
    const condition = this.condition(node.expression, frame);
    if (condition.kind === 'static') {
      const chosen = condition.value ? node.thenStatement : node.elseStatement;
      return chosen === undefined ? false : this.statement(chosen, frame);
    }
    const then = this.nested(node.thenStatement, frame);
    const otherwise = node.elseStatement && this.nested(node.elseStatement, frame);
    frame.out.push(`if (${this.c(condition)}) ${then.text}${otherwise ? ` else ${otherwise.text}` : ''}`);
    return then.ends && otherwise !== undefined && otherwise.ends;
  }

  protected return(node: ts.ReturnStatement, frame: Frame): true {
    const value = node.expression && this.expression(node.expression, frame);
    const { inline, values } = frame.result;
    const c = value === undefined ? '' : value.kind === 'list' ? value.c : this.c(value, node);
    if (value !== undefined) values.push(value);
    if (inline === undefined) frame.out.push(`return ${c || '0'};`);
    else frame.out.push(`${c ? `${inline.variable} = ${c}; ` : ''}goto ${inline.label};`);
    return true;
  }

  protected for(node: ts.ForStatement, frame: Frame): boolean {
    const out: string[] = [];
    const inner: Frame = { ...frame, names: new Map(), parent: frame, out };
    if (node.initializer && ts.isVariableDeclarationList(node.initializer)) this.declare(node.initializer, inner);
    const condition = node.condition ? this.pure(node.condition, inner) : '1';
    const step = node.incrementor ? this.pure(node.incrementor, inner) : '';
    const body = this.nested(node.statement, { ...inner, loop: { onBreak: 'break;', onContinue: 'continue;' } });
    frame.out.push(`{ ${out.join(' ')} for (; ${condition}; ${step}) ${body.text} }`);
    return false;
  }

  protected forOf(node: ts.ForOfStatement, frame: Frame): boolean {
    if (!ts.isVariableDeclarationList(node.initializer)) this.unsupported(node);
    const name = node.initializer.declarations[0].name.getText();
    const over = this.expression(node.expression, frame);
    if (over?.kind === 'list') {
      const list = this.keep(over, false, frame, node);
      const i = this.fresh('i');
      const element: Value = { kind: 'choice', c: `${this.c2(list)}.at[${i}]`, of: over.of };
      const inner: Frame = { ...frame, names: new Map([[name, element]]), parent: frame };
      const body = this.nested(node.statement, { ...inner, loop: { onBreak: 'break;', onContinue: 'continue;' } });
      frame.out.push(`for (int ${i} = 0; ${i} < ${this.c2(list)}.n; ${i}++) ${body.text}`);
      return false;
    }
    const elements = over && this.elements(over);
    if (elements === undefined) this.unsupported(node);
    const onBreak = this.fresh('B');
    for (const element of elements) {
      const next = this.fresh('C');
      const loop = { onBreak: `goto ${onBreak};`, onContinue: `goto ${next};` };
      const optional = element.kind === 'object' && element.present !== undefined;
      const there: Value = optional ? { kind: 'object', fields: element.fields } : element;
      const inner: Frame = { ...frame, names: new Map([[name, there]]), parent: frame, loop };
      const guard = optional ? `if (${element.present}) ` : '';
      frame.out.push(`${guard}${this.nested(node.statement, inner).text} ${next}: ;`);
    }
    frame.out.push(`${onBreak}: ;`);
    return false;
  }

  protected switch(node: ts.SwitchStatement, frame: Frame): boolean {
    const on = this.expression(node.expression, frame);
    if (on === undefined) this.unsupported(node);
    const { clauses } = node.caseBlock;
    if (on.kind === 'static') return this.knownSwitch(clauses, on.value, frame);
    const parts: string[] = [];
    let ends = clauses.some(ts.isDefaultClause);
    for (const clause of clauses) {
      parts.push(ts.isDefaultClause(clause) ? 'default:' : `case ${this.pure(clause.expression, frame)}:`);
      if (clause.statements.length === 0) continue;
      const out: string[] = [];
      const loop = { onBreak: 'break;', onContinue: frame.loop?.onContinue ?? '' };
      const inner: Frame = { ...frame, names: new Map(), parent: frame, out, loop };
      const ended = this.statements(clause.statements, inner);
      if (!ended || out.at(-1) === 'break;') ends = false;
      parts.push(`{ ${out.join(' ')} }`);
    }
    frame.out.push(`switch (${this.c(on, node)}) { ${parts.join(' ')} }`);
    return ends;
  }

  protected knownSwitch(clauses: readonly ts.CaseOrDefaultClause[], on: unknown, frame: Frame): boolean {
    const matches = (clause: ts.CaseOrDefaultClause) => {
      if (ts.isDefaultClause(clause)) return false;
      const value = this.expression(clause.expression, frame);
      return value?.kind === 'static' && value.value === on;
    };
    const found = clauses.findIndex(matches);
    const first = found >= 0 ? found : clauses.findIndex(ts.isDefaultClause);
    if (first < 0) return false;
    for (const statement of clauses.slice(first).flatMap((clause) => [...clause.statements])) {
      if (ts.isBreakStatement(statement)) return false;
      if (this.statement(statement, frame)) return true;
    }
    return false;
  }
}
