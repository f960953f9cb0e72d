// Organisation changes in a browser: a refusal, a merger looked at and then done, what was before it, its undo; and pictures.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { here, launch, open } from './lib/browser.mjs';
import { judge, visit } from './lib/inspect.mjs';
import { Gallery } from './lib/pictures.mjs';
import { enter, startProduct } from './lib/product.mjs';

const gallery = new Gallery(join(here, 'approved', 'organisation'), { approve: process.env.DUKAO_APPROVE === '1' });
const VIEWS = [];
for (const width of [1280, 360]) for (const scheme of ['light', 'dark']) VIEWS.push({ width, scheme });

let browser;
let product;
before(async () => { [product, browser] = [await startProduct(), await launch()]; });
after(async () => { await browser?.close(); await product?.stop(); });

const ok = (problems) => assert.deepEqual(problems, []);

/** Runs `check(page)` in a page of the holder of a card. */
async function inPage(card, options, check) {
  const page = await open(browser, { ...options, nobody: true });
  try {
    await page.context().addCookies([{ url: product.address, ...await enter(product.address, card) }]);
    return await check(page);
  } finally {
    await page.context().close();
  }
}

/** Fills in the merger of 栖棠 and 砚陌 and looks at what it touches. */
async function look(page) {
  await page.goto(`${product.address}/organisation/change?kind=merge`);
  await page.getByLabel('从哪一天起').fill('2018-08-01');
  await page.getByLabel('栖棠', { exact: true }).check();
  await page.getByLabel('砚陌', { exact: true }).check();
  await page.getByLabel('合并后的代码').fill('S21');
  await page.getByLabel('全称').fill('栖砚街道');
  await page.getByRole('button', { name: '看会动到什么' }).click();
  await page.waitForLoadState('load');
}

test('whoever may not is told which right is missing', async () => {
  for (const card of ['tongji', 'jiedao']) {
    await inPage(card, {}, async (page) => {
      const answer = await page.goto(`${product.address}/organisation/change`);
      assert.equal(answer.status(), 403);
      assert.match(await page.innerText('main'), /“机构变动”的权限/);
      await page.goto(`${product.address}/units`);
      assert.equal(await page.locator('a[href*="/organisation/change"]').count(), 0);
    });
  }
});

test('what is wrong is said at its fields, all at once', () => inPage('kaohe', {}, async (page) => {
  await page.goto(`${product.address}/organisation/change?kind=merge`);
  await page.getByRole('button', { name: '看会动到什么' }).click();
  assert.match(await page.innerText('#dk-errors'), /写日期/);
  await page.getByLabel('从哪一天起').fill('2018-08-01');
  await page.getByLabel('栖棠', { exact: true }).check();
  await page.getByLabel('合并后的代码').fill('S03');
  await page.getByLabel('全称').fill('霁桥街道');
  await page.getByRole('button', { name: '看会动到什么' }).click();
  const told = await page.innerText('#dk-errors');
  for (const problem of [/至少要两个单位/, /代码“S03”已经是霁桥的/, /“霁桥街道”已经是S03的名称/]) assert.match(told, problem);
  assert.ok(await page.getByLabel('栖棠', { exact: true }).isChecked(), 'what was typed is kept');
  ok(await judge(page));
}));

test('form and preview at 360 and 1280 px, light and dark', async () => {
  for (const view of VIEWS) {
    await inPage('kaohe', view, async (page) => {
      for (const kind of ['split', 'rename', 'move', 'end', 'withdraw']) {
        ok(await visit(page, `${product.address}/organisation/change?kind=${kind}&unit=S01`));
      }
      ok(await visit(page, `${product.address}/organisation/change?kind=split&unit=S01`));
      ok(await gallery.compare(page, `split-${view.width}-${view.scheme}`));
      await look(page);
      ok((await judge(page)).map((problem) => `preview ${view.width} ${view.scheme}: ${problem}`));
      ok(await gallery.compare(page, `preview-${view.width}-${view.scheme}`));
    });
  }
});

test('a merger is looked at, done, seen, and undone', () => inPage('kaohe', {}, async (page) => {
  const july = async () => {
    await page.goto(`${product.address}/units?month=7`);
    return page.innerText('main table >> nth=0');
  };
  const ledger = async () => {
    await page.goto(`${product.address}/ledger?unit=S01&month=7`);
    return page.innerText('main');
  };
  await page.goto(`${product.address}/units`);
  await page.getByRole('link', { name: '机构变更' }).click();
  await page.getByRole('link', { name: '合并', exact: true }).click();
  await page.waitForURL(/kind=merge/);
  const before = [await july(), await ledger()];
  await look(page);
  const preview = await page.innerText('main');
  for (const part of [/栖棠、砚陌 → 栖砚街道/, /失效日期 2018-07-31/, /固定资产投资/, /职务/]) assert.match(preview, part);
  // Looking writes nothing; going back keeps what was typed.
  await page.getByRole('button', { name: '不办，改一改' }).click();
  assert.equal(await page.getByLabel('合并后的代码').inputValue(), 'S21');
  assert.deepEqual([await july(), await ledger()], before);
  await look(page);
  await page.getByRole('button', { name: /^办理，成为v/ }).click();
  await page.waitForURL(/\/organisation\?done=/);
  assert.match(await page.innerText('main'), /已办理，成为v\d+/);
  assert.match(await page.innerText('main tbody tr >> nth=0'), /2018-08-01\s+合并\s+栖棠、砚陌 → 栖砚街道/);
  assert.deepEqual([await july(), await ledger()], before);
  await page.goto(`${product.address}/units/S21?month=8`);
  assert.match(await page.innerText('main'), /栖砚街道[\s\S]*固定资产投资[\s\S]*机构变更/);
  await page.goto(`${product.address}/units?month=8`);
  assert.doesNotMatch(await page.innerText('main'), /栖棠\s/);
  await inPage('jiedao', {}, async (street) => {
    assert.equal((await street.goto(`${product.address}/units/S21`)).status(), 200);
    assert.equal((await street.goto(`${product.address}/units/S02`)).status(), 403);
  });
  await page.goto(`${product.address}/organisation`);
  const version = await page.locator('footer').innerText();
  await page.goto(`${product.address}/undo`);
  await page.getByRole('button', { name: /^撤销v/ }).click();
  await page.waitForLoadState('load');
  await page.goto(`${product.address}/organisation`);
  assert.notEqual(await page.locator('footer').innerText(), version);
  assert.doesNotMatch(await page.innerText('main'), /栖砚/);
  assert.deepEqual([await july(), await ledger()], before);
}));

test('every approved picture has its page', () => ok(gallery.finish()));
