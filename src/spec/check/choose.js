import { indexActions } from './action-index.ts';
/** Draws before the enabled actions are listed: where few of many are enabled, drawing takes long. */
const DRAWS = 12;
export function chooser(model) {
    const index = indexActions(model);
    const processes = model.processes ?? [];
    const lists = [...index.at.map(() => index.anywhere), index.anywhere];
    const enabled = [];
    /** Looks up the lists for the present positions and answers how many actions they have. */
    function locate(world) {
        let length = index.anywhere.length;
        for (let i = 0; i < processes.length; i++) {
            lists[i] = index.at[i][processes[i].position(world)];
            length += lists[i].length;
        }
        return length;
    }
    function candidate(number) {
        let rest = number;
        for (const list of lists) {
            if (rest < list.length)
                return list[rest];
            rest -= list.length;
        }
        throw new RangeError(`candidate ${number} does not exist`);
    }
    function pick(world, choice) {
        locate(world);
        let n = 0;
        for (const list of lists) {
            for (let i = 0; i < list.length; i++)
                if (list[i].enabled(world))
                    enabled[n++] = list[i];
        }
        return n === 0 ? undefined : enabled[choice % n];
    }
    return {
        pick,
        draw(world, random) {
            const length = locate(world);
            if (length === 0)
                return undefined;
            for (let draw = 0; draw < DRAWS; draw++) {
                const action = candidate(random.below(length));
                if (action.enabled(world))
                    return action;
            }
            return pick(world, random.below(CHOICES));
        },
    };
}
/** Choices are reduced modulo the number of enabled actions; a multiple of many numbers keeps that even. */
export const CHOICES = 55_440;
