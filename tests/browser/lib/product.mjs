// The built binary on a fresh demonstration database.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, signIn } from './browser.mjs';

const BINARY = process.env.DUKAO_BINARY ?? join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug', 'dukao');

/** The product's own list of routes: { method, path, sample, title }. */
export function routes() {
  return JSON.parse(execFileSync(BINARY, ['routes'], { encoding: 'utf8' })).routes;
}

/** The role card as which a test reads when it says nothing else. */
const OFFICE = 'kaohe';

/**
 * Starts `dukao demo` (or another command that serves); resolves to { address, said, stop } when it has printed where it serves.
 * Every page that is opened from then on has the session of the assessment office, but for those that ask for another card.
 */
export async function startProduct({ command = 'demo' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'dukao-browser-'));
  const arguments_ = [command, '--port', '0', '--db', join(folder, 'demo.db')];
  const child = spawn(BINARY, arguments_, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);
  const stop = async () => {
    process.off('exit', killed);
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  let said = '';
  try {
    const address = await new Promise((resolve, reject) => {
      const listen = (chunk) => {
        said += chunk;
        const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
        if (found) resolve(found[0]);
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`dukao demo ended with ${code}:\n${said}`)));
    });
    const cookie = command === 'demo' ? await enter(address, OFFICE) : null;
    signIn(cookie && { url: address, ...cookie });
    return { address, cookie: cookie && `${cookie.name}=${cookie.value}`, said: () => said, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Steps into a role card of the demonstration; the cookie as { name, value }. */
export async function enter(address, card) {
  const response = await fetch(`${address}/enter`, {
    method: 'POST', redirect: 'manual', body: new URLSearchParams({ card }), headers: { origin: address },
  });
  const found = (response.headers.get('set-cookie') ?? '').match(/^(dk-session)=([^;]+)/);
  if (response.status !== 303 || !found) throw new Error(`/enter as ${card}: ${response.status}`);
  return { name: found[1], value: found[2] };
}
