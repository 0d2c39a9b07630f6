#!/bin/sh
# build.sh OUT: the guest's interpreter as a flat binary for guest address 0x10000
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
${CC:-gcc} -O1 -Wall -Wextra -Werror -ffreestanding -fno-pic -fno-pie -fno-stack-protector -fno-asynchronous-unwind-tables \
  -fcf-protection=none -mno-red-zone -mgeneral-regs-only -nostdlib -static -no-pie -Wl,--build-id=none,--no-warn-rwx-segments,-z,noexecstack -Wl,-T,"$here/guest.ld" \
  "$here/traps.S" "$here/interpreter.c" "$here/nested.c" "$here/interrupts.c" -o "$work/guest.elf"
# The zeroed data is part of the file, so that a program image is all there is to load.
${OBJCOPY:-objcopy} -O binary --set-section-flags .bss=alloc,load,contents "$work/guest.elf" "$out"
