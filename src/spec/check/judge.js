/** A filter for the findings about one kind of properties. */
export function isOfKind(kind) {
    return (finding) => finding.property.kind === kind;
}
/**
 * Judges many properties of one kind in one pass. A property that was violated is not judged again, and a witness is
 * looked for only until one was seen, unless all are to be counted.
 */
class Judge {
    open;
    unwitnessed;
    countAll;
    #all;
    constructor(findings, countAll) {
        this.#all = findings;
        this.open = [...findings];
        this.unwitnessed = [...findings];
        this.countAll = countAll;
    }
    /** False once there is nothing left to judge or to count. */
    get busy() {
        return this.open.length + this.unwitnessed.length > 0;
    }
    /** Number of properties that were violated. */
    get violated() {
        return this.#all.length - this.open.length;
    }
    /** Forgets the violations, not the witnesses. */
    reopen() {
        this.open.splice(0, this.open.length, ...this.#all);
        for (const finding of this.#all)
            delete finding.violatedAt;
    }
}
export class StateJudge extends Judge {
    judge(world, at) {
        const { unwitnessed, open } = this;
        for (let i = unwitnessed.length - 1; i >= 0; i--) {
            const finding = unwitnessed[i];
            if (!finding.property.witness(world))
                continue;
            finding.witnesses++;
            if (!this.countAll)
                unwitnessed.splice(i, 1);
        }
        for (let i = open.length - 1; i >= 0; i--) {
            const finding = open[i];
            if (finding.property.holds(world))
                continue;
            finding.violatedAt = at;
            open.splice(i, 1);
        }
    }
}
export class StepJudge extends Judge {
    judge(before, action, after, at) {
        const { unwitnessed, open } = this;
        for (let i = unwitnessed.length - 1; i >= 0; i--) {
            const finding = unwitnessed[i];
            if (!finding.property.witness(before, action, after))
                continue;
            finding.witnesses++;
            if (!this.countAll)
                unwitnessed.splice(i, 1);
        }
        for (let i = open.length - 1; i >= 0; i--) {
            const finding = open[i];
            if (finding.property.holds(before, action, after))
                continue;
            finding.violatedAt = at;
            open.splice(i, 1);
        }
    }
}
