/** Lines kept before a violation, its own included. */
export const LINES_BEFORE = 8;
/** Lines kept after it. */
export const LINES_AFTER = 3;
const LONGEST = 400;
/**
 * The last lines of one CPU. Lines are byte ranges while their bytes live and become text only when the bytes are about
 * to go, so a line that nobody asks for costs three stores.
 */
export class LineWindow {
    #starts = new Int32Array(LINES_BEFORE);
    #ends = new Int32Array(LINES_BEFORE);
    #lines = new Float64Array(LINES_BEFORE);
    #texts = Array.from({ length: LINES_BEFORE });
    #next = 0;
    #filled = 0;
    #fresh = 0;
    add(event) {
        const slot = this.#next;
        this.#starts[slot] = event.start;
        this.#ends[slot] = event.end;
        this.#lines[slot] = event.line;
        this.#texts[slot] = undefined;
        this.#next = slot + 1 === LINES_BEFORE ? 0 : slot + 1;
        if (this.#filled < LINES_BEFORE)
            this.#filled++;
        if (this.#fresh < LINES_BEFORE)
            this.#fresh++;
    }
    /** Makes text of the lines whose bytes are about to go. */
    settle(bytes) {
        for (let back = 1; back <= this.#fresh; back++) {
            const slot = (this.#next - back + LINES_BEFORE) % LINES_BEFORE;
            this.#texts[slot] ??= lineText(bytes, this.#starts[slot], this.#ends[slot]);
        }
        this.#fresh = 0;
    }
    /** The lines, oldest first. */
    read(bytes) {
        const lines = [];
        for (let back = this.#filled; back >= 1; back--) {
            const slot = (this.#next - back + LINES_BEFORE) % LINES_BEFORE;
            const text = this.#texts[slot] ?? lineText(bytes, this.#starts[slot], this.#ends[slot]);
            lines.push({ line: this.#lines[slot], text });
        }
        return lines;
    }
}
const decoder = new TextDecoder();
export function lineText(bytes, start, end) {
    return decoder.decode(bytes.subarray(start, Math.min(end, start + LONGEST))).trimEnd();
}
