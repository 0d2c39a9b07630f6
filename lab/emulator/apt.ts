// The system's package client with a configuration of its own: nothing of the machine's is changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lacking } from '../machine/unpack.ts';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const SUITES = ['bookworm', 'trixie', 'trixie-backports', 'sid'];
const SECURITY = ['bookworm-security', 'trixie-security'];

/** The addresses that sources files name, in both of their formats. */
export function mirrorsOf(text: string): string[] {
  const uris = text.split('\n').flatMap((line) => {
    const listed = /^\s*URIs:\s*(.*)$/.exec(line);
    if (listed) return (listed[1] ?? '').split(/\s+/);
    const single = /^\s*deb(?:-src)?\s+(?:\[[^\]]*\]\s+)?(\S+)/.exec(line);
    return single ? [single[1] ?? ''] : [];
  });
  return [...new Set(uris.map((uri) => uri.replace(/\/$/, '')).filter((uri) => uri !== ''))];
}

function machineMirrors(): { main: string; security: string } {
  const folder = '/etc/apt/sources.list.d';
  const files = [
    '/etc/apt/sources.list',
    ...(existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => /\.(list|sources)$/.test(name))
          .map((name) => join(folder, name))
      : []),
  ];
  const mirrors = files.filter((file) => existsSync(file)).flatMap((file) => mirrorsOf(readFileSync(file, 'utf8')));
  const main = mirrors.find((uri) => uri.endsWith('/debian'));
  if (main === undefined)
    throw new Lacking(
      "the machine's package sources name no Debian mirror; give --emulator-source, --bios, --vgabios and --kernel",
    );
  return {
    main,
    security: mirrors.find((uri) => uri.endsWith('/debian-security')) ?? main.replace(/\/debian$/, '/debian-security'),
  };
}

/** A package client with its own lists and cache below a folder. */
export class Apt {
  readonly folder: string;

  /** Writes the configuration. Throws Lacking where there is no such client or mirror. */
  constructor(folder: string) {
    if (spawnSync('apt-get', ['--version']).error)
      throw new Lacking('apt-get is lacking; give --emulator-source, --bios, --vgabios and --kernel');
    if (!existsSync(KEYRING))
      throw new Lacking(`${KEYRING} is lacking (Debian: apt-get install debian-archive-keyring)`);
    this.folder = folder;
    for (const part of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, part), { recursive: true });
    const { main, security } = machineMirrors();
    const line = (kind: string, uri: string, suite: string) => `${kind} [signed-by=${KEYRING}] ${uri} ${suite} main`;
    const sources = [
      ...SUITES.map((s) => line('deb', main, s)),
      ...SECURITY.map((s) => line('deb', security, s)),
      line('deb-src', main, 'trixie'),
      '',
    ];
    writeFileSync(join(folder, 'sources.list'), sources.join('\n'));
    const settings = [
      ['Dir::Etc::sourcelist', join(folder, 'sources.list')],
      ['Dir::Etc::sourceparts', '/dev/null'],
      ['Dir::State::lists', join(folder, 'lists')],
      ['Dir::Cache', join(folder, 'cache')],
      ['APT::Sandbox::User', ''],
      ['APT::Architecture', 'amd64'],
      ['Acquire::Languages', 'none'],
    ];
    writeFileSync(join(folder, 'apt.conf'), settings.map(([name, value]) => `${name} "${value}";\n`).join(''));
  }

  private run(program: string, args: readonly string[], cwd: string): string {
    const env = { ...process.env, APT_CONFIG: join(this.folder, 'apt.conf'), LC_ALL: 'C' };
    const done = spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (done.status === 0) return done.stdout;
    const [said = 'no message'] = done.stderr.split('\n').filter((line) => line.startsWith('E: '));
    throw new Error(`${program} ${args[0] ?? ''} failed: ${done.error?.message ?? said}`);
  }

  /** Fetches the lists of packages, at most once a day. */
  update(): void {
    const stamp = join(this.folder, 'updated');
    if (existsSync(stamp) && Date.now() - statSync(stamp).mtimeMs < 86_400_000) return;
    try {
      this.run('apt-get', ['update', '-q'], this.folder);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Lacking(`${why}; give --emulator-source, --bios, --vgabios and --kernel`);
    }
    writeFileSync(stamp, '');
  }

  /** Fetches one package of a version into a folder and returns its path. Throws where it is not to be had. */
  download(name: string, version: string, folder: string): string {
    mkdirSync(folder, { recursive: true });
    this.run('apt-get', ['download', '-q', `${name}=${version}`], folder);
    const encoded = version.replaceAll(':', '%3a');
    const file = readdirSync(folder).find((entry) => entry.startsWith(`${name}_${encoded}`) && entry.endsWith('.deb'));
    if (file === undefined) throw new Error(`apt-get download ${name}=${version} left no file`);
    return join(folder, file);
  }

  /** Fetches the upstream tar file of a source package. */
  source(name: string, version: string, folder: string): void {
    mkdirSync(folder, { recursive: true });
    this.run('apt-get', ['source', '-q', '--tar-only', '--download-only', `${name}=${version}`], folder);
  }

  /** Versions of a package with the suites that have them, newest first as the client sorts them. */
  versions(name: string): { version: string; suite: string }[] {
    return this.run('apt-cache', ['madison', name], this.folder)
      .split('\n')
      .map((line) => line.split('|').map((part) => part.trim()))
      .filter((parts) => parts.length === 3 && (parts[2] ?? '').endsWith(' Packages'))
      .map((parts) => ({
        version: parts[1] ?? '',
        suite: ((parts[2] ?? '').split(/\s+/)[1] ?? '').replace(/\/main$/, ''),
      }));
  }

  /** Names in the Depends field of a package with their exact versions. */
  depends(name: string, version: string): { name: string; version: string }[] {
    const text = this.run('apt-cache', ['show', `${name}=${version}`], this.folder);
    const field = /^Depends: (.*)$/m.exec(text)?.[1] ?? '';
    return field.split(',').flatMap((part) => {
      const exact = /^\s*(\S+) \(= ([^)]+)\)/.exec(part);
      return exact ? [{ name: exact[1] ?? '', version: exact[2] ?? '' }] : [];
    });
  }
}

/** SHA-256 of a file, hexadecimal. */
export function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
