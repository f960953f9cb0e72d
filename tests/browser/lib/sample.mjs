// A tiny server of sample pages, each wrong in one way, to prove that the checks fail when they must.
import { createServer } from 'node:http';

const POLICY = "default-src 'self'; style-src 'self'; img-src 'self' data:";

const page = (body, head = '') => `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>样张</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/sheet.css">${head}</head><body><main><h1>样张</h1>${body}</main></body></html>`;

export const PAGES = {
  '/': page('<p>完成 45.65%</p><p><a href="/ledger">台账</a></p>'),
  '/ledger': page('<p><a href="/trace/F01?month=7">20.6</a> <a href="/trace/F02?month=7">9.5</a></p>'),
  '/trace/F01?month=7': page('<p>来源 <span class="place">月报.xlsx › 月报 › F17</span></p>'),
  '/trace/F02?month=7': page('<p>来源 <span class="place">月报.xlsx › 月报 › F18</span></p>'),
  '/dead': page('<p><a href="/nowhere">去处</a> <a href="/ledger#nowhere">去处</a> <a href="https://example.com/">外</a></p>'),
  '/axe': page('<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></p>'),
  '/pale': page('<p class="pale">看不清的字</p>'),
  '/inline-style': page('<p style="color: red">红</p>'),
  '/console': page('<p>一</p>', '<script src="/error.js"></script>'),
  '/throws': page('<p>一</p>', '<script src="/throws.js"></script>'),
  '/missing-script': page('<p>一</p>', '<script src="/gone.js"></script>'),
  '/outside': page('<p>一</p>', '<script src="http://127.0.0.1:9/x.js"></script>'),
  '/wide': page('<p class="wide">宽</p>'),
  '/scrolls': page('<div class="scrolls" tabindex="0"><p class="wide">宽</p></div>'),
  '/script-only': page('<p id="late"></p>', '<script src="/late.js" defer></script>'),
  '/unprotected': page('<p>一</p>'),
};

const FILES = {
  '/sheet.css': ['text/css', `body { margin: 16px; color: #1c1d1f; background: #fff; font-family: sans-serif }
.pale { color: #ddd } .wide { width: 2000px } .scrolls { overflow-x: auto }
@media (prefers-color-scheme: dark) { body { color: #e8e6e1; background: #151617 } a { color: #ea8a83 } }`],
  '/error.js': ['text/javascript', "console.error('坏了')"],
  '/throws.js': ['text/javascript', "throw new Error('坏了')"],
  '/late.js': ['text/javascript', "document.getElementById('late').textContent = '45.65%'"],
};

/** Serves PAGES with `change` applied to each page; resolves to { address, close }. */
export async function serve(change = (text) => text) {
  const server = createServer((request, response) => {
    const text = PAGES[request.url];
    const file = FILES[request.url];
    const policy = request.url === '/unprotected' ? {} : { 'content-security-policy': POLICY };
    if (text) response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...policy }).end(change(text));
    else if (file) response.writeHead(200, { 'content-type': file[0] }).end(file[1]);
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('无');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  };
}
