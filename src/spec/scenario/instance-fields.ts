import { FEATURES, PRIORITIES, type Feature, type HostEventSpec, type Instance } from '../model/protocol/instance.ts';
import { boolean, integer, oneOf, parseFields, text, type Field } from './field.ts';
import { ScenarioError, shown, unknownName } from './problem.ts';

/** Names that a task or an event can have. */
const NAME = '^[A-Za-z][A-Za-z0-9_-]{0,30}$';

const FEATURE_NAMES = Object.keys(FEATURES) as readonly Feature[];
/** Features of one kind of LBR only. */
const ARCH_ONLY: readonly Feature[] = ['guest-depth', 'guest-xsaves'];

/** More than a question needs, and few enough for every number that the model counts them in. */
const MOST = 8;

const eventFields = {
  name: text('the name that steps give; default the priority', NAME),
  priority: oneOf('default cpu-pinned', PRIORITIES),
  cpu: integer('the pCPU of a CPU event; default 0', 1),
  task: text('the thread of a task event; default the first vCPU', NAME),
  filter: oneOf('which branches it asks for; default any', ['any', 'call-stack']),
  excludeGuest: boolean('it asked not to see guests; default true'),
  excludeHost: boolean('it asked for guests only; default false'),
  raw1b00: boolean('it has the encoding of the guest LBR event, raw config 0x1b00; default false'),
  pebs: boolean('the PEBS hardware stores its records; default false'),
};

export const instanceFields = {
  lbr: oneOf('which kind of LBR the CPUs have; default legacy', ['legacy', 'arch']),
  cpus: integer('pCPUs, 1 or 2; default 1', 2),
  depth: integer('records of a pCPU, 2 or more; default 2', 32),
  perfmon: integer('version of architectural performance monitoring, 2 or 4; default 4', 4),
  vcpus: listOf(text('its name, and that of its thread', NAME), 'vCPUs, each of a VM of its own; default ["A"]', 2),
  sameVm: boolean('the two vCPUs are of one VM; default false'),
  tasks: listOf(text('its name', NAME), 'other threads of the host; default none', MOST),
  events: listOf(objectOf(eventFields, 'a host LBR event'), 'LBR events that the host can open; default none', MOST),
  with: listOf(
    oneOf('a feature', FEATURE_NAMES),
    'what takes part beside the run loop, task switches and host events; default all that such a host can have',
    FEATURE_NAMES.length,
  ),
  vpmu: oneOf('which vPMU the administrator chose, where the design has both; default emulated', [
    'emulated',
    'mediated',
  ]),
  firmware: oneOf('what firmware leaves behind on the pCPUs; default nothing', ['recording-on']),
};

/** An instance that a document brings along. Throws a ScenarioError for unknown fields and impossible instances. */
export function parseInstance(value: unknown, path: string): Instance {
  const fields = parseFields(instanceFields, value, path);
  const { lbr = 'legacy', cpus = 1, depth = 2, perfmon = 4, vcpus = ['A'], tasks = [], sameVm = false } = fields;
  const expect = (holds: boolean, field: string, found: unknown, expected: string): void => {
    if (!holds) throw new ScenarioError(`${path}.${field}`, `found ${shown(found)}, expected ${expected}`);
  };
  expect(cpus >= 1, 'cpus', cpus, '1 or 2');
  expect(depth >= 2, 'depth', depth, 'at least 2');
  expect(perfmon === 2 || perfmon === 4, 'perfmon', perfmon, '2 or 4');
  const features = fields.with ?? FEATURE_NAMES.filter((name) => lbr === 'arch' || !ARCH_ONLY.includes(name));
  for (const name of features)
    expect(lbr === 'arch' || !ARCH_ONLY.includes(name), 'with', name, 'features of a host with legacy LBR');
  const threads = [...vcpus, ...tasks];
  expectDistinct([...threads, 'idle'], `${path}.tasks`);
  const events = (fields.events ?? []).map((event, index) =>
    eventOf(event, { threads, cpus }, `${path}.events[${index}]`),
  );
  expectDistinct(
    events.map(({ name }) => name),
    `${path}.events`,
  );
  return {
    name: 'own',
    title: titleOf(lbr, cpus, vcpus, tasks, events),
    flavour: lbr,
    cpus,
    depth,
    perfmon: perfmon === 2 ? 2 : 4,
    tasks: [
      ...vcpus.map((name, index) => ({ kind: 'vcpu', name, vm: sameVm ? 0 : index }) as const),
      ...tasks.map((name) => ({ kind: 'plain', name }) as const),
    ],
    hostEvents: events,
    ...(fields.firmware !== undefined && { firmware: fields.firmware }),
    ...(fields.vpmu === 'mediated' && { vpmu: 'mediated' }),
    countLimit: 64,
    with: features,
  };
}

