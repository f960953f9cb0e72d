// Pictures of pages against approved ones. They are kept at half size: a shift of one pixel still shows, at a quarter of the bytes.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { out, versions } from './browser.mjs';

/** A pixel of the half-size picture differs beyond this distance (0 to 1, YIQ); a picture fails beyond this many such pixels. One digit more or less is noticed. */
export const TOLERANCE = { pixel: 0.1, count: 4 };

/** The approved pictures in `folder`; `approve` rewrites them on purpose. */
export class Gallery {
  constructor(folder, { approve = false } = {}) {
    this.folder = folder;
    this.approve = approve;
    this.used = new Set();
    mkdirSync(folder, { recursive: true });
  }

  /** Compares what `page` shows with the approved picture `name`; returns problems. */
  async compare(page, name) {
    const file = `${name}.png`;
    this.used.add(file);
    const shot = await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' });
    const seen = half(PNG.sync.read(shot));
    const approved = join(this.folder, file);
    if (this.approve) {
      if (difference(approved, seen) > 0) writeFileSync(approved, encode(seen));
      return [];
    }
    const count = difference(approved, seen);
    if (count <= TOLERANCE.count) return [];
    writeFileSync(join(out, file), shot);
    if (count === Infinity) return [`no approved picture of this size: ${file}; look at target/browser/${file}, then dev/screenshots --approve`];
    return [`picture ${file}: ${count} pixels differ; look at target/browser/${file}, approve by dev/screenshots --approve${this.otherVersions()}`];
  }

  /** Approved pictures that nobody compared; when approving, they are removed and the versions written. */
  finish() {
    const left = readdirSync(this.folder).filter((file) => file.endsWith('.png') && !this.used.has(file));
    if (!this.approve) return left.map((file) => `approved picture without a page: ${file}`);
    for (const file of left) rmSync(join(this.folder, file));
    writeFileSync(join(this.folder, 'versions.txt'), versions());
    return [];
  }

  otherVersions() {
    const file = join(this.folder, 'versions.txt');
    const then = existsSync(file) ? readFileSync(file, 'utf8') : 'none recorded\n';
    const now = versions();
    return then === now ? '' : `; approved with\n${then}but this is\n${now}`;
  }
}

/** Number of pixels that differ; Infinity when there is no such picture of this size. */
function difference(file, seen) {
  if (!existsSync(file)) return Infinity;
  const approved = PNG.sync.read(readFileSync(file));
  if (approved.width !== seen.width || approved.height !== seen.height) return Infinity;
  return pixelmatch(approved.data, seen.data, null, seen.width, seen.height, { threshold: TOLERANCE.pixel, includeAA: true });
}

function encode(picture) {
  return PNG.sync.write(picture, { colorType: 2, deflateLevel: 9 });
}

/** Each pixel of the result is the mean of four. */
function half(picture) {
  const width = picture.width >> 1;
  const height = picture.height >> 1;
  const small = new PNG({ width, height });
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * 2 * picture.width + x * 2) * 4;
      const below = at + picture.width * 4;
      for (let channel = 0; channel < 4; channel += 1) {
        const sum = picture.data[at + channel] + picture.data[at + 4 + channel] + picture.data[below + channel] + picture.data[below + 4 + channel];
        small.data[(y * width + x) * 4 + channel] = (sum + 2) >> 2;
      }
    }
  }
  return small;
}
