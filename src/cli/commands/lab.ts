import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunOptions } from '../../../lab/run.ts';
import { LAB_CPU_NAMES } from '../../spec/lab/plan.ts';
import { readTicket, type Ticket } from '../../spec/lab/ticket.ts';
import { readJson } from '../../spec/scenario/json.ts';
import { parseDocument } from '../../spec/scenario/parse.ts';
import { ScenarioError } from '../../spec/scenario/problem.ts';
import type { Scenario } from '../../spec/scenario/types.ts';
import type { Command } from '../command.ts';
import { readInput } from '../../node/files.ts';
import { packageRoot } from '../../node/package-root.ts';
import { UsageError } from '../../node/usage-error.ts';
import { oneOfValues, parseOptions, wholeNumber } from '../options.ts';

/** `lbr-contract lab run FILE|-` */
export const lab: Command = {
  name: 'lab',
  summary: 'run a scenario in a whole kernel on an emulated CPU',
  usage: `
usage: lbr-contract lab run [OPTIONS] [FILE|-]
       lbr-contract lab run --ticket TICKET [OPTIONS] [FILE]

Runs a scenario document in a whole kernel that boots on an emulated Intel CPU, and prints each step with what the
kernel and the CPU had after it, and each violation by rule ID with a ticket that replays it.

  --kernel NAME|FILE  a series that setup has fetched (6.1, 6.12, 7.3), its version, or a bzImage; default 7.3
  --modules DIR       modules of a bzImage
  --cpu NAME          ${LAB_CPU_NAMES.join(', ')}; default what the scenario's host is like
  --cpus N            1 or 2; default what the scenario needs
  --seed N            of the emulated machine; default 1
  --trace OUT         record ftrace inside, and write the kernel's text of it
  --log OUT           write the CPU's event log
  --json              print one JSON document
  --ticket TICKET     replay one finding; the ticket says kernel, CPU, seed and scenario

Exit status: 0 every rule was kept, 1 one was violated, 2 bad input, or the run did not come to its end, 3 the lab
cannot be had here. It needs the repository and what "npm run lab -- setup" makes.
`,
  async run(args) {
    const [verb, ...rest] = args;
    if (verb !== 'run') throw new UsageError(`found ${verb === undefined ? 'no verb' : `"${verb}"`}, expected "run"`);
    const { values, positionals } = parseOptions(rest, {
      kernel: { type: 'string' },
      modules: { type: 'string' },
      cpu: { type: 'string' },
      cpus: { type: 'string' },
      seed: { type: 'string' },
      trace: { type: 'string' },
      log: { type: 'string' },
      json: { type: 'boolean' },
      ticket: { type: 'string' },
    });
    if (positionals.length > 1) throw new UsageError(`expected one FILE or -, found ${positionals.join(' ')}`);
    if (values.ticket !== undefined) {
      for (const name of ['cpu', 'cpus', 'seed', 'json'] as const) {
        if (values[name] !== undefined) throw new UsageError(`--${name}: the ticket says it; leave it out`);
      }
    }
    const ticket = values.ticket === undefined ? undefined : ticketFrom(values.ticket);
    const cpus = values.cpus === undefined ? undefined : Number(oneOfValues('--cpus', values.cpus, ['1', '2']));
    const cpu = values.cpu === undefined ? undefined : oneOfValues('--cpu', values.cpu, LAB_CPU_NAMES);
    const file = positionals[0] ?? (ticket === undefined ? '-' : fileOf(ticket));
    const name = file === '-' ? 'standard input' : file;
    const options = {
      kernel: values.kernel ?? ticket?.kernel ?? '7.3',
      ...(values.modules !== undefined && { modules: values.modules }),
      ...(cpu !== undefined && { cpu }),
      ...(cpus !== undefined && { cpus }),
      seed: wholeNumber('--seed', values.seed, 1, 0),
      ...(ticket !== undefined && { cpu: ticket.cpu, cpus: ticket.cpus, seed: ticket.seed, ticket }),
      ...(values.trace !== undefined && { trace: values.trace }),
      ...(values.log !== undefined && { log: values.log }),
      json: values.json === true,
      name: file === '-' ? '-' : file.replace(/^.*counterexamples\//, '').replace(/\.json$/, ''),
    };
    const source = await readInput(file);
    try {
      return await inTheLab(parseDocument(readJson(source)), options);
    } catch (error) {
      if (error instanceof ScenarioError) throw new UsageError(`${name}: ${error.message}`);
      throw error;
    }
  },
};

function ticketFrom(text: string): Ticket {
  try {
    return readTicket(text);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--ticket: ${error.message}`);
    throw error;
  }
}

/** The checked-in counterexample that a ticket names. */
function fileOf({ scenario }: Ticket): string {
  const name = scenario.replace(/\+trace$/, '');
  const file = join(packageRoot(), 'scenarios', 'counterexamples', `${name}.json`);
  if (/^LBR-[A-Z]+-\d+\/[\w.-]+$/.test(name) && existsSync(file)) return file;
  throw new UsageError(`--ticket: ${name} is not a counterexample of this repository; give its FILE as well`);
}

/** The lab's sources are in the repository and not in the package. */
async function inTheLab(scenario: Scenario, options: RunOptions): Promise<number> {
  if (!existsSync(join(packageRoot(), 'lab', 'machine'))) {
    process.stderr.write('lbr-contract lab: the lab is not part of the package; run this from the repository\n');
    return 3;
  }
  const { runScenario, Lacking } = await import('../../../lab/run.ts');
  try {
    return await runScenario(scenario, options, (text) => void process.stdout.write(`${text}\n`));
  } catch (error) {
    if (!(error instanceof Lacking)) throw error;
    process.stderr.write(`lbr-contract lab: ${error.message}\n`);
    return 3;
  }
}
