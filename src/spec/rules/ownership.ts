import { ownershipChanges } from './ownership/changes.ts';
import { ownershipEncoding } from './ownership/encoding.ts';
import { ownershipNmi } from './ownership/nmi.ts';
import { ownershipOrder } from './ownership/order.ts';
import { ownershipRequest } from './ownership/request.ts';
import { ownershipThread } from './ownership/thread.ts';

export const ownership = [
  ...ownershipChanges,
  ...ownershipOrder,
  ...ownershipThread,
  ...ownershipRequest,
  ...ownershipNmi,
  ...ownershipEncoding,
];
