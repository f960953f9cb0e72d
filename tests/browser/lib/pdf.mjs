// What stands on the sheets of a printed page: their size and their text, read from the PDF that Chromium writes.
import { inflateSync } from 'node:zlib';

/** Each sheet as { across, text }: whether it lies across, and its text without blanks. */
export function sheets(pdf) {
  const objects = objectsOf(pdf);
  const pages = [...objects.values()].filter(({ head }) => /\/Type\s*\/Page\b/.test(head));
  return pages.map(({ head }) => {
    const [, , width, height] = /\/MediaBox\s*\[\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)/.exec(head).slice(1).map(Number);
    const fonts = new Map([...part(objects, head, 'Font').matchAll(/\/(\w+)\s+(\d+) 0 R/g)].map(([, name, id]) => [name, letters(objects, id)]));
    const contents = /\/Contents\s+(\d+) 0 R/.exec(head)[1];
    return { across: width > height, text: textOf(objects.get(contents).stream.toString('latin1'), fonts) };
  });
}

/** The objects by number: the text of the dictionary, and the unpacked stream. */
function objectsOf(pdf) {
  const text = pdf.toString('latin1');
  const found = new Map();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\s/g)) {
    const begin = match.index + match[0].length;
    const end = text.indexOf('endobj', begin);
    const stream = text.indexOf('stream', begin);
    if (stream < 0 || stream > end) {
      found.set(match[1], { head: text.slice(begin, end), stream: Buffer.alloc(0) });
      continue;
    }
    const head = text.slice(begin, stream);
    const from = text.indexOf('\n', stream) + 1;
    const bytes = pdf.subarray(from, from + Number(/\/Length\s+(\d+)/.exec(head)[1]));
    found.set(match[1], { head, stream: head.includes('FlateDecode') ? inflateSync(bytes) : bytes });
  }
  return found;
}

/** A dictionary of the page's resources, there or in an object of its own. */
function part(objects, head, name) {
  const own = new RegExp(`/${name}\\s*<<([^>]*)>>`).exec(head);
  if (own) return own[1];
  const other = new RegExp(`/${name}\\s+(\\d+) 0 R`).exec(head) ?? /\/Resources\s+(\d+) 0 R/.exec(head);
  return other ? part(objects, objects.get(other[1]).head, name) || objects.get(other[1]).head : '';
}

/** A font: how many digits a glyph has, and glyph → letter. */
function letters(objects, font) {
  const { head } = objects.get(font);
  const map = /\/ToUnicode\s+(\d+) 0 R/.exec(head);
  const known = new Map();
  const size = /\/Type3\b/.test(head) ? 2 : 4;
  if (!map) return { size, known };
  const text = objects.get(map[1]).stream.toString('latin1');
  for (const [, block] of text.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph, code] of block.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) known.set(parseInt(glyph, 16), utf16(code));
  }
  for (const [, block] of text.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, first, last, code] of block.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
      for (let glyph = parseInt(first, 16); glyph <= parseInt(last, 16); glyph += 1) {
        known.set(glyph, String.fromCharCode(parseInt(code, 16) + glyph - parseInt(first, 16)));
      }
    }
  }
  return { size, known };
}

/** What is drawn, in the order in which it is drawn; a span that says what it means is taken at its word. */
function textOf(stream, fonts) {
  let font = { size: 4, known: new Map() };
  let text = '';
  let said = false;
  for (const [whole, actual, name, glyphs] of stream.matchAll(/\/ActualText\s*<FEFF([0-9A-Fa-f]*)>|\/(\w+)\s+[\d.]+\s+Tf|<([0-9A-Fa-f]+)>|EMC/g)) {
    if (actual !== undefined) {
      text += utf16(actual);
      said = true;
    } else if (whole === 'EMC') said = false;
    else if (name) font = fonts.get(name) ?? font;
    else if (!said) text += glyphs.match(new RegExp(`.{${font.size}}`, 'g')).map((glyph) => font.known.get(parseInt(glyph, 16)) ?? '').join('');
  }
  return text.replace(/\s+/g, '');
}

function utf16(code) {
  return String.fromCharCode(...(code.match(/.{4}/g) ?? []).map((unit) => parseInt(unit, 16)));
}
