import type { ExportTarget } from './target.ts';

export const promela: ExportTarget = {
  summary:
    'the protocol model of one design or mutant and instance for spin: a .h file, a .pml file, and one more per response rule',
  async files(_out, { design = 'v7.3', instance = 'guest-writes' } = {}) {
    // The translator brings a TypeScript compiler along, so it is loaded only here.
    const { protocolPromela } = await import('./promela/index.ts');
    const name = `${design}-${instance}`.replace(/[^\w.-]+/g, '-');
    const { promela: text, header, responses } = await protocolPromela(design, instance, `${name}.h`);
    return [
      { path: `${name}.pml`, text },
      { path: `${name}.h`, text: header },
      ...responses.map((response) => ({ path: `${name}-${response.name}.pml`, text: response.promela })),
    ];
  },
  takes: ['design', 'instance'],
  next: [
    'spin -a NAME.pml && gcc -O2 -w -DSAFETY -DNOREDUCE -o pan pan.c && ./pan -E -m1000000',
    'spin -a NAME-RULE.pml && gcc -O2 -w -DNOREDUCE -o pan pan.c && ./pan -a -E -c0 -m1000000',
  ].join('\n'),
};
