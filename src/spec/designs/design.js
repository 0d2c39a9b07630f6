export const DESIGN_NAMES = [
    'v5.12',
    'v6.2',
    'v6.12',
    'v7.3',
    'v7.3-mediated',
    'arch-lbr-v2',
    'coexist-2023',
    'request',
    'contract',
];
