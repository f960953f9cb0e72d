// Reading without script, and the way from the front page to the cell of a source file.
import { open } from './browser.mjs';
import { wayTo } from './crawl.mjs';

/** Lines that are seen with script and not without it. */
export async function lostWithoutScript(browser, url) {
  const [withScript, without] = [await lines(browser, url, true), await lines(browser, url, false)];
  return [...withScript].filter((line) => !without.has(line)).map((line) => `not readable without script: ${line}`);
}

async function lines(browser, url, script) {
  const page = await open(browser, { script });
  await page.goto(url, { waitUntil: 'load' });
  const text = await page.innerText('body');
  await page.context().close();
  return new Set(text.split('\n').map((line) => line.trim()).filter(Boolean));
}

/** A page that names file, sheet and cell, at most `clicks` links from the start; undefined when there is none. */
export function sourceCell(pages, clicks) {
  for (const [path, { text, depth }] of pages) {
    const plain = text.replace(/<[^>]*>/g, '');
    const place = plain.match(/[^\s›]+\.(?:csv|xlsx)\s*›[^›\n]+›\s*[A-Z]{1,3}[0-9]+/);
    if (depth <= clicks && place) return { path, cell: place[0].match(/[A-Z]{1,3}[0-9]+$/)[0], way: wayTo(pages, path) };
  }
  return undefined;
}

/** Really clicks along `way` (paths, the first is where the browser starts); returns the text of the last page. */
export async function clickAlong(browser, origin, way) {
  const page = await open(browser);
  await page.goto(origin + way[0], { waitUntil: 'load' });
  for (const path of way.slice(1)) {
    const index = await page.evaluate(
      ([path]) => [...document.querySelectorAll('a[href]')].findIndex((link) => {
        const url = new URL(link.href);
        return url.pathname + url.search === path && link.getClientRects().length > 0;
      }), [path]);
    if (index < 0) throw new Error(`no visible link to ${path} on ${page.url()}`);
    await page.locator('a[href]').nth(index).click();
    await page.waitForURL((url) => url.pathname + url.search === path);
    await page.waitForLoadState('load');
  }
  const text = await page.innerText('body');
  await page.context().close();
  return text;
}
