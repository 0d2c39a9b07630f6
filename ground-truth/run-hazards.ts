/**
 * Runs `hazards.jsonl` in the code of each reviewed series, and fails where one ends otherwise than the file says.
 *
 *   npm run ground-truth:hazards                # or with series or trees: -- 6.12 /path/linux
 */
import { buildHarness, Unavailable } from './harness-run.ts';
import { hazardDifferences, hazards } from './hazards.ts';
import { SERIES } from './differential/kernels.ts';

async function main(): Promise<void> {
  const named = process.argv.slice(2);
  for (const source of named.length > 0 ? named : SERIES.map((series) => series.source)) {
    try {
      const kernel = buildHarness(source);
      const differences = await hazardDifferences(kernel);
      for (const difference of differences) console.log(difference);
      console.log(`${kernel.version}: ${hazards().length - differences.length} of ${hazards().length} end as written`);
      if (differences.length > 0) process.exitCode = 1;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      console.log(`${source}: skipped. ${error.message}`);
    }
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});
