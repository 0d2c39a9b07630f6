import type { Design } from '../../designs/design.ts';
import { designs } from '../../designs/index.ts';
import { protocolHalf, registerHalf } from '../../designs/half.ts';
import { reasonAgainst, type Exempted, type Exemption } from '../../kit/exemption.ts';
import type { RuleText } from '../../kit/rule.ts';
import type { ProtocolSettings } from '../../switches/protocol.ts';
import type { RegisterSettings } from '../../switches/register.ts';

/** What the designs declare of one rule, and where it does not apply. */
export type Declared = Pick<RuleText, 'violatedOn' | 'notApplicable'>;

export function declaredInProtocol(id: string, exempt: readonly Exemption<ProtocolSettings>[]): Declared {
  return declared(id, exempt, protocolHalf);
}

export function declaredInRegister(id: string, exempt: readonly Exemption<RegisterSettings>[]): Declared {
  return declared(id, exempt, registerHalf);
}

function declared<Settings>(
  id: string,
  exempt: readonly Exemption<Settings>[],
  half: (design: Design) => Exempted<Settings>,
): Declared {
  const reason = (design: Design): string | undefined => reasonAgainst(exempt, half(design));
  const reasons = designs.flatMap((design) => {
    const because = reason(design);
    return because === undefined ? [] : [[design.name, because] as const];
  });
  return {
    violatedOn: designs.filter((design) => isBroken(id, design, reason)).map(({ name }) => name),
    ...(reasons.length > 0 && { notApplicable: Object.fromEntries(reasons) }),
  };
}

/** A design breaks what it says, and what its base breaks and it does not mend, as far as the rule applies to it. */
function isBroken(id: string, design: Design, reason: (design: Design) => string | undefined): boolean {
  if (reason(design) !== undefined) return false;
  const { on, breaks, mends } = design;
  if (breaks.some((name) => name === id)) return true;
  return on !== undefined && isBroken(id, on, reason) && !mends.some((name) => name === id);
}
