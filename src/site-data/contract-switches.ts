import { PERMITTED } from '../spec/designs/permitted.ts';
import type { SiteData } from './types.ts';

/** One switch of the contract, and what each of its other values does. */
export interface ContractSwitch {
  readonly name: string;
  readonly question: string;
  /** What the contract decides, and what the newest kernel does. */
  readonly contract: string;
  readonly kernel: string;
  readonly others: readonly OtherValue[];
}

export interface OtherValue {
  readonly value: string;
  /** Rules that break with it; the first one has the run that is shown with the mutant. */
  readonly breaks: readonly string[];
  /** Why it breaks none. */
  readonly permitted?: string;
}

/** Why each switch of the contract has the value that it has. Those where the kernel is to change come first. */
export function contractSwitches(data: SiteData): ContractSwitch[] {
  const settingsOf = (name: string) => data.designs.find((design) => design.name === name)?.settings.protocol ?? {};
  const contract = settingsOf('contract');
  const kernel = settingsOf('v7.3');
  const rows = data.switches
    .filter(({ world }) => world === 'protocol')
    .map(({ name, question, values }): ContractSwitch => ({
      name,
      question,
      contract: contract[name] ?? '',
      kernel: kernel[name] ?? '',
      others: Object.keys(values)
        .filter((value) => value !== contract[name])
        .map((value): OtherValue => {
          const flip = `${name}=${value}`;
          const mutant = data.mutants.find((one) => one.name === flip && one.world === 'protocol');
          const permitted = PERMITTED.protocol[flip];
          return { value, breaks: mutant?.killedBy ?? [], ...(permitted !== undefined && { permitted }) };
        }),
    }));
  const changes = ({ contract: ours, kernel: theirs }: ContractSwitch): boolean => ours !== theirs;
  return [...rows.filter(changes), ...rows.filter((row) => !changes(row))];
}
