import { formatMoney, formatNumber } from '../../lib/format.ts';

/** What a file of preferences calls by its name in the file, as the screens call it. */
const words: Readonly<Record<string, string>> = {
  approvalLimit: 'Approval limit',
  priceTolerance: 'Price tolerance',
  staleAfterMinutes: 'Data are too old after (minutes)',
  syncEveryMinutes: 'Read everything every (minutes)',
  readyReadHours: 'Ready needs a read within (hours)',
  replaceAccessDays: 'Ask for a replacement before the end (days)',
  digestAt: 'Daily digest at',
  taxRates: 'Tax rates',
  compared: 'Books that are compared',
  grouping: 'Grouping of differences',
  billing: 'Billing behaviour',
  timeZone: 'Time zone',
  blackouts: 'Times without reading',
  cadences: 'How often is read',
  ofConnections: 'How often connections are read',
};

export const preferenceWordOf = (name: string): string => words[name] ?? name;

const isMoney = (value: object): value is { readonly amount: string; readonly currency: string } =>
  'amount' in value && 'currency' in value && Object.keys(value).length === 2;

/** A value of the file in words: "USD 500.00", "distributor yes, psa no". Names inside stay as they are in the file. */
export function preferenceText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return '';
  if (isMoney(value)) return formatMoney(value);
  const parts = Array.isArray(value)
    ? value.map(preferenceText)
    : Object.entries(value).map(([name, inner]) => `${name} ${preferenceText(inner)}`);
  return parts.length === 0 ? 'None' : parts.join(', ');
}
