// Debian's Chromium, the same everywhere: no background traffic, one set of fonts, no animation.
import { execFileSync } from 'node:child_process';
import { readFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const here = join(dirname(fileURLToPath(import.meta.url)), '..');
export const root = join(here, '..', '..');
export const out = join(root, 'target', 'browser');
mkdirSync(out, { recursive: true });

const EXECUTABLE = process.env.DUKAO_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--font-render-hinting=none', '--disable-lcd-text',
  '--force-color-profile=srgb', '--hide-scrollbars',
];

/** Starts the browser; the caller closes it. */
export function launch() {
  return chromium.launch({
    executablePath: EXECUTABLE,
    headless: true,
    args: FLAGS,
    env: { ...process.env, FONTCONFIG_FILE: join(here, 'fonts.conf'), TZ: 'Asia/Shanghai', LANG: 'C.UTF-8' },
  });
}

let session = null;

/** The cookie that every page opened from now on has; null for none. */
export function signIn(cookie) {
  session = cookie;
}

/** A fresh page: width and colour scheme as given, no saved state but the session; without it when `nobody`. */
export async function open(browser, { width = 1280, height = 800, scheme = 'light', script = true, nobody = false } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    javaScriptEnabled: script,
  });
  if (session && !nobody) await context.addCookies([session]);
  return context.newPage();
}

/** What draws the pictures: browser and font files, as text to keep beside them. */
export function versions() {
  const run = (program, ...rest) => execFileSync(program, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  const environment = { ...process.env, FONTCONFIG_FILE: join(here, 'fonts.conf') };
  const font = (family) => execFileSync('fc-match', [family, 'family', 'fontversion'], { encoding: 'utf8', env: environment }).trim();
  const playwright = JSON.parse(readFileSync(join(here, 'node_modules/playwright-core/package.json'), 'utf8')).version;
  return [
    run(EXECUTABLE, '--version').split(' built on ')[0],
    `playwright-core ${playwright}`,
    ...['sans-serif', 'serif', 'monospace'].map((family) => `${family} ${font(family)}`),
  ].join('\n') + '\n';
}
