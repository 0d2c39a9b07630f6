import sparticuz from '@sparticuz/chromium';

/** Called by the test runner before all files: the browser is unpacked once, not by two files at the same time. */
export async function setup(): Promise<void> {
  await sparticuz.executablePath();
}
