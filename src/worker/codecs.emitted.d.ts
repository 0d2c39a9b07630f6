import type { EmittedCodec } from '../spec/check/index.ts';

/** Packing code by instance. `scripts/site/emit-codecs.mjs` writes the module before the site is built. */
export declare const codecs: Readonly<Record<string, EmittedCodec>>;
