// biome-ignore-all format: copied whole, so that it can be compared with its origin
// biome-ignore-all assist: the same
// Scores a findings file against truth.jsonl. Usage: node score.mjs TRUTH FINDINGS [--json] [--kinds a,b]
// FINDINGS: JSON lines or CSV with at least kind and one of subscriptionId, customerId, psaId, distributorSubscriptionId, lineNo (+invoice); impactCents is optional.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
const args = process.argv.slice(2).filter((a) => !a.startsWith('--')); const flag = (n) => process.argv.includes('--' + n); const only = (process.argv.find((a) => a.startsWith('--kinds=')) ?? '').slice(8).split(',').filter(Boolean);
const text = (f) => { const b = readFileSync(f); return (f.endsWith('.gz') ? gunzipSync(b) : b).toString('utf8'); };
const rows = (f) => { const t = text(f).split('\n').filter(Boolean); if (t[0].startsWith('{')) return t.map((l) => JSON.parse(l)); const h = t[0].split(','); return t.slice(1).map((l) => Object.fromEntries(l.split(',').map((v, i) => [h[i], v]))); };
const truth = rows(args[0]).filter((t) => !only.length || only.includes(t.kind)); const found = rows(args[1]).filter((t) => !only.length || only.includes(t.kind));
const keys = (x) => { const k = []; if (x.subscriptionId) k.push('s' + x.subscriptionId); if (x.distributorSubscriptionId) k.push('d' + x.distributorSubscriptionId); for (const p of x.psaIds ?? (x.psaId ? [x.psaId] : [])) k.push('p' + p); if (x.lineNo !== undefined && x.invoice) k.push('l' + x.invoice + ':' + x.lineNo); if (!x.subscriptionId && x.customerId) k.push('c' + x.customerId); if (!x.subscriptionId && x.psaCompanyId) k.push('q' + x.psaCompanyId); return k; };
const byKind = new Map(); const byAny = new Map(); const put = (m, k, v) => { const a = m.get(k); if (a) a.push(v); else m.set(k, [v]); };
for (const t of truth) { t.hit = 0; t.any = false; for (const k of keys(t)) { put(byKind, t.kind + '|' + k, t); put(byAny, k, t); } if (!t.subscriptionId && t.customerId) put(byAny, 'cust' + t.customerId, t); }
const st = {}; const row = (k) => (st[k] ??= { truth: 0, found: 0, tp: 0, repeated: 0, misclassified: 0, fp: 0, impactTruth: 0, impactError: 0, impactMissing: 0 });
const arithmetic = new Set(['rounding', 'tax_rounding', 'duplicate_line', 'orphan_line', 'usage_total_mismatch']); // their money must be exact
for (const t of truth) { const r = row(t.kind); r.truth++; r.impactTruth += t.impactCents; }
for (const f of found) {
  const r = row(f.kind); r.found++; let hit = null; for (const k of keys(f)) { const c = byKind.get(f.kind + '|' + k); if (c) { hit = c.find((t) => !t.hit) ?? c[0]; break; } }
  if (hit) { if (!hit.hit) { r.tp++; if (f.impactCents !== undefined && f.impactCents !== '') r.impactError += Math.abs(Number(f.impactCents) - hit.impactCents); else r.impactMissing++; } else r.repeated++; hit.hit++; hit.any = true; continue; }
  let other = null; for (const k of keys(f)) { const c = byAny.get(k); if (c) { other = c[0]; break; } } other ??= byAny.get('cust' + f.customerId)?.[0];
  if (other) { r.misclassified++; other.any = true; } else r.fp++;
}
let T = 0, TP = 0, F = 0, ANY = 0, FP = 0; for (const t of truth) { T++; if (t.hit) TP++; if (t.any) ANY++; } for (const k in st) { F += st[k].found; FP += st[k].fp; }
const rowsOf = Object.entries(st); const sum = (k, only) => rowsOf.reduce((a, [kind, r]) => a + (!only || only.has(kind) ? r[k] : 0), 0); const aT = sum('truth', arithmetic);
const total = { truth: T, found: F, recall: T ? TP / T : 1, precision: F ? TP / F : 1, detectedAnyKind: T ? ANY / T : 1, falsePositives: FP, repeated: sum('repeated'), arithmetic: { recall: aT ? sum('tp', arithmetic) / aT : 1, impactErrorCents: sum('impactError', arithmetic), impactMissing: sum('impactMissing', arithmetic) } };
if (flag('json')) console.log(JSON.stringify({ total, kinds: st })); else { console.log('kind'.padEnd(38), 'truth', ' found', '    tp', ' other', '    fp', ' recall', '  impact error (cents)'); for (const k of Object.keys(st).sort()) { const r = st[k]; console.log(k.padEnd(38), String(r.truth).padStart(5), String(r.found).padStart(6), String(r.tp).padStart(6), String(r.misclassified).padStart(6), String(r.fp).padStart(6), (r.truth ? (r.tp / r.truth).toFixed(3) : '-').padStart(7), String(r.impactError).padStart(12)); } console.log(JSON.stringify(total)); }
