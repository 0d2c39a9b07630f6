import { hex, Session, SessionError } from '../model/register/index.ts';
import { parseRegisterScenario } from './parse.ts';
import { ScenarioError } from './problem.ts';
/**
 * Runs a document of the register world. A document without `vmm.set_cpuid` gets the default CPUID before the first
 * step that uses the vCPU. Throws a ScenarioError for a step that makes no sense where it stands.
 */
export function replayRegister(scenario) {
    const { host, settings, steps } = parseRegisterScenario(scenario);
    const session = new Session(host, settings);
    let needsCpuid = !steps.some(({ op }) => op === 'vmm.set_cpuid');
    return steps.map((step, index) => {
        if (needsCpuid && step.usesVcpu) {
            session.setCpuid();
            needsCpuid = false;
        }
        return line(index, step, perform(session, step), session);
    });
}
function perform(session, step) {
    try {
        return step.perform(session);
    }
    catch (error) {
        if (error instanceof SessionError)
            throw new ScenarioError(step.path, `${step.op}: ${error.message}`);
        throw error;
    }
}
function line(index, step, outcome, session) {
    const { result, rule, why } = outcome;
    const wrote = result === 'ok' && step.writes ? session.peek(step.writes.msr, step.writes.by) : outcome;
    return {
        step: index,
        op: step.op,
        result,
        ...(wrote.value !== undefined && { value: hex(wrote.value) }),
        ...(rule !== undefined && { rule }),
        ...(why !== undefined && { why }),
    };
}