type EventFields = ReturnType<ReturnType<typeof objectOf<typeof eventFields>>['parse']>;

function eventOf(
  fields: EventFields,
  { threads, cpus }: { readonly threads: readonly string[]; readonly cpus: number },
  path: string,
): HostEventSpec {
  const { priority = 'cpu-pinned', name = priority, filter = 'any', excludeGuest = true } = fields;
  const ofCpu = priority.startsWith('cpu');
  const wrong = ofCpu ? 'task' : 'cpu';
  if (fields[wrong] !== undefined)
    throw new ScenarioError(`${path}.${wrong}`, `the event is ${priority}, which has no ${wrong}`);
  const { cpu = 0, task = threads[0] } = fields;
  if (ofCpu && cpu >= cpus) throw new ScenarioError(`${path}.cpu`, `found ${cpu}, expected below cpus, ${cpus}`);
  if (!ofCpu && task === undefined) throw new ScenarioError(`${path}.task`, 'the instance has no thread');
  if (!ofCpu && !threads.includes(task)) unknownName(`${path}.task`, 'thread', task, threads);
  const { excludeHost, raw1b00, pebs } = fields;
  return {
    name,
    priority,
    ...(ofCpu ? { cpu } : { task }),
    filter,
    excludeGuest,
    toggled: true,
    ...(excludeHost !== undefined && { excludeHost }),
    ...(raw1b00 !== undefined && { raw1b00 }),
    ...(pebs !== undefined && { pebs }),
  };
}

function expectDistinct(names: readonly string[], path: string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ScenarioError(path, `the name ${shown(twice)} is taken`);
}

function titleOf(
  lbr: string,
  cpus: number,
  vcpus: readonly string[],
  tasks: readonly string[],
  events: readonly HostEventSpec[],
): string {
  const parts = [
    `${cpus} ${cpus === 1 ? 'pCPU' : 'pCPUs'}${lbr === 'arch' ? ' with Arch LBR' : ''}`,
    ...(vcpus.length === 0 ? [] : [`${vcpus.length === 1 ? 'vCPU' : 'vCPUs'} ${vcpus.join(' and ')}`]),
    ...(tasks.length === 0 ? [] : [`${tasks.length === 1 ? 'thread' : 'threads'} ${tasks.join(', ')}`]),
    ...(events.length === 0
      ? []
      : [`${events.length === 1 ? 'host LBR event' : 'host LBR events'} ${events.map(({ name }) => name).join(', ')}`]),
  ];
  return parts.join(', ');
}

function listOf<T>(item: Field<T>, about: string, most: number): Field<readonly T[]> {
  return {
    about,
    schema: { type: 'array', items: item.schema, maxItems: most, description: about },
    parse(value, path) {
      if (!Array.isArray(value)) throw new ScenarioError(path, `found ${shown(value)}, expected a list`);
      if (value.length > most) throw new ScenarioError(path, `found ${value.length}, expected at most ${most}`);
      return value.map((one, index) => item.parse(one, `${path}[${index}]`));
    },
  };
}

function objectOf<const F extends Parameters<typeof parseFields>[0]>(fields: F, about: string) {
  return {
    about,
    schema: {
      type: 'object',
      additionalProperties: false,
      description: about,
      properties: Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])),
    },
    parse: (value: unknown, path: string) => parseFields(fields, value, path),
  };
}
