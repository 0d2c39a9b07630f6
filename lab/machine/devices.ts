// The emulated machine's devices and clock, as the emulator's configuration file. No device shows real time.

interface Devices {
  base: string;
  cpus: number;
  memoryMiB: number;
  bios: string;
  vgaBios: string;
  floppy: string;
  images: { file: string; address: number }[];
  log: string;
}

/** Instructions in a second of emulated time. */
const INSTRUCTIONS_PER_SECOND = 50_000_000;

/** The text of the configuration file. */
export function deviceConfiguration(d: Devices): string {
  return [
    `cpu: model=${d.base}, count=${d.cpus}, ips=${INSTRUCTIONS_PER_SECOND}, quantum=16, reset_on_triple_fault=0, ignore_bad_msrs=0`,
    `megs: ${d.memoryMiB}`,
    `romimage: file="${d.bios}", options=fastboot`,
    `vgaromimage: file="${d.vgaBios}"`,
    ...d.images.map((image, k) => `optramimage${k + 1}: file="${image.file}", address=0x${image.address.toString(16)}`),
    `floppya: 1_44="${d.floppy}", status=inserted`,
    'boot: floppy',
    'clock: sync=none, time0=1700000000, rtc_sync=0',
    'vga: extension=vbe, update_freq=1, realtime=0',
    'com1: enabled=1, mode=null',
    `log: ${d.log}`,
    'panic: action=fatal',
    'error: action=ignore',
    'info: action=ignore',
    'debug: action=ignore',
    '',
  ].join('\n');
}
