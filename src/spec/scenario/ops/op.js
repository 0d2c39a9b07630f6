import { parseFields } from '../field.ts';
export function op(about, fields, perform, usesVcpu = true) {
    return {
        about,
        fields,
        usesVcpu,
        prepare(step, path) {
            const args = parseFields(fields, step, path, ['op']);
            return (session) => perform(session, args);
        },
    };
}
