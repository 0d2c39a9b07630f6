import type ts from 'typescript';
import type { Layout } from '../../../spec/kit/layout.ts';

/** What an expression of the model is, when it is translated. */
export type Value =
  /** Known now: a number, a name, an object of the design or the instance. */
  | { readonly kind: 'static'; readonly value: unknown }
  /** A number or truth value of the running verifier, as C. Names are numbers there. */
  | { readonly kind: 'int'; readonly c: string }
  /** A record or array of the state; `c` is an lvalue. */
  | { readonly kind: 'ref'; readonly c: string; readonly layout: Layout }
  /** One of several objects known now, by its number; -1 is undefined. */
  | { readonly kind: 'choice'; readonly c: string; readonly of: readonly object[] }
  /** A list of such objects. */
  | { readonly kind: 'list'; readonly c: string; readonly of: readonly object[] }
  /** An object made on the way; `present` is false where it is undefined. */
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Value>; readonly present?: string | undefined }
  /** An array written on the way. An element that is an object need not be there: it says so itself. */
  | { readonly kind: 'array'; readonly elements: readonly Value[] }
  /** A function written on the way. */
  | { readonly kind: 'lambda'; readonly node: ts.FunctionLikeDeclaration; readonly frame: Frame };

export interface Frame {
  readonly names: Map<string, Value>;
  readonly parent: Frame | undefined;
  readonly scope: (name: string) => unknown;
  /** Where statements go. */
  readonly out: string[];
  /** What `return` does here. */
  readonly result: Result;
  readonly loop: { readonly onBreak: string; readonly onContinue: string } | undefined;
}

/** Collects what a function returns. Inlined, a return assigns and jumps. */
export interface Result {
  readonly values: Value[];
  readonly inline: { readonly variable: string; readonly label: string } | undefined;
}

export const fixed = (value: unknown): Value => ({ kind: 'static', value });
export const int = (c: string): Value => ({ kind: 'int', c });
