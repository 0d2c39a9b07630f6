import type { FlipContext, MutantData } from '@site/src/site-data/types.ts';
import { RichText } from '../text/RichText.tsx';
import { MutantEntry } from './MutantEntry.tsx';

interface Props {
  readonly title: string;
  readonly world: 'protocol' | 'register';
  readonly mutants: readonly MutantData[];
  readonly context: FlipContext;
}

/** The mutants of one world, switch by switch: the question that the line of code answers, then the wrong answers. */
export function SwitchMutants({ title, world, mutants, context }: Props) {
  const groups = new Map<string, MutantData[]>();
  for (const mutant of mutants) {
    const first = Object.keys(mutant.flips)[0] ?? '';
    groups.set(first, [...(groups.get(first) ?? []), mutant]);
  }
  return (
    <>
      <h2 id={`${world}-world`}>
        {title} ({mutants.length})
      </h2>
      {[...groups].map(([name, own]) => (
        <section key={name} className="switch-mutants" aria-labelledby={`${world}-${name}`}>
          <h3 id={`${world}-${name}`}>
            <RichText
              text={context.switches.find((one) => one.world === world && one.name === name)?.question ?? name}
            />
          </h3>
          <div>
            {own.map((mutant) => (
              <MutantEntry key={mutant.name} mutant={mutant} context={context} />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}
