import type { CommonSize } from './model.ts';

/**
 * The common model in Promela, as one process of atomic options, for `spin`. Written by hand after `twin.ts`, so that
 * spin judges the same problem and not the engine's view of it.
 */
export function commonPromela({ depth, vcpus, hostEvents }: CommonSize, bug: boolean): string {
  const entries = Array.from({ length: depth }, (_, i) => i);
  const ids = Array.from({ length: vcpus }, (_, i) => i + 1);
  const fill = (to: string) => entries.map((i) => `${to}[${i}] = 0`).join('; ');
  const copy = (to: string, from: string) => entries.map((i) => `${to}[${i}] = ${from}[${i}]`).join('; ');
  const push = (tag: number) =>
    [
      ...entries
        .slice(1)
        .toReversed()
        .map((i) => `ring[${i}] = ring[${i - 1}]`),
      `ring[0] = ${tag}`,
    ].join('; ');
  const when = (condition: string, then: string, otherwise = 'skip') =>
    `if :: ${condition} -> ${then} :: else -> ${otherwise} fi`;

  const running = 'v[cur - 1]';
  const hostOwns = '(pinned == 1 || flexible == 1)';
  const irqsOn = `(cur == 0 || ${running}.pc == 0 || ${running}.pc == 1 || ${running}.pc == 8)`;
  const inHost = `(cur == 0 || ${running}.pc != 5)`;
  const guestActive = `(cur != 0 && ${running}.event == 1)`;
  const hostTakesOver = when('flexible == 2', `flexible = 1; ${fill('ring')}; lbr = 1`);
  const hostYields = when('flexible == 1', 'flexible = 2; lbr = 0');
  const begin = `${fill('ring')}; lbr = 1`;

  const invariants = [
    `(!(cur == 0 || (${running}.pc != 5 && ${running}.pc != 6)) || lbr == ${hostOwns})`,
    ...ids.map((id) => `(v[${id - 1}].read == 0 || v[${id - 1}].read == ${id + 1})`),
    `(cur == 0 || ${running}.pc != 5 || ${running}.pass == 0 || (${entries
      .map((i) => `(ring[${i}] == 0 || ring[${i}] == cur + 1)`)
      .join(' && ')}))`,
  ].join(' && ');

  const option = (name: string, guard: string, effect: string) =>
    `  :: d_step { /* ${name} */ (${guard}) -> ${effect}; assert(${invariants}) }`;

  const thread = (id: number): string[] => {
    const v = `v[${id - 1}]`;
    const at = (pc: number) => `cur == ${id} && ${v}.pc == ${pc}`;
    const exit = (reason: number) => `lbr = 0; ${v}.pc = 6; ${v}.exit = ${reason}; ${v}.pass = 0; ${v}.read = 0`;
    const restored = when(
      'pinned == 1',
      `${v}.event = 2`,
      `${hostYields}; ${v}.event = 1; ${copy('ring', `${v}.saved`)}`,
    );
    const created = when('pinned == 1', `${v}.event = 2`, `${hostYields}; ${fill('ring')}; ${v}.event = 1`);
    return [
      option(
        'sched.in',
        'cur == 0',
        `cur = ${id}; ${when(`${v}.event == 3`, `${restored}; ${fill(`${v}.saved`)}`)}${bug ? `; ${v}.snap = lbr` : ''}`,
      ),
      option(
        'sched.out',
        `cur == ${id} && (${v}.pc == 0 || ${v}.pc == 8)`,
        `cur = 0; ${bug ? `${v}.snap = 0; ` : ''}${when(`${v}.event == 1`, `${copy(`${v}.saved`, 'ring')}; ${v}.event = 3; ${hostTakesOver}`)}`,
      ),
      option(
        'kvm.release',
        `${at(0)} && ${v}.wants == 0 && ${v}.event != 0`,
        when(`${v}.event == 1`, `${v}.event = 0; ${hostTakesOver}`, `${v}.event = 0`),
      ),
      option('kvm.prepare', at(0), `${v}.pc = 1`),
      option('kvm.irqs-off', at(1), `${v}.pc = 2`),
      option('kvm.snapshot', at(2), `${v}.pc = 3${bug ? '' : `; ${v}.snap = lbr`}`),
      option('kvm.check', at(3), `${v}.pc = 4; ${v}.pass = (${v}.event == 1)`),
      option('kvm.enter', at(4), `${v}.pc = 5; lbr = ${v}.wants`),
      option('guest.branch', `${at(5)} && lbr == 1`, push(id + 1)),
      ...entries.map((i) => option(`guest.read ${i}`, at(5), `${v}.read = (${v}.pass -> ring[${i}] : 0)`)),
      option('guest.clear-lbr', at(5), exit(1)),
      option('guest.set-lbr', at(5), exit(2)),
      option('guest.exit', at(5), exit(0)),
      option('kvm.restore', at(6), `${when(`${v}.snap == 1`, 'lbr = 1')}; ${v}.pc = 7${bug ? '' : `; ${v}.snap = 0`}`),
      option('kvm.irqs-on', at(7), `${v}.pc = 8`),
      option(
        'kvm.handle-exit',
        at(8),
        `${v}.pc = 0; if :: ${v}.exit == 1 -> ${v}.wants = 0 :: ${v}.exit == 2 -> ${v}.wants = 1; ${when(
          `${v}.event == 0 || ${v}.event == 2`,
          created,
        )} :: else fi; ${v}.exit = 0`,
      ),
    ];
  };

  const host = [
    option('host.branch', `${inHost} && lbr == 1`, push(1)),
    option('host.nmi', `${inHost} && ${hostOwns}`, 'lbr = 1'),
    option(
      'host.start-pinned',
      `${irqsOn} && pinned == 0`,
      `${when(
        hostOwns,
        'skip',
        `${when(guestActive, `${running}.event = 2; ${when('flexible == 2', 'flexible = 1')}`)}; ${begin}`,
      )}; pinned = 1`,
    ),
    option('host.stop-pinned', `${irqsOn} && pinned == 1`, `pinned = 0; ${when('flexible != 1', 'lbr = 0')}`),
  ];
  const flexible = [
    option(
      'host.start-flexible',
      `${irqsOn} && flexible == 0`,
      when(hostOwns, 'flexible = 1', when(guestActive, 'flexible = 2', `flexible = 1; ${begin}`)),
    ),
    option(
      'host.stop-flexible',
      `${irqsOn} && flexible != 0`,
      `${when('flexible == 1 && pinned == 0', 'lbr = 0')}; flexible = 0`,
    ),
  ];

  return [
    `/* Common benchmark model: ${depth} records, ${vcpus} vCPUs, ${hostEvents} host events${bug ? ', snapshot with IRQs on' : ''} */`,
    'typedef Vcpu {',
    `  unsigned pc : 4; unsigned exit : 2; bit snap; bit wants; unsigned event : 2; bit pass; unsigned read : 2; byte saved[${depth}]`,
    '}',
    `unsigned cur : 2; bit lbr; bit pinned; unsigned flexible : 2; byte ring[${depth}]; Vcpu v[${vcpus}];`,
    'active proctype world() {',
    '  do',
    ...ids.flatMap(thread),
    ...host,
    ...(hostEvents > 1 ? flexible : []),
    '  od',
    '}',
    '',
  ].join('\n');
}
