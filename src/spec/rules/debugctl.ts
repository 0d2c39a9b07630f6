import { debugctlProtocol } from './debugctl/protocol.ts';

export const debugctl = [...debugctlProtocol];
