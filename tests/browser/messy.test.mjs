// A messy file dropped on the page: one column corrected, the difference looked at, applied, taken back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open } from './lib/browser.mjs';
import { judge } from './lib/inspect.mjs';
import { startProduct } from './lib/product.mjs';

/** Two title rows, a unit line, heads of two rows, a total, a note; the head of column C says nothing. */
const MESSY = [
  ['昭临示范区发展和改革局', '', '', '', ''],
  ['2018年8月固定资产投资情况', '', '', '', ''],
  ['单位：万元', '', '', '', ''],
  ['街道', '年度任务', '数', '累计完成', '同比增长（%）'],
  ['栖棠', '300000', '21000', '131000', '8.1'],
  ['砚陌', '220000', '12000', '90000', '-2.4'],
  ['合计', '520000', '33000', '221000', '3.5'],
  ['注：快报数。', '', '', '', ''],
].map((row) => row.join(',')).join('\r\n');

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

async function version(page, address) {
  await page.goto(address);
  return Number((await page.innerText('footer')).match(/数据版本 v(\d+)/)[1]);
}

/** Drops a file on the form, as a mouse would. */
async function drop(page, name, text) {
  const transfer = await page.evaluateHandle(([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type: 'text/csv' }));
    return data;
  }, [name, text]);
  for (const kind of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('form[data-drop]', kind, { dataTransfer: transfer });
  }
  assert.equal(await page.locator('#files').evaluate((input) => input.files[0]?.name), name);
}

for (const options of [{}, { width: 360, scheme: 'dark' }]) {
  test(`drop, correct, look, apply, undo ${JSON.stringify(options)}`, async () => {
    const product = await startProduct();
    try {
      const page = await open(browser, options);
      const address = product.address;
      const start = await version(page, address);
      await page.goto(`${address}/import`);
      await drop(page, '八月投资.csv', MESSY);
      await page.getByRole('button', { name: '核对差异' }).click();
      await page.waitForURL(/\/import\/check/);
      assert.match(await page.innerText('.dk-g'), /栖棠/);
      assert.deepEqual(await judge(page), []);

      const choice = page.getByLabel('C列是什么');
      await Promise.all([page.waitForEvent('load'), choice.selectOption('当月')]);
      assert.equal(await page.getByLabel('C列是什么').inputValue(), '当月');
      for (const meaning of ['不读', '数据']) {
        await Promise.all([page.waitForEvent('load'), page.getByLabel('6行是什么').selectOption(meaning)]);
        assert.equal(await page.getByLabel('6行是什么').inputValue(), meaning);
        assert.equal((await page.textContent('.dk-more pre')).includes('不读行: [砚陌]'), meaning === '不读');
      }
      for (const [column, meaning] of [['A', '单位'], ['B', '目标'], ['D', '累计'], ['E', '累计增速']]) {
        assert.equal(await page.getByLabel(`${column}列是什么`).inputValue(), meaning, column);
      }
      const indicator = page.getByLabel('指标', { exact: true });
      assert.match(await indicator.inputValue(), /固定资产投资/);
      await page.getByRole('button', { name: '确认，看差异' }).click();
      await page.waitForURL(/\/import\/check/);
      assert.match(await page.innerText('h1'), /新数据/);
      assert.match(await page.innerText('main'), /131000 万元/);
      assert.deepEqual(await judge(page), []);

      await page.getByRole('button', { name: /^导入，成为v/ }).click();
      await page.waitForURL(/\/import\/done/);
      assert.equal(await version(page, address), start + 1);
      await page.goto(`${address}/undo?version=${start + 1}`);
      assert.match(await page.innerText('main'), /撤回/);
      assert.deepEqual(await judge(page), []);
      await page.getByRole('button', { name: `撤销v${start + 1}` }).click();
      await page.waitForURL(/\/import\/done/);
      assert.match(await page.innerText('h1'), new RegExp(`已撤销v${start + 1}`));
      assert.equal(await version(page, address), start + 2);
      await page.context().close();
    } finally {
      await product.stop();
    }
  });
}
