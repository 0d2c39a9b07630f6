/** Verdicts and cost of each answer to the question of IA32_LBR_CTL, computed. */
import { explore, replay, type NamedStep } from '../spec/check/index.ts';
import { lbrCtlVariants, type LbrCtlVariant } from '../spec/designs/lbr-ctl-variants.ts';
import type { ProtocolSettings } from '../spec/switches/protocol.ts';
import { protocolModel } from '../spec/model/protocol/index.ts';
import { instanceNamed, instances } from '../spec/model/protocol/instances.ts';
import { protocolRules } from '../spec/rules/index.ts';

/** Who has the LBRs of the pCPU during one VM-entry and VM-exit. */
type Situation = 'nobody' | 'guest' | 'host that excludes guests' | 'host that asks for guests';

/** Register accesses of one VM-entry and VM-exit, from disabling IRQs to enabling them again. */
interface EntryCost {
  /** RDMSR and WRMSR of IA32_LBR_CTL by KVM. */
  readonly lbrCtlBySoftware: number;
  /** Loads and clears of IA32_LBR_CTL by the VMX controls. */
  readonly lbrCtlByHardware: number;
  readonly debugctlReads: number;
  readonly debugctlWrites: number;
}

interface GapRow {
  readonly variant: LbrCtlVariant['name'];
  readonly summary: string;
  /** Rules that the variant breaks, in the order of the book. */
  readonly breaks: readonly string[];
  readonly cost: Readonly<Record<Situation, EntryCost>>;
}

const step = (line: string): NamedStep => {
  const [op = '', ...words] = line.split(' ');
  const args = words.map((word) => word.split('=') as [string, string]);
  return { op, args: Object.fromEntries(args.map(([name, value]) => [name, name === 'cpu' ? Number(value) : value])) };
};
const kvm = (...verbs: string[]): string[] => verbs.map((verb) => `kvm.${verb} vcpu=A`);
const ROUND = [
  ...kvm('disable_irqs', 'snapshot_debugctl', 'decide_passthrough', 'enter_guest'),
  'guest.exit vcpu=A',
  ...kvm('restore_debugctl', 'enable_irqs'),
];
const RUN = ['sched.switch cpu=0 task=A', 'kvm.run vcpu=A'];
const TURN_ON = [
  ...ROUND.slice(0, 4),
  'guest.enable_lbr vcpu=A',
  ...kvm('restore_debugctl', 'enable_irqs', 'handle_exit'),
];

const SITUATIONS: Readonly<Record<Situation, { readonly instance: string; readonly before: readonly string[] }>> = {
  nobody: { instance: 'arch', before: RUN },
  guest: { instance: 'arch', before: [...RUN, ...TURN_ON] },
  'host that excludes guests': { instance: 'arch', before: ['perf.open event=pinned', ...RUN] },
  'host that asks for guests': { instance: 'arch-asks', before: ['perf.open event=flexible', ...RUN] },
};

/** What one VM-entry and VM-exit costs under a design on a host with Arch LBR. */
function entryCost(protocol: ProtocolSettings, situation: Situation): EntryCost {
  const { instance, before } = SITUATIONS[situation];
  const cost = { lbrCtlBySoftware: 0, lbrCtlByHardware: 0, debugctlReads: 0, debugctlWrites: 0 };
  replay(protocolModel(protocol, instanceNamed(instance)), [...before, ...ROUND].map(step), {
    onStep(index, _before, _action, { seen }) {
      if (index < before.length) return;
      cost.lbrCtlBySoftware += seen.lbrCtlAccesses;
      cost.lbrCtlByHardware += seen.lbrCtlSwitches;
      cost.debugctlReads += seen.debugctlReads;
      cost.debugctlWrites += seen.debugctlWrites;
    },
  });
  return cost;
}

/** Rules that a design breaks on hosts with Arch LBR. */
export function brokenOnArch(protocol: ProtocolSettings): string[] {
  const broken = new Set<string>();
  for (const instance of instances.filter(({ flavour }) => flavour === 'arch')) {
    const model = protocolModel(protocol, instance);
    const { properties } = explore(
      model,
      protocolRules.map((rule) => rule.property(model.machine)),
    );
    properties.forEach(({ verdict }, index) => verdict === 'violated' && broken.add(protocolRules[index].id));
  }
  return protocolRules.map(({ id }): string => id).filter((id) => broken.has(id));
}

/** One row per answer; takes some seconds. */
export function lbrCtlGap(): GapRow[] {
  return lbrCtlVariants.map(({ name, summary, protocol }) => ({
    variant: name,
    summary,
    breaks: brokenOnArch(protocol),
    cost: Object.fromEntries(
      (Object.keys(SITUATIONS) as Situation[]).map((situation) => [situation, entryCost(protocol, situation)]),
    ) as Record<Situation, EntryCost>,
  }));
}
