import { msrAccessRegister } from '../../../src/spec/rules/msr-access/register.ts';
import { expectDeclaredVerdicts } from './verdicts.ts';

expectDeclaredVerdicts(msrAccessRegister);
