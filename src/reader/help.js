import { openDialog } from './dialog.ts';
const keys = [
    ['j, k', 'next and previous rule'],
    ['/', 'search rules, MSRs, functions, commits'],
    ['c', 'copy a citation of the rule in sight'],
    ['← →', 'in a timeline: previous and next step'],
    ['v', 'in a timeline: the violating step'],
    ['?', 'this list'],
    ['Esc', 'close'],
];
export function openHelp() {
    const list = document.createElement('dl');
    list.className = 'keys';
    for (const [key, what] of keys) {
        const term = document.createElement('dt');
        term.append(Object.assign(document.createElement('kbd'), { textContent: key }));
        list.append(term, Object.assign(document.createElement('dd'), { textContent: what }));
    }
    openDialog('Keys', list);
}
