import { describeAction, indexActions } from './action-index.ts';
import { StateJudge, StepJudge } from './judge.ts';
/** The kernel as a loop. In debug mode it checks that no action is enabled away from its positions. */
export function loopKernel(parts, debug) {
    const { model, layout, batch } = parts;
    const { at: places, anywhere } = indexActions(model);
    const processes = model.processes ?? [];
    const stateJudge = new StateJudge(parts.states, parts.countWitnesses);
    const stepJudge = new StepJudge(parts.steps, parts.countWitnesses);
    const draft = model.createDraft();
    const before = model.createDraft();
    let taken = 0;
    function steps(actions, words, at, state, from) {
        let n = from;
        for (const action of actions) {
            if (!action.enabled(draft))
                continue;
            try {
                model.beginStep?.(draft);
                action.apply(draft);
                if (stepJudge.busy)
                    stepJudge.judge(before, action, draft, state);
                model.canonicalize?.(draft);
                layout.pack(draft, batch, n * layout.words);
            }
            catch (error) {
                throw explain(model, action, error);
            }
            taken++;
            if (!differs(words, at, batch, n * layout.words, layout.words))
                continue;
            layout.restore(words, at, draft, batch, n * layout.words);
            n++;
        }
        return n;
    }
    return {
        get taken() {
            return taken;
        },
        visit(words, at, state, from, expand) {
            layout.unpack(words, at, draft);
            stateJudge.judge(draft, state);
            if (!expand)
                return from;
            if (stepJudge.busy)
                layout.unpack(words, at, before);
            if (debug)
                checkPlaces(model, draft);
            let n = from;
            for (let i = 0; i < processes.length; i++) {
                n = steps(places[i][processes[i].position(draft)], words, at, state, n);
            }
            return steps(anywhere, words, at, state, n);
        },
    };
}
function differs(a, atA, b, atB, words) {
    for (let word = 0; word < words; word++)
        if (a[atA + word] !== b[atB + word])
            return true;
    return false;
}
function checkPlaces(model, world) {
    const processes = model.processes ?? [];
    const positions = processes.map((process) => process.position(world));
    for (const action of model.actions) {
        const { at } = action;
        if (at === undefined || at.positions.includes(positions[at.process]) || !action.enabled(world))
            continue;
        const found = `process ${processes[at.process].name} at position ${positions[at.process]}`;
        throw new Error(`action ${describeAction(action)} is enabled with ${found}; declared: ${at.positions.join(', ')}`);
    }
}
function explain(model, action, error) {
    if (!(error instanceof Error))
        return error;
    return new Error(`model ${model.name}, action ${describeAction(action)}: ${error.message}`, { cause: error });
}
