import sparticuz from '@sparticuz/chromium';

/** Before all tests: the browser is unpacked once, not by two files at the same time. */
export default async function unpackBrowser(): Promise<void> {
  await sparticuz.executablePath();
}
