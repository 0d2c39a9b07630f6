// `npx tsx scripts/trace/fuzz.mts [cases] [first seed]`: damaged, cut, reordered and random trace text, a million cases where no
// number is given. Ends at the first crash, at a case that takes longer than a second, and at a violation that
// reordering invents in a trace that keeps every rule.
import { fuzz } from '../../test/trace/long-fuzz.ts';

process.exitCode = fuzz(Number(process.argv[2] ?? 1_000_000), Number(process.argv[3] ?? 1));
