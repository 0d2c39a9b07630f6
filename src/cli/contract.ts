import registryFile from '../../registry/rules.json' with { type: 'json' };
import { designs } from '../spec/designs/index.ts';
import { protocolSwitches } from '../spec/switches/protocol.ts';
import { registerSwitches } from '../spec/switches/register.ts';
import type { RuleText } from '../spec/kit/rule.ts';
import type { Registry } from '../spec/registry/types.ts';
import type { ContractData } from '../spec/report/contract-data.ts';
import { ruleData } from '../spec/report/rule-data.ts';
import { chapters, ruleById, ruleTexts } from '../spec/rules/index.ts';
import { UsageError } from '../node/usage-error.ts';
import { nearest } from '../spec/kit/nearest.ts';
import { readVerdicts } from './verdicts.ts';
import { version } from './version.ts';

export const registry = registryFile as Registry;

/** The whole contract for the exports, with the verdicts of the last run where there are some. */
export function contractData(): ContractData {
  const verdicts = readVerdicts();
  return {
    version,
    chapters: chapters.map(({ slug, title, rules }) => ({ name: slug, title, rules: rules.map(ruleData) })),
    designs,
    switches: { protocol: protocolSwitches, register: registerSwitches },
    registry,
    ...(verdicts !== undefined && { verdicts }),
  };
}

/**
 * The rule that a word of the command line names: `LBR-OWN-3`, `lbr-own-3` or `own-3`. Throws a UsageError that says
 * what replaced a retired rule, or which ID is near an unknown one.
 */
export function findRule(word: string): RuleText {
  const upper = word.toUpperCase();
  const id = upper.startsWith('LBR-') ? upper : `LBR-${upper}`;
  const rule = ruleById(id);
  if (rule !== undefined) return rule;
  const retired = registry.rules.find((entry) => entry.id === id)?.retired;
  if (retired !== undefined) {
    const by = retired.replacedBy.length > 0 ? `replaced by ${retired.replacedBy.join(', ')}` : 'not replaced';
    throw new UsageError(`${id} is retired since ${retired.date} (${retired.reason}), ${by}`);
  }
  const hint = nearest(
    id,
    ruleTexts.map((candidate) => candidate.id),
  );
  throw new UsageError(`unknown rule "${word}"${hint === undefined ? '' : `; did you mean ${hint}?`}`);
}
