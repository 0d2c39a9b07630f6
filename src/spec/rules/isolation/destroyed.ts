/** What is left of a VM that is gone. */
import { commit, kernel } from '../../kit/source.ts';
import { Filter, setOf, Tag } from '../../model/protocol/tags.ts';
import { readsLbr } from '../kit/protocol/about.ts';
import { NO_MEDIATED_LBR, ONLY_ON_ARCH_HOSTS } from '../kit/protocol/exemptions.ts';
import { protocolRule } from '../kit/protocol/rule.ts';

export const isolationDestroyed = [
  protocolRule({
    id: 'LBR-ISO-9',
    level: 'must',
    title: 'A destroyed VM leaves nothing to read',
    statement: 'A guest must not be able to read a record, a TOS or an LBR_SELECT of a VM that was destroyed.',
    rationale: 'The VM that starts next on the same thread and pCPU may belong to somebody else.',
    doesNotSay: 'It does not say that destroying a VM clears registers; whoever owns them next may do it.',
    killedBy: ['vmDestroy=leaves-records'],
    inTrace: { unseen: 'a guest runs before it reads, and what it does to the records leaves no mark' },
    sources: [
      commit('0fe39a3929ac', 'perf/x86/lbr: Reset LBR_SELECT during vlbr reset', 'said', 'the next guest read it'),
      kernel('arch/x86/events/intel/lbr.c', 'intel_pmu_lbr_reset', 'v7.3', 'read', 'does not write TOS'),
    ],
    exempt: [NO_MEDIATED_LBR, ONLY_ON_ARCH_HOSTS],
    securityBoundary: true,
    model: ['src/spec/model/protocol/vlbr.ts#destroyVm', 'src/spec/model/protocol/perf/lbr.ts#reset'],
    property: (m) => ({
      kind: 'step',
      about: readsLbr,
      witness: (_before, _action, after) =>
        m.instance.with.includes('destroy') && after.seen.reader > 0 && after.seen.dummy === 0,
      holds: (_before, _action, after) =>
        after.seen.reader === 0 ||
        ((after.seen.records & setOf(Tag.gone)) === 0 &&
          after.seen.tos !== Tag.gone &&
          after.seen.select !== Filter.gone),
    }),
  }),
];
