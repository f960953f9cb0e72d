// Importing through the page, with script and without: a good file up to its cell, a wrong one with every mistake named.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open } from './lib/browser.mjs';
import { judge } from './lib/inspect.mjs';
import { startProduct } from './lib/product.mjs';
import { workbook } from './lib/workbook.mjs';

const HEAD = ['指标', '单位', '期间', '累计', '当月'];
const GOOD = { name: '8月投资.csv', mimeType: 'text/csv', buffer: csv(HEAD, ['P01', '', '2018-08', '147.62', '21.47']) };
const WRONG_ROWS = [HEAD, ['P01', '', '2018-08', '一百四十七', '21.47'], ['P99', '', '2018-08', '12', '3'], ['E03', '', '2018年8月份吧', '280', '33.5']];
const WRONG = { name: '8月快报.xlsx', mimeType: 'application/octet-stream', buffer: workbook('八月数据', WRONG_ROWS) };
/** Cell, what is wrong, what would be right. */
const MISTAKES = [
  ['D2', '“一百四十七”不是数', '只填数，如 12.5'],
  ['A3', '没有代码为“P99”的指标', '先写进指标表'],
  ['C4', '“2018年8月份吧”不是期间', '写成 2018-07'],
];

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

/** Runs `check(page, address)` on a demonstration of its own: what is imported here is seen nowhere else. */
async function onDemonstration(options, check) {
  const product = await startProduct();
  try {
    const page = await open(browser, options);
    await check(page, product.address);
    await page.context().close();
  } finally {
    await product.stop();
  }
}

for (const script of [true, false]) {
  const how = script ? 'with script' : 'without script';

  test(`a good file is taken in and found again, ${how}`, () => onDemonstration({ script }, async (page, address) => {
    const before = await foot(page, address);
    await upload(page, address, GOOD);
    assert.equal(new URL(page.url()).pathname, '/import/done');
    const done = await page.innerText('main');
    assert.match(done, /导入完成/);
    assert.match(done, /2个新数据/);
    await page.goto(`${page.url()}&new=999&revised=7`);
    assert.equal(await page.innerText('main'), done, 'an address must not say what was imported');
    assert.equal(await foot(page, address), before + 1);

    await look(page, address, GOOD);
    assert.match(await page.innerText('h1'), /没有新内容/);
    assert.equal(await page.locator('form.dk-act').count(), 0);
    assert.equal(await foot(page, address), before + 1);

    await page.goto(`${address}/ledger?year=2018&month=7`);
    await chooseMonth(page, '8', script);
    const row = page.locator('.dk-ledger tr', { has: page.locator('a[href*="/indicators/P01"]') });
    assert.match(await row.innerText(), /147\.62/);
    assert.match(await row.innerText(), /21\.47/);

    await row.locator('th a').click();
    await page.waitForURL(/\/indicators\/P01/);
    assert.match(await page.innerText('.dk-lead'), /1—8月完成147\.62亿元/);
    await page.locator(`a.dk-link[title*="${GOOD.name}"]`).first().click();
    await page.waitForURL(/\/files\//);
    assert.match(await page.innerText('main'), /8月投资\.csv/);
    assert.match(await page.innerText('td.dk-mark'), /147\.62|21\.47/);
  }));

  test(`a wrong file is refused with every mistake at its cell, ${how}`, () => onDemonstration({ script }, async (page, address) => {
    const before = await everything(page, address);
    await upload(page, address, WRONG);
    assert.match(await page.innerText('[role=alert]'), /有3处问题，没有导入任何内容/);
    const rows = await page.locator('table', { has: page.locator('caption', { hasText: '问题清单' }) }).locator('tbody tr').evaluateAll((all) => all.map((tr) => [...tr.cells].map((cell) => cell.innerText)));
    assert.equal(rows.length, MISTAKES.length);
    for (const [cell, wrong, right] of MISTAKES) {
      const [file, sheet, , message, hint] = rows.find((row) => row[2] === cell) ?? assert.fail(`no mistake at ${cell}: ${rows}`);
      assert.deepEqual([file, sheet], [WRONG.name, '八月数据']);
      assert.ok(message.includes(wrong), message);
      assert.ok(hint.includes(right), hint);
      const link = page.locator('[role=alert] a', { hasText: wrong });
      assert.match(await link.innerText(), new RegExp(`${WRONG.name} 八月数据 ${cell}`));
      await link.click();
      assert.match(await page.innerText(':target'), new RegExp(cell));
    }
    assert.deepEqual(await everything(page, address), before);
  }));
}

test('the list of mistakes is readable on a phone and in the dark', async () => {
  for (const options of [{ width: 360 }, { width: 360, scheme: 'dark' }, { width: 1280 }]) {
    await onDemonstration(options, async (page, address) => {
      await upload(page, address, WRONG);
      assert.deepEqual(await judge(page), []);
    });
  }
});

/** Chooses the file on the form and looks at what it would change. */
async function look(page, address, file) {
  await page.goto(`${address}/import`);
  await page.getByLabel('数据文件').setInputFiles(file);
  await page.getByRole('button', { name: '核对差异' }).click();
  await page.waitForLoadState('load');
}

/** Looks and imports, as a person would. */
async function upload(page, address, file) {
  await look(page, address, file);
  const apply = page.getByRole('button', { name: /^导入，成为v/ });
  if (await apply.count()) {
    await apply.click();
    await page.waitForLoadState('load');
  }
  assert.equal(await page.locator('[role=alert], [role=status]').count(), 1, page.url());
}

/** Without script a button sends the choice. */
async function chooseMonth(page, month, script) {
  await page.locator('select[name=month]').selectOption(month);
  if (!script) await page.getByRole('button', { name: '查找' }).click();
  await page.waitForURL((url) => url.searchParams.get('month') === month);
}

/** The version that the foot of the front page names. */
async function foot(page, address) {
  await page.goto(address);
  return Number((await page.innerText('footer')).match(/数据版本 v(\d+)/)[1]);
}

/** What an import would change: the version, the files, the month. */
async function everything(page, address) {
  const texts = [];
  for (const path of ['/', '/files', '/ledger?year=2018&month=8']) {
    await page.goto(address + path);
    texts.push(await page.innerText('body'));
  }
  return texts;
}

function csv(...rows) {
  return Buffer.from(rows.map((row) => `${row.join(',')}\n`).join(''));
}
