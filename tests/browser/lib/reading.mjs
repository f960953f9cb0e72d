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

/** The first page that satisfies `wanted(path, page)`, at most `clicks` links from the start, with the way to it. */
export function within(pages, clicks, wanted) {
  for (const [path, page] of pages) {
    if (page.depth <= clicks && wanted(path, page)) return { path, way: wayTo(pages, path) };
  }
  return undefined;
}

/**
 * Really clicks along `way` (paths; the first is where the browser starts). A click may open a page or put its
 * content into the present one, as long as the next link is there to be clicked. Returns the text of the last page.
 */
export async function clickAlong(browser, origin, way, { script = true } = {}) {
  const page = await open(browser, { script });
  try {
    await page.goto(origin + way[0], { waitUntil: 'load' });
    for (const path of way.slice(1)) await (await linkTo(page, path)).click();
    await page.waitForURL((url) => url.pathname + url.search === way.at(-1));
    await page.waitForLoadState('load');
    return await page.innerText('body');
  } finally {
    await page.context().close();
  }
}

/**
 * Clicks each figure at `within` and closes it again where the panel can be closed; its panel must open on this page, show the same
 * digits, and say `words` where its address names what ranks. Returns { opened, problems }; a number that is no link is a problem.
 */
export async function openPanels(page, within, words = '') {
  const bare = await page.locator(`${within} td`).evaluateAll((cells) => cells.map((cell) => {
    const rest = cell.cloneNode(true);
    rest.querySelectorAll('a, .dk-u, .dk-w').forEach((part) => part.remove());
    return rest.textContent;
  }).filter((text) => /[0-9]/.test(text)));
  const problems = bare.map((text) => `opens to nothing: ${text}`);
  const figures = page.locator(`${within} a.dk-fig:visible`);
  const count = await figures.count();
  for (let index = 0; index < count; index += 1) {
    const figure = figures.nth(index);
    const [href, text] = [await figure.getAttribute('href'), await figure.textContent()];
    await figure.click();
    const panel = page.locator('.dk-trace h2');
    await page.waitForFunction((link) => link.classList.contains('dk-open'), await figure.elementHandle());
    const [title, said] = [await panel.innerText(), await page.locator('.dk-trace').innerText()];
    const digits = /[0-9][0-9.]*/.exec(text)?.[0] ?? '0';
    if (!title.includes(digits)) problems.push(`${href} is ${text}, its panel says ${title}`);
    if (words && href.includes('by=') && !said.includes(words)) problems.push(`${href} does not say ${words}`);
    const close = page.locator('.dk-trace [data-close]');
    if (await close.count()) await close.click();
  }
  return { opened: count, problems };
}

async function linkTo(page, path) {
  const until = Date.now() + 10_000;
  while (Date.now() < until) {
    const links = page.locator('a[href]:visible');
    const index = await links.evaluateAll((all, wanted) => all.findIndex((link) => {
      const url = new URL(link.getAttribute('href'), document.baseURI);
      return url.pathname + url.search === wanted;
    }), path);
    if (index >= 0) return links.nth(index);
    await page.waitForTimeout(50);
  }
  throw new Error(`no visible link to ${path} on ${page.url()}`);
}
