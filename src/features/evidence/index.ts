export { exportDifferences, sandbox } from './export.ts';
export { type Pack, packWithoutCosts } from './pack.ts';
export { readRows } from './read-rows.ts';
export { type Format, renderers } from './render/render.ts';
export { EvidenceRow } from './row.ts';
export { type ControlTotal, controlTotals, isTied } from './totals.ts';
export { type Written, writeFile } from './write-file.ts';
