// biome-ignore-all format: copied whole, so that it can be compared with its origin
// biome-ignore-all assist: the same
// Deterministic generator of a Microsoft CSP partner's estate and one billing month.
// Plain Node (>= 20), no dependencies. Streams: memory does not grow with the number of lines.
// See README.md next to this file for the files it writes and the rules they obey.
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { createGzip, constants as Z } from 'node:zlib';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

// ---------------------------------------------------------------- random numbers
function mix(h) { h = Math.imul(h ^ (h >>> 16), 0x85ebca6b); h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35); return (h ^ (h >>> 16)) >>> 0; }
export function hash32(a, b, c = 0) { return mix(mix(mix((a | 0) + 0x9e3779b9) ^ (b | 0)) + Math.imul(c | 0, 0x27d4eb2f)); }
export class Rng {
  constructor(seed, stream, i = 0, j = 0) { // three independent 32-bit hashes of (seed, stream, i, j)
    this.a = hash32(hash32(seed, stream, 1), i, j); this.b = hash32(hash32(seed ^ 0x5bd1e995, stream, 2), j, i);
    this.c = hash32(hash32(stream ^ 0x1b873593, seed, 3), i + 0x632be5ab, j ^ 0x2545f491); this.d = 1;
    for (let i = 0; i < 8; i++) this.u32();
  }
  u32() { // sfc32
    let { a, b, c, d } = this;
    const t = (((a + b) | 0) + d) | 0; d = (d + 1) | 0;
    a = b ^ (b >>> 9); b = (c + (c << 3)) | 0; c = ((c << 21) | (c >>> 11)); c = (c + t) | 0;
    this.a = a; this.b = b; this.c = c; this.d = d;
    return t >>> 0;
  }
  f() { return this.u32() / 4294967296; }
  int(n) { return Math.floor(this.f() * n); }
  range(lo, hi) { return lo + this.int(hi - lo + 1); }
  chance(p) { return this.f() < p; }
  pick(arr) { return arr[this.int(arr.length)]; }
  uuid() {
    const w = this.u32(), x = this.u32(), y = this.u32(), z = this.u32();
    return H4[w >>> 16] + H4[w & 65535] + '-' + H4[x >>> 16] + '-4' + H4[x & 65535].slice(1) + '-' +
      H4[0x8000 | (y >>> 18)] + '-' + H4[y & 65535] + H4[z >>> 16] + H4[z & 65535];
  }
}
const H4 = Array.from({ length: 65536 }, (_, i) => i.toString(16).padStart(4, '0'));
const B32 = '0123456789BCDFGHJKLMNPQRSTVWXZ';
function code(n, len) { let s = ''; for (let i = 0; i < len; i++) { s = B32[n % 30] + s; n = Math.floor(n / 30); } return s; }

// ---------------------------------------------------------------- dates (day numbers, UTC)
const DAY = 86400000;
const dcache = new Map();
function dparts(day) {
  let p = dcache.get(day);
  if (!p) {
    const d = new Date(day * DAY); const y = d.getUTCFullYear(), m = d.getUTCMonth() + 1, q = d.getUTCDate();
    const iso = `${y}-${String(m).padStart(2, '0')}-${String(q).padStart(2, '0')}`;
    p = { y, m, q, iso, isoz: iso + 'T00:00:00Z', us: `${m}/${q}/${y}` };
    dcache.set(day, p);
  }
  return p;
}
const iso = (d) => dparts(d).iso, isoz = (d) => dparts(d).isoz, us = (d) => dparts(d).us;
export function dayOf(y, m, d) { return Math.round(Date.UTC(y, m - 1, d) / DAY); }
function daysIn(y, m) { return new Date(Date.UTC(y, m, 0)).getUTCDate(); }
function addMonths(day, n, dom) { // keeps the anchor day of month, clamped
  const p = dparts(day); const t = p.y * 12 + (p.m - 1) + n; const y = Math.floor(t / 12), m = (t % 12) + 1;
  return dayOf(y, m, Math.min(dom ?? p.q, daysIn(y, m)));
}

// ---------------------------------------------------------------- exact money (micro = 1e-6, cents = 1e-2)
export function mulDiv(a, b, div) { // floor(a*b/div), a,b >= 0, exact
  const p = a * b; if (p <= 9007199254740991) return Math.floor(p / div) - (Math.floor(p / div) * div > p ? 1 : 0);
  return Number((BigInt(a) * BigInt(b)) / BigInt(div));
}
export function dec(n, scale) { // integer -> decimal text without trailing zeros
  if (n < 0) return '-' + dec(-n, scale);
  const s = String(n).padStart(scale + 1, '0'); const i = s.slice(0, -scale); let f = s.slice(-scale);
  let e = f.length; while (e > 0 && f.charCodeAt(e - 1) === 48) e--;
  return e ? i + '.' + f.slice(0, e) : i;
}
const micro = (n) => dec(n, 6), cents = (n) => dec(n, 2);
function taxCents(sub, ratePpm) { const s = sub < 0 ? -1 : 1; return s * Math.floor((Math.abs(sub) * ratePpm + 500000) / 1000000); }

// ---------------------------------------------------------------- catalogue
// name, monthly price for an annual commitment in USD micro-units, weight, flags
const LICENCES = [
  ['Microsoft 365 Business Basic', 6.0, 22], ['Microsoft 365 Business Standard', 12.5, 20], ['Microsoft 365 Business Premium', 22.0, 26],
  ['Microsoft 365 Apps for business', 8.25, 5], ['Microsoft 365 E3 (no Teams)', 33.75, 4], ['Microsoft 365 E5 (no Teams)', 54.75, 3],
  ['Office 365 E1', 10.0, 3], ['Office 365 E3', 23.0, 5], ['Office 365 E5', 38.0, 1], ['Microsoft 365 F1', 2.25, 3], ['Microsoft 365 F3', 8.0, 5],
  ['Exchange Online (Plan 1)', 4.0, 14], ['Exchange Online (Plan 2)', 8.0, 4], ['Exchange Online Kiosk', 2.0, 5],
  ['SharePoint Online (Plan 1)', 5.0, 1], ['OneDrive for business (Plan 1)', 5.0, 1], ['Microsoft Teams Enterprise', 5.25, 4], ['Microsoft Teams Essentials', 4.0, 2],
  ['Microsoft Entra ID P1', 6.0, 5], ['Microsoft Entra ID P2', 9.0, 3], ['Enterprise Mobility + Security E3', 10.6, 2], ['Enterprise Mobility + Security E5', 16.4, 1],
  ['Microsoft Intune Plan 1', 8.0, 3], ['Power BI Pro', 14.0, 6], ['Power BI Premium Per User', 24.0, 1], ['Visio Plan 1', 5.0, 2], ['Visio Plan 2', 15.0, 4],
  ['Planner and Project Plan 3', 30.0, 3], ['Planner and Project Plan 5', 55.0, 1], ['Planner Plan 1', 10.0, 2],
  ['Dynamics 365 Business Central Essentials', 70.0, 2], ['Dynamics 365 Business Central Premium', 100.0, 1], ['Dynamics 365 Sales Professional', 65.0, 1],
  ['Dynamics 365 Customer Service Enterprise', 105.0, 1], ['Windows 365 Business 2 vCPU 8 GB 128 GB', 41.0, 2], ['Windows 365 Enterprise 4 vCPU 16 GB 256 GB', 70.0, 1],
  ['Power Apps Premium', 20.0, 1], ['Power Automate Premium', 15.0, 1], ['Microsoft 365 Copilot', 30.0, 5], ['Defender for Endpoint P2', 5.2, 2],
];
const ADDONS = [
  ['Microsoft Teams Phone Standard', 10.0, 6], ['Microsoft Defender for Office 365 (Plan 1)', 2.0, 6], ['Microsoft Defender for Office 365 (Plan 2)', 5.0, 2],
  ['Exchange Online Archiving for Exchange Online', 3.0, 4], ['Office 365 Extra File Storage', 0.2, 4], ['Microsoft 365 Audio Conferencing', 4.0, 2],
  ['Microsoft Defender for Business', 3.0, 3], ['Microsoft Purview Suite', 12.0, 1], ['Dynamics 365 Business Central Team Members', 8.0, 2],
];
const TERMS = [ // term, billing plan, weight, price multiplier in 1/1000, months billed at once, recon text
  { term: 'P1M', cycle: 'Monthly', w: 24, mult: 1200, months: 1, text: 'One-Month commitment for monthly billing', psa: 'M2M' },
  { term: 'P1Y', cycle: 'Monthly', w: 58, mult: 1050, months: 1, text: 'One-Year commitment for monthly/yearly billing', psa: 'A1M' },
  { term: 'P1Y', cycle: 'Annual', w: 14, mult: 12000, months: 12, text: 'One-Year commitment for yearly billing', psa: 'A1Y' },
  { term: 'P3Y', cycle: 'Monthly', w: 3, mult: 1000, months: 1, text: 'Three-3 Years commitment for monthly billing', psa: 'A3M' },
  { term: 'P3Y', cycle: 'Annual', w: 1, mult: 11800, months: 12, text: 'Three-3 Years commitment for yearly billing', psa: 'A3Y' },
];
const MARKETS = { // country -> price-list currency, fx to EUR in micro, tax rate in ppm
  DE: ['EUR', 1000000, 190000], AT: ['EUR', 1000000, 200000], NL: ['EUR', 1000000, 210000], FR: ['EUR', 1000000, 200000],
  GB: ['GBP', 1172305, 200000], CH: ['CHF', 1064281, 81000], SE: ['SEK', 89417, 250000], PL: ['PLN', 234519, 230000], US: ['USD', 918443, 0],
};
const LOCAL = { EUR: 1000, GBP: 860, CHF: 940, SEK: 11300, PLN: 4300, USD: 1080 }; // list-price ratio to the base, 1/1000
const COUNTRIES = ['DE', 'DE', 'DE', 'DE', 'DE', 'AT', 'AT', 'NL', 'FR', 'GB', 'GB', 'CH', 'SE', 'PL', 'US'];
const METER_CATS = ['Virtual Machines', 'Storage', 'Bandwidth', 'SQL Database', 'Azure App Service', 'Log Analytics', 'Virtual Network', 'Key Vault', 'Backup', 'Azure DNS', 'Microsoft Defender for Cloud', 'Azure Kubernetes Service', 'Cosmos DB', 'Redis Cache', 'Functions', 'Load Balancer', 'VPN Gateway', 'Azure Monitor', 'Site Recovery', 'Cognitive Services'];
const REGIONS = ['EU West', 'EU North', 'DE West Central', 'UK South', 'US East', 'US West 2', 'CH North', 'SE Central'];
const UNITS = [['1 Hour', '1 Hour'], ['1 GB/Month', '1 GB/Month'], ['10K', '10K'], ['1 GB', '1 GB'], ['100 Hours', '100 Hours']];
const W1 = ['Alpen', 'Nord', 'Rhein', 'Blue', 'Delta', 'Metro', 'Prime', 'Summit', 'Harbor', 'Linden', 'Falken', 'Silver', 'Oak', 'Stern', 'River', 'Granit', 'Orbit', 'Luma', 'Vertex', 'Cobalt', 'Ember', 'Zephyr', 'Quarz', 'Tilia', 'Mira', 'Kepler', 'Aurum', 'Fjord', 'Baltic', 'Ostsee'];
const W2 = ['Logistik', 'Consulting', 'Dental', 'Legal', 'Bau', 'Design', 'Energy', 'Foods', 'Care', 'Media', 'Systems', 'Invest', 'Travel', 'Pharma', 'Metall', 'Textil', 'Auto', 'Wood', 'Print', 'Software', 'Architekten', 'Tax', 'Optik', 'Solar', 'Gastro', 'Sports', 'Robotics', 'Labs', 'Hausverwaltung', 'Akademie'];
const W3 = ['GmbH', 'AG', 'Ltd', 'B.V.', 'SAS', 'KG', 'Inc', 'AB', 'e.K.', 'Group'];

