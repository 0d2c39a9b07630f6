import type { RuleData } from '@site/src/site-data/types.ts';
import { Code } from './Code.tsx';

/** What the model does, and what is asked of it, side by side; both as they stand in the source files. */
export function SourceColumns({ rule }: { readonly rule: RuleData }) {
  const { reference, property } = rule;
  return (
    <div className="columns">
      <div>
        <h3>Reference implementation</h3>
        {reference.length === 0 && <p>This rule points to no single function of the model.</p>}
        {reference.map((excerpt) => (
          <Code key={`${excerpt.file}:${excerpt.line}`} excerpt={excerpt} />
        ))}
      </div>
      <div>
        <h3>Property</h3>
        {property.map((excerpt) => (
          <Code key={`${excerpt.file}:${excerpt.line}`} excerpt={excerpt} />
        ))}
      </div>
    </div>
  );
}
