// Follows every link from the front page by plain requests: dead links, routes, and the way to any page.

/** At most so many pages of one path pattern, and of one path pattern with the same query keys. */
const LIMITS = { path: 30, route: 4 };

/**
 * Walks breadth first from `start`. Of each route (a path with its names and numbers left out, and its query keys)
 * only some pages are read; `cookie` is the session of whoever walks. Returns { pages: Map(path → { route, from, depth, text, ids }), problems }.
 */
export async function crawl(start, limits = LIMITS, cookie = null) {
  const origin = new URL(start).origin;
  const pages = new Map();
  const counts = new Map();
  const problems = [];
  const fragments = [];
  const waiting = [{ path: pathOf(new URL(start)), from: null, depth: 0 }];
  const seen = new Set(waiting.map(({ path }) => path));
  while (waiting.length > 0) {
    const { path, from, depth } = waiting.shift();
    const response = await fetch(origin + path, { headers: { accept: 'text/html', ...(cookie && { cookie }) } });
    const text = await response.text();
    if (response.status !== 200) {
      problems.push(`${from ?? 'start'} → ${path}: status ${response.status}`);
      continue;
    }
    const isPage = (response.headers.get('content-type') ?? '').startsWith('text/html');
    pages.set(path, { route: routeOf(path), from, depth, isPage, text: isPage ? text : '', ids: isPage ? idsOf(text) : new Set() });
    if (!isPage) continue;
    for (const href of linksOf(text)) {
      const url = new URL(href, origin + path);
      if (!/^https?:$/.test(url.protocol)) continue;
      if (url.origin !== origin) {
        problems.push(`${path} → ${href}: leads outside; offices are offline`);
        continue;
      }
      const next = pathOf(url);
      if (url.hash.length > 1) fragments.push({ path, next, id: decodeURIComponent(url.hash.slice(1)) });
      if (seen.has(next)) continue;
      const route = routeOf(next);
      const keys = { path: route.split('?')[0], route: `${route} ` };
      if (Object.entries(keys).some(([kind, key]) => (counts.get(key) ?? 0) >= limits[kind])) continue;
      for (const key of Object.values(keys)) counts.set(key, (counts.get(key) ?? 0) + 1);
      seen.add(next);
      waiting.push({ path: next, from: path, depth: depth + 1 });
    }
  }
  for (const { path, next, id } of fragments) {
    const page = pages.get(next);
    if (page && page.isPage && !page.ids.has(id)) problems.push(`${path} → ${next}#${id}: no such place`);
  }
  return { pages, problems };
}

/** One page of each route, the first that was met: Map(route → path). */
export function examples(pages) {
  const found = new Map();
  for (const [path, { route, isPage }] of pages) {
    if (isPage && !found.has(route)) found.set(route, path);
  }
  return found;
}

/** The paths from the front page to `path`. */
export function wayTo(pages, path) {
  const way = [];
  for (let at = path; at !== null; at = pages.get(at).from) way.unshift(at);
  return way;
}

/** `/indicator/F01?year=2018` → `/indicator/*?year`: segments with a digit, a capital or a Chinese character are names. */
export function routeOf(path) {
  const url = new URL(path, 'http://localhost');
  const segments = decodeURIComponent(url.pathname).split('/').map((part) => (/^[a-z][a-z._-]*$/.test(part) || part === '' ? part : '*'));
  const keys = [...new Set(url.searchParams.keys())].sort().join('&');
  return segments.join('/') + (keys ? `?${keys}` : '');
}

function pathOf(url) {
  return url.pathname + url.search;
}

function linksOf(html) {
  return [...html.matchAll(/<(?:a|area)\b[^>]*?\shref=(?:"([^"]*)"|'([^']*)')/g)].map(([, one, two]) => unescape(one ?? two));
}

function idsOf(html) {
  return new Set([...html.matchAll(/\sid=(?:"([^"]*)"|'([^']*)')/g)].map(([, one, two]) => unescape(one ?? two)));
}

function unescape(text) {
  return text.replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&quot;/g, '"').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}
