import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { needs } from './report.ts';

/** Stands for apt: the mirror is a folder of packages, named as Debian names them. */
const APT = `#!/bin/bash
words=()
while [ $# -gt 0 ]; do case $1 in -o) shift ;; -*) ;; *) words+=("$1") ;; esac; shift; done
name=\${words[1]%%=*} version=\${words[1]#*=}
case \${0##*/}:\${words[0]} in
  apt-get:download) cp "$MIRROR/\${name}_\${version}_all.deb" . 2>/dev/null || { echo "E: Version '$version' for '$name' was not found" >&2; exit 100; } ;;
  apt-cache:madison) for file in "$MIRROR/\${name}"_*; do [ -e "$file" ] && dpkg-deb -f "$file" Version | sed "s/^/$name | /;s/$/ | mirror/"; done ;;
esac
exit 0
`;

interface Place {
  readonly root: string;
  readonly mirror: string;
  readonly cache: string;
}

/** Copies of the scripts with a list of reviewed kernels of their own, an empty mirror and an empty cache. */
function place(): Place {
  const root = mkdtempSync(path.join(tmpdir(), 'lbr-fetch-'));
  for (const folder of ['bin', 'mirror', 'cache', 'registry']) mkdirSync(path.join(root, folder));
  for (const file of ['ground-truth/fetch.sh', 'scripts/outside/debian-package.sh'])
    cpSync(file, path.join(root, file));
  writeFileSync(path.join(root, 'registry/kernels.txt'), '9.9   9.9.4-1   trixie\n');
  for (const name of ['apt-get', 'apt-cache']) {
    writeFileSync(path.join(root, 'bin', name), APT);
    chmodSync(path.join(root, 'bin', name), 0o755);
  }
  return { root, mirror: path.join(root, 'mirror'), cache: path.join(root, 'cache') };
}

/** Puts linux-source-9.9 of a version on the mirror: a tree of one Makefile, which says the version. */
function publish({ root, mirror }: Place, version: string): void {
  const build = path.join(root, `build-${version}`);
  const tree = path.join(build, 'linux-source-9.9');
  mkdirSync(tree, { recursive: true });
  writeFileSync(path.join(tree, 'Makefile'), `# ${version}\n`);
  const packed = path.join(root, `package-${version}`);
  mkdirSync(path.join(packed, 'DEBIAN'), { recursive: true });
  mkdirSync(path.join(packed, 'usr/src'), { recursive: true });
  writeFileSync(
    path.join(packed, 'DEBIAN/control'),
    `Package: linux-source-9.9\nVersion: ${version}\nArchitecture: all\nMaintainer: nobody\nDescription: test\n`,
  );
  const run = (program: string, ...args: readonly string[]) => {
    const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program}: ${stderr}`);
  };
  run('tar', '-cJf', path.join(packed, 'usr/src/linux-source-9.9.tar.xz'), '-C', build, 'linux-source-9.9');
  run('dpkg-deb', '--build', packed, path.join(mirror, `linux-source-9.9_${version}_all.deb`));
}

function fetchIn({ root, mirror, cache }: Place, series = '9.9') {
  const { status, stdout, stderr } = spawnSync('bash', [path.join(root, 'ground-truth/fetch.sh'), series], {
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${path.join(root, 'bin')}:${process.env.PATH}`,
      MIRROR: mirror,
      XDG_CACHE_HOME: cache,
    },
  });
  return { status, tree: path.basename(stdout.trim()), directory: stdout.trim(), said: stderr.trim() };
}

beforeEach((context) => needs(context, 'dpkg-deb', 'tar', 'xz', 'flock', 'dpkg'));

test('the reviewed version is taken where a newer one can be had, too', () => {
  const here = place();
  try {
    publish(here, '9.9.4-1');
    publish(here, '9.9.7-1');
    expect(fetchIn(here)).toMatchObject({
      status: 0,
      tree: 'linux-source-9.9_9.9.4-1',
      said: 'linux-source-9.9 9.9.4-1, which was reviewed',
    });
  } finally {
    rmSync(here.root, { recursive: true });
  }
});

test('without it the newest is taken, and said to be another; the cache keeps both, and the reviewed one comes first again', () => {
  const here = place();
  try {
    publish(here, '9.9.5-1');
    publish(here, '9.9.10-1');
    const other = fetchIn(here);
    expect(other).toMatchObject({ status: 0, tree: 'linux-source-9.9_9.9.10-1' });
    expect(other.said).toMatch(
      /^linux-source-9\.9: reviewed was 9\.9\.4-1, which cannot be had \(.*\); this is 9\.9\.10-1$/,
    );
    publish(here, '9.9.4-1');
    expect(fetchIn(here)).toMatchObject({ status: 0, tree: 'linux-source-9.9_9.9.4-1' });
    expect(existsSync(path.join(other.directory, 'Makefile'))).toBe(true);
    rmSync(here.mirror, { recursive: true });
    expect(fetchIn(here)).toMatchObject({ status: 0, tree: 'linux-source-9.9_9.9.4-1' });
  } finally {
    rmSync(here.root, { recursive: true });
  }
});

test('with no mirror, what the cache has of another version is taken, and said to be another', () => {
  const here = place();
  try {
    publish(here, '9.9.5-1');
    fetchIn(here);
    rmSync(here.mirror, { recursive: true });
    const { status, tree, said } = fetchIn(here);
    expect({ status, tree }).toEqual({ status: 0, tree: 'linux-source-9.9_9.9.5-1' });
    expect(said).toContain('this is 9.9.5-1');
  } finally {
    rmSync(here.root, { recursive: true });
  }
});

test('where nothing can be had, the last line says why, with status 3', () => {
  const here = place();
  try {
    const { status, directory, said } = fetchIn(here);
    expect({ status, directory }).toEqual({ status: 3, directory: '' });
    expect(said.split('\n')).toHaveLength(1);
    expect(said).toMatch(/^linux-source-9\.9: linux-source-9\.9 newest: no suite that can be asked has it/);
    expect(fetchIn(here, '9.8')).toMatchObject({ status: 3, said: 'linux-source-9.8: is not in registry/kernels.txt' });
  } finally {
    rmSync(here.root, { recursive: true });
  }
});
