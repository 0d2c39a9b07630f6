import { useEffect, useState } from 'react';
import { readWorkbenchFragment, workbenchFragment, type WorkbenchState } from './workbench-link.ts';

interface Fragment {
  readonly state: WorkbenchState;
  /** What is wrong with the link that the page was opened with. */
  readonly problem: string | undefined;
  change(next: Partial<WorkbenchState>): void;
}

/** The workbench's state, kept in the URL: a link is a bookmark of what is seen. */
export function useFragment(fresh: WorkbenchState): Fragment {
  const [state, setState] = useState(fresh);
  const [problem, setProblem] = useState<string>();
  const [initial] = useState(fresh);
  useEffect(() => {
    const read = (): void => {
      if (location.hash.length < 2) {
        setState(initial);
        return;
      }
      try {
        setState(readWorkbenchFragment(location.hash.slice(1)));
        setProblem(undefined);
      } catch (error) {
        setProblem(error instanceof RangeError ? error.message : String(error));
      }
    };
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, [initial]);
  const change = (next: Partial<WorkbenchState>): void => {
    const changed = { ...state, ...next, model: initial.model };
    setState(changed);
    setProblem(undefined);
    const step = JSON.stringify(changed.scenario) !== JSON.stringify(state.scenario);
    // "Back" takes back a switch, a design or a step; what is typed is not a step.
    history[step ? 'pushState' : 'replaceState'](history.state, '', `#${workbenchFragment(changed)}`);
  };
  return { state, problem, change };
}
