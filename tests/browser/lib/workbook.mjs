// A workbook with one sheet of plain texts, as a spreadsheet program would save it: parts in a zip, not compressed.
import { crc32 } from 'node:zlib';

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The bytes of an xlsx whose only sheet is called `sheet` and holds `rows` (arrays of texts). */
export function workbook(sheet, rows) {
  return zip({
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
    '_rels/.rels': relations(`${RELATIONS}/officeDocument`, 'xl/workbook.xml'),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(`${RELATIONS}/worksheet`, 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><sheetData>${rows.map(row).join('')}</sheetData></worksheet>`,
  });
}

const relations = (type, target) => `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${type}" Target="${target}"/></Relationships>`;
const row = (texts, index) => `<row r="${index + 1}">${texts.map((text, column) => cell(text, `${String.fromCharCode(65 + column)}${index + 1}`)).join('')}</row>`;
const cell = (text, place) => `<c r="${place}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`;
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A zip of `parts` (name → text). */
function zip(parts) {
  const entries = Object.entries(parts).map(([name, text]) => ({ name: Buffer.from(name), bytes: Buffer.from(text) }));
  const [files, directory] = [[], []];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const common = fields([2, 20], [2, 0x800], [2, 0], [4, 0], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, name.length], [2, 0]);
    const file = Buffer.concat([fields([4, 0x04034b50]), common, name, bytes]);
    directory.push(fields([4, 0x02014b50], [2, 20]), common, fields([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), name);
    files.push(file);
    offset += file.length;
  }
  const listed = Buffer.concat(directory);
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, entries.length], [2, entries.length], [4, listed.length], [4, offset], [2, 0]);
  return Buffer.concat([...files, listed, end]);
}

/** Little-endian numbers, each [bytes, value]. */
function fields(...numbers) {
  return Buffer.concat(numbers.map(([size, value]) => {
    const bytes = Buffer.alloc(size);
    bytes.writeUIntLE(value, 0, size);
    return bytes;
  }));
}
