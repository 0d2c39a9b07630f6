#!/bin/bash
# usage: build.sh KERNEL_TREE OUT [--faults]
# Configures and prepares the kernel tree out of place in OUT/kernel, compiles perf's files unmodified with the
# kernel's own command line, and links them with the harness into OUT/harness. The tree itself is not written to.
# --faults leaves RDMSR, WRMSR, RDPMC, CLI and STI in place, to be emulated by the signal handler.
# Exit status 3, with the reason on stderr, where something it needs is missing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
faults=; [ "${3:-}" = --faults ] && faults=-DGT_FAULT

skip() { echo "build.sh: $*" >&2; exit 3; }

[ "$(uname -sm)" = 'Linux x86_64' ] || skip "an x86-64 Linux is needed, this is $(uname -sm)"
for tool in gcc make flex bison bc awk; do
  command -v "$tool" >/dev/null || skip "$tool is missing (Debian: apt-get install gcc make flex bison bc gawk)"
done
[ -f "$tree/arch/x86/events/intel/lbr.c" ] || skip "$tree is no Linux source tree: arch/x86/events/intel/lbr.c is missing"
exec 8>"$out/.lock" && flock 8
case $tree$out in *[[:space:]:]*) skip "the kernel's makefiles refuse a path with a space or a colon: $tree, $out" ;; esac
# The path of the repository may have a space, which the flags below would split.
ln -sfn "$here" "$out/ground-truth" && here=$out/ground-truth

kernel=$out/kernel
config=$here/kernel.config
if [ ! -f "$kernel/.prepared" ] || [ "$config" -nt "$kernel/.prepared" ]; then
  rm -rf "$kernel" && mkdir "$kernel"
  make -s -C "$tree" O="$kernel" KCONFIG_ALLCONFIG="$config" allnoconfig >"$out/prepare.log" 2>&1 &&
    make -s -C "$tree" O="$kernel" prepare0 >>"$out/prepare.log" 2>&1 || skip "make prepare0 failed, see $out/prepare.log"
  awk -f "$tree/arch/x86/tools/gen-insn-attr-x86.awk" "$tree/arch/x86/lib/x86-opcode-map.txt" >"$kernel/inat-tables.c"
  touch "$kernel/.prepared"
fi

perf='arch/x86/events/core arch/x86/events/utils arch/x86/events/intel/lbr arch/x86/events/intel/core
  arch/x86/events/intel/ds arch/x86/events/intel/bts kernel/events/core kernel/events/ring_buffer
  kernel/events/callchain'
library='arch/x86/lib/cpu arch/x86/lib/insn arch/x86/lib/inat arch/x86/lib/msr lib/rbtree lib/find_bit lib/bitmap lib/idr lib/radix-tree
  lib/xarray'

kvm='x86 msrs pmu cpuid vmx/pmu_intel vmx/vmx vmx/nested vmx/main vmx/vmcs12'

# The command that kbuild itself used for kernel/bounds.s, without its input, output and warnings.
flags=$(sed -n '1s/^[^=]*:= gcc //p' "$kernel/kernel/.bounds.s.cmd" | sed 's/-Wp,-MMD,[^ ]*//; s/-DKBUILD.*$//; s/ -W[^ ]*//g')
objects=$out/objects$faults
mkdir -p "$objects"

compile() { # SOURCE OBJECT EXTRA...
  local source=$1 object=$2 special=$flags
  shift 2
  case $source in
    *.c) special+=" -include $here/harness/privileged.h" ;;
    *.S) special=$(sed 's/-include [^ ]*compiler_types.h//' <<<"$flags")' -D__ASSEMBLY__' ;;
  esac
  # shellcheck disable=SC2086
  [ "$object" -nt "$source" ] && [ "$object" -nt "$here/harness/privileged.h" ] && [ "$object" -nt "$kernel/.prepared" ] ||
    (cd "$kernel" && gcc $special -w $faults "$@" -DKBUILD_MODFILE='"perf"' -DKBUILD_BASENAME='"perf"' \
      -DKBUILD_MODNAME='"perf"' -D__KBUILD_MODNAME=perf -c "$source" -o "$object")
}

jobs=$(nproc)
in_background() { # waits for a free processor
  while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n; done
  "$@" &
}

list=()
for name in $perf $library; do
  [ -f "$tree/$name.c" ] || { echo "build.sh: $name.c is not in this tree" >&2; exit 1; }
  in_background compile "$tree/$name.c" "$objects/${name//\//_}.o" -I"$kernel" -I"$tree/arch/x86/lib"
  list+=("$objects/${name//\//_}.o")
