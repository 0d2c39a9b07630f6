import type { Layout } from '../kit/layout.ts';
import { closureCodec } from './closure-codec.ts';
import type { Codec, Fail } from './codec.ts';
import { emitLayout } from './emit-layout.ts';
import { functionOf } from './function-of.ts';
import { placeFields, type PackedShape } from './fields.ts';

interface CompileOptions {
  /** Every `pack` checks that each field is an integer within its range. Default false. */
  readonly debug?: boolean;
  /** `auto` generates code where the platform allows it; an emitted module takes the place of generating. */
  readonly code?: Code;
}

export type Code = 'auto' | 'generated' | 'closures' | EmittedCodec;

/** A module that a build step has made of this very layout by `emitLayout`. */
export interface EmittedCodec {
  createCodec(fail: Fail): unknown;
}

/** The packed form of a layout: its fields, its words per state, and the functions between draft and words. */
export type PackedLayout<W> = PackedShape & Codec<W>;

/**
 * Compiles a layout. In debug mode `pack` throws a RangeError that names the field, the value and the range; otherwise
 * a value out of range silently damages its neighbours, so tests run in debug mode.
 */
export function compileLayout<W>(layout: Layout, options: CompileOptions = {}): PackedLayout<W> {
  const { debug = false, code = 'auto' } = options;
  const shape = placeFields(layout);
  const fail: Fail = (index, value) => {
    const { name, max } = shape.fields[index];
    throw new RangeError(`field ${name} is ${String(value)}; expected an integer in 0..${max}`);
  };
  if (typeof code === 'object') return { ...shape, ...(code.createCodec(fail) as Codec<W>) };
  const generate = code === 'generated' || (code === 'auto' && canGenerateCode());
  if (!generate) return { ...shape, ...closureCodec<W>(shape, debug, fail) };
  const create = functionOf('fail', emitLayout(layout, { debug })) as (fail: Fail) => Codec<W>;
  return { ...shape, ...create(fail) };
}

let generationAllowed: boolean | undefined;

/** False where a Content-Security-Policy without `unsafe-eval` refuses `new Function`. */
export function canGenerateCode(): boolean {
  if (generationAllowed === undefined) {
    try {
      generationAllowed = new Function('return true')() as boolean;
    } catch {
      generationAllowed = false;
    }
  }
  return generationAllowed;
}
