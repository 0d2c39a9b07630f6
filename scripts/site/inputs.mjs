// What a built site was made from, as a hash, so that nothing is built again while nothing changes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const STAMP = '.cache/site-inputs';
/** Nothing of these goes into a page; verdicts/ is read as its one file. */
const LEFT_OUT = new Set(['node_modules', '.git', '.cache', '.docusaurus', 'build', 'dist', 'coverage', 'verdicts']);
const EMITTED = 'src/worker/codecs.emitted.js';

/** A hash of every file of the repository, the verdicts, the commit, the version of Node, the base path and what is withheld. */
export function inputsOf(root, base) {
  const hash = createHash('sha256').update(
    `${process.version} ${base} ${process.env.LBR_CONTRACT_WITHHOLD ?? ''} ${headOf(root)}\n`,
  );
  for (const file of [...filesOf(root, ''), 'verdicts/verdicts.json']) {
    if (file === EMITTED || !existsSync(path.join(root, file))) continue;
    hash.update(`${file}\n`).update(
      createHash('sha256')
        .update(readFileSync(path.join(root, file)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

/** What `build/` was made from; undefined where there is none that was finished. */
export function builtFrom(root) {
  const finished = existsSync(path.join(root, STAMP)) && existsSync(path.join(root, 'build/index.html'));
  return finished ? readFileSync(path.join(root, STAMP), 'utf8') : undefined;
}

/** Says that `build/` is not finished. */
export function forgetInputs(root) {
  rmSync(path.join(root, STAMP), { force: true });
}

/** Says that `build/` was made from what `inputsOf()` returns now. */
export function keepInputs(root, base) {
  mkdirSync(path.join(root, '.cache'), { recursive: true });
  writeFileSync(path.join(root, STAMP), inputsOf(root, base));
}

function filesOf(root, folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : filesOf(root, file);
      return entry.isFile() && !LEFT_OUT.has(entry.name) && !/\.(?:tgz|log)$/.test(entry.name) ? [file] : [];
    });
}

/** The commit, which pages name; nothing outside of a clone. */
function headOf(root) {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return '';
  }
}
