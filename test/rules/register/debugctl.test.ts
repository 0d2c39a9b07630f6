import { debugctlRegister } from '../../../src/spec/rules/debugctl/register.ts';
import { expectDeclaredVerdicts } from './verdicts.ts';

expectDeclaredVerdicts(debugctlRegister);
