import { useEffect, useState } from 'react';
import { readWorkbenchFragment, workbenchFragment } from './workbench-link.ts';
/** The workbench's state, kept in the URL: a link is a bookmark of what is seen. */
export function useFragment(initial) {
    const [state, setState] = useState(initial);
    const [problem, setProblem] = useState();
    useEffect(() => {
        const read = () => {
            if (location.hash.length < 2)
                return;
            try {
                setState(readWorkbenchFragment(location.hash.slice(1)));
                setProblem(undefined);
            }
            catch (error) {
                setProblem(error instanceof RangeError ? error.message : String(error));
            }
        };
        read();
        addEventListener('hashchange', read);
        return () => removeEventListener('hashchange', read);
    }, []);
    const change = (next) => {
        const changed = { ...state, ...next, model: initial.model };
        setState(changed);
        setProblem(undefined);
        history.replaceState(history.state, '', `#${workbenchFragment(changed)}`);
    };
    return { state, problem, change };
}
