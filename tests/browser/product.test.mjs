// The product in a browser: every route, narrow and wide, light and dark.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { here, launch, open, root } from './lib/browser.mjs';
import { crawl, examples } from './lib/crawl.mjs';
import { visit } from './lib/inspect.mjs';
import { Gallery } from './lib/pictures.mjs';
import { enter, routes, startProduct } from './lib/product.mjs';
import { clickAlong, lostWithoutScript, openPanels, within } from './lib/reading.mjs';

const NOT_PAGES = ['/healthz', '/metrics', '/assets/{hash}/{*path}', '/import/template', '/people/roster/template'];
/** Pages that no link of a fresh demonstration leads to, and why. */
const NOT_LINKED = {
  '/login/oidc': 'the demonstration has no identity provider', '/login/oidc/return': 'the demonstration has no identity provider',
  '/link/{secret}': 'printed or handed out', '/me/password': 'the demonstration has no passwords', '/policy': 'an administrator’s', '/regions': 'an administrator’s',
  '/audit': 'an administrator’s', '/audit/figure': 'an administrator’s', '/audit/check': 'an administrator’s', '/interference': 'an administrator’s', '/instructions/new': 'a leader’s', '/people': 'an administrator’s', '/people/roster': 'an administrator’s', '/people/{id}/account': 'an administrator’s', '/people/{id}/sponsors': 'an administrator’s', '/me/code': 'the demonstration has no passwords', '/people/{id}': 'an administrator’s', '/import/done': 'shown after an import', '/import/check': 'shown after an upload', '/findings/one': 'the clean demonstration has no finding',
};
/** Pages that are another card's than the assessment office's. */
const CARDS = { '/audit': 'shenji', '/audit/figure': 'shenji', '/audit/check': 'shenji', '/people': 'xitong', '/people/roster': 'xitong', '/people/{id}/account': 'xitong', '/people/{id}/sponsors': 'anquan', '/people/{id}': 'anquan', '/policy': 'anquan', '/regions': 'xitong', '/interference': 'shenji', '/instructions/new': 'lingdao' };
/** Samples that lead nowhere: a link is made for somebody, and an identity provider is configured. */
const STATUS = { '/link/{secret}': 404, '/login/oidc': 404, '/login/oidc/return': 404 };
/** Pages that say when somebody was there, and those of which another one has the picture: none of them is kept, or people.test.mjs has it. */
const CHANGING = ['/login/oidc', '/login/oidc/return', '/audit', '/audit/figure', '/me', '/people/{id}'];
const CELL = '/files/{id}/{sheet}/{cell}';

const pages = routes().filter(({ method, path }) => method === 'GET' && !NOT_PAGES.includes(path));
const approve = process.env.DUKAO_APPROVE === '1';
const gallery = new Gallery(join(here, 'approved'), { approve });
let browser;
let product;
let walk;
before(async () => {
  product = await startProduct();
  browser = await launch();
  walk = await crawl(`${product.address}/`, undefined, product.cookie);
});
after(async () => { await browser?.close(); await product?.stop(); });

const ok = (problems) => assert.deepEqual(problems, []);
const matches = (route, path) => pattern(route).test(path.split('?')[0]);

/** Runs `check(page)` in a fresh page. */
async function inPage(options, check) {
  const page = await open(browser, options);
  try {
    await check(page);
  } finally {
    await page.context().close();
  }
}

/** Runs a subtest for each item, two at a time. */
function each(suite, items, name, check) {
  return Promise.all(items.map((item) => suite.test(name(item), () => check(item))));
}

test('no dead link', () => ok(walk.problems));

test('every page is linked', () => {
  const linked = (route) => [...walk.pages.keys()].some((path) => matches(route, path));
  ok(pages.map(({ path }) => path).filter((path) => !linked(path) && !(path in NOT_LINKED)));
});

