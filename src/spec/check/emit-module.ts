import type { Layout } from '../kit/layout.ts';
import { emitLayout } from './emit-layout.ts';

/**
 * Source text of an ES module that exports `codecs`, the packing code of layouts by name, each an `EmittedCodec`: for
 * pages whose Content-Security-Policy refuses to make functions from text. Layouts that are packed alike share their code.
 */
export function emitModule(layouts: Readonly<Record<string, Layout>>): string {
  const texts = new Map<string, string>();
  const names = Object.entries(layouts).map(([name, layout]) => {
    const text = emitLayout(layout);
    const known = texts.get(text) ?? `codec${texts.size}`;
    texts.set(text, known);
    return `  ${JSON.stringify(name)}: { createCodec: ${known} },`;
  });
  const functions = [...texts].map(([text, name]) => `function ${name}(fail) {\n${text}\n}`);
  return [...functions, 'export const codecs = {', ...names, '};', ''].join('\n');
}