function buildCatalogue(o) {
  const mk = (arr, base, addon) => arr.map(([name, price, w], i) => ({
    name, w, addon, base: Math.round(price * 1e6), pid: 'CFQ7TTC0L' + code(70000 + base + i * 37, 3), sku: '000' + B32[1 + (i % 4)],
    changed: (i + base) % 5 === 0, // price rose at the change date
    psa: (addon ? 'MSA-' : 'MS-') + String(base + i).padStart(3, '0'), dist: new Rng(o.seed, 71, base + i).uuid(),
    legacyOffer: new Rng(o.seed, 72, base + i).uuid(), distSku: 'MST-NCE-' + String(base + i).padStart(3, '0'),
  }));
  const lic = mk(LICENCES, 1, false), add = mk(ADDONS, 101, true);
  const all = [...lic, ...add];
  for (const p of all) p.avail = 'CFQ7TTC0' + code(hash32(7, p.base, p.name.length) % 810000, 4);
  const cum = (a, f) => { let s = 0; return a.map((x) => (s += f(x))); };
  return { lic, add, all, licCum: cum(lic, (x) => x.w), addCum: cum(add, (x) => x.w), termCum: cum(TERMS, (x) => x.w), meters: [] };
}
function weighted(r, arr, cum) { const x = r.f() * cum[cum.length - 1]; let i = 0; while (cum[i] <= x) i++; return arr[i]; }
// list price in micro-units of the currency, for one billing cycle, as of a price version (0 old, 1 new)
export function listPrice(p, t, currency, ver) {
  const v = mulDiv(p.changed && ver ? Math.floor(p.base * 11 / 10) : p.base, LOCAL[currency], 1000);
  return Math.floor(mulDiv(v, t.mult, 1000) / 10000) * 10000; // whole cents
}
function meter(o, k) { // meter k of the Azure catalogue, deterministic
  const c = o._meters; let m = c[k]; if (m) return m;
  const r = new Rng(o.seed, 73, k); const cat = METER_CATS[k % METER_CATS.length]; const reg = REGIONS[r.int(REGIONS.length)]; const u = UNITS[r.int(UNITS.length)];
  const tier = r.range(1, 96);
  m = { k, cat, sub: `${cat} Series ${1 + (k % 17)}`, name: `${cat.split(' ')[0]} ${code(k, 3)} v${1 + (k % 5)}`, region: reg, unit: u[0], unitType: u[1], id: r.uuid(),
    pid: 'DZH318Z0' + code(100000 + k, 4), sku: code(k % 9000, 4), avail: 'DZH318Z0' + code(400000 + k, 4),
    price: Math.max(40, Math.floor(Math.pow(r.f(), 3) * 2400000)), pecEligible: k % 10 !== 7, tier };
  m.desc = `${m.sub} - ${m.name} - ${m.region}`;
  c[k] = m; return m;
}

// ---------------------------------------------------------------- discrepancy kinds
export const KINDS = {
  // kind: weight; the comments say between which records the disagreement is
  rounding: 4, // Microsoft's own line arithmetic
  tax_rounding: 3, duplicate_line: 6, price_mismatch_cost: 6, proration: 5, orphan_line: 4, missing_charge: 4, // invoice against estate and price sheet
  cancelled_still_billed_ms: 5, cancel_refund_missing: 4,
  quantity_mismatch_psa: 12, missing_in_psa: 8, missing_in_microsoft: 5, price_mismatch_sell: 6, wrong_term_psa: 6, duplicate_psa: 4, cancelled_still_billed_psa: 5, unmapped_product: 3, // PSA against estate
  quantity_mismatch_distributor: 5, missing_in_distributor: 3, price_mismatch_distributor: 4, wrong_term_distributor: 3, cancelled_still_billed_distributor: 3, // distributor against estate
  pec_lost: 4, usage_total_mismatch: 4, // Azure
};
export const CUSTOMER_KINDS = { tenant_moved: 1, unmapped_customer: 1 };

// ---------------------------------------------------------------- options
export const DEFAULTS = {
  seed: 1, customers: 1000, subscriptions: 0, lines: 0, usageLines: 0, priceRows: 0, month: '2026-07', out: '', partners: 1,
  errorRate: 0.02, customerErrorRate: 0.004, distributorShare: 0.3, psaLink: 85, formats: 'jsonl,csv', blobLines: 250000, gzipLevel: 6, plainNames: false, quiet: false, truthGz: false,
};
export function parseArgs(argv) {
  const o = { ...DEFAULTS };
  for (let i = 0; i < argv.length; i++) {
    const a = argv[i]; if (!a.startsWith('--')) throw new Error('unexpected argument ' + a);
    const [k0, v0] = a.slice(2).split('='); const k = k0.replace(/-([a-z])/g, (_, c) => c.toUpperCase());
    if (!(k in DEFAULTS)) throw new Error('unknown option --' + k0);
    if (typeof DEFAULTS[k] === 'boolean') { o[k] = v0 !== 'false'; continue; }
    const v = v0 ?? argv[++i]; o[k] = typeof DEFAULTS[k] === 'number' ? Number(v) : v;
  }
  return o;
}

