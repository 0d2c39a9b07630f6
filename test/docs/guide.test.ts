import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../repository/files.ts';
import { blocksOf, type Block } from './blocks.ts';
import { cloneRepository, type Clone } from './clone.ts';

const GUIDE = 'docs/guide';
const pages = readdirSync(GUIDE).filter((file) => file.endsWith('.mdx'));

/** What `npx lbr-contract` comes to in the repository, without the second that npm takes to find out. */
const NPX =
  'npx() { if [ "$1" = lbr-contract ]; then shift; node bin/lbr-contract.mjs "$@"; else command npx "$@"; fi; }';

test('the guides are there, and each is tried', () => {
  expect(pages.toSorted()).toEqual([
    'add-a-design.mdx',
    'add-a-judge.mdx',
    'add-a-protocol-rule.mdx',
    'add-a-rule.mdx',
    'add-a-switch.mdx',
    'ask-a-question.mdx',
    'cite-a-rule.mdx',
    'read-a-verdict.mdx',
    'report-a-violation.mdx',
    'run-in-ci.mdx',
    'use-as-a-library.mdx',
  ]);
  for (const page of pages) {
    expect(
      blocksOf(path.join(GUIDE, page)).some(({ kind }) => kind === 'command'),
      page,
    ).toBe(true);
  }
});

describe('what a guide says is what happens', () => {
  let clone: Clone;
  beforeAll(() => (clone = cloneRepository()));
  afterEach(() => clone.restore());
  afterAll(() => rmSync(clone.folder, { recursive: true, force: true }));

  test.each(pages)('%s', (page) => {
    let stdout = '';
    for (const block of blocksOf(path.join(GUIDE, page)))
      stdout = follow(block, `${page}:${block.line}`, clone.folder, stdout);
  });
});

/** Does what a block asks for in `folder`; answers what its command printed. */
function follow(block: Block, where: string, folder: string, stdout: string): string {
  switch (block.kind) {
    case 'command': {
      const script = ['-euo', 'pipefail', '-c', `${NPX}\n${block.text}`];
      const ran = spawnSync('bash', script, {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      expect({
        where,
        status: ran.status,
        ...(ran.status !== block.exit && { stderr: ran.stderr, stdout: ran.stdout }),
      }).toEqual({
        where,
        status: block.exit,
      });
      return ran.stdout;
    }
    case 'output':
      expect(stdout.trim(), where).toBe(block.text.trim());
      return stdout;
    case 'file':
      mkdirSync(path.dirname(path.join(folder, block.path)), { recursive: true });
      writeFileSync(path.join(folder, block.path), block.text);
      return stdout;
    case 'diff': {
      const ran = spawnSync('git', ['apply', '--unidiff-zero', '-'], {
        cwd: folder,
        input: block.text,
        encoding: 'utf8',
      });
      expect({ where, status: ran.status, stderr: ran.stderr }).toEqual({ where, status: 0, stderr: '' });
      return stdout;
    }
  }
}

test('actions in the guides are pinned to the commits that our own workflow uses', () => {
  const ours = new Set(textOf('.github/workflows/ci.yml').match(/[\w-]+\/[\w-]+@[0-9a-f]{40} # v[\d.]+/g));
  for (const page of pages) {
    for (const [, action] of textOf(path.join(GUIDE, page)).matchAll(/uses: (.*)$/gm)) expect(ours).toContain(action);
  }
});
