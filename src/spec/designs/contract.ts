import type { Design } from './design.ts';
import { v7_3 } from './v7.3.ts';

export const contract: Design = {
  name: 'contract',
  title: 'The contract',
  kind: 'proposal',
  year: 2026,
  summary: 'Our proposal: the design on which every MUST rule holds, for legacy and for Arch LBR.',
  protocol: {
    ...v7_3.protocol,
    vlbrConstraint: 'exclusive',
    vlbrRecovery: 'before-entry',
    guestRecording: 'owner-or-host-request',
    lazyRelease: 'keeps-records',
    handOver: 'save-and-load',
    mixedUsers: 'zeros',
    resetCovers: 'everything',
    callStackAccounting: 'own-filter',
    sampleFilter: 'own',
    lossNotice: 'shown',
    vmmAccess: 'saved-state',
    vpmu: 'either',
    mediatedOrder: 'load-first',
    archGuestLbr: 'exposed',
    lbrCtlControls: 'unless-host-asks',
    hostLbrCtl: 'restored',
  },
};
