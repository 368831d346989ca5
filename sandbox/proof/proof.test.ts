import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cases } from './cases.ts';
import { exceptions } from './exceptions.ts';
import { failing, floor, proveAll, scores, type Verdict } from './prove.ts';
import { keptSamples, readSamples } from './samples.ts';

let verdicts: readonly Verdict[];
beforeAll(async () => {
  verdicts = await proveAll(keptSamples());
}, 120_000);

describe('what the remotes answer beside the published samples', () => {
  it('conforms as often as ever, remote by remote', () => {
    const found = scores(verdicts);
    process.stdout.write(
      found
        .map(
          ({ remote, conforming, total, excepted }) =>
            `${remote}: ${String(conforming)} / ${String(total)}${excepted === 0 ? '' : `, ${String(excepted)} with a reason`}`,
        )
        .join('\n')
        .concat('\n'),
    );
    const least = floor();
    for (const { remote, conforming } of found) {
      // More than the floor: write the new number down, so that it cannot be lost again.
      expect.soft(conforming, `${remote}; not conforming:\n${failing(verdicts, remote)}`).toBeGreaterThanOrEqual(least[remote] ?? 0);
    }
  });

  it('has one case or one reason for a sample', () => {
    const names = [...cases.map(({ sample }) => sample), ...Object.keys(exceptions)];
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    const known = new Set(keptSamples().map(({ name }) => name));
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  it('is held against the shapes of the samples as published, where those are at hand', () => {
    const published = readSamples(join(import.meta.dirname, '../../../shared'));
    process.stdout.write(
      published === undefined
        ? 'Compared with the kept shapes; the samples are not at hand.\n'
        : 'The kept shapes are those of the samples.\n',
    );
    if (published !== undefined) expect(keptSamples()).toEqual(published);
  });
});
