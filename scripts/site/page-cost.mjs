/**
 * Opens a page with an empty cache on a phone-sized screen with a slowed CPU, touches nothing, and answers requests,
 * bytes over the wire, bytes of JavaScript, largest contentful paint (ms) and blocking time (ms).
 */
export async function costOf(browser, url, slowdown) {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, deviceScaleFactor: 2 });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const kinds = new Map();
  const cost = { requests: 0, bytes: 0, scriptBytes: 0 };
  cdp.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    cost.requests += 1;
    cost.bytes += encodedDataLength;
    if (kinds.get(requestId) === 'Script') cost.scriptBytes += encodedDataLength;
  });
  await page.addInitScript(observe);
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.waitForTimeout(500);
  const seen = await page.evaluate(() => globalThis.measured);
  await context.close();
  return { ...cost, ...seen };
}

/** Runs in the page. Blocking time is what tasks take beyond 50 ms. */
function observe() {
  globalThis.measured = { lcp: 0, blocking: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.measured.lcp = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.measured.blocking += Math.max(0, entry.duration - 50);
  }).observe({ type: 'longtask', buffered: true });
}
