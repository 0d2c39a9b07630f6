/** Whose exit reason a kvm_exit prints. */
export const VENDOR = { unknown: 0, vmx: 1, svm: 2 } as const;

/** asm/vmx.h:VMX_EXIT_REASONS; trace-cmd's plugin prints the same words. */
const VMX =
  'EXCEPTION_NMI EXTERNAL_INTERRUPT TRIPLE_FAULT INIT_SIGNAL SIPI_SIGNAL INTERRUPT_WINDOW NMI_WINDOW PENDING_INTERRUPT ' +
  'TASK_SWITCH CPUID HLT INVD INVLPG RDPMC RDTSC VMCALL VMCLEAR VMLAUNCH VMPTRLD VMPTRST VMREAD VMRESUME VMWRITE VMOFF VMON ' +
  'CR_ACCESS DR_ACCESS IO_INSTRUCTION MSR_READ MSR_WRITE INVALID_STATE MSR_LOAD_FAIL MWAIT_INSTRUCTION MONITOR_TRAP_FLAG ' +
  'MONITOR_INSTRUCTION PAUSE_INSTRUCTION MCE_DURING_VMENTRY TPR_BELOW_THRESHOLD APIC_ACCESS EOI_INDUCED GDTR_IDTR LDTR_TR ' +
  'EPT_VIOLATION EPT_MISCONFIG INVEPT RDTSCP PREEMPTION_TIMER INVVPID WBINVD XSETBV APIC_WRITE RDRAND INVPCID VMFUNC ENCLS ' +
  'RDSEED PML_FULL XSAVES XRSTORS UMWAIT TPAUSE BUS_LOCK NOTIFY SEAMCALL TDCALL MSR_READ_IMM MSR_WRITE_IMM';

/** asm/svm.h:SVM_EXIT_REASONS. trace-cmd's plugin prints `EXIT_NPF` for `npf`, and exceptions are `GP excp`. */
const SVM =
  'cr0_sel_write interrupt nmi smi init vintr rdtsc rdpmc pushf popf cpuid rsm iret swint invd pause hlt invlpg invlpga io msr ' +
  'task_switch ferr_freeze shutdown vmrun hypercall vmload vmsave stgi clgi skinit rdtscp icebp wbinvd monitor mwait xsetbv ' +
  'rdpru invpcid npf avic_incomplete_ipi avic_unaccelerated_access vmgexit invalid_guest_state buslock idle_hlt';

const VMX_NAMES: ReadonlySet<string> = new Set(VMX.split(' '));
const SVM_NAMES: ReadonlySet<string> = new Set(SVM.split(' '));
const SVM_FAMILIES = /^(?:EXIT_[A-Z]|(?:read|write)_(?:cr|dr|idtr|gdtr|ldtr|rt|efer)|vmgexit_)/;

const SLOTS = 512;
const decoder = new TextDecoder();
const SPACE = 32;

/**
 * Whose exit reason stands in a line, by its name. The first eight bytes tell the usual ones apart in two comparisons; they
 * are learned from lines, so a reason is looked up by name once.
 */
export class ExitReasons {
  readonly #first = new Int32Array(SLOTS);
  readonly #second = new Int32Array(SLOTS);
  readonly #vendors = new Uint8Array(SLOTS);

  /** The reason starts at `at`; `bytes[end]` is a newline. */
  vendor(view: DataView, bytes: Uint8Array, at: number, end: number): number {
    const first = view.getInt32(at, true);
    const second = view.getInt32(at + 4, true);
    const slot = ((Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 16) & (SLOTS - 1);
    if (this.#first[slot] === first && this.#second[slot] === second) return this.#vendors[slot];
    const vendor = vendorOf(decoder.decode(bytes.subarray(at, Math.min(end, at + 40))));
    if (vendor === VENDOR.unknown) return vendor;
    this.#first[slot] = first;
    this.#second[slot] = second;
    this.#vendors[slot] = vendor;
    return vendor;
  }
}

function vendorOf(text: string): number {
  const [word, next] = text.split(/[\s|]+/);
  if (VMX_NAMES.has(word)) return VENDOR.vmx;
  return SVM_NAMES.has(word) || SVM_FAMILIES.test(word) || (/^[A-Z]{2}$/.test(word) && next === 'excp')
    ? VENDOR.svm
    : VENDOR.unknown;
}

/** Whether a hypervisor in the guest enters a guest of its own. */
export function entersNested(bytes: Uint8Array, at: number, end: number): boolean {
  return NESTED.some((word) => {
    for (let index = 0; index < word.length; index++) if (bytes[at + index] !== word[index]) return false;
    return at + word.length <= end && bytes[at + word.length] <= SPACE;
  });
}

const NESTED = ['VMLAUNCH', 'VMRESUME'].map((word) => new TextEncoder().encode(word));
