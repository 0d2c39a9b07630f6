import { contextSwitchHost } from './context-switch/host.ts';
import { contextSwitchRecords } from './context-switch/records.ts';
import { contextSwitchRegisters } from './context-switch/registers.ts';

export const contextSwitch = [...contextSwitchRecords, ...contextSwitchRegisters, ...contextSwitchHost];
