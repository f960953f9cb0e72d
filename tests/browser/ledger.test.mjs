// The ledger as its reader wants it: columns chosen, a filter kept, found again and removed; with script and without.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open } from './lib/browser.mjs';
import { judge } from './lib/inspect.mjs';
import { startProduct } from './lib/product.mjs';

let browser;
let product;
before(async () => { [product, browser] = [await startProduct(), await launch()]; });
after(async () => { await browser?.close(); await product?.stop(); });

const heads = (page) => page.locator('.dk-ledger thead th:visible').evaluateAll((all) => all.map((head) => head.firstChild.textContent.trim()));
const press = (page, name) => Promise.all([page.waitForEvent('load'), page.getByRole('button', { name, exact: true }).click()]);

for (const script of [true, false]) {
  const judged = async (page) => { if (script) assert.deepEqual(await judge(page), []); };

  test(`columns and filters ${script ? 'with' : 'without'} script`, async () => {
    const page = await open(browser, { script });
    await page.goto(`${product.address}/ledger?show=behind&month=7`);
    const usual = await heads(page);
    await page.locator('summary', { hasText: '选列' }).click();
    for (const name of ['责任单位', '同比', '序时', '剩余月均']) await page.getByRole('checkbox', { name, exact: true }).uncheck();
    await page.getByRole('checkbox', { name: '当月新账' }).check();
    assert.ok(await page.getByRole('checkbox', { name: '指标名称' }).isDisabled());
    await judged(page);
    await press(page, '按所选的列显示');
    const few = ['指标', '单位', '年度目标', '7月', '1—7月', '完成率', '与序时比', '累计欠账', '当月新账', '位次', '状态'];
    assert.deepEqual(await heads(page), few);
    await page.locator('.dk-ledger thead a', { hasText: '累计欠账' }).click();
    await page.waitForURL(/sort=shortfall/);
    assert.deepEqual(await heads(page), few, 'the order keeps the columns');
    await judged(page);

    const name = script ? '欠账，从大到小' : '欠账 <大>';
    await page.locator('summary', { hasText: '常用筛选' }).click();
    await press(page, '保存');
    assert.match(await page.innerText('#dk-kept [role=alert]'), /起个名字/);
    await judged(page);
    await page.getByLabel('把现在的筛选、排序和列存为').fill(name);
    await press(page, '保存');
    assert.match(await page.innerText('main [role=status]'), /已保存/);
    const rows = await page.locator('.dk-ledger tbody th a').allInnerTexts();

    await page.goto(`${product.address}/ledger?month=7`);
    assert.deepEqual(await heads(page), usual);
    await page.locator('summary', { hasText: '常用筛选' }).click();
    await judged(page);
    await page.getByRole('link', { name, exact: true }).click();
    await page.waitForURL(/sort=shortfall/);
    assert.deepEqual(await heads(page), few);
    assert.deepEqual(await page.locator('.dk-ledger tbody th a').allInnerTexts(), rows);
    const file = await page.request.get(await page.getByRole('link', { name: 'csv' }).evaluate((link) => link.href));
    const lines = (await file.text()).split('\r\n');
    assert.ok(lines.includes('指标,计量单位,全年目标,7月,累计完成,完成率（%）,欠序时（百分点）,差距,按什么,累计欠账,当月新账,位次,参评,状态'), lines.slice(0, 4).join('\n'));
    assert.deepEqual(lines.filter((line) => rows.some((row) => line.startsWith(`${row},`))).length, rows.length);

    await page.locator('summary', { hasText: '选列' }).click();
    await page.getByRole('link', { name: '恢复默认' }).click();
    await page.waitForURL((url) => !url.searchParams.has('cols'));
    assert.deepEqual(await heads(page), usual);
    await page.locator('summary', { hasText: '常用筛选' }).click();
    const remove = page.getByRole('button', { name: /^删除/ });
    assert.ok((await remove.innerText()).includes(name));
    await Promise.all([page.waitForEvent('load'), remove.click()]);
    assert.match(await page.innerText('main [role=status]'), /已删除/);
    await page.locator('summary', { hasText: '常用筛选' }).click();
    assert.match(await page.innerText('#dk-kept'), /还没有存过/);
    await page.context().close();
  });
}

test('on a phone a kept filter opens from the foot of the screen, and every entry keeps its light', async () => {
  const page = await open(browser, { width: 360, height: 740 });
  await page.goto(`${product.address}/ledger?cols=target`);
  assert.equal(await page.locator('td.dk-light:visible').count(), await page.locator('.dk-ledger tbody tr:not(.dk-grp)').count());
  assert.equal(await page.locator('summary:visible', { hasText: '选列' }).count(), 0);
  await page.locator('summary', { hasText: '常用筛选' }).click();
  const panel = await page.locator('#dk-kept .dk-panel').boundingBox();
  assert.ok(panel.x >= 0 && panel.x + panel.width <= 360 && panel.y + panel.height <= 741, JSON.stringify(panel));
  assert.deepEqual(await judge(page), []);
  await page.context().close();
});
