// A leader's instruction from a figure to its receipt, and a record of an attempt to have figures changed, as each person sees them.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { here, launch, open } from './lib/browser.mjs';
import { judge, visit } from './lib/inspect.mjs';
import { Gallery } from './lib/pictures.mjs';
import { enter, startProduct } from './lib/product.mjs';

const gallery = new Gallery(join(here, 'approved', 'notes'), { approve: process.env.DUKAO_APPROVE === '1' });
const VIEWS = [{ width: 1280 }, { width: 360, height: 740, scheme: 'dark' }];

let browser;
let product;
before(async () => { [product, browser] = [await startProduct(), await launch()]; });
after(async () => { await browser?.close(); await product?.stop(); });

const ok = (problems) => assert.deepEqual(problems, []);

async function as(card, options, check) {
  const page = await open(browser, { ...options, nobody: true });
  try {
    await page.context().addCookies([{ url: product.address, ...await enter(product.address, card) }]);
    return await check(page);
  } finally {
    await page.context().close();
  }
}

/** The page without what differs from run to run: when something was written. */
async function still(page) {
  await page.evaluate(() => {
    const moment = /\d{4}年\d+月\d+日\d+时\d+分/g;
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) node.data = node.data.replace(moment, '2018年8月20日10时0分');
  });
}

async function picture(page, name) {
  await still(page);
  ok([...await judge(page), ...await gallery.compare(page, name)]);
}

test('a leader leaves an instruction on a figure, the units sign for it', async () => {
  await as('lingdao', {}, async (page) => {
    await page.goto(`${product.address}/instructions`);
    assert.match(await page.locator('main').innerText(), /还没有批示/);
    await page.goto(`${product.address}/indicators/P01`);
    await page.locator('main a[href*="figure=shortfall"]').first().click();
    await page.locator('.dk-trace a', { hasText: '批示' }).click();
    await page.waitForURL(/\/instructions\/new/);
    assert.match(await page.locator('h1').innerText(), /累计欠账/);
    await page.locator('main button', { hasText: '批示' }).click();
    await page.waitForLoadState('load');
    assert.match(await page.locator('.dk-summary').innerText(), /写批示的内容/);
    await page.locator('textarea[name="text"]').fill('欠账逐月还清，月底前把分月安排报我。');
    await page.locator('input[name="to"][value="S01"]').check();
  });
  for (const view of VIEWS) {
    await as('lingdao', view, async (page) => {
      ok(await visit(page, `${product.address}/instructions/new?page=trace&indicator=P01&figure=shortfall&unit=Q00&year=2018&month=7`));
      await picture(page, `new-${view.width}`);
    });
  }
  await as('lingdao', {}, async (page) => {
    await page.goto(`${product.address}/instructions/new?page=trace&indicator=P01&figure=shortfall&unit=Q00&year=2018&month=7`);
    await page.locator('textarea[name="text"]').fill('欠账逐月还清，月底前把分月安排报我。');
    await page.locator('input[name="to"][value="S01"]').check();
    await page.locator('main button', { hasText: '批示' }).click();
    await page.waitForURL(/done=left/);
    assert.match(await page.locator('main').innerText(), /已批示/);
    // The figure opens as it stood when it was written about.
    await page.locator('article h2 a').click();
    assert.match(page.url(), /\/trace\?.*as-of=v\d+/);
  });
  for (const view of VIEWS) await as('jiedao', view, async (page) => {
    ok(await visit(page, `${product.address}/instructions`));
    await picture(page, `street-${view.width}`);
  });
  await as('jiedao', {}, async (page) => {
    await page.goto(`${product.address}/instructions`);
    assert.equal(await page.locator('.dk-sign-for').count(), 1, 'for its own unit only');
    await page.locator('.dk-sign-for input[name="note"]').fill('已安排，本周报。');
    await page.locator('.dk-sign-for button').click();
    await page.waitForURL(/done=signed/);
    assert.equal(await page.locator('.dk-sign-for').count(), 0);
  });
  for (const view of VIEWS) await as('lingdao', view, async (page) => {
    ok(await visit(page, `${product.address}/instructions`));
    assert.match(await page.locator('.dk-receipts').innerText(), /街道，.*签收：已安排/);
    await picture(page, `leader-${view.width}`);
  });
  await as('chayue', {}, async (page) => {
    await page.goto(product.address);
    assert.equal(await page.locator('a', { hasText: '批示' }).count(), 0);
    await page.goto(`${product.address}/instructions`);
    assert.match(await page.locator('main').innerText(), /没有权限[^]*“查看批示”/);
  });
});

test('an attempt to have figures changed is recorded by statistics and read by the audit administrator', async () => {
  await as('tongji', {}, async (page) => {
    await page.goto(product.address);
    await page.locator('.dk-me summary').click();
    await page.locator('.dk-me a', { hasText: '登记干预' }).click();
    await page.locator('main button', { hasText: '登记' }).click();
    await page.waitForLoadState('load');
    assert.equal(await page.locator('.dk-summary li').count(), 2);
    await picture(page, 'interference-refused-1280');
    await page.locator('#who').fill('某办副主任');
    await page.locator('#what').fill('要求把7月的数改到9%。');
    await page.locator('#day').fill('2018-08-17');
    await page.locator('main button', { hasText: '登记' }).click();
    await page.waitForURL(/recorded=1/);
    assert.doesNotMatch(await page.locator('main').innerText(), /副主任/);
  });
  for (const view of VIEWS) await as('shenji', view, async (page) => {
    ok(await visit(page, `${product.address}/interference`));
    assert.match(await page.locator('main').innerText(), /某办副主任/);
    await picture(page, `interference-${view.width}`);
  });
});

test('every approved picture was compared', () => ok(gallery.finish()));
