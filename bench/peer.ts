import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { explore } from '../src/spec/check/index.ts';
import { designNamed } from '../src/spec/designs/index.ts';
import { protocolModel } from '../src/spec/model/protocol/index.ts';
import { instanceNamed } from '../src/spec/model/protocol/instances.ts';
import { protocolRules } from '../src/spec/rules/index.ts';

const USAGE = `npm run bench -- peer [DESIGN/INSTANCE]... [--runs N] [--json]
Searches the protocol model with its rules of states and steps, here and by spin from the exported text, with spin's
partial-order reduction and without, in turn; medians of N runs (default 3), each in a process of its own. The states
without reduction and all verdicts have to be the same. Default: contract/raw-1b00 v7.3/raw-1b00.`;

const { values, positionals } = parseArgs({
  args: process.argv.slice(3),
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
    task: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

interface Searched {
  readonly seconds: number;
  readonly states: number;
  /** One line for each rule. */
  readonly verdicts: string;
}

const ENGINES = { spin: ['-DNOREDUCE'], 'spin, reduced': [] } as const;

const names = positionals.length > 0 ? positionals : ['contract/raw-1b00', 'v7.3/raw-1b00'];
const wrong = names.map(faultIn).find((fault) => fault !== undefined);
if (values.help || wrong !== undefined) {
  if (wrong !== undefined) process.stderr.write(`bench: ${wrong}\n`);
  process.stdout.write(`${USAGE}\n`);
  process.exitCode = wrong === undefined ? 0 : 2;
} else if (values.task) process.stdout.write(JSON.stringify(search(names[0])));
else bench(Math.max(1, Number(values.runs) || 3));

/** Throws a RangeError where there is no such design or instance. */
function partsOf(name: string) {
  const [designName, instanceName = ''] = name.split('/');
  return { design: designNamed(designName), instance: instanceNamed(instanceName) };
}

function faultIn(name: string): string | undefined {
  try {
    partsOf(name);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function search(name: string): Searched {
  const parts = partsOf(name);
  const model = protocolModel(parts.design.protocol, parts.instance);
  const rules = protocolRules
    .map(({ id, property }) => ({ id, property: property(model.machine) }))
    .filter(({ property }) => property.kind !== 'response');
  const start = performance.now();
  const { states, properties } = explore(
    model,
    rules.map(({ property }) => property),
  );
  const seconds = (performance.now() - start) / 1000;
  return { seconds, states, verdicts: rules.map(({ id }, i) => `${id} ${properties[i].verdict}`).join('\n') };
}

function bench(runs: number): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'lbr-peer-'));
  try {
    const rows = names.flatMap((name) => measure(name, folder, runs));
    if (values.json) process.stdout.write(`${JSON.stringify({ format: 'lbr-bench-peer/1', rows }, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(name: string, folder: string, runs: number) {
  const verifiers = compile(name, folder);
  const engines = new Map<string, () => Searched>([
    ['this', () => inChild(name)],
    ...verifiers.map(({ engine, file }) => [engine, () => verify(path.join(folder, file))] as const),
  ]);
  const measured = new Map([...engines.keys()].map((engine) => [engine, [] as Searched[]]));
  for (let run = 0; run < runs; run++) for (const [engine, once] of engines) measured.get(engine)?.push(once());
  const [ours] = measured.get('this') ?? [];
  return [...measured].map(([engine, found]) => {
    const { states, verdicts } = found[0];
    const seconds = found.map((one) => one.seconds).toSorted((a, b) => a - b)[Math.floor(found.length / 2)];
    if (verdicts !== ours.verdicts) throw new Error(`${name}: ${engine} reaches other verdicts`);
    if (engine === 'spin' && states !== ours.states)
      throw new Error(`${name}: spin has ${states}, here ${ours.states}`);
    const line = `${name}  ${engine.padEnd(14)} ${states.toLocaleString('en-US')} states  ${seconds.toFixed(3)} s`;
    if (!values.json) process.stdout.write(`${line}\n`);
    return { subject: name, engine, states, seconds };
  });
}

/** One verifier with spin's reduction and one without, from the text that `export promela` writes. */
function compile(name: string, folder: string): { readonly engine: string; readonly file: string }[] {
  const [design, instance] = name.split('/');
  const out = ['--design', design, '--instance', instance, '--out', folder];
  execFileSync(process.execPath, ['bin/lbr-contract.mjs', 'export', 'promela', ...out], { stdio: 'ignore' });
  execFileSync('spin', ['-a', `${design}-${instance}.pml`], { cwd: folder, stdio: 'ignore' });
  return Object.entries(ENGINES).map(([engine, flags], number) => {
    const file = `${design}-${instance}-${number}`;
    execFileSync('gcc', ['-O2', '-w', '-DSAFETY', ...flags, '-o', file, 'pan.c'], { cwd: folder });
    return { engine, file };
  });
}

function verify(pan: string): Searched {
  const start = performance.now();
  const text = execFileSync(pan, ['-E', '-m1000000'], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const seconds = (performance.now() - start) / 1000;
  const states = Number(/(\d+) states, stored/.exec(text)?.[1]);
  const verdicts = [...text.matchAll(/^verdict (\S+) (\S+)$/gm)].map(([, rule, verdict]) => `${rule} ${verdict}`);
  return { seconds, states, verdicts: verdicts.join('\n') };
}

function inChild(name: string): Searched {
  const text = execFileSync(process.execPath, [process.argv[1], 'peer', name, '--task'], { encoding: 'utf8' });
  return JSON.parse(text) as Searched;
}
