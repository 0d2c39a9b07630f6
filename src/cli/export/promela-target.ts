import type { ExportTarget } from './target.ts';

export const promela: ExportTarget = {
  summary: 'the protocol model of one design and instance for spin: a .pml and a .h file',
  async files(_out, { design = 'v7.3', instance = 'guest-writes' } = {}) {
    // The translator brings a TypeScript compiler along, so it is loaded only here.
    const { protocolPromela } = await import('./promela/index.ts');
    const name = `${design}-${instance}`;
    const { promela: text, header } = await protocolPromela(design, instance, `${name}.h`);
    return [
      { path: `${name}.pml`, text },
      { path: `${name}.h`, text: header },
    ];
  },
  choosesModel: true,
  next: 'spin -a NAME.pml && gcc -O2 -w -DSAFETY -DNOREDUCE -o pan pan.c && ./pan -E -m1000000',
};