test('every route at 360 and 1280 px, light and dark', { concurrency: 2 }, async (suite) => {
  const views = [];
  for (const width of [360, 1280]) for (const scheme of ['light', 'dark']) views.push({ width, scheme });
  const missing = { path: '/nowhere', sample: '/nowhere', status: 404 };
  const items = [...pages, missing].flatMap((route) => views.map((view) => ({ ...route, view })));
  await each(suite, items, ({ path, view }) => `${path} ${view.width} ${view.scheme}`, ({ path, sample, status, view }) =>
    inPage(view, async (page) => {
      if (CARDS[path]) await page.context().addCookies([{ url: product.address, ...await enter(product.address, CARDS[path]) }]);
      const problems = await visit(page, product.address + sample, { status: status ?? STATUS[path] });
      if (CHANGING.includes(path)) return ok(problems);
      const name = `${nameOf(path)}-${view.width}-${view.scheme}`;
      ok([...problems, ...await gallery.compare(page, name)]);
      if (approve && name === 'front-1280-light') await page.screenshot({ path: join(root, 'docs', 'images', 'front.png') });
    }));
});

test('every approved picture has its page', () => ok(gallery.finish()));

test('the front page is one printed page', () => inPage({}, async (page) => {
  for (const month of ['7', '6', '3']) {
    await page.goto(`${product.address}/?month=${month}`);
    const printed = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    assert.equal(printed.match(/\/Type\s*\/Page\b/g).length, 1, `month ${month}`);
  }
}));

test('filters, orders and periods', { concurrency: 2 }, async (suite) => {
  const variants = [...examples(walk.pages).values()].filter((path) => !pages.some(({ sample }) => sample === path));
  await each(suite, variants, (path) => path, (path) =>
    inPage({}, async (page) => ok(await visit(page, product.address + path))));
});

test('reading works without script', { concurrency: 2 }, async (suite) => {
  const steady = pages.filter(({ path }) => !CHANGING.includes(path));
  await each(suite, steady, ({ path }) => path, async ({ sample }) =>
    ok(await lostWithoutScript(browser, product.address + sample)));
});

test('from the front page to a source cell in three clicks', async () => {
  const found = within(walk.pages, 3, (path) => matches(CELL, path));
  assert.ok(found, 'no source cell within three clicks');
  for (const script of [true, false]) {
    const text = await clickAlong(browser, product.address, found.way, { script });
    const cell = decodeURIComponent(found.path.split('/').at(-1).split('?')[0]);
    assert.ok(text.includes(`单元格 ${cell}`), `${found.way.join(' → ')} does not show ${cell}`);
  }
});

test('every figure of a ranking by another figure opens its panel', () => inPage({}, async (page) => {
  await page.goto(`${product.address}/peers/P01?by=cumulative`);
  const { opened, problems } = await openPanels(page, 'main tbody', '按累计完成排位次');
  ok(problems);
  assert.ok(opened > 60, `only ${opened} figures`);
}));

test('places and how they moved open their panel on the front page', () => inPage({}, async (page) => {
  await page.goto(`${product.address}/`);
  const { opened, problems } = await openPanels(page, '.dk-two tbody');
  ok(problems);
  assert.ok(opened >= 15, `only ${opened} figures`);
}));

test('every figure of a chart opens its panel', () => inPage({}, async (page) => {
  await page.goto(`${product.address}/indicators/P01`);
  const { opened, problems } = await openPanels(page, '.dk-chart');
  ok(problems);
  assert.ok(opened >= 12, `only ${opened} figures`);
}));

test('the reader chooses light or dark', () => inPage({ scheme: 'light' }, async (page) => {
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.goto(`${product.address}/ledger`);
  const light = await paper();
  const choose = async (theme) => {
    await page.locator('details.dk-theme summary').click();
    await page.locator(`form[action="/theme"] button[value="${theme}"]`).click();
    await page.waitForLoadState('load');
  };
  await choose('dark');
  assert.equal(new URL(page.url()).pathname, '/ledger');
  assert.notEqual(await paper(), light);
  await choose('auto');
  assert.equal(await paper(), light);
}));

function pattern(route) {
  const source = route.split('/').map((part) => (/^\{\*/.test(part) ? '.+' : /^\{/.test(part) ? '[^/]+' : part)).join('/');
  return new RegExp(`^${source}$`);
}

function nameOf(route) {
  return route.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'front';
}
