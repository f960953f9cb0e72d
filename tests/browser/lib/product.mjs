// The built binary on a fresh demonstration database.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './browser.mjs';

const BINARY = process.env.DUKAO_BINARY ?? join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug', 'dukao');

/** The product's own list of routes: { method, path, sample, title }. */
export function routes() {
  return JSON.parse(execFileSync(BINARY, ['routes'], { encoding: 'utf8' })).routes;
}

/** Starts `dukao demo`; resolves to { address, stop } when it has printed where it serves. */
export async function startProduct() {
  const folder = mkdtempSync(join(tmpdir(), 'dukao-browser-'));
  const arguments_ = ['demo', '--port', '0', '--db', join(folder, 'demo.db')];
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
    return { address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
