// The checks themselves: each must find what is wrong with its sample page, and nothing on a good one.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, open } from './lib/browser.mjs';
import { crawl, examples, routeOf } from './lib/crawl.mjs';
import { visit } from './lib/inspect.mjs';
import { Gallery } from './lib/pictures.mjs';
import { clickAlong, lostWithoutScript, within } from './lib/reading.mjs';
import { serve } from './lib/sample.mjs';

let browser;
let site;
before(async () => { browser = await launch(); site = await serve(); });
after(async () => { await browser?.close(); await site?.close(); });

async function problems(path, options) {
  const page = await open(browser, options);
  try {
    return await visit(page, site.address + path);
  } finally {
    await page.context().close();
  }
}

test('a good page has no problem, light and dark, wide and narrow', async () => {
  for (const width of [360, 1280]) {
    for (const scheme of ['light', 'dark']) assert.deepEqual(await problems('/', { width, scheme }), []);
  }
});

for (const [path, expected] of [
  ['/axe', /^axe critical image-alt/],
  ['/pale', /^axe serious color-contrast/],
  ['/inline-style', /^content policy: style-src/],
  ['/console', /^console: 坏了/],
  ['/throws', /^script: 坏了/],
  ['/missing-script', /^status 404/],
  ['/outside', /^request to outside/],
  ['/wide', /px wider than the window: p\.wide/],
  ['/unprotected', /^the content policy lacks/],
]) {
  test(`${path} is refused`, async () => {
    const found = await problems(path);
    assert.ok(found.some((problem) => expected.test(problem)), `${expected} not in ${JSON.stringify(found)}`);
  });
}

test('what scrolls inside its own frame is no overflow', async () => {
  assert.deepEqual(await problems('/scrolls', { width: 360 }), []);
});

test('dead links are found: a missing page, a missing place, the outside', async () => {
  const { problems: found } = await crawl(`${site.address}/dead`);
  assert.equal(found.length, 3, JSON.stringify(found));
  assert.match(found.join('\n'), /\/nowhere: status 404/);
  assert.match(found.join('\n'), /leads outside/);
  assert.match(found.join('\n'), /#nowhere: no such place/);
  assert.deepEqual((await crawl(`${site.address}/`)).problems, []);
});

test('pages of one kind share a route', async () => {
  assert.equal(routeOf('/trace/F01?month=7&year=2018'), '/trace/*?month&year');
  assert.equal(routeOf('/%E5%8F%B0%E8%B4%A6/ledger'), '/*/ledger');
  const { pages } = await crawl(`${site.address}/`);
  assert.deepEqual([...examples(pages)], [['/', '/'], ['/ledger', '/ledger'], ['/trace/*?month', '/trace/F01?month=7']]);
  assert.equal((await crawl(`${site.address}/`, { path: 9, route: 1 })).pages.size, 3);
});

test('a page is reached by clicking, with and without script', async () => {
  const { pages } = await crawl(`${site.address}/`);
  const isCell = (path, { text }) => text.includes('F17');
  const { way } = within(pages, 3, isCell);
  assert.deepEqual(way, ['/', '/ledger', '/trace/F01?month=7']);
  for (const script of [true, false]) assert.match(await clickAlong(browser, site.address, way, { script }), /F17/);
  assert.equal(within(pages, 1, isCell), undefined);
});

test('a page that must be missing may be, another may not', async () => {
  const page = await open(browser);
  const found = await visit(page, `${site.address}/nowhere`, { status: 404 });
  assert.ok(found.every((problem) => !problem.includes('404')), JSON.stringify(found));
  await page.context().close();
  assert.ok((await problems('/nowhere')).some((problem) => problem.includes('status 404 instead of 200')));
});

test('text that only a script writes is noticed', async () => {
  assert.deepEqual(await lostWithoutScript(browser, `${site.address}/`), []);
  assert.match((await lostWithoutScript(browser, `${site.address}/script-only`)).join(), /45\.65%/);
});

test('a changed, a missing and a left-over picture are noticed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dukao-pictures-'));
  const changed = await serve((text) => text.replace('45.65', '45.66'));
  const page = await open(browser);
  try {
    await page.goto(`${site.address}/`);
    const [missing] = await new Gallery(folder).compare(page, 'front');
    assert.match(missing, /no approved picture/);
    const approving = new Gallery(folder, { approve: true });
    await approving.compare(page, 'front');
    await approving.compare(page, 'second');
    approving.finish();
    assert.match(readFileSync(join(folder, 'versions.txt'), 'utf8'), /Chromium \d+/);
    const gallery = new Gallery(folder);
    assert.deepEqual(await gallery.compare(page, 'front'), []);
    assert.deepEqual(gallery.finish(), ['approved picture without a page: second.png']);
    await page.goto(`${changed.address}/`);
    assert.match((await new Gallery(folder).compare(page, 'front')).join(), /pixels differ/);
  } finally {
    await page.context().close();
    await changed.close();
    rmSync(folder, { recursive: true });
  }
});
