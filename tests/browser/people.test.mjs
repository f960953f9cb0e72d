// People in a browser: role cards, what each role sees first, a refusal, changing roles, ending sessions, the first start.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { here, launch, open } from './lib/browser.mjs';
import { judge, visit } from './lib/inspect.mjs';
import { Gallery } from './lib/pictures.mjs';
import { enter, startProduct } from './lib/product.mjs';

const gallery = new Gallery(join(here, 'approved', 'people'), { approve: process.env.DUKAO_APPROVE === '1' });
const VIEWS = [{ width: 1280 }, { width: 360, height: 740 }];
const PASSWORD = 'Mokuai-73-Lvse';

let browser;
let product;
before(async () => { [product, browser] = [await startProduct(), await launch()]; });
after(async () => { await browser?.close(); await product?.stop(); });

const ok = (problems) => assert.deepEqual(problems, []);

/** Runs `check(page)` in a page of nobody's, or of the holder of a card. */
async function inPage(card, options, check) {
  const page = await open(browser, { ...options, nobody: true });
  try {
    if (card) await page.context().addCookies([{ url: product.address, ...await enter(product.address, card) }]);
    return await check(page);
  } finally {
    await page.context().close();
  }
}

async function cards() {
  return inPage(null, {}, async (page) => {
    await page.goto(product.address);
    return page.locator('button[name="card"]').evaluateAll((buttons) => buttons.map((button) => [button.value, button.querySelector('b').textContent]));
  });
}

test('the demonstration begins with its role cards', async () => {
  for (const view of VIEWS) {
    await inPage(null, view, async (page) => {
      ok(await visit(page, `${product.address}/login`));
      ok(await gallery.compare(page, `cards-${view.width}`));
    });
  }
  await inPage(null, {}, async (page) => {
    await page.goto(product.address);
    assert.equal(new URL(page.url()).pathname, '/login');
    assert.equal(await page.locator('button[name="card"]').count(), 10);
  });
});

test('each role comes to a first page of its own', async () => {
  for (const [card, title] of await cards()) {
    for (const view of VIEWS) {
      await inPage(null, view, async (page) => {
        await page.goto(product.address);
        await page.locator(`button[name="card"][value="${card}"]`).click();
        await page.waitForLoadState('load');
        assert.ok(!page.url().includes('/login'), `${card} stays at the door`);
        assert.match(await page.innerText('header'), new RegExp(title), card);
        ok((await judge(page)).map((problem) => `${card} ${view.width}: ${problem}`));
        for (const href of await page.locator('nav a').evaluateAll((links) => links.map((link) => link.href))) {
          assert.equal((await page.request.get(href)).status(), 200, `${card}: ${href} stands in the navigation`);
        }
      });
    }
  }
});

for (const [name, card, path, status] of [['rights', 'kaohe', '/rights', 200], ['denied', 'jiedao', '/annex/1', 403]]) {
  test(`${name} at 1280 and 360 px`, async () => {
    for (const view of VIEWS) {
      await inPage(card, view, async (page) => {
        ok(await visit(page, product.address + path, { status }));
        ok(await gallery.compare(page, `${name}-${view.width}`));
      });
    }
  });
}

test('ones own account at 1280 and 360 px', async () => {
  for (const view of VIEWS) {
    await inPage('ducha', view, async (page) => {
      ok(await visit(page, `${product.address}/me`));
      // When and with what one signed in is never the same twice.
      await page.evaluate(() => { for (const part of document.querySelectorAll('main section:last-of-type :is(div, .dk-u)')) part.style.display = 'none'; });
      ok(await gallery.compare(page, `me-${view.width}`));
    });
  }
});

test('a refusal names the right and shows nothing of others', () => inPage('jiedao', {}, async (page) => {
  await page.goto(`${product.address}/units/S02`);
  const text = await page.innerText('main');
  assert.match(text, /没有权限/);
  assert.match(text, /“查看数据”的权限只到/);
  assert.doesNotMatch(text, /砚陌|欠|%/);
  await page.getByRole('link', { name: '看权限表' }).click();
  await page.waitForURL(/\/rights$/);
}));

test('from one role into another and out', () => inPage('kaohe', {}, async (page) => {
  await page.goto(`${product.address}/annex/1`);
  await page.getByRole('link', { name: '换一个身份看' }).click();
  await page.locator('button[name="card"][value="jiedao"]').click();
  await page.waitForLoadState('load');
  assert.match(await page.innerText('header'), /街道/);
  assert.equal((await page.goto(`${product.address}/annex/1`)).status(), 403);
  await page.locator('details.dk-me summary').click();
  await page.getByRole('button', { name: '退出' }).click();
  await page.waitForURL(/\/login$/);
  await page.goto(`${product.address}/ledger`);
  assert.equal(new URL(page.url()).pathname, '/login');
}));

test('one of two sessions of a person ends the other', () => inPage('tongji', {}, (first) => inPage('tongji', {}, async (second) => {
  await second.goto(`${product.address}/ledger`);
  await first.goto(`${product.address}/me`);
  const ends = first.locator('form[action="/me/sessions/end"] button');
  while (await ends.count() > 0) await Promise.all([first.waitForEvent('load'), ends.first().click()]);
  assert.match(await first.innerText('header'), /区统计局/);
  await second.goto(`${product.address}/ledger`);
  assert.equal(new URL(second.url()).pathname, '/login');
})));

test('on the first start three people become the administrators', async () => {
  const fresh = await startProduct({ command: 'serve' });
  try {
    const wanted = () => [...fresh.said().matchAll(/^\s+(\S+?)\s+(http:\/\/\S+\/link\/\S+)$/gm)];
    while (wanted().length < 3) await new Promise((resolve) => { setTimeout(resolve, 50); });
    for (const [number, [, role, link]] of wanted().entries()) {
      const page = await open(browser, { nobody: true });
      ok(await visit(page, link));
      const fields = { login: `guanli${number}`, name: `管理${number}`, person_number: `G${number}`, password: PASSWORD, again: PASSWORD };
      for (const [name, value] of Object.entries(fields)) await page.locator(`[name="${name}"]`).fill(value);
      await page.locator('main form button').last().click();
      await page.waitForURL(/\/login$/);
      await page.getByLabel('登录名').fill(fields.login);
      await page.getByLabel('密码').fill(PASSWORD);
      await page.getByRole('button', { name: '登录' }).click();
      await page.waitForURL((url) => url.pathname !== '/login');
      await page.goto(`${fresh.address}/me`);
      assert.ok((await page.innerText('main')).includes(role), role);
      ok(await judge(page));
      assert.equal((await page.goto(link)).status(), 404, 'a link is used once');
      await page.context().close();
    }
  } finally {
    await fresh.stop();
  }
});

test('every approved picture has its page', () => ok(gallery.finish()));
