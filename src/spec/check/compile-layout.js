import { closureCodec } from './closure-codec.ts';
import { emitLayout } from './emit-layout.ts';
import { placeFields } from './fields.ts';
/**
 * Compiles a layout. In debug mode `pack` throws a RangeError that names the field, the value and the range; otherwise
 * a value out of range silently damages its neighbours, so tests run in debug mode.
 */
export function compileLayout(layout, options = {}) {
    const { debug = false, code = 'auto' } = options;
    const shape = placeFields(layout);
    const fail = (index, value) => {
        const { name, max } = shape.fields[index];
        throw new RangeError(`field ${name} is ${String(value)}; expected an integer in 0..${max}`);
    };
    const generate = code === 'generated' || (code === 'auto' && canGenerateCode());
    if (!generate)
        return { ...shape, ...closureCodec(shape, debug, fail) };
    const create = new Function('fail', emitLayout(layout, { debug }));
    return { ...shape, ...create(fail) };
}
let generationAllowed;
/** False where a Content-Security-Policy without `unsafe-eval` refuses `new Function`. */
export function canGenerateCode() {
    if (generationAllowed === undefined) {
        try {
            generationAllowed = new Function('return true')();
        }
        catch {
            generationAllowed = false;
        }
    }
    return generationAllowed;
}
