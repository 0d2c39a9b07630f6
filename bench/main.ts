import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { commonSizes } from './common/model.ts';
import { commonPromela } from './common/promela.ts';
import { measure, TASKS, type Measurement, type Task } from './measure.ts';
import { printRow, summarize, type Row } from './report.ts';
import { findSpin } from './spin.ts';
import { equalSizeName, isCommonName, subjectByName } from './subjects.ts';

const USAGE = `npm run bench -- [common [K1..K5]...] [protocol [DESIGN/INSTANCE]...] [--peer spin] [--runs N] [--json]
npm run bench -- trace --help tells of the trace checker, npm run bench -- browser --help of Chromium against Node,
npm run bench -- start --help of the way to the first page of npm start, npm run bench -- peer --help of spin on the
protocol model.
Medians of N interleaved runs (default 5), each in a process of its own. Default: common K4, and protocol v7.3/raw-1b00.
A search of the protocol model runs in turn with the common model at equal state size: as many bits, as many states.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    peer: { type: 'string' },
    runs: { type: 'string', default: '5' },
    task: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** A word that names a group stands for its default where no member follows. */
function subjectNames(words: readonly string[]): string[] {
  if (words.length === 0) return ['K4', 'v7.3/raw-1b00'];
  return words.flatMap((word, index) => {
    const next = words[index + 1] ?? '';
    if (word === 'common') return isCommonName(next) ? [] : ['K4'];
    if (word === 'protocol') return next.includes('/') ? [] : ['v7.3/raw-1b00'];
    return [word];
  });
}

function inChild(task: Task, name: string): Measurement {
  const text = execFileSync(process.execPath, [process.argv[1], name, '--task', task], { encoding: 'utf8' });
  return JSON.parse(text) as Measurement;
}

function fail(message: string): never {
  process.stderr.write(`bench: ${message}\n${USAGE}\n`);
  process.exit(2);
}

function bench(names: readonly string[], runs: number): Row[] {
  const spin = values.peer === 'spin' ? findSpin() : undefined;
  if (values.peer === 'spin' && !spin) process.stderr.write('spin or gcc is not installed: no peer is measured\n');
  if (spin) process.stderr.write(`${spin.version}\n`);
  const say = (row: Row) => {
    if (!values.json) process.stdout.write(`${printRow(row)}\n`);
    return row;
  };
  try {
    return names.flatMap((name) => {
      if (!isCommonName(name)) return againstCommon(name, runs, say);
      const tasks = TASKS.filter((task) => task !== 'bare');
      const verifier = spin?.compile(name, commonPromela(commonSizes[name], false));
      const measured = tasks.map((task) => ({ task, ours: [] as Measurement[] }));
      const peer: Measurement[] = [];
      for (let round = 0; round < runs; round++) {
        for (const { task, ours } of measured) ours.push(inChild(task, name));
        if (verifier) peer.push(verifier.run());
      }
      const rows = measured.map(({ task, ours }) => say(summarize('this', task, name, ours)));
      if (!verifier) return rows;
      const spinRow = say(summarize('spin', 'explore', name, peer));
      const [ratio, presized] = rows.map(({ seconds }) => (spinRow.seconds / seconds).toFixed(1));
      if (!values.json)
        process.stdout.write(`${name}  ${ratio} times as fast as spin, ${presized} times with the table presized\n`);
      if (spinRow.count !== rows[0].count) fail(`${name}: spin counts ${spinRow.count} states, we ${rows[0].count}`);
      return [...rows, spinRow];
    });
  } finally {
    spin?.close();
  }
}

/** An instance of the protocol model, its searches in turn with those of the common model at equal state size. */
function againstCommon(name: string, runs: number, say: (row: Row) => Row): Row[] {
  const subject = subjectByName(name);
  if (subject === undefined) fail(`there is no model "${name}"`);
  const common = equalSizeName(subject, inChild('explore', name).count);
  const tasks = [
    ...(['explore', 'bare', 'walk', 'fast-check'] as const).map((task) => ({ task, subject: name })),
    ...(['explore', 'bare'] as const).map((task) => ({ task, subject: common })),
  ];
  const measured = tasks.map((what) => ({ ...what, runs: [] as Measurement[] }));
  for (let round = 0; round < runs; round++) {
    for (const row of measured) row.runs.push(inChild(row.task, row.subject));
  }
  const rows = measured.map((row) => say(summarize('this', row.task, row.subject, row.runs)));
  const [rules, bare, , , commonRules, commonBare] = rows.map(({ seconds }) => seconds);
  if (!values.json) {
    const [all, none] = [rules / commonRules, bare / commonBare].map((ratio) => ratio.toFixed(1));
    process.stdout.write(
      `${name}  ${all} times the time of the common model at equal state size, ${none} times without properties\n`,
    );
  }
  return rows;
}

if (values.help) {
  process.stdout.write(`${USAGE}\n`);
} else {
  const names = subjectNames(positionals);
  const unknown = names.find((name) => subjectByName(name) === undefined);
  if (unknown !== undefined) fail(`there is no model "${unknown}"`);
  if (values.peer !== undefined && values.peer !== 'spin') fail(`unknown peer "${values.peer}"; expected spin`);
  const task = TASKS.find((known) => known === values.task);
  const subject = subjectByName(names[0]);
  if (task !== undefined && subject !== undefined) {
    process.stdout.write(JSON.stringify(measure(task, subject)));
  } else {
    const rows = bench(names, Math.max(1, Number(values.runs) || 5));
    const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
    if (values.json) process.stdout.write(`${JSON.stringify({ format: 'lbr-bench/1', machine, rows }, null, 2)}\n`);
  }
}
