import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const INLINE = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/**
 * Writes a strict policy into every page: files of this site only, inline scripts by hash, no eval. `wasm-unsafe-eval`
 * lets WebAssembly be compiled (the search index is read by it); it allows no JavaScript from strings.
 */
export function addPolicies(files) {
  for (const file of files) {
    const html = readFileSync(file, 'utf8');
    const hashes = [...html.matchAll(INLINE)]
      .filter(([tag]) => !/type="?application\/(ld\+)?json/.test(tag))
      .map(([, text]) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
    const policy = [
      "default-src 'none'",
      `script-src 'self' 'wasm-unsafe-eval' ${[...new Set(hashes)].join(' ')}`.trim(),
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; ');
    const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
    const done = html.replace(/<meta charset="?UTF-8"?>/i, (charset) => charset + meta);
    if (done === html) throw new Error(`${file}: has no <meta charset>, so there is no place for the policy`);
    writeFileSync(file, done);
  }
}
