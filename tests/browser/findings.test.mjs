// Findings as work, through the pages: a state, an owner and an explanation; figures that move on meanwhile; own rules.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open } from './lib/browser.mjs';
import { judge } from './lib/inspect.mjs';
import { startProduct } from './lib/product.mjs';

/** A printed rate that its figures do not give. */
const printed = (rate) => ({ name: `通报${rate}.csv`, mimeType: 'text/csv', buffer: Buffer.from(`指标,期间,完成率\nP01,2018-07,${rate}\n`) });
const KEY = 'completion:P01:Q00:2018-07:completion';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

/** Runs `check(page, address)` on a demonstration of its own with one finding. */
async function withFinding(options, check) {
  const product = await startProduct();
  try {
    const page = await open(browser, options);
    await take(page, product.address, '46.7');
    await check(page, product.address);
    await page.context().close();
  } finally {
    await product.stop();
  }
}

async function take(page, address, rate) {
  await page.goto(`${address}/import`);
  await page.getByLabel('数据文件').setInputFiles(printed(rate));
  await page.getByRole('button', { name: '核对差异' }).click();
  await page.getByRole('button', { name: /^导入，成为v/ }).click();
  await page.waitForURL(/\/import\/done/);
}

const save = (page) => Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: '保存', exact: true }).click()]);
const judged = async (page, script) => { if (script) assert.deepEqual(await judge(page), []); };

for (const options of [{}, { script: false }, { width: 360, scheme: 'dark' }]) {
  const script = options.script !== false;
  test(`a finding is assigned, explained and found again ${JSON.stringify(options)}`, () => withFinding(options, async (page, address) => {
    await page.goto(`${address}/findings`);
    assert.match(await page.innerText('h1'), /1处/);
    await judged(page, script);
    await page.getByRole('link', { name: /^说明/ }).click();
    await page.waitForURL(/\/findings\/one/);
    await judged(page, script);

    await page.getByLabel('不予处理').check();
    await page.getByLabel('责任单位（可不填）').fill('没有的单位');
    await save(page);
    const wrong = await page.innerText('[role=alert]');
    assert.match(wrong, /写明为什么不予处理/);
    assert.match(wrong, /没有单位“没有的单位”/);
    await judged(page, script);
    await page.locator('[role=alert] a', { hasText: '没有单位' }).click();
    assert.ok(page.url().endsWith('#owner_unit'));

    await page.getByLabel('已说明').check();
    await page.getByLabel('说明或理由').fill('通报按调整前的目标计算');
    await page.getByLabel('责任单位（可不填）').fill('D02');
    await page.getByLabel('责任人（可不填）').fill('统计员');
    await save(page);
    assert.match(await page.innerText('[role=status]'), /已保存/);
    assert.match(await page.innerText('main'), /已说明[\s\S]*通报按调整前的目标计算/);
    await judged(page, script);
    for (const path of ['/findings?state=explained', '/indicators/P01', '/trace?indicator=P01&figure=completion&year=2018&month=7']) {
      await page.goto(address + path);
      assert.match(await page.innerText('main'), /通报按调整前的目标计算/, path);
    }
    await page.goto(`${address}/findings?owner=D02`);
    assert.match(await page.innerText('main'), /区统计局.*统计员|统计员/);
  }));
}

test('nothing is saved about figures that moved on; what was typed stays', () => withFinding({}, async (page, address) => {
  await page.goto(`${address}/findings/one?key=${encodeURIComponent(KEY)}`);
  await page.getByLabel('已说明').check();
  await page.getByLabel('说明或理由').fill('四舍五入');
  const other = await page.context().newPage();
  await take(other, address, '46.9');
  await save(page);
  assert.match(await page.innerText('[role=alert]'), /没有保存[\s\S]*数变了或者别人先说明了/);
  assert.match(await page.innerText('.dk-lead'), /46\.9/);
  assert.equal(await page.getByLabel('说明或理由').inputValue(), '四舍五入');
  assert.match(await page.innerText('main'), /还没有人说明/);
  await judged(page, true);
  await save(page);
  assert.match(await page.innerText('[role=status]'), /已保存/);

  await page.goto(`${address}/findings/one?key=${encodeURIComponent(KEY)}`);
  await page.getByLabel('说明或理由').fill('再说一次');
  await take(other, address, '45.73');
  await save(page);
  assert.match(await page.innerText('main'), /没有“completion:P01:Q00:2018-07:completion”这一处核对结果/);
}));

test('own rules are written, corrected, looked at, saved and taken back', () => withFinding({}, async (page, address) => {
  const look = () => Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: '看差异' }).click()]);
  await page.goto(`${address}/findings/rules`);
  await page.getByRole('link', { name: '修改规则' }).click();
  await page.waitForURL(/\/findings\/rules\/edit/);
  const text = page.getByLabel('本地区的规则');
  await text.fill('核对规则:\n  - 规则: 完成率与完成数、目标数\n    停用: 对\n');
  await look();
  assert.match(await page.innerText('[role=alert]'), /有2处错误，没有保存[\s\S]*第2行第9字[\s\S]*第3行第9字/);
  await judged(page, true);

  await text.fill('核对规则:\n  - 规则: 完成率与完成数、目标数不符\n    停用: 是\n');
  await look();
  assert.match(await page.innerText('.dk-lined'), /停用: 是/);
  assert.match(await page.innerText('main'), /不再列出1处/);
  await judged(page, true);
  const other = await page.context().newPage();
  await take(other, address, '46.9');
  const store = () => Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: /^保存，成为v/ }).click()]);
  await store();
  assert.match(await page.innerText('[role=alert]'), /数据在这期间变了，没有保存/);
  await store();
  assert.match(await page.innerText('[role=status]'), /已保存为v\d+/);
  await judged(page, true);
  await page.goto(`${address}/findings`);
  assert.match(await page.innerText('h1'), /无矛盾/);

  await page.goto(`${address}/findings/rules?saved=1`);
  await page.getByRole('link', { name: '撤销这一版' }).click();
  await page.getByRole('button', { name: /^撤销v/ }).click();
  await page.waitForURL(/\/import\/done/);
  await page.goto(`${address}/findings`);
  assert.match(await page.innerText('h1'), /1处/);
}));
