// The worker of `npm run bench -- browser`: searches the subject that it is given and returns how long that took.
import type { EmittedCodec } from '../src/spec/check/index.ts';
import { subjectByName } from './subjects.ts';

const file = './codecs.js';
// Awaited in the listener: a module that waits at its top misses the first message.
const loading = import(file) as Promise<{ readonly codecs: Readonly<Record<string, EmittedCodec>> }>;

/** What the policy says of functions made from text. */
function textIsRefused(): boolean {
  try {
    return new Function('return false')() as boolean;
  } catch {
    return true;
  }
}

addEventListener('message', async ({ data: name }: MessageEvent<string>) => {
  const subject = subjectByName(name);
  if (subject === undefined) return postMessage(`there is no model "${name}"`);
  if (!textIsRefused()) return postMessage('the policy is not in force');
  const { codecs } = await loading;
  const start = performance.now();
  const { states } = subject.explore(codecs[name]);
  postMessage({ seconds: (performance.now() - start) / 1000, states });
});
