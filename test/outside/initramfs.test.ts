import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { archive } from '../../lab/machine/cpio.ts';
import { needs } from './report.ts';

test('the initramfs of the lab is what cpio reads', (context) => {
  needs(context, 'cpio');
  const entries = [
    { path: 'dev', mode: 0o040755 },
    { path: 'init', mode: 0o100755, data: Buffer.from('hello') },
  ];
  const listing = execFileSync('cpio', ['-itv', '--quiet'], { input: archive(entries), encoding: 'utf8' });
  expect(listing).toMatch(/drwxr-xr-x.* dev\n-rwxr-xr-x.* 5 .* init\n/);
});
