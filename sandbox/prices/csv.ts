/** CSV as these files are: every value in quotes, lines end with CR LF, no byte order mark. */
export const csvText = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [columns, ...rows].map((row) => `${row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\r\n`).join('');

/** `2/1/2019 12:00:00 AM` */
export function usTime(ms: number): string {
  const at = new Date(ms);
  const hour = at.getUTCHours();
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${String(at.getUTCMonth() + 1)}/${String(at.getUTCDate())}/${String(at.getUTCFullYear())}`;
  return `${day} ${String(hour % 12 === 0 ? 12 : hour % 12)}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** An amount without needless zeros: `115.2`, `144`. */
export const bare = (amount: string): string => (amount.includes('.') ? amount.replace(/0+$/, '').replace(/\.$/, '') : amount);
