// axe-core in the page, past the content policy: the debugger's evaluation is not bound by it.
import { readFileSync } from 'node:fs';

let source;

/** Serious and critical findings as sentences. */
export async function findings(page, file) {
  source ??= readFileSync(file, 'utf8');
  await page.evaluate(source);
  const violations = await page.evaluate(async () => {
    const result = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return result.violations.map(({ id, impact, help, nodes }) => ({
      id, impact, help, count: nodes.length, first: nodes[0].html.slice(0, 160), why: nodes[0].failureSummary,
    }));
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, help, count, first, why }) => `axe ${impact} ${id} × ${count}: ${help}: ${first} ${why.replace(/\s+/g, ' ')}`);
}
