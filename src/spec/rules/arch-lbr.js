import { archLbrRegister } from './arch-lbr/register.ts';
export const archLbr = [...archLbrRegister];
