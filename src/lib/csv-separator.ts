export const separators = [',', ';', '\t', '|'] as const;

/** What separates the columns. `isSure`: more of the file than was there would not change it. */
export type Separator = { readonly mark: string; readonly isSure: boolean };

/**
 * A first line by which some spreadsheets tell, and read, what separates the columns: `sep=;`. Undefined where there is none; `length` is of the
 * line with its end.
 */
export function saidSeparator(text: string): { readonly mark: string; readonly length: number } | undefined {
  const [line = '', mark] = /^sep=([,;\t|])[ \t,;|]*(?:\r\n|\r|\n|$)/i.exec(text) ?? [];
  return mark === undefined ? undefined : { mark, length: line.length };
}

// So many agree or none will.
const enoughRows = 10;

/**
 * What separates the columns: of the usual four that the header has outside quotes, the one that cuts most of the rows beneath into as many
 * cells as the header. Of several, or without rows, the one that stands most often in the header, commas on a tie.
 */
export function separatorOf(text: string): Separator {
  const [header, ...rows] = firstLines(text);
  if (header === undefined) return { mark: separators[0], isSure: false };
  const [first = separators[0], ...others] = separators.filter((mark) => header.count(mark) > 0);
  if (others.length === 0) return { mark: first, isSure: header.isWhole };
  const whole = rows.filter(({ isWhole }) => isWhole);
  const judges = whole.length === 0 ? rows : whole;
  const fits = (mark: string): number => judges.filter((row) => row.count(mark) === header.count(mark)).length;
  const [best = first] = [first, ...others].toSorted((a, b) => fits(b) - fits(a) || header.parts(b) - header.parts(a));
  return { mark: best, isSure: whole.length >= enoughRows };
}

type Line = {
  readonly isWhole: boolean;
  /** How often it stands there outside quotes. */
  readonly count: (mark: string) => number;
  /** The same without tabs beside another mark: some programs pad their names with them. */
  readonly parts: (mark: string) => number;
};

/** The header and the rows that are needed to judge it. Line breaks inside quotes end no line; empty lines are none. */
function firstLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let outside = '';
  let isQuoted = false;
  const end = (isWhole: boolean): void => {
    if (outside !== '') lines.push(lineOf(outside, isWhole));
    outside = '';
  };
  for (const char of text) {
    if (lines.length > enoughRows) return lines;
    if (char === '"') isQuoted = !isQuoted;
    // Quoted characters keep their places, as what is no mark.
    if (isQuoted || (char !== '\n' && char !== '\r')) outside += isQuoted ? '"' : char;
    else end(true);
  }
  end(false);
  return lines;
}

function lineOf(outside: string, isWhole: boolean): Line {
  const count = (mark: string): number => outside.split(mark).length - 1;
  const padding = (outside.match(/\t(?=[,;|])|(?<=[,;|])\t/g) ?? []).length;
  return { isWhole, count, parts: (mark) => count(mark) - (mark === '\t' ? padding : 0) };
}
