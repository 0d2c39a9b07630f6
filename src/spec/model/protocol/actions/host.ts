/** What happens on a pCPU of the host whoever has the LBRs: branches, perf's timer, the scheduler, the administrator. */
import type { Action } from '../../../kit/model.ts';
import { executeBranch } from '../hardware.ts';
import { inGuest, irqsOn, preemptible } from '../irq.ts';
import { scheduleInVcpu } from '../kvm/loop.ts';
import { cpuOfTask, hostTag, type Machine } from '../machine.ts';
import { rotate, rotationIsDue } from '../perf/rotate.ts';
import { switchTask } from '../perf/task-switch.ts';
import type { World } from '../world.ts';
import { action } from './action.ts';

export function cpuActions(m: Machine, cpu: number): Action<World>[] {
  const args = { cpu };
  const actions = [
    action('host.branch', {
      args,
      when: (w) => w.cpus[cpu].recording === 1 && !inGuest(m, w, cpu),
      needs: 'recording is off, so a branch leaves no record, or the pCPU is in guest mode',
      apply: (w) => executeBranch(m, w, cpu, hostTag(m, w, cpu)),
    }),
    action('perf.rotate', {
      args,
      when: (w) => irqsOn(m, w, cpu) && rotationIsDue(m, w, cpu),
      needs: 'no flexible event waits on this pCPU, or IRQs are off',
      apply: (w) => rotate(m, w, cpu),
    }),
  ];
  if (m.instance.with.includes('freeze-on-smi')) {
    actions.push(
      action('admin.toggle_freeze_on_smi', {
        args,
        when: (w) => irqsOn(m, w, cpu),
        needs: 'IRQs are off, and the toggle arrives by IPI',
        apply(w) {
          const hw = w.cpus[cpu];
          hw.freezeInSmmWanted = 1 - hw.freezeInSmmWanted;
          hw.freezeInSmm = hw.freezeInSmmWanted;
          w.seen.debugctlWrites += 1;
        },
      }),
    );
  }
  return actions;
}

/** The scheduler puts another task on the pCPU; `task` 0 is the idle task. */
export function switchActions(m: Machine, cpu: number, task: number): Action<World>[] {
  const name = task === 0 ? 'idle' : m.instance.tasks[task - 1].name;
  const vcpu = m.vcpuOfTask[task];
  return [
    action('sched.switch', {
      args: { cpu, task: name },
      when: (w) => w.cpus[cpu].current !== task && preemptible(m, w, cpu) && (task === 0 || cpuOfTask(w, task) < 0),
      needs: 'the task runs elsewhere, or what runs here cannot be preempted now',
      apply(w) {
        switchTask(m, w, cpu, task);
        if (vcpu >= 0) scheduleInVcpu(m, w, vcpu);
      },
    }),
  ];
}
