import { freezeRegister } from './freeze/register.ts';
export const freeze = [...freezeRegister];
