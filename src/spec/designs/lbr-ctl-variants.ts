/** The open question of the review of 2023: when are IA32_LBR_CTL load and clear set? One design for each answer. */
import { contract } from './contract.ts';
import { protocolSwitches, type ProtocolSettings } from '../switches/protocol.ts';

export interface LbrCtlVariant {
  readonly name: ProtocolSettings['lbrCtlControls'];
  /** What it means, from the switch. */
  readonly summary: string;
  readonly protocol: ProtocolSettings;
}

const answers = protocolSwitches.lbrCtlControls.values;

/** The contract with each answer; nothing else differs. */
export const lbrCtlVariants: readonly LbrCtlVariant[] = (
  Object.keys(answers) as ProtocolSettings['lbrCtlControls'][]
).map((name) => ({ name, summary: answers[name], protocol: { ...contract.protocol, lbrCtlControls: name } }));
