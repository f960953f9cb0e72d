// The keyboard: search, rows, figures, traces, the list of keys; and that nothing is taken away from who types.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open } from './lib/browser.mjs';
import { judge } from './lib/inspect.mjs';
import { startProduct } from './lib/product.mjs';

let browser;
let product;
before(async () => { [product, browser] = [await startProduct(), await launch()]; });
after(async () => { await browser?.close(); await product?.stop(); });

/** Runs `check(page, press, focused)` on a page; `press` presses one key after another. */
async function on(path, check, options = {}) {
  const page = await open(browser, options);
  const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
  const focused = () => page.evaluate(() => document.activeElement.innerText ?? '');
  try {
    await page.goto(product.address + path);
    await check(page, press, focused);
  } finally {
    await page.context().close();
  }
}

const names = (page) => page.locator('.dk-ledger tbody th[scope=row] a').allInnerTexts();

test('j and k go from row to row, Enter opens', () => on('/ledger', async (page, press, focused) => {
  const [first, second, third] = await names(page);
  await press('j');
  assert.equal(await focused(), first);
  await press('j', 'ArrowDown');
  assert.equal(await focused(), third);
  await press('k');
  assert.equal(await focused(), second);
  await press('k', 'k', 'k');
  assert.equal(await focused(), first, 'the first row stays');
  const look = await page.evaluate(() => {
    const link = document.activeElement;
    return { outline: getComputedStyle(link).outlineStyle, row: getComputedStyle(link.closest('tr').cells[1]).backgroundColor, other: getComputedStyle(link.closest('tr').nextElementSibling.cells[1]).backgroundColor };
  });
  assert.notEqual(look.outline, 'none');
  assert.notEqual(look.row, look.other);
  await press('Enter');
  await page.waitForURL(/\/indicators\//);
  assert.equal(await page.innerText('h1'), first);
}));

test('every row comes into sight below the sticky head', () => on('/ledger', async (page, press) => {
  const count = (await names(page)).length;
  for (let row = 0; row < count; row += 1) await press('j');
  for (let row = 0; row < count; row += 1) {
    const hidden = await page.evaluate(() => {
      const [link, head] = [document.activeElement.getBoundingClientRect(), document.querySelector('.dk-ledger thead th').getBoundingClientRect()];
      return link.top < head.bottom || link.bottom > window.innerHeight;
    });
    assert.ok(!hidden, `row ${count - row}`);
    await press('k');
  }
}));

test('arrows go through the figures of a row, t opens the trace, Esc closes it', () => on('/ledger', async (page, press, focused) => {
  await press('j', 'ArrowRight', 'ArrowRight');
  const figure = await focused();
  assert.match(figure, /\d/);
  const place = () => page.evaluate(() => [document.activeElement.closest('tr').rowIndex, document.activeElement.closest('td, th').cellIndex]);
  const [row, column] = await place();
  await press('j');
  assert.notEqual((await place())[1], column, 'the next row has no figure there');
  await press('j', 'j');
  assert.deepEqual(await place(), [row + 3, column], 'the same column further down');
  await press('k', 'k', 'k', 't');
  await page.waitForSelector('#dk-dock .dk-trace');
  assert.ok((await page.innerText('.dk-trace h2')).includes(/[\d.]+/.exec(figure)[0]));
  await press('Escape');
  assert.equal(await page.locator('.dk-trace').count(), 0);
  assert.equal(await focused(), figure, 'the focus is back');
  await press('ArrowLeft', 'ArrowLeft', 'ArrowLeft');
  assert.match(await page.evaluate(() => document.activeElement.closest('th, td').tagName), /TH/);
  await press('t');
  await page.waitForSelector('#dk-dock .dk-trace');
}));

test('/ goes to the search, and typing takes no key', () => on('/ledger', async (page, press) => {
  await press('/');
  await page.keyboard.type('jkt?/');
  assert.equal(await page.inputValue('#dk-find'), 'jkt?/');
  assert.equal(await page.locator('dialog[open], .dk-trace').count(), 0);
  await page.goto(`${product.address}/units?month=6`);
  await press('/');
  await page.waitForURL(/\/ledger\?month=6#dk-find/);
  await page.waitForFunction(() => document.activeElement.id === 'dk-find');
}));

test('? lists the keys, and a modifier leaves them to the browser', async () => {
  for (const options of [{}, { width: 360, scheme: 'dark' }]) {
    await on('/', async (page, press) => {
      await press('Control+j', 'Alt+t');
      assert.equal(await page.locator('tr:focus-within, .dk-trace').count(), 0);
      await press('?');
      assert.match(await page.innerText('dialog[open]'), /快捷键[\s\S]*查找指标[\s\S]*下一行[\s\S]*出处/);
      assert.deepEqual(await judge(page), []);
      await press('j');
      assert.equal(await page.locator('tr:focus-within').count(), 0, 'the list is in front');
      await press('Escape');
      assert.equal(await page.locator('dialog[open]').count(), 0);
      await page.locator('details.dk-theme summary').click();
      await page.getByRole('button', { name: '快捷键' }).click();
      await page.getByRole('button', { name: '知道了' }).click();
      assert.equal(await page.locator('dialog[open]').count(), 0);
    }, options);
  }
});

test('Esc and a click elsewhere close a panel', () => on('/ledger', async (page, press) => {
  const open_ = () => page.locator('details.dk-menu[open]').count();
  await page.locator('summary', { hasText: '选列' }).click();
  assert.equal(await open_(), 1);
  assert.deepEqual(await judge(page), []);
  await press('Escape');
  assert.equal(await open_(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), '选列');
  await page.locator('summary', { hasText: '常用筛选' }).click();
  await page.locator('#filter-name').focus();
  await press('Escape');
  assert.equal(await open_(), 0);
  await page.locator('summary', { hasText: '常用筛选' }).click();
  await page.locator('h1').click();
  assert.equal(await open_(), 0);
}));

test('a row of the other lists opens what the row is about', () => on('/units', async (page, press, focused) => {
  await press('j', 'j');
  const unit = await focused();
  await press('Enter');
  await page.waitForURL(/\/units\//);
  assert.equal(await page.innerText('h1'), unit);
}));
