import { parseExact } from './exact.ts';

const shown = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);

/** What is wrong with a text that should be a number, as people would say it. Nothing is guessed: 1.234 may be a thousand or one. */
export function whyNoNumber(column: string, text: string, kind: 'number' | 'money' = 'number'): string {
  const value = text.trim();
  if (value === '') return `${column} is empty; a number is needed.`;
  if (kind === 'money' && parseExact(value) !== undefined)
    return `${column} is ${shown(value)}: money with parts of a cent, or more of it than is counted exactly.`;
  if (parseExact(value) !== undefined) return `${column} is ${shown(value)}: more digits than are counted exactly.`;
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(value))
    return `${column} is ${shown(value)}, with commas between thousands; write it without them.`;
  if (/^[+-]?(\d+|\d{1,3}([. \u00a0\u202f']\d{3})+),\d+$/.test(value))
    return `${column} is ${shown(value)}, with a decimal comma; files of Microsoft have a point (the spreadsheet's language changed it).`;
  if (/^[=@+]/.test(value)) return `${column} is ${shown(value)}, a formula; save the file with values.`;
  return `${column} is ${shown(value)}, which is no number.`;
}

/** What is wrong with a text that should be a day. */
export function whyNoDay(column: string, text: string): string {
  const value = text.trim();
  const [, first = '', second = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b/.exec(value) ?? [];
  if (Number(first) > 12 && Number(second) >= 1 && Number(second) <= 12)
    return `${column} is ${shown(value)}, with the day before the month; files of Microsoft have the month first (M/D/YYYY) or YYYY-MM-DD. Days up to the 12th of this file may then be read wrongly.`;
  if (/^\d{5}(\.\d+)?$/.test(value)) return `${column} is ${shown(value)}, a spreadsheet's number of a day; write it as YYYY-MM-DD.`;
  return `${column} is ${shown(value)}, which is no day (M/D/YYYY or YYYY-MM-DD).`;
}

/** Spreadsheets keep fifteen digits: an id that went through one as a number has lost the others. Undefined when nothing shows it. */
export function whyRoundedId(column: string, text: string): string | undefined {
  if (/^\d([.,]\d+)?E\+\d+$/i.test(text))
    return `${column} is ${shown(text)}: a spreadsheet rounded this id to a number, its last digits are lost. Fetch the file again and open it with that column as text.`;
  if (/^[1-9]\d{14}0+$/.test(text))
    return `${column} is ${shown(text)}: only its first fifteen digits say something, as after a spreadsheet. Compare it with the source.`;
  return undefined;
}
