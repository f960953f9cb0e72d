// What must not be wrong with any page, whatever it shows. A visit returns its problems as sentences.
import { createRequire } from 'node:module';
import { findings } from './axe.mjs';

const require = createRequire(import.meta.url);
const POLICY = "default-src 'self'; style-src 'self'; img-src 'self' data:";

/** Opens `url` in `page` and returns its problems; the page stays open for further questions. */
export async function visit(page, url, { status = 200 } = {}) {
  const problems = [];
  const origin = new URL(url).origin;
  page.on('console', (message) => {
    const judged = message.text().includes('the server responded with a status of'); // below, by its response
    if (message.type() === 'error' && !judged) problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const target = request.url();
    if (!target.startsWith(origin) && !target.startsWith('data:')) problems.push(`request to outside: ${target}`);
  });
  page.on('response', (response) => {
    const expected = response.url() === url ? status : 200;
    if (response.status() !== expected && response.status() >= 400) problems.push(`status ${response.status()}: ${response.url()}`);
  });
  await page.addInitScript(() => {
    globalThis.policyViolations = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      globalThis.policyViolations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  const response = await page.goto(url, { waitUntil: 'load' });
  if (response.status() !== status) problems.push(`${url}: status ${response.status()} instead of ${status}`);
  problems.push(...policy(response));
  problems.push(...(await page.evaluate(() => globalThis.policyViolations)).map((text) => `content policy: ${text}`));
  problems.push(...(await judge(page)));
  return problems;
}

/** What is wrong with the page as it stands: too wide, or hard to read for some. */
export async function judge(page) {
  return [...await page.evaluate(tooWide), ...await findings(page, require.resolve('axe-core/axe.min.js'))];
}

function policy(response) {
  const sent = response.headers()['content-security-policy'] ?? '';
  const missing = POLICY.split('; ').filter((part) => !sent.includes(part));
  return missing.map((part) => `the content policy lacks: ${part}`);
}

// Runs in the page: nothing may be scrolled sideways but an element that says so by its own overflow.
function tooWide() {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return [];
  const edge = document.documentElement.clientWidth;
  const scrolls = (element) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== 'visible') return true;
    }
    return false;
  };
  const culprit = [...document.body.querySelectorAll('*')].find(
    (element) => element.getBoundingClientRect().right > edge + 0.5 && !scrolls(element),
  );
  const name = culprit ? `${culprit.tagName.toLowerCase()}.${culprit.getAttribute('class') ?? ''}` : 'the page';
  return [`${wide} px wider than the window: ${name}`];
}
