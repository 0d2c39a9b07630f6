import { v7_3 } from './v7.3.ts';
export const v6_12 = {
    name: 'v6.12',
    title: 'Linux 6.12',
    kind: 'release',
    year: 2024,
    summary: 'Linux 6.12.117 as packaged by Debian: the 2024 release with the DEBUGCTL fixes of 2025 and 2026.',
    protocol: { ...v7_3.protocol, systemWideCallStack: 'wiped', taskData: 'with-any-event' },
};
