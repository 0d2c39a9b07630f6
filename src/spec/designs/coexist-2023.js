import { v6_2 } from './v6.2.ts';
export const coexist_2023 = {
    name: 'coexist-2023',
    title: 'Host and guest LBR coexist, 2023',
    kind: 'series',
    year: 2023,
    summary: 'Xiong Zhang, "Part of fix for host and guest LBR event coexist" (June 2023, not merged): priority order, late snapshot, enabling a lost event again.',
    protocol: {
        ...v6_2.protocol,
        vlbrConstraint: 'shared-register',
        debugctlSnapshot: 'irqs-off',
        vlbrRecovery: 'on-access',
    },
};