done
# Functions that have one caller stay functions, and the names that kvm.c uses become visible to it.
visible='intel_pmu_ops kvm_preempt_ops ignore_msrs kvm_sched_in kvm_sched_out vmx_set_cpu_caps kvm_init_msr_lists kvm_init_msr_list do_get_msr do_get_feature_msr do_get_msr_feature
  do_set_msr vmx_x86_ops'
compile_kvm() { # SOURCE OBJECT
  compile "$1" "$2" -fno-inline-functions-called-once -fno-indirect-inlining -fno-ipa-cp -I"$tree/arch/x86/kvm" -I"$tree/virt/kvm"
  objcopy $(printf -- '--globalize-symbol=%s ' $visible) "$2"
  touch "$2"
}
for name in $(printf 'arch/x86/kvm/%s ' $kvm) virt/kvm/kvm_main; do
  [ -f "$tree/$name.c" ] || continue # which file has what depends on the version
  in_background compile_kvm "$tree/$name.c" "$objects/${name//\//_}.o"
  list+=("$objects/${name//\//_}.o")
done
# Called from inline assembly that expects every register but RAX to survive: only the kernel's own version does.
in_background compile "$tree/arch/x86/lib/hweight.S" "$objects/hweight.o"
list+=("$objects/hweight.o")
for name in kernel driver report kvm kvm-steps; do
  rm -f "$objects/$name.o"
  in_background compile "$here/harness/$name.c" "$objects/$name.o" -I"$here/harness" -I"$tree/arch/x86/events" \
    -I"$tree/arch/x86/kvm" -I"$tree/virt/kvm"
  list+=("$objects/$name.o")
done
for name in stubs kvm-stubs cpu; do
  gcc -O2 -w -ffreestanding -fno-pie -fno-stack-protector -mno-red-zone -mno-sse -mpreferred-stack-boundary=3 $faults \
    -c "$here/harness/$name.c" -o "$objects/$name.o"
  list+=("$objects/$name.o")
done
gcc -c "$here/harness/trap.S" -o "$objects/trap.o"
gcc -O2 -Wall -fno-pie $faults -c "$here/harness/main.c" -o "$objects/main.o"
list+=("$objects/trap.o" "$objects/main.o")
wait
for object in "${list[@]}"; do [ -f "$object" ] || { echo "build.sh: $object was not compiled, see above" >&2; exit 1; }; done

# What is still missing gets an address below 64 K, where nothing is ever mapped: whoever calls or reads it is
# stopped, and the message names the symbol.
ld -r -z noexecstack -o "$objects/all.o" "${list[@]}"
provided='memcpy memset memmove memcmp strlen strchr strcmp strncmp strcpy strsep'
linked='const_pcpu_hot const_current_task __start___ex_table __stop___ex_table __start_gt_early __start_gt_subsys __stop_gt_subsys __data_start __bss_start
  _edata _end __executable_start etext gt_missing'
nm -u "$objects/all.o" | awk '{print $2}' | sort -u |
  grep -vxF -f <(printf '%s\n' $provided $linked; nm -u "$objects/main.o" | awk '$2 !~ /^gt_/ {print $2}') >"$objects/missing" || true
{
  echo 'const struct { unsigned long address; const char *name; } gt_missing[] = {'
  awk '{ printf "\t{ %d, \"%s\" },\n", 4096 + 256 * (NR - 1), $1 }' "$objects/missing"
  echo '	{ 0, 0 }'; echo '};'
} >"$objects/missing.c"
gcc -fno-pie -c "$objects/missing.c" -o "$objects/missing.o"
awk '{ printf "%s = %d;\n", $1, 4096 + 256 * (NR - 1) }' "$objects/missing" >"$objects/missing.ld"
alias_of() { nm "$objects/all.o" | grep " [A-Z] $2\$" >/dev/null && echo "-Wl,--defsym,$1=$2" || true; }
gcc -no-pie -z now -z noexecstack -o "$out/harness.new" "${list[@]}" "$objects/missing.o" "$objects/missing.ld" \
  -Wl,-T,"$here/harness/sections.ld" $(alias_of const_pcpu_hot pcpu_hot) $(alias_of const_current_task current_task) 2>"$out/link.log" ||
  { cat "$out/link.log" >&2; exit 1; }
mv "$out/harness.new" "$out/harness$faults"
echo "$out/harness$faults"
