// On paper: which way the sheets lie, heads on every sheet, whole rows, numbered sheets.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open } from './lib/browser.mjs';
import { sheets } from './lib/pdf.mjs';
import { startProduct } from './lib/product.mjs';

const EVERY_COLUMN = 'code,unit,lead_unit,scope,period,points,target,month,cumulative,base,growth,month_growth,completion,pace,gap,pace_movement,shortfall,monthly_requirement,monthly_shortfall,remaining,remaining_monthly,rank,to_above,last_year_rank,rank_movement,light';
const LEDGER = '指标单位责任单位年度目标7月1—7月同比%完成率%序时%与序时比百分点累计欠账同单位剩余月均同单位位次位/参评状态';
const ACROSS = { '/ledger?month=7': LEDGER, '/annex/1?month=7': '序号指标名称计量单位分值责任单位全年目标', '/annex/2?month=7': '序号承担单位全年任务7月当月累计完成' };
const UPRIGHT = ['/', '/units', '/peers', '/peers/P01', '/indicators/P01', '/findings', '/findings/rules', '/files', '/import'];

let browser;
let product;
before(async () => { [product, browser] = [await startProduct(), await launch()]; });
after(async () => { await browser?.close(); await product?.stop(); });

/** The sheets of a page, and what `ask` finds in it as it is printed, as wide as the paper. */
async function printed(path, ask = () => []) {
  const page = await open(browser, { width: 1040 });
  try {
    await page.goto(product.address + path);
    const found = sheets(await page.pdf({ preferCSSPageSize: true }));
    await page.emulateMedia({ media: 'print' });
    return { found, asked: await page.evaluate(ask) };
  } finally {
    await page.context().close();
  }
}

for (const [path, head] of Object.entries(ACROSS)) {
  test(`${path} lies across, with its heads on every sheet and every row whole`, async () => {
    const { found, asked } = await printed(path, () => ({
      names: [...document.querySelectorAll('tbody th[scope=row]')].map((cell) => cell.innerText.replace(/\s+/g, '')),
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }));
    const annex = path.startsWith('/annex');
    assert.ok(found.length > 1, `${found.length} sheets`);
    assert.ok(asked.names.length > 20 && asked.wide <= 0, `${asked.names.length} rows, ${asked.wide} px too wide`);
    found.forEach(({ across, text }, index) => {
      assert.ok(across);
      const rows = asked.names.filter((name) => text.includes(name)).length;
      assert.ok(rows === 0 || text.includes(head), `sheet ${index + 1}: ${text.slice(0, 200)}`);
      const [own, other] = [`—${index + 1}—`, `第${index + 1}页，共${found.length}页`];
      assert.deepEqual([text.includes(own), text.includes(other)], [annex, !annex], text.slice(0, 40));
    });
    assert.deepEqual(asked.names.filter((name) => !found.some(({ text }) => text.includes(name))), []);
  });
}

test('a ledger with every column still fits the sheet', async () => {
  const { found, asked } = await printed(`/ledger?month=7&cols=${EVERY_COLUMN}`, () => [...document.querySelectorAll('td.dk-light')].map((cell) => cell.innerText.trim()));
  for (const { across, text } of found.filter(({ text }) => /[A-Z]\d\d/.test(text))) assert.ok(across && /代码单位责任单位口径期间分值/.test(text) && /上年位次位较上年位状态/.test(text), text.slice(0, 300));
  const lights = found.map(({ text }) => text.match(/滞后|偏慢|正常|不评/g)?.length ?? 0).reduce((sum, count) => sum + count);
  assert.ok(asked.length > 60 && lights >= asked.length, `${lights} lights of ${asked.length}`);
});

test('the tasks of a unit lie across, upright nothing but upright', async () => {
  const unit = await printed('/units/D03?month=7');
  assert.ok(unit.found.every(({ across }) => across));
  assert.match(unit.found[0].text, /指标单位全年目标当月累计同比%完成率%与序时比百分点累计欠账剩余月均位次状态/);
  for (const path of UPRIGHT) {
    const { found } = await printed(path);
    found.forEach(({ across, text }, index) => {
      assert.ok(!across, path);
      assert.ok(text.includes(`第${index + 1}页，共${found.length}页`), `${path}: ${text.slice(0, 60)}`);
    });
  }
});

test('controls and panels are not printed', async () => {
  const { found } = await printed('/ledger?month=7');
  for (const word of ['选列', '常用筛选', '导出Excel', '宽松', '外观']) assert.ok(found.every(({ text }) => !text.includes(word)), word);
});
