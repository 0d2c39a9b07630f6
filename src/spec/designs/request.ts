import { contract } from './contract.ts';
import type { Design } from './design.ts';

export const request: Design = {
  name: 'request',
  title: 'Hand-over on request',
  kind: 'proposal',
  year: 2023,
  summary:
    'Sean Christopherson’s suggestion of 2023, worked out: perf asks with a flag, KVM hands the LBRs over at a safe point. Who owns the LBRs is decided as in the contract otherwise; what one access gives is as in 7.3.',
  protocol: { ...contract.protocol, takeOver: 'on-request' },
};
