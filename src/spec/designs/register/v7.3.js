import { v6_12 } from './v6.12.ts';
/** 7.3.4, with the mediated vPMU left at its default, off. */
export const v7_3 = {
    ...v6_12,
    mediatedVpmu: 'parameter',
    perfCapNeedsPmuVersion: 'no',
    perfCapNeedsPdcm: 'yes',
    stuffQuirk: 'present',
    lbrMsrTrapWrite: 'safe',
};
