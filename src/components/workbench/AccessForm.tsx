import { useState, type FormEvent } from 'react';
import { useChecker } from './use-checker.ts';
import { AccessResults } from './AccessResults.tsx';
import { accessRequest, FLAGS, type Access } from './access.ts';
import type { Answer } from '@site/src/worker/messages.ts';

type Accessed = Extract<Answer, { kind: 'accessed' }>;

const FIRST: Access = { lbr: 'legacy', flags: [], by: 'guest', write: true, msr: '0x1d9', value: '0x8000' };

/** One access to one MSR on every design side by side: what it gives, by which rule, and why. */
export function AccessForm() {
  const [access, setAccess] = useState<Access>(FIRST);
  const [results, setResults] = useState<Accessed['results']>();
  const [problem, setProblem] = useState<string>();
  const checker = useChecker((answer) => {
    if (answer.kind === 'accessed') {
      setResults(answer.results);
      setProblem(undefined);
    }
    if (answer.kind === 'error') setProblem(answer.message);
  });
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    checker.ask(accessRequest(access));
  };
  const set = (change: Partial<Access>): void => setAccess({ ...access, ...change });
  return (
    <section aria-labelledby="one-access">
      <h2 id="one-access">One access</h2>
      <form className="fields" onSubmit={ask}>
        <label className="field">
          <span>Host</span>
          <select value={access.lbr} onChange={(event) => set({ lbr: event.target.value })}>
            <option value="legacy">legacy LBR (Ice Lake server)</option>
            <option value="arch">Arch LBR (Sapphire Rapids)</option>
            <option value="none">no LBR</option>
          </select>
        </label>
        <fieldset className="ticks">
          <legend>Guest’s CPUID</legend>
          {FLAGS.map(({ name, title }) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={access.flags.includes(name)}
                onChange={({ target: { checked } }) =>
                  set({ flags: checked ? [...access.flags, name] : access.flags.filter((one) => one !== name) })
                }
              />{' '}
              {title}
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span>Who</span>
          <select value={access.by} onChange={(event) => set({ by: event.target.value })}>
            <option value="guest">guest</option>
            <option value="vmm">VMM, by ioctl</option>
          </select>
        </label>
        <label className="field">
          <span>Does</span>
          <select value={access.write ? 'w' : 'r'} onChange={(event) => set({ write: event.target.value === 'w' })}>
            <option value="w">writes</option>
            <option value="r">reads</option>
          </select>
        </label>
        <label className="field">
          <span>MSR, name or index</span>
          <input list="msrs" value={access.msr} onChange={(event) => set({ msr: event.target.value })} required />
          <datalist id="msrs">
            <option value="DEBUGCTL" />
            <option value="LBR_SELECT" />
            <option value="LBR_TOS" />
            <option value="PERF_CAPABILITIES" />
            <option value="ARCH_LBR_CTL" />
            <option value="ARCH_LBR_DEPTH" />
          </datalist>
        </label>
        {access.write && (
          <label className="field">
            <span>Value</span>
            <input value={access.value} onChange={(event) => set({ value: event.target.value })} required />
          </label>
        )}
        <button type="submit" className="primary">
          Ask all designs
        </button>
      </form>
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div aria-live="polite">{results !== undefined && <AccessResults results={results} />}</div>
    </section>
  );
}
