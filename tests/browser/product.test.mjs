// The product in a browser: every route, narrow and wide, light and dark.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { here, launch, open } from './lib/browser.mjs';
import { crawl, examples } from './lib/crawl.mjs';
import { visit } from './lib/inspect.mjs';
import { Gallery } from './lib/pictures.mjs';
import { startProduct } from './lib/product.mjs';
import { clickAlong, lostWithoutScript, sourceCell } from './lib/reading.mjs';

const gallery = new Gallery(join(here, 'approved'), { approve: process.env.DUKAO_APPROVE === '1' });
let browser;
let product;
let walk;
before(async () => {
  product = await startProduct();
  browser = await launch();
  walk = await crawl(`${product.address}/`);
});
after(async () => { await browser?.close(); await product?.stop(); });

const ok = (problems) => assert.deepEqual(problems, []);

test('no dead link', () => ok(walk.problems));

test('every route at 360 and 1280 px, light and dark', async (suite) => {
  for (const [route, path] of examples(walk.pages)) {
    for (const width of [360, 1280]) {
      for (const scheme of ['light', 'dark']) {
        await suite.test(`${route} ${width} ${scheme}`, async () => {
          const page = await open(browser, { width, scheme });
          try {
            const problems = await visit(page, product.address + path);
            ok([...problems, ...await gallery.compare(page, `${nameOf(route)}-${width}-${scheme}`)]);
          } finally {
            await page.context().close();
          }
        });
      }
    }
  }
});

test('every approved picture has its page', () => ok(gallery.finish()));

test('reading works without script', async (suite) => {
  for (const [route, path] of examples(walk.pages)) {
    await suite.test(route, async () => ok(await lostWithoutScript(browser, product.address + path)));
  }
});

test('from the front page to a source cell in three clicks', async () => {
  const found = sourceCell(walk.pages, 3);
  assert.ok(found, 'no page within three clicks names file › sheet › cell');
  const text = await clickAlong(browser, product.address, found.way);
  assert.ok(text.includes(found.cell), `${found.way.join(' → ')} does not show ${found.cell}`);
});

function nameOf(route) {
  return route.replace(/^\//, '').replace(/\*/g, 'x').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'front';
}
