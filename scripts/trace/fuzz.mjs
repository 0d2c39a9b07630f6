// `node scripts/trace/fuzz.mjs [cases]`: damaged, cut, reordered and random trace text, a million cases where no number
// is given. Ends at the first crash, at a case that takes longer than a second, and at a violation in a trace that keeps
// every rule.
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

register();
const { fuzz } = await import(fileURLToPath(new URL('../../test/trace/long-fuzz.ts', import.meta.url)));
process.exitCode = fuzz(Number(process.argv[2] ?? 1_000_000));
