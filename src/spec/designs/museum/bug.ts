import type { RuleName } from '../../kit/rule.ts';
import type { ProtocolSettings } from '../../switches/protocol.ts';
import type { RegisterSettings } from '../../switches/register.ts';

/** A bug of the record. The contract with some switches flipped has it again, in one world or in both. */
export interface MuseumBug {
  /** Its number in the record, a commit, or a few words. */
  readonly bug: string;
  /** Commit that ended it, 12 hexadecimal digits; absent where nothing was merged. */
  readonly commit?: string;
  /** Year of the fix, or of the report where there is none. */
  readonly year: number;
  readonly title: string;
  /** What went wrong, in two or three sentences. */
  readonly text: string;
  /** The flips, which are a mutant of their own as well, and the rule whose run the museum shows. */
  readonly protocol?: { readonly flips: Partial<ProtocolSettings>; readonly caughtBy: RuleName };
  /** The flips; the museum shows the shortest run of all rules that notice. */
  readonly register?: { readonly flips: Partial<RegisterSettings> };
}
