import { FILTER_NAMES, TAG_NAMES } from '../../model/protocol/tags.ts';
import { tagNames } from './changes.ts';
import { nameOfVcpu } from './snapshot.ts';
/** What a step let somebody see, as changes of what they know. */
export function seenChanges(m, seen) {
    const changes = [];
    if (seen.reader > 0) {
        const who = `guest ${nameOfVcpu(m, seen.reader - 1)} reads`;
        if (seen.dummy === 1)
            changes.push({ what: who, from: '', to: '0: it does not own the LBRs' });
        else {
            changes.push({ what: `${who} records of`, from: '', to: tagNames(seen.records) });
            changes.push({ what: `${who} LBR_SELECT`, from: '', to: FILTER_NAMES[seen.select] });
            changes.push({ what: `${who} a TOS moved by`, from: '', to: TAG_NAMES[seen.tos] });
        }
    }
    if (seen.droppedWriter > 0) {
        changes.push({ what: `write of guest ${nameOfVcpu(m, seen.droppedWriter - 1)}`, from: '', to: 'dropped' });
    }
    if (seen.sampled > 0) {
        const fresh = seen.sampleFresh === 1 ? '' : ' (not read for this sample)';
        const filtered = seen.sampleFiltered === 1 ? '' : ", filtered with another event's filter";
        changes.push({
            what: `sample of ${m.events[seen.sampled - 1].name} holds records of`,
            from: '',
            to: `${tagNames(seen.sampleRecords)}${fresh}${filtered}`,
        });
    }
    return changes;
}