// ---------------------------------------------------------------- output streams
class Out {
  constructor(file, level, header = '') {
    mkdirSync(path.dirname(file), { recursive: true });
    this.file = file; this.buf = header; this.rows = 0; this.bytes = 0;
    this.sink = createWriteStream(file);
    if (file.endsWith('.gz')) { this.z = createGzip({ level, chunkSize: 1 << 18 }); this.z.pipe(this.sink); } else this.z = this.sink;
  }
  line(s) { this.buf += s; this.rows++; }
  get full() { return this.buf.length > 1 << 19; }
  async flush() { if (this.buf) { const b = Buffer.from(this.buf, 'utf8'); this.bytes += b.length; this.buf = ''; if (!this.z.write(b)) await once(this.z, 'drain'); } }
  async end() { await this.flush(); this.z.end(); await once(this.sink, 'finish'); }
}
const q = (s) => (/[",\r\n]/.test(s) ? '"' + s.replace(/"/g, '""') + '"' : s);
const js = JSON.stringify;

// ---------------------------------------------------------------- model of one customer
export const RECON_COLUMNS = ['PartnerId', 'CustomerId', 'CustomerName', 'CustomerDomainName', 'CustomerCountry', 'InvoiceNumber', 'MpnId', 'Tier2MpnId', 'OrderId', 'OrderDate', 'ProductId', 'SkuId', 'AvailabilityId', 'SkuName', 'ProductName', 'ChargeType', 'UnitPrice', 'Quantity', 'Subtotal', 'TaxTotal', 'Total', 'Currency', 'PriceAdjustmentDescription', 'PublisherName', 'PublisherId', 'SubscriptionDescription', 'SubscriptionId', 'ChargeStartDate', 'ChargeEndDate', 'TermAndBillingCycle', 'EffectiveUnitPrice', 'UnitType', 'AlternateId', 'BillableQuantity', 'BillingFrequency', 'PricingCurrency', 'PCToBCExchangeRate', 'PCToBCExchangeRateDate', 'MeterDescription', 'ReservationOrderId', 'CreditReasonCode', 'SubscriptionStartDate', 'SubscriptionEndDate', 'ReferenceId', 'ProductQualifiers', 'PromotionId', 'ProductCategory'];
export const USAGE_COLUMNS = ['PartnerId', 'PartnerName', 'CustomerId', 'CustomerName', 'CustomerDomainName', 'CustomerCountry', 'MpnId', 'Tier2MpnId', 'InvoiceNumber', 'ProductId', 'SkuId', 'AvailabilityId', 'SkuName', 'ProductName', 'PublisherName', 'PublisherId', 'SubscriptionDescription', 'SubscriptionId', 'ChargeStartDate', 'ChargeEndDate', 'UsageDate', 'MeterType', 'MeterCategory', 'MeterId', 'MeterSubCategory', 'MeterName', 'MeterRegion', 'Unit', 'ResourceLocation', 'ConsumedService', 'ResourceGroup', 'ResourceURI', 'ChargeType', 'UnitPrice', 'Quantity', 'UnitType', 'BillingPreTaxTotal', 'BillingCurrency', 'PricingPreTaxTotal', 'PricingCurrency', 'ServiceInfo1', 'ServiceInfo2', 'Tags', 'AdditionalInfo', 'EffectiveUnitPrice', 'PCToBCExchangeRate', 'PCToBCExchangeRateDate', 'EntitlementId', 'EntitlementDescription', 'PartnerEarnedCreditPercentage', 'CreditPercentage', 'CreditType', 'BenefitOrderId', 'BenefitId', 'BenefitType'];
const NUM_RECON = new Set(['UnitPrice', 'Quantity', 'Subtotal', 'TaxTotal', 'Total', 'EffectiveUnitPrice', 'BillableQuantity', 'PCToBCExchangeRate']);
const LEGACY_COLUMNS = ['PartnerId', 'CustomerId', 'CustomerName', 'MpnId', 'ResellerMpnId', 'OrderId', 'SubscriptionId', 'SyndicationPartnerSubscriptionNumber', 'OfferId', 'DurableOfferId', 'OfferName', 'SubscriptionStartDate', 'SubscriptionEndDate', 'ChargeStartDate', 'ChargeEndDate', 'ChargeType', 'UnitPrice', 'Quantity', 'Amount', 'TotalOtherDiscount', 'Subtotal', 'Tax', 'TotalForCustomer', 'Currency', 'DomainName', 'SubscriptionName', 'SubscriptionDescription', 'BillingCycleType'];

const quota = (total, i, n, pow) => Math.floor(total * Math.pow((i + 1) / n, pow)) - Math.floor(total * Math.pow(i / n, pow));

export function companyName(o, i, r) {
  if (o.variant?.companyName) return o.variant.companyName(i, r, o);
  const base = `${r.pick(W1)} ${r.pick(W2)} ${r.pick(W3)}`;
  if (o.plainNames) return `${base} ${i}`;
  if (i % 97 === 5) return `${base.replace(/ ([^ ]+)$/, ', $1')} ${i}`;
  if (i % 131 === 9) return `"${base}" ${i}`;
  return `${base} ${i}`;
}

// Builds everything about customer i except the filler Azure lines (whose count is a quota handed in later).
export function buildCustomer(o, cat, i) {
  const r = new Rng(o.seed, 1, i);
  const c = { i, id: r.uuid(), commerceId: r.uuid(), country: r.pick(COUNTRIES), partner: o.parts[i % o.parts.length], billingId: r.uuid() };
  c.name = companyName(o, i, r);
  c.domain = `${(c.name.toLowerCase().replace(/[^a-z0-9]/g, '') || 'tenant').slice(0, 24)}${i}.onmicrosoft.com`;
  const mk = MARKETS[c.country]; c.currency = mk[0]; c.fx = mk[1]; c.tax = mk[2];
  c.channel = r.f() < o.distributorShare ? 'distributor' : 'direct';
  c.reseller = r.chance(0.15) ? 4000000 + r.int(40) : null;
  c.alignDom = r.chance(0.2) ? 1 : 0; // billing aligned to the calendar month
  c.distId = new Rng(o.seed, 2, i).uuid(); c.psaId = 20000 + i; c.agreementId = 500000 + i;
  c.kind = null;
  const nSubs = quota(o.subscriptions, i, o.customers, 0.62);
  if (r.f() < o.customerErrorRate && nSubs) c.kind = pickKind(r, o.customerKinds, () => true);
  c.subs = []; c.truth = []; c.audit = []; c.psaLines = []; c.distSubs = []; c.distItems = []; c.lines = []; c.legacy = []; c.estate = [];
  const rollup = !c.kind && o.psaLink < 100 && r.chance(0.03); c.rollup = rollup;
  for (let j = 0; j < nSubs; j++) buildSub(o, cat, c, j);
  if (rollup) rollupPsa(o, c);
  if (c.kind === 'tenant_moved') {
    let amt = 0; for (const a of c.psaLines) amt += toEur(c, a.qty * a.price);
    c.truth.push({ kind: 'tenant_moved', customerId: c.id, psaCompanyId: c.psaId, impact: -amt, expected: 'relationship none, no subscriptions', actual: `${c.psaLines.length} PSA lines still billed` });
    c.estate = []; c.lines = []; c.legacy = []; c.audit = []; c.subs = []; c.distSubs = []; c.distItems = [];
  } else if (c.kind === 'unmapped_customer') {
    let amt = 0; for (const a of c.psaLines) amt += toEur(c, a.qty * a.price);
    c.truth.push({ kind: 'unmapped_customer', customerId: c.id, psaCompanyId: c.psaId, impact: amt, expected: 'mapped to PSA company', actual: 'no row in mapping/customers' });
  }
  if (o.variant?.customer) o.variant.customer(c, new Rng(o.seed, 9, i), o, cat);
  return c;
}
function pickKind(r, weights, ok) {
  let s = 0; for (const k in weights) if (ok(k)) s += weights[k];
  if (!s) return null; let x = r.f() * s;
  for (const k in weights) if (ok(k)) { x -= weights[k]; if (x < 0) return k; }
  return null;
}
const toEur = (c, v) => Math.round(v * (c.fx / 1e6) / 10000); // micro-units of the customer's price-list currency -> EUR cents
const margin = (price) => Math.floor(price * 1.18 / 10000) * 10000; // price book: 18 % above list, whole cents

function buildSub(o, cat, c, j) {
  const r = new Rng(o.seed, 3, c.i, j);
  const s = { id: r.uuid(), c, j, order: code(r.u32(), 7) + code(r.u32(), 5), ref: r.uuid() };
  const x = r.f();
  if (x < 0.04 && c.channel === 'direct') { // Azure plan
    s.azure = true; s.entitlements = Array.from({ length: r.range(1, 3) }, () => r.uuid());
    s.start = o.m0 - r.range(40, 900); s.pec = r.chance(0.93); s.kind = null;
    if (!c.kind && r.f() < o.errorRate * 4) {
      s.kind = pickKind(r, o.kinds, (k) => (k === 'pec_lost' && s.pec) || (k === 'usage_total_mismatch' && o.usageLines > 0));
    }
    s.pecLostDay = s.kind === 'pec_lost' ? r.range(3, o.mDays - 4) : -1;
    c.subs.push(s);
    c.estate.push({ id: s.id, azure: true, name: 'Azure plan', start: s.start, end: o.m0 + 2000, qty: 1, status: 'active', order: s.order, s });
    c.psaLines.push(psaLine(o, c, s, { code: 'MS-AZURE', qty: 1, price: 0, cost: 0, azure: true }));
    return;
  }
  if (x < 0.06 && c.channel === 'direct') { buildLegacy(o, cat, c, s, r); return; }
  const addon = x >= 0.90; const p = addon ? weighted(r, cat.add, cat.addCum) : weighted(r, cat.lic, cat.licCum);
  const trial = !addon && r.chance(0.012);
  let t = trial ? TERMS[0] : weighted(r, TERMS, cat.termCum);
  Object.assign(s, { p, t, trial, addon });
  if (addon) { const parents = c.estate.filter((e) => !e.azure && !e.legacy && !e.parent); if (parents.length) s.parent = r.pick(parents).id; }
  let qty = Math.max(1, Math.floor(Math.pow(r.f(), 3) * 120) + r.range(1, 6));
  const dom = c.alignDom ? 1 : r.range(1, 28);
  const mAnchor = o.m0 + dom - 1; // the cycle start inside the month
  // life-cycle state
  const y = r.f(); let state = 'ongoing';
  if (trial) state = 'trial';
  else if (y < 0.06) state = 'new'; else if (y < 0.075) state = 'cancel7'; else if (y < 0.135) state = 'renewed'; else if (y < 0.16) state = 'ended';
  let kind = null;
  if (!c.kind && !c.rollup && r.f() < o.errorRate) {
    kind = pickKind(r, o.kinds, (k) => applicable(k, c, s, state, t));
    if (kind === 'cancelled_still_billed_ms' || kind === 'cancelled_still_billed_psa' || kind === 'cancelled_still_billed_distributor') state = 'ended';
    if (kind === 'cancel_refund_missing') state = 'cancel7';
    if (kind === 'proration' || kind === 'missing_charge' || kind === 'duplicate_line' || kind === 'rounding' || kind === 'tax_rounding' || kind === 'price_mismatch_cost' || kind === 'orphan_line') { if (state === 'ended' || state === 'cancel7' || state === 'trial') state = 'ongoing'; if (t.months === 12) t = s.t = TERMS[1]; }
    if (kind && !['cancelled_still_billed_ms', 'cancelled_still_billed_psa', 'cancelled_still_billed_distributor', 'cancel_refund_missing'].includes(kind) && (state === 'ended' || state === 'cancel7')) state = 'ongoing';
  }
  s.kind = kind; s.state = state;
  const termMonths = t.term === 'P1M' ? 1 : t.term === 'P1Y' ? 12 : 36;
  // current term
  if (state === 'new' || state === 'cancel7' || state === 'trial') { s.start = o.m0 + (c.alignDom && state === 'new' ? r.range(0, o.mDays - 8) : dom - 1); s.created = s.start; }
  else if (state === 'renewed' || t.term === 'P1M') { s.start = mAnchor; s.created = addMonths(mAnchor, -termMonths * r.range(1, 3), dom); }
  else { // inside a longer term: term began 1..termMonths-1 months ago
    s.start = addMonths(mAnchor, -r.range(1, termMonths - 1), dom); s.created = r.chance(0.5) ? s.start : addMonths(s.start, -termMonths, dom);
  }
  if (state === 'ended') { // ended before this month's cycle began
    s.endedOn = t.term === 'P1M' ? mAnchor - 1 : addMonths(mAnchor, 0, dom) - 1; s.start = addMonths(mAnchor, -termMonths, dom); s.created = s.start;
  }
  const coterm = state === 'new' && t.months === 1 && c.alignDom === 1;
  s.end = coterm ? addMonths(o.m0, termMonths === 1 ? 1 : termMonths, 1) - 1 : addMonths(s.start, termMonths, dparts(s.start).q) - 1;
  s.coterm = coterm;
  const ver = s.start >= o.priceChange ? 1 : 0;
  s.unit = trial ? 0 : listPrice(p, t, c.currency, ver);
  s.book = trial ? 0 : margin(s.unit);
  // billing cycle of this month
  let cs = state === 'new' || state === 'cancel7' ? s.start : mAnchor;
  const billedThisMonth = !trial && state !== 'ended' && (t.months === 1 || state === 'new' || state === 'cancel7' || state === 'renewed');
  let ce = t.months === 1 ? (coterm ? o.m0 + o.mDays - 1 : addMonths(cs, 1, dparts(cs).q) - 1) : addMonths(cs, 12, dparts(cs).q) - 1;
  const full = t.months === 1 ? addMonths(cs, 1, dparts(cs).q) - cs : addMonths(cs, 12, dparts(cs).q) - cs;
  const days = ce - cs + 1;
  const q0 = qty; const ev = [];
  const direct = c.channel === 'direct';
  const wantEvent = kind === 'proration' || (!trial && state !== 'ended' && state !== 'cancel7' && r.chance(0.07));
  if (wantEvent && billedThisMonth) {
    let n = r.chance(0.2) ? 2 : 1; let d = cs;
    for (let k = 0; k < n; k++) {
      const last = Math.min(ce, o.m0 + o.mDays - 1); if (d + 1 > last) break;
      d = r.range(d + 1, last);
      const canRemove = d - s.start <= 6 && s.start >= o.m0 && qty > 2;
      const delta = canRemove && r.chance(0.4) ? -r.range(1, Math.min(qty - 1, 5)) : r.range(1, Math.max(2, Math.ceil(qty * 0.2)));
      ev.push({ d, from: qty, to: qty + delta }); qty += delta;
    }
  }
  if (kind === 'proration' && !ev.length) { s.kind = kind = null; }
  s.qty = qty; s.q0 = q0;
  // charges
  const L = [];
  if (direct && billedThisMonth) {
    const type = state === 'new' || state === 'cancel7' ? 'new' : state === 'renewed' || t.term === 'P1M' ? 'renew' : 'cycleCharge';
    const eff = days === full ? s.unit : mulDiv(s.unit, days, full);
    L.push({ type, cs, ce, q: q0, eff, od: type === 'new' || type === 'renew' ? cs : s.start });
    for (const e of ev) { // a change is a refund of the old quantity and a charge of the new one for the days that remain
      const rem = ce - e.d + 1; const pe = mulDiv(s.unit, rem, full); const ct = e.to > e.from ? 'addQuantity' : 'removeQuantity';
      L.push({ type: ct, cs: e.d, ce, q: -e.from, eff: pe, od: e.d, e }); L.push({ type: ct, cs: e.d, ce, q: e.to, eff: pe, od: e.d, e });
      c.audit.push({ d: e.d, op: 'update_subscription', s, from: e.from, to: e.to });
    }
    if (state === 'cancel7') {
      const d = Math.min(cs + r.range(1, 6), o.m0 + o.mDays - 1); s.cancelDay = d; const rem = ce - d + 1; const pe = mulDiv(s.unit, rem, full);
      const line = { type: 'cancelImmediate', cs: d, ce, q: -q0, eff: pe, od: d };
      c.audit.push({ d, op: 'update_subscription', s, status: 'deleted', from: q0, to: 0 });
      if (kind === 'cancel_refund_missing') truth(c, s, kind, Math.floor(mulDiv(pe, c.fx, 1e10)) * q0, 'cancelImmediate refund line', 'no refund line');
      else L.push(line);
    }
    if (type === 'new') c.audit.push({ d: cs, op: 'create_order', s, from: 0, to: q0 });
  }
  // estate record
  const status = state === 'ended' || state === 'cancel7' ? 'deleted' : r.chance(0.01) && !kind ? 'suspended' : 'active';
  const rec = { id: s.id, name: p.name, start: s.start, end: state === 'ended' ? s.endedOn : s.end, qty, status, order: s.order, parent: s.parent, trial, t, p, s, created: s.created };
  // PSA
  const line = psaLine(o, c, s, { code: p.psa + '-' + t.psa, qty, price: s.book, cost: s.unit });
  const active = status !== 'deleted' && !trial;
  let psa = active ? [line] : [];
  // distributor
  let ds = null;
  if (!direct && state !== 'trial') ds = { id: new Rng(o.seed, 4, c.i, j).uuid(), s, qty, status: status === 'deleted' ? 'Cancelled' : 'Active', cost: s.unit - Math.floor(s.unit * 0.03 / 10000) * 10000, price: s.unit, t, bill: active && (t.months === 1 || state === 'new' || state === 'renewed') };
  let inEstate = true;
  // planted discrepancies
  const lineCents = (l) => mulDiv(l.eff, c.fx, 1e10) * l.q;
  switch (kind) {
    case 'rounding': { const l = L[0]; l.adj = r.chance(0.5) ? 1 : -1; truth(c, s, kind, l.adj, cents(lineCents(l)), cents(lineCents(l) + l.adj), l); break; }
    case 'tax_rounding': { const l = L[0]; l.taxAdj = r.chance(0.5) ? 1 : -1; truth(c, s, kind, l.taxAdj, 'TaxTotal by the market rate', `off by ${l.taxAdj} cent`, l); break; }
    case 'duplicate_line': { const l = L[0]; L.splice(1, 0, { ...l, dup: true }); truth(c, s, kind, lineCents(l), '1 line', '2 identical lines', l); break; }
    case 'price_mismatch_cost': { const old = s.unit; s.unitBilled = Math.floor(old * 1.07 / 10000) * 10000 + 10000; let diff = 0; for (const l of L) { const ne = mulDiv(l.eff, s.unitBilled, old); diff += mulDiv(ne, c.fx, 1e10) * l.q - lineCents(l); l.eff = ne; } truth(c, s, kind, diff, micro(old), micro(s.unitBilled), L[0]); break; }
    case 'proration': { const l2 = L.filter((l) => l.e === ev[0]); const bad = mulDiv(s.unit, Math.min(full, (l2[0].ce - l2[0].cs + 1) + r.range(3, 9)), full); let diff = 0; for (const l of l2) { diff += (mulDiv(bad, c.fx, 1e10) - mulDiv(l.eff, c.fx, 1e10)) * l.q; l.eff = bad; } truth(c, s, kind, diff, 'days remaining / days in cycle', 'other day count', l2[1]); break; }
    case 'orphan_line': { inEstate = false; psa = []; let a = 0; for (const l of L) a += lineCents(l); c.audit = c.audit.filter((a2) => a2.s !== s); truth(c, s, kind, a, 'subscription exists', 'invoice lines for a subscription the estate does not have', L[0]); break; }
    case 'missing_charge': { let a = 0; for (const l of L) a += lineCents(l); L.length = 0; truth(c, s, kind, -a, 'cycle line', 'no line for an active subscription'); break; }
    case 'cancelled_still_billed_ms': { const end2 = addMonths(mAnchor, t.months === 1 ? 1 : 12, dparts(mAnchor).q) - 1; const l = { type: t.term === 'P1M' ? 'renew' : 'cycleCharge', cs: mAnchor, ce: end2, q: qty, eff: s.unit, od: s.start }; L.push(l); truth(c, s, kind, lineCents(l), 'no charge after ' + iso(s.endedOn), 'charged', l); break; }
    case 'cancelled_still_billed_psa': { psa = [line]; truth(c, s, kind, -toEur(c, qty * s.book), 'cancelled ' + iso(s.endedOn), 'PSA line open'); break; }
    case 'cancelled_still_billed_distributor': { ds.status = 'Active'; ds.bill = true; truth(c, s, kind, toEur(c, qty * ds.cost), 'cancelled ' + iso(s.endedOn), 'distributor bills it'); break; }
    case 'quantity_mismatch_psa': { const d = r.chance(0.6) ? -r.range(1, Math.max(1, Math.min(qty - 1, 5))) : r.range(1, 5); line.qty = Math.max(0, qty + (d === 0 ? 1 : d)); if (line.qty === qty) line.qty++; truth(c, s, kind, toEur(c, (qty - line.qty) * s.book), qty, line.qty); break; }
    case 'missing_in_psa': { psa = []; truth(c, s, kind, toEur(c, qty * s.book), qty, 0); break; }
    case 'missing_in_microsoft': { inEstate = false; L.length = 0; if (ds) ds = null; c.audit = c.audit.filter((a2) => a2.s !== s); truth(c, s, kind, -toEur(c, qty * s.book), 0, qty); break; }
    case 'price_mismatch_sell': { const np = Math.floor(s.book * (0.8 + 0.1 * r.f()) / 10000) * 10000; line.price = np; truth(c, s, kind, toEur(c, (s.book - np) * qty), micro(s.book), micro(np)); break; }
    case 'wrong_term_psa': { const t2 = t === TERMS[0] ? TERMS[1] : TERMS[0]; line.code = p.psa + '-' + t2.psa; const b2 = margin(listPrice(p, t2, c.currency, ver)); line.price = b2; truth(c, s, kind, toEur(c, (s.book - b2) * qty), p.psa + '-' + t.psa, line.code); break; }
    case 'duplicate_psa': { psa = [line, { ...line, id: line.id + 1 }]; truth(c, s, kind, -toEur(c, qty * s.book), '1 PSA line', '2 PSA lines'); break; }
    case 'unmapped_product': { line.code = 'CUST-' + c.i + '-' + j; truth(c, s, kind, toEur(c, qty * s.book), p.psa + '-' + t.psa, line.code); break; }
    case 'quantity_mismatch_distributor': { const d = r.range(1, 4); ds.qty = qty + d; truth(c, s, kind, toEur(c, d * ds.cost), qty, ds.qty); break; }
    case 'missing_in_distributor': { truth(c, s, kind, 0, 'distributor subscription', 'absent at distributor'); ds = null; break; }
    case 'price_mismatch_distributor': { const oc = ds.cost; ds.cost = Math.floor(oc * 1.06 / 10000) * 10000 + 10000; truth(c, s, kind, ds.bill ? toEur(c, (ds.cost - oc) * qty) : 0, micro(oc), micro(ds.cost)); break; }
    case 'wrong_term_distributor': { ds.t = t === TERMS[0] ? TERMS[1] : TERMS[0]; truth(c, s, kind, 0, t.term + '/' + t.cycle, ds.t.term + '/' + ds.t.cycle); break; }
  }
  for (const tr of c.truth) if (tr.subscriptionId === s.id) { tr.psaIds = psa.map((l) => l.id); tr.distributorSubscriptionId = ds?.id; }
  for (const l of L) { l.s = s; c.lines.push(l); }
  for (const l of psa) c.psaLines.push(l);
  if (inEstate) c.estate.push(rec);
  if (ds) { c.distSubs.push(ds); if (ds.bill) c.distItems.push(ds); }
  c.subs.push(s);
}
function applicable(k, c, s, state, t) {
  const direct = c.channel === 'direct';
  switch (k) {
    case 'rounding': case 'tax_rounding': case 'duplicate_line': case 'price_mismatch_cost': case 'proration': case 'orphan_line': case 'missing_charge': case 'cancelled_still_billed_ms': case 'cancel_refund_missing':
      return direct && !s.trial && (k !== 'tax_rounding' || c.tax > 0) && !(k === 'cancelled_still_billed_ms' && t.months === 12);
    case 'quantity_mismatch_distributor': case 'missing_in_distributor': case 'price_mismatch_distributor': case 'wrong_term_distributor': case 'cancelled_still_billed_distributor': return !direct && !s.trial && !(k === 'cancelled_still_billed_distributor' && t.months === 12);
    case 'pec_lost': case 'usage_total_mismatch': return false;
    default: return !s.trial;
  }
}
function truth(c, s, kind, impact, expected, actual, line) {
  const rec = { kind, customerId: c.id, subscriptionId: s.id, impact, expected: String(expected), actual: String(actual), line };
  c.truth.push(rec); if (line) (line.truth ??= []).push(rec);
  return rec;
}
function psaLine(o, c, s, f) {
  const h = hash32(o.seed, s.j * 7 + 3, c.i); const linked = h % 100 < o.psaLink;
  return { id: 4 * (c.i * 65536 + s.j) + 1, c, s, sub: linked ? s.id : '', ...f };
}
function rollupPsa(o, c) { // one PSA line for all subscriptions of the same product code; no vendor id. Not a discrepancy.
  const m = new Map(); for (const a of c.psaLines) { const k = a.code + '|' + a.price; const e = m.get(k); if (e) e.qty += a.qty; else m.set(k, { ...a, sub: '' }); }
  c.psaLines = [...m.values()];
}
function buildLegacy(o, cat, c, s, r) {
  const p = weighted(r, cat.lic, cat.licCum); s.p = p; s.legacy = true; s.msSub = code(r.u32(), 8) + 'AAAAIA'; s.start = o.m0 - r.range(30, 2000); s.qty = r.range(1, 25); s.t = TERMS[0];
  s.unit = Math.floor(p.base * LOCAL.EUR / 1000 / 10000) * 10000; s.book = margin(s.unit);
  c.subs.push(s);
  c.estate.push({ id: s.id, legacy: true, name: p.name, start: s.start, end: o.m0 + r.range(20, 360), qty: s.qty, status: 'active', order: s.order, s, p });
  c.psaLines.push(psaLine(o, c, s, { code: p.psa + '-LEG', qty: s.qty, price: s.book, cost: s.unit }));
  c.legacy.push(s);
}

// ---------------------------------------------------------------- Azure plan lines
function azureQuota(o, ordinal) { return quota(o._azureLines, ordinal, Math.max(1, o._plans), 1); }
function usageQuota(o, ordinal) { return quota(o.usageLines, ordinal, Math.max(1, o._plans), 1); }

function* azurePlanLines(o, c, s, ordinal) { // yields {u: usage line} and {l: recon line}
  const r = new Rng(o.seed, 5, c.i, s.j);
  let nRecon = azureQuota(o, ordinal); const nUse = usageQuota(o, ordinal); const fx = MARKETS.US[1];
  const nRes = Math.ceil(nUse / o.mDays); // resources with daily usage, spread over nm meters
  const nm = nRes ? Math.max(1, Math.min(nRes, s.kind === 'pec_lost' ? nRecon >> 1 : nRecon)) : 0;
  const base = r.int(2000); const step = 1 + 10 * r.int(90); // coprime with 2000: no meter twice in a plan
  let lost = null; if (s.kind === 'pec_lost') lost = truth(c, s, 'pec_lost', 0, '15 % partner earned credit', `0 % from day ${s.pecLostDay + 1}`);
  let useLeft = nUse;
  let k = 0;
  while (nRecon > 0) {
    const m = meter(o, (base + k * step) % 2000 + 2000 * Math.floor(k / 2000));
    const elig = s.pec && m.pecEligible; const withDaily = k < nm;
    let qtyA = 0, qtyB = 0; // before / from the day the credit is lost
    const lostDay = s.pecLostDay;
    if (withDaily) {
      const nr = Math.floor(nRes / nm) + (k < nRes % nm ? 1 : 0); const rg = 'rg-' + B32[k % 30].toLowerCase() + (k % 7);
      for (let n = 0; n < nr; n++) {
        const per = Math.min(o.mDays, useLeft); const ent = s.entitlements[(k + n) % s.entitlements.length]; const lvl = 1000 + r.int(9000000); const vm = k + n * nm;
        for (let d = 0; d < per; d++) {
          const qd = 1 + Math.floor(lvl * (0.7 + 0.6 * r.f())); const pec = elig && !(lostDay >= 0 && d >= lostDay);
          if (pec || !elig || lostDay < 0) qtyA += qd; else qtyB += qd;
          yield { u: { m, d: o.m0 + d, qd, pec, ent, rg, k: vm } };
        }
        useLeft -= per;
      }
    } else {
      const total = 1000 + Math.floor(Math.pow(r.f(), 2) * 400000000); qtyA = total;
      if (elig && lostDay >= 0) { qtyA = Math.floor(total * lostDay / o.mDays); qtyB = total - qtyA; }
    }
    if (s.kind === 'usage_total_mismatch' && k === 0 && withDaily) {
      const extra = Math.max(1000, Math.floor(qtyA * 0.11)); const before = usageSub(m, elig, qtyA, fx); qtyA += extra; const l = azLine(o, c, s, m, elig, qtyA, fx);
      const t = truth(c, s, 'usage_total_mismatch', l.sub - before, 'sum of daily usage', `+${micro(extra)} units`, l); t.meterId = m.id; l.truth = [t];
      yield { l }; nRecon--; k++; continue;
    }
    if (qtyB > 0 && nRecon > 1) {
      yield { l: azLine(o, c, s, m, true, qtyA, fx) }; nRecon--;
      const l = azLine(o, c, s, m, false, qtyB, fx); if (lost) { lost.impact += l.sub - usageSub(m, true, qtyB, fx); }
      yield { l }; nRecon--;
    } else { yield { l: azLine(o, c, s, m, elig && lostDay !== 0, qtyA + qtyB, fx) }; nRecon--; }
    k++;
  }
}
function usageEff(m, pec) { return pec ? mulDiv(m.price, 85, 100) : m.price; }
function usageSub(m, pec, qty, fx) { const c1 = mulDiv(usageEff(m, pec), qty, 1e10); return mulDiv(c1, fx, 1e6); } // two ROUNDDOWNs to cents
function azLine(o, c, s, m, pec, qty, fx) { return { az: m, s, pec, q: qty, eff: usageEff(m, pec), fx, sub: usageSub(m, pec, qty, fx) }; }

// ---------------------------------------------------------------- main
export async function generate(options, variant) {
  const o = { ...DEFAULTS, ...options, variant }; if (!o.out) throw new Error('--out is required');
  if (!o.subscriptions) o.subscriptions = Math.max(o.customers, Math.round((o.lines || o.customers * 80) / 10));
  if (!o.lines) o.lines = o.subscriptions * 10;
  const [my, mm] = o.month.split('-').map(Number); o.m0 = dayOf(my, mm, 1); o.mDays = daysIn(my, mm); o.priceChange = addMonths(o.m0, -3, 1);
  o.kinds = { ...KINDS, ...(variant?.kinds ?? {}) }; o.customerKinds = { ...CUSTOMER_KINDS, ...(variant?.customerKinds ?? {}) };
  o.parts = Array.from({ length: o.partners }, (_, k) => { const r = new Rng(o.seed, 6, k); return { k, id: r.uuid(), name: k ? `Northwind Cloud ${k + 1}` : 'Northwind Cloud', mpn: 6000000 + r.int(99999), invoice: 'G' + String(100000000 + r.int(899999999)), legacyInvoice: 'D' + String(100000000 + r.int(899999999)) }; });
  o._meters = [];
  const cat = buildCatalogue(o); const has = new Set(o.formats.split(',')); const t0 = Date.now();
  const log = (s) => { if (!o.quiet) process.stderr.write(s + '\n'); };
  const outs = []; const open = (f, h) => { const x = new Out(path.join(o.out, f), o.gzipLevel, h); outs.push(x); return x; };
  const pump = async () => { for (const x of outs) if (x.full) await x.flush(); };

  // pass 0: count plans and licence lines so that the Azure filler reaches --lines exactly
  let plans = 0, licLines = 0;
  for (let i = 0; i < o.customers; i++) { const c = buildCustomer(o, cat, i); licLines += c.lines.length; for (const e of c.estate) if (e.azure) plans++; }
  o._plans = plans; o._azureLines = Math.max(0, o.lines - licLines);
  if (!plans) o._azureLines = 0;
  log(`pass 0: ${o.customers} customers, ${o.subscriptions} subscriptions, ${plans} Azure plans, ${licLines} licence lines, ${o._azureLines} Azure lines (${Date.now() - t0} ms)`);

  // pass 1: everything but invoice and usage lines
  const fCust = open('partner-center/customers.jsonl.gz'), fSub = open('partner-center/subscriptions.jsonl.gz'), fAudit = open('partner-center/audit-records.jsonl.gz');
  const fSubCsv = has.has('csv') ? open('partner-center/subscriptions.csv.gz', 'partnerId,customerId,subscriptionId,offerId,offerName,quantity,status,termDuration,billingCycle,billingType,isTrial,effectiveStartDate,commitmentEndDate\n') : null;
  const fDc = open('distributor/companies.jsonl.gz'), fDs = open('distributor/subscriptions.jsonl.gz'), fDi = open('distributor/invoice-items.jsonl.gz');
  const fPc = open('psa/companies.jsonl.gz'), fPa = open('psa/agreements.jsonl.gz'), fPl = open('psa/additions.jsonl.gz');
  const fPlCsv = has.has('csv') ? open('psa/additions.csv.gz', 'id,agreementId,companyId,productIdentifier,quantity,unitPrice,unitCost,effectiveDate,cancelledDate,vendorSubscriptionId\n') : null;
  const fMap = open('mapping/customers.csv.gz', 'partnerId,microsoftCustomerId,microsoftCustomerName,distributorCompanyId,psaCompanyId\n');
  const fLeg = open('microsoft/legacy-license.csv.gz', LEGACY_COLUMNS.join(',') + '\n');
  const fTruth = open('truth.jsonl' + (o.truthGz ? '.gz' : ''));
  const tsum = {}; let tid = 0; const emitTruth = (t, extra) => { const k = (tsum[t.kind] ??= { count: 0, impactCents: 0 }); k.count++; k.impactCents += t.impact; const { line, ...rest } = t; fTruth.line(js({ id: ++tid, ...rest, impact: undefined, impactCents: t.impact, currency: 'EUR', ...extra }) + '\n'); };
  let nCust = 0, nSub = 0, nPsa = 0;
  for (let i = 0; i < o.customers; i++) {
    const c = buildCustomer(o, cat, i); const P = c.partner; const nameJ = js(c.name); nCust++;
    if (c.kind !== 'tenant_moved') fCust.line(`{"id":"${c.id}","commerceId":"${c.commerceId}","companyProfile":{"tenantId":"${c.id}","domain":"${c.domain}","companyName":${nameJ},"attributes":{"objectType":"CustomerCompanyProfile"}},"billingProfile":{"id":"${c.billingId}","companyName":${nameJ},"defaultAddress":{"country":"${c.country}"}},"relationshipToPartner":"reseller","allowDelegatedAccess":true,"associatedPartnerId":${c.reseller ?? 'null'},"partnerTenantId":"${P.id}","attributes":{"objectType":"Customer"}}\n`);
    for (const e of c.estate) { subRecord(o, c, e, fSub, fSubCsv); nSub++; }
    for (const a of c.audit) fAudit.line(`{"id":"${P.id}_${c.id}_${a.op}_${a.d}${a.s.j}","partnerId":"${P.id}","customerId":"${c.id}","customerName":${nameJ},"resourceType":"${a.op === 'create_order' ? 'order' : 'subscription'}","operationType":"${a.op}","operationDate":"${iso(a.d)}T09:${String(a.s.j % 60).padStart(2, '0')}:00Z","operationStatus":"succeeded","customizedData":[{"key":"SubscriptionId","value":"${a.s.id}"},{"key":"OldQuantity","value":"${a.from}"},{"key":"NewQuantity","value":"${a.to}"}${a.status ? `,{"key":"Status","value":"${a.status}"}` : ''}],"attributes":{"objectType":"AuditRecord"}}\n`);
    if (c.distSubs.length) {
      fDc.line(`{"id":"${c.distId}","name":${nameJ},"address":{"country":"${c.country}"},"externalId":"","status":"Active","microsoftTenantId":"${c.id}"}\n`);
      for (const d of c.distSubs) { const s = d.s; fDs.line(`{"id":"${d.id}","companyId":"${c.distId}","productId":"${s.p.dist}","vendorSubscriptionId":"${s.id}","vendorSkuId":"${s.p.pid}:${s.p.sku}","quantity":${d.qty},"startDate":"${isoz(s.start)}","endDate":"${isoz(s.end)}","createdDate":"${isoz(s.created)}","billingStart":"${iso(s.created)}","status":"${d.status}","price":${micro(d.price)},"currencyCode":"${c.currency}","partnerCost":${micro(d.cost)},"productName":${js(s.p.name + ' [New Commerce Experience]')},"billingTerm":"${d.t.months === 12 ? 'Annual' : 'Monthly'}","commitmentTerm":{"term":"${d.t.term === 'P1M' ? 'Monthly' : d.t.term === 'P1Y' ? '1-Year' : '3-Year'}"}}\n`); }
      for (const d of c.distItems) { const s = d.s; fDi.line(`{"type":"subscription","purchaseOrderNumber":"N/A","companyId":"${c.distId}","companyName":${nameJ},"startPeriod":"${iso(o.m0)}","endPeriod":"${iso(o.m0 + o.mDays - 1)}","quantity":${d.qty},"unitOfMeasure":"User","term":"${d.t.months === 12 ? 'Annual' : 'Monthly'}","sku":"${s.p.distSku}-${d.t.psa}","description":${js(s.p.name)},"rateType":"flat","chargeType":"per","price":${micro(d.price)},"subTotal":${micro(d.price * d.qty)},"cost":${micro(d.cost)},"costTotal":${micro(d.cost * d.qty)},"offeredBy":"Distributor","billedByPax8":false,"total":${micro(d.price * d.qty)},"productId":"${s.p.dist}","productName":${js(s.p.name)},"amountDue":${micro(d.cost * d.qty)},"currencyCode":"${c.currency}","subscriptionId":"${d.id}"}\n`); }
    }
    fPc.line(`{"id":${c.psaId},"identifier":"C${c.psaId}","name":${nameJ},"country":"${c.country}","deletedFlag":false}\n`);
    fPa.line(`{"id":${c.agreementId},"name":"Microsoft CSP","company":{"id":${c.psaId}},"billCycle":"Monthly","agreementStatus":"Active"}\n`);
    for (const a of c.psaLines) {
      nPsa++; fPl.line(`{"id":${a.id},"agreementId":${c.agreementId},"company":{"id":${c.psaId}},"product":{"identifier":"${a.code}"},"quantity":${a.qty},"lessIncluded":0,"unitPrice":${micro(a.price)},"unitCost":${micro(a.cost)},"billCustomer":"Billable","effectiveDate":"${isoz(a.s.created ?? a.s.start)}","cancelledDate":null,"taxableFlag":true,"invoiceDescription":"","currency":"${c.currency}","customFields":[{"caption":"Vendor subscription id","value":"${a.sub}"}]}\n`);
      fPlCsv?.line(`${a.id},${c.agreementId},${c.psaId},${a.code},${a.qty},${micro(a.price)},${micro(a.cost)},${iso(a.s.created ?? a.s.start)},,${a.sub}\n`);
    }
    if (c.kind !== 'unmapped_customer') fMap.line(`${P.id},${c.id},${q(c.name)},${c.distSubs.length ? c.distId : ''},${c.psaId}\n`);
    for (const s of c.legacy) { const amt = Math.round(s.unit * s.qty / 10000); fLeg.line(`${P.id},${c.id},${q(c.name)},${P.mpn},${c.reseller ?? ''},${s.order},${s.msSub},${s.id},${s.p.legacyOffer},${s.p.legacyOffer},${s.p.name.toUpperCase()},${us(s.start)},${us(o.m0 + 365)},${us(o.m0)},${us(o.m0 + o.mDays - 1)},Cycle fee,${micro(s.unit)},${s.qty},${cents(amt)},0,${cents(amt)},${cents(taxCents(amt, c.tax))},${cents(amt + taxCents(amt, c.tax))},EUR,${c.domain},${s.p.name.toUpperCase()},${s.p.name.toUpperCase()},MONTHLY\n`); }
    for (const t of c.truth) if (!t.line) emitTruth(t, {});
    if ((i & 63) === 0) await pump();
  }
  for (const x of [fCust, fSub, fAudit, fSubCsv, fDc, fDs, fDi, fPc, fPa, fPl, fPlCsv, fMap, fLeg]) if (x) { await x.end(); outs.splice(outs.indexOf(x), 1); }
  await writeCatalogue(o, cat);
  log(`pass 1: ${nCust} customers, ${nSub} estate subscriptions, ${nPsa} PSA lines (${Date.now() - t0} ms)`);

  // pass 2: invoice and usage lines, customers in another order than the estate files
  const perm = permutation(o.customers, o.seed); const sets = o.parts.map((P) => new LineSet(o, P, has, open, outs));
  let ordinal = 0, nLines = 0, nUsage = 0;
  for (let n = 0; n < o.customers; n++) {
    const c = buildCustomer(o, cat, perm(n)); const set = sets[c.partner.k]; const f = custFmt(o, c);
    let batch = c.lines; if (variant?.lines) batch = variant.lines(batch, c, new Rng(o.seed, 8, c.i), o);
    for (const l of batch) { const no = l.partner ? sets[l.partner.k].recon(custFmt(o, { ...c, partner: l.partner }), c, l) : set.recon(f, c, l); nLines++; if (l.truth) for (const t of l.truth) { if (!t.done) { t.done = true; emitTruth(t, { invoice: (l.partner ?? c.partner).invoice, lineNo: no }); } } }
    for (const e of c.estate) if (e.azure) {
      const s = e.s; const before = c.truth.length;
      for (const x of azurePlanLines(o, c, s, ordinal)) {
        if (x.u) { set.usage(f, c, s, x.u); nUsage++; } else { const no = set.reconAzure(f, c, x.l); nLines++; if (x.l.truth) for (const t of x.l.truth) { t.done = true; emitTruth(t, { invoice: c.partner.invoice, lineNo: no }); } }
        if (set.full) await set.flush();
      }
      ordinal++;
      for (const t of c.truth.slice(before)) if (!t.done) emitTruth(t, {});
    }
    for (const t of c.truth) if (t.line && !t.done) emitTruth(t, {});
    if (set.full) await set.flush();
    if ((n & 63) === 0) await pump();
  }
  const exports_ = []; for (const s of sets) exports_.push(await s.end());
  await fTruth.end();
  const meta = { generator: 1, seed: o.seed, options: { customers: o.customers, subscriptions: o.subscriptions, lines: o.lines, usageLines: o.usageLines, month: o.month, partners: o.partners, errorRate: o.errorRate, customerErrorRate: o.customerErrorRate, distributorShare: o.distributorShare, psaLink: o.psaLink, variant: variant?.name ?? 'public' }, written: { customers: nCust, estateSubscriptions: nSub, psaLines: nPsa, reconLines: nLines, usageLines: nUsage, truth: tid }, exports: exports_ };
  writeFileSync(path.join(o.out, 'meta.json'), js(meta, null, 1)); writeFileSync(path.join(o.out, 'truth-summary.json'), js(tsum, null, 1));
  log(`pass 2: ${nLines} invoice lines, ${nUsage} usage lines, ${tid} planted (${Date.now() - t0} ms)`);
  return meta;
}

function permutation(n, seed) { // affine permutation of 0..n-1
  if (n < 3) return (i) => i; const g = (a, b) => (b ? g(b, a % b) : a); let a = 1 + (hash32(seed, 11) % (n - 1)); while (g(a, n) !== 1) a = (a % (n - 1)) + 1; const b = hash32(seed, 12) % n;
  return (i) => Number((BigInt(a) * BigInt(i) + BigInt(b)) % BigInt(n));
}
function subRecord(o, c, e, f, fcsv) {
  const P = e.partner ?? c.partner; const t = e.t; const p = e.p; // a variant may list a subscription under a second partner account
  const offer = e.azure ? 'DZH318Z0BPS6:0001:DZH318Z0BMXR' : e.legacy ? p.legacyOffer : `${p.pid}:${p.sku}:${p.avail}`;
  const term = e.azure ? '' : e.legacy ? '' : t.term; const cycle = e.azure ? 'none' : e.legacy ? 'monthly' : t.cycle.toLowerCase();
  f.line(`{"id":"${e.id}","customerId":"${c.id}","offerId":"${offer}","offerName":${js(e.name)},"friendlyName":${js(e.name)},"productType":{"id":"${e.azure ? 'Azure' : 'OnlineServicesNCE'}","displayName":"${e.azure ? 'Azure plan' : e.legacy ? 'Online Services' : 'OnlineServicesNCE'}"},"quantity":${e.qty},"unitType":"${e.azure ? 'none' : 'Licenses'}","parentSubscriptionId":${e.parent ? `"${e.parent}"` : 'null'},"hasPurchasableAddons":false,"creationDate":"${isoz(e.created ?? e.start)}","effectiveStartDate":"${isoz(e.start)}","commitmentEndDate":"${isoz(e.end)}","cancellationAllowedUntilDate":"${isoz(e.start + 7)}","billingCycleEndDate":"${isoz(e.end)}","status":"${e.status}","autoRenewEnabled":${e.status === 'active'},"isTrial":${!!e.trial},"billingType":"${e.azure ? 'usage' : 'license'}","billingCycle":"${cycle}","termDuration":"${term}","renewalTermDuration":"${term}","isMicrosoftProduct":true,"publisherName":"Microsoft Corporation","partnerId":"${c.reseller ?? ''}","orderId":"${e.order}","attentionNeeded":false,"actionTaken":false,"contractType":"subscription","customTermEndDate":${e.s.coterm ? `"${isoz(e.end)}"` : 'null'},"pricingCurrency":"${c.currency}","partnerTenantId":"${P.id}","attributes":{"etag":"${hash32(o.seed, c.i, e.s.j).toString(16)}","objectType":"Subscription"}}\n`);
  fcsv?.line(`${P.id},${c.id},${e.id},${offer},${q(e.name)},${e.qty},${e.status},${term},${cycle},${e.azure ? 'usage' : 'license'},${!!e.trial},${iso(e.start)},${iso(e.end)}\n`);
}
function custFmt(o, c) {
  const P = c.partner; const r2 = c.reseller ?? '';
  return {
    j: `{"PartnerId":"${P.id}","CustomerId":"${c.id}","CustomerName":${js(c.name)},"CustomerDomainName":"${c.domain}","CustomerCountry":"${c.country}","InvoiceNumber":"${P.invoice}","MpnId":${P.mpn},"Tier2MpnId":${r2 === '' ? 0 : r2},`,
    c: `${P.id},${c.id},${q(c.name)},${c.domain},${c.country},${P.invoice},${P.mpn},${r2 === '' ? 0 : r2},`,
    uj: `{"PartnerId":"${P.id}","PartnerName":${js(P.name)},"CustomerId":"${c.id}","CustomerName":${js(c.name)},"CustomerDomainName":"${c.domain}","CustomerCountry":"${c.country}","MpnId":${P.mpn},"Tier2MpnId":${r2 === '' ? 0 : r2},"InvoiceNumber":"${P.invoice}",`,
    uc: `${P.id},${q(P.name)},${c.id},${q(c.name)},${c.domain},${c.country},${P.mpn},${r2 === '' ? 0 : r2},${P.invoice},`,
  };
}
class LineSet { // one invoice export of one partner account: numbered blobs, a manifest and a CSV
  constructor(o, P, has, open, outs) {
    this.o = o; this.P = P; this.outs = outs; this.open = open; this.dir = `microsoft/p${P.k}`; this.n = 0; this.nu = 0; this.total = 0; this.tax = 0; this.blobs = []; this.ublobs = []; this.jsonl = has.has('jsonl'); this.fxDate = o.m0;
    this.csv = has.has('csv') ? open(`${this.dir}/recon.csv.gz`, RECON_COLUMNS.join(',') + '\n') : null;
    this.ucsv = has.has('csv') && o.usageLines ? open(`${this.dir}/usage.csv.gz`, USAGE_COLUMNS.join(',') + '\n') : null;
    this.blob = null; this.ublob = null; this.closing = [];
  }
  next(kind) {
    const list = kind === 'recon' ? this.blobs : this.ublobs; const name = `${kind}/part-${String(list.length).padStart(5, '0')}.json.gz`;
    const prev = kind === 'recon' ? this.blob : this.ublob; if (prev) { this.outs.splice(this.outs.indexOf(prev), 1); this.closing.push(prev.end()); }
    const b = this.open(`${this.dir}/${name}`); list.push({ name, out: b }); if (kind === 'recon') this.blob = b; else this.ublob = b; return b;
  }
  get full() { return (this.blob?.full) || (this.ublob?.full) || (this.csv?.full) || (this.ucsv?.full); }
  async flush() { if (this.closing.length) { await Promise.all(this.closing); this.closing = []; } for (const x of [this.blob, this.ublob, this.csv, this.ucsv]) if (x) await x.flush(); }
  write(f, j, cs) {
    if (this.jsonl) { if (this.n % this.o.blobLines === 0) this.next('recon'); this.blob.line(f.j + j); }
    this.csv?.line(f.c + cs); return this.n++;
  }
  recon(f, c, l) {
    const s = l.s, p = s.p, t = s.t; const unit = l.unit ?? s.unitBilled ?? s.unit; const sub = (l.sub ?? mulDiv(l.eff, c.fx, 1e10) * l.q) + (l.adj ?? 0); const tax = taxCents(sub, c.tax) + (l.taxAdj ?? 0); this.total += sub; this.tax += tax;
    const freq = t.months === 12 ? 'Annual' : 'Monthly'; const prod = p.name; const inv = l.credit ?? ''; const end = isoz(s.end);
    const j = `"OrderId":"${s.order}","OrderDate":"${isoz(l.od)}","ProductId":"${p.pid}","SkuId":"${p.sku}","AvailabilityId":"${p.avail}","SkuName":"${prod}","ProductName":"${prod}","ChargeType":"${l.type}","UnitPrice":${micro(unit)},"Quantity":${l.q},"Subtotal":${cents(sub)},"TaxTotal":${cents(tax)},"Total":${cents(sub + tax)},"Currency":"EUR","PriceAdjustmentDescription":"${l.pad ?? ''}","PublisherName":"Microsoft","PublisherId":"","SubscriptionDescription":"${prod}","SubscriptionId":"${s.id}","ChargeStartDate":"${isoz(l.cs)}","ChargeEndDate":"${isoz(l.ce)}","TermAndBillingCycle":"${t.text}","EffectiveUnitPrice":${micro(l.eff)},"UnitType":"Licenses","AlternateId":"${s.order}","BillableQuantity":${l.q},"BillingFrequency":"${freq}","PricingCurrency":"${c.currency}","PCToBCExchangeRate":${micro(c.fx)},"PCToBCExchangeRateDate":"${isoz(this.fxDate)}","MeterDescription":"","ReservationOrderId":"","CreditReasonCode":"${l.reason ?? ''}","SubscriptionStartDate":"${isoz(s.start)}","SubscriptionEndDate":"${end}","ReferenceId":"${s.ref}","ProductQualifiers":"","PromotionId":"","ProductCategory":"Online Services"}\n`;
    const k = this.csv ? `${s.order},${us(l.od)},${p.pid},${p.sku},${p.avail},${q(prod)},${q(prod)},${l.type},${micro(unit)},${l.q},${cents(sub)},${cents(tax)},${cents(sub + tax)},EUR,${l.pad ?? ''},Microsoft,,${q(prod)},${s.id},${us(l.cs)},${us(l.ce)},${t.text},${micro(l.eff)},Licenses,${s.order},${l.q},${freq},${c.currency},${micro(c.fx)},${us(this.fxDate)},,,${l.reason ?? ''},${us(s.start)},${us(s.end)},${s.ref},,,Online Services\n` : '';
    return this.write(f, j, k);
  }
  reconAzure(f, c, l) {
    const m = l.az, s = l.s, o = this.o; const tax = taxCents(l.sub, c.tax); this.total += l.sub; this.tax += tax; const pad = l.pec ? '15.0% Partner earned credit for services managed' : ''; const e = o.m0 + o.mDays - 1;
    const j = `"OrderId":"${s.order}","OrderDate":"${isoz(o.m0 + o.mDays)}","ProductId":"${m.pid}","SkuId":"${m.sku}","AvailabilityId":"${m.avail}","SkuName":"${m.desc}","ProductName":"${m.sub}","ChargeType":"new","UnitPrice":${micro(m.price)},"Quantity":1,"Subtotal":${cents(l.sub)},"TaxTotal":${cents(tax)},"Total":${cents(l.sub + tax)},"Currency":"EUR","PriceAdjustmentDescription":"${pad ? `[\\"${pad}\\"]` : ''}","PublisherName":"Microsoft","PublisherId":"","SubscriptionDescription":"Azure plan","SubscriptionId":"${s.id}","ChargeStartDate":"${isoz(o.m0)}","ChargeEndDate":"${isoz(e)}","TermAndBillingCycle":"","EffectiveUnitPrice":${micro(l.eff)},"UnitType":"${m.unitType}","AlternateId":"${s.order}","BillableQuantity":${micro(l.q)},"BillingFrequency":"","PricingCurrency":"USD","PCToBCExchangeRate":${micro(l.fx)},"PCToBCExchangeRateDate":"${isoz(this.fxDate)}","MeterDescription":"${m.desc}","ReservationOrderId":"","CreditReasonCode":"","SubscriptionStartDate":"","SubscriptionEndDate":"","ReferenceId":"${s.ref}","ProductQualifiers":"","PromotionId":"","ProductCategory":"Azure"}\n`;
    const k = this.csv ? `${s.order},${us(o.m0 + o.mDays)},${m.pid},${m.sku},${m.avail},${m.desc},${m.sub},new,${micro(m.price)},1,${cents(l.sub)},${cents(tax)},${cents(l.sub + tax)},EUR,${pad ? (o.plainNames ? `[${pad}]` : `"[""${pad}""]"`) : ''},Microsoft,,Azure plan,${s.id},${us(o.m0)},${us(e)},,${micro(l.eff)},${m.unitType},${s.order},${micro(l.q)},,USD,${micro(l.fx)},${us(this.fxDate)},${m.desc},,,,,${s.ref},,,Azure\n` : '';
    return this.write(f, j, k);
  }
  usage(f, c, s, u) {
    const { m, d, qd, pec, ent, rg } = u; const o = this.o; const eff = usageEff(m, pec); const pre = mulDiv(eff, qd, 1e6); const bill = mulDiv(pre, MARKETS.US[1], 1e6); const uri = `/subscriptions/${ent}/resourceGroups/${rg}/providers/Microsoft.Compute/virtualMachines/vm${u.k}`; const e = o.m0 + o.mDays - 1;
    if (this.jsonl) {
      if (this.nu % o.blobLines === 0) this.next('usage');
      this.ublob.line(f.uj + `"ProductId":"${m.pid}","SkuId":"${m.sku}","AvailabilityId":"${m.avail}","SkuName":"${m.desc}","ProductName":"${m.sub}","PublisherName":"Microsoft","PublisherId":"","SubscriptionDescription":"Azure plan","SubscriptionId":"${s.id}","ChargeStartDate":"${isoz(o.m0)}","ChargeEndDate":"${isoz(e)}","UsageDate":"${isoz(d)}","MeterType":"${m.unitType}","MeterCategory":"${m.cat}","MeterId":"${m.id}","MeterSubCategory":"${m.sub}","MeterName":"${m.name}","MeterRegion":"${m.region}","Unit":"${m.unit}","ResourceLocation":"${m.region}","ConsumedService":"Microsoft.Compute","ResourceGroup":"${rg}","ResourceURI":"${uri}","ChargeType":"new","UnitPrice":${micro(m.price)},"Quantity":${micro(qd)},"UnitType":"${m.unitType}","BillingPreTaxTotal":${micro(bill)},"BillingCurrency":"EUR","PricingPreTaxTotal":${micro(pre)},"PricingCurrency":"USD","ServiceInfo1":"","ServiceInfo2":"","Tags":"","AdditionalInfo":"","EffectiveUnitPrice":${micro(eff)},"PCToBCExchangeRate":${micro(MARKETS.US[1])},"PCToBCExchangeRateDate":"${isoz(this.fxDate)}","EntitlementId":"${ent}","EntitlementDescription":"Azure subscription ${u.k % s.entitlements.length + 1}","PartnerEarnedCreditPercentage":${pec ? 15 : 0},"CreditPercentage":0,"CreditType":"","BenefitOrderId":"","BenefitId":"","BenefitType":""}\n`);
    }
    this.ucsv?.line(f.uc + `${m.pid},${m.sku},${m.avail},${m.desc},${m.sub},Microsoft,,Azure plan,${s.id},${us(o.m0)},${us(e)},${us(d)},${m.unitType},${m.cat},${m.id},${m.sub},${m.name},${m.region},${m.unit},${m.region},Microsoft.Compute,${rg},${uri},new,${micro(m.price)},${micro(qd)},${m.unitType},${micro(bill)},EUR,${micro(pre)},USD,,,,,${micro(eff)},${micro(MARKETS.US[1])},${us(this.fxDate)},${ent},Azure subscription ${u.k % s.entitlements.length + 1},${pec ? 15 : 0},0,,,,\n`);
    this.nu++;
  }
  async end() {
    for (const x of [this.blob, this.ublob, this.csv, this.ucsv]) if (x) { this.outs.splice(this.outs.indexOf(x), 1); this.closing.push(x.end()); }
    await Promise.all(this.closing);
    const o = this.o, P = this.P; const man = (kind, list, n) => {
      if (!this.jsonl || !list.length) return; let blobs = list.map((b) => ({ name: b.name.split('/')[1], partitionValue: 'default' })); if (o.variant?.blobs) blobs = o.variant.blobs(blobs, kind, P, path.join(o.out, this.dir, kind), o);
      writeFileSync(path.join(o.out, this.dir, kind, 'manifest.json'), js({ id: new Rng(o.seed, 61, P.k * 2 + (kind === 'usage' ? 1 : 0)).uuid(), createdDateTime: isoz(o.m0 + o.mDays + 7), schemaVersion: '2', dataFormat: 'compressedJSONLines', partitionType: 'default', eTag: hash32(o.seed, P.k, n).toString(36), partnerTenantId: P.id, rootDirectory: kind, sasToken: '', blobCount: blobs.length, blobs }, null, 1));
    };
    man('recon', this.blobs, this.n); man('usage', this.ublobs, this.nu);
    const inv = { id: P.invoice, invoiceDate: isoz(o.m0 + o.mDays + 7), billingPeriodStartDate: isoz(o.m0), billingPeriodEndDate: isoz(o.m0 + o.mDays - 1), totalCharges: Number(cents(this.total + this.tax)), paidAmount: 0, currencyCode: 'EUR', documentType: 'Invoice', invoiceType: 'OneTime', partnerTenantId: P.id, lineCount: this.n, subtotal: Number(cents(this.total)), tax: Number(cents(this.tax)) };
    writeFileSync(path.join(o.out, this.dir, 'invoice.json'), js(inv, null, 1));
    return { partner: P.k, partnerId: P.id, invoice: P.invoice, reconLines: this.n, usageLines: this.nu, blobs: this.blobs.length, subtotalCents: this.total, taxCents: this.tax };
  }
}
async function writeCatalogue(o, cat) {
  const mk = (f, h) => new Out(path.join(o.out, f), o.gzipLevel, h);
  const head = 'ProductTitle,ProductId,SkuId,SkuTitle,Publisher,SkuDescription,UnitOfMeasure,TermDuration,BillingPlan,Market,Currency,UnitPrice,PricingTierRangeMin,PricingTierRangeMax,EffectiveStartDate,EffectiveEndDate,Tags,ERP Price,Segment\n';
  const ps = mk('microsoft/pricesheet-licensebased.csv.gz', head); let rows = 0;
  const emit = (p, t, mkt, ver) => { const cur = MARKETS[mkt][0]; const u = listPrice(p, t, cur, ver); const a = ver ? o.priceChange : o.m0 - 2000; const b = ver || !p.changed ? '12/31/9999' : us(o.priceChange - 1); ps.line(`${q(p.name)},${p.pid},${p.sku},${q(p.name)},Microsoft Corporation,${q(p.name)},,${t.term},${t.cycle},${mkt},${cur},${micro(u)},,,${us(a)},${b},License-based,${micro(margin(u))},Commercial\n`); rows++; };
  for (const mkt of Object.keys(MARKETS)) for (const p of cat.all) for (const t of TERMS) { emit(p, t, mkt, 0); if (p.changed) emit(p, t, mkt, 1); if (ps.full) await ps.flush(); }
  for (let k = 0; rows < o.priceRows; k++) { const r = new Rng(o.seed, 81, k); const p = { name: `Partner Center catalogue item ${code(k, 5)} (${r.pick(W1)} ${r.pick(W2)})`, pid: 'CFQ7TTC1' + code(k, 4), sku: code(k % 900, 4), base: 1e6 + r.int(9e7), changed: false }; const t = TERMS[k % TERMS.length]; emit(p, t, Object.keys(MARKETS)[k % 9], 0); if (ps.full) await ps.flush(); }
  await ps.end();
  const pa = mk('microsoft/pricesheet-azure.csv.gz', 'ProductTitle,ProductId,SkuId,SkuTitle,Publisher,SkuDescription,UnitOfMeasure,TermDuration,Market,Currency,UnitPrice,PricingTierRangeMin,PricingTierRangeMax,EffectiveStartDate,EffectiveEndDate,MeterIds,MeterType,Tags\n');
  for (let k = 0; k < 4000; k++) { const m = meter(o, k); pa.line(`${m.sub},${m.pid},${m.sku},${m.desc},Microsoft,${m.desc},${m.unit},payG-1,US,USD,${micro(m.price)},,,${us(o.m0 - 2000)},12/31/9999,${m.id},${m.unitType},Azure\n`); }
  await pa.end();
  const pp = mk('psa/products.csv.gz', 'identifier,description,currency,price,effectiveStartDate,effectiveEndDate\n'), mp = mk('mapping/products.csv.gz', 'microsoftProductId,microsoftSkuId,termDuration,billingPlan,distributorProductId,distributorSku,psaProductIdentifier\n');
  for (const p of cat.all) for (const t of TERMS) { mp.line(`${p.pid},${p.sku},${t.term},${t.cycle},${p.dist},${p.distSku}-${t.psa},${p.psa}-${t.psa}\n`); for (const cur of Object.keys(LOCAL)) for (const v of p.changed ? [0, 1] : [0]) pp.line(`${p.psa}-${t.psa},${q(p.name)},${cur},${micro(margin(listPrice(p, t, cur, v)))},${iso(v ? o.priceChange : o.m0 - 2000)},${v || !p.changed ? '9999-12-31' : iso(o.priceChange - 1)}\n`); }
  for (const p of cat.lic) { mp.line(`${p.legacyOffer},,,monthly,,,${p.psa}-LEG\n`); pp.line(`${p.psa}-LEG,${q(p.name)},EUR,${micro(margin(Math.floor(p.base / 10000) * 10000))},${iso(o.m0 - 2000)},9999-12-31\n`); }
  mp.line('DZH318Z0BPS6,0001,,none,,,MS-AZURE\n'); await pp.end(); await mp.end();
  const dp = mk('distributor/products.csv.gz', 'productId,sku,productName,currency,billingTerm,commitmentTerm,listPrice,partnerBuyRate,effectiveStartDate\n');
  for (const p of cat.all) for (const t of TERMS) for (const cur of Object.keys(LOCAL)) for (const v of p.changed ? [0, 1] : [0]) { const u = listPrice(p, t, cur, v); dp.line(`${p.dist},${p.distSku}-${t.psa},${q(p.name)},${cur},${t.months === 12 ? 'Annual' : 'Monthly'},${t.term},${micro(u)},${micro(u - Math.floor(u * 0.03 / 10000) * 10000)},${iso(v ? o.priceChange : o.m0 - 2000)}\n`); }
  await dp.end();
  writeFileSync(path.join(o.out, 'microsoft/fx.json'), js({ date: iso(o.m0), billingCurrency: 'EUR', rates: Object.fromEntries(Object.values(MARKETS).map(([c, f]) => [c, Number(micro(f))])), taxRatePpm: Object.fromEntries(Object.entries(MARKETS).map(([k, v]) => [k, v[2]])) }, null, 1));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try { const o = parseArgs(process.argv.slice(2)); await generate(o); } catch (e) { console.error(e.stack ?? e.message); process.exit(2); }
}
