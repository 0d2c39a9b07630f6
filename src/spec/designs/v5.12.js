import { v6_2 } from './v6.2.ts';
export const v5_12 = {
    name: 'v5.12',
    title: 'Linux 5.12',
    kind: 'release',
    year: 2021,
    summary: 'The first release with guest LBRs. A reset of the LBRs leaves LBR_SELECT alone, and guests have no PEBS.',
    protocol: { ...v6_2.protocol, resetCovers: 'records', guestPebs: 'hidden', taskData: 'with-task' },
};
