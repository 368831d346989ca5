import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { z } from 'zod';
import type { Verification } from '#contract/verifications.ts';
import { formatInstant } from '../../lib/format.ts';
import { When } from '../../ui/when.tsx';
import { outcomeWords } from './words.ts';

type Run = z.infer<typeof Verification>;

const useStyles = makeStyles({
  bars: { display: 'flex', alignItems: 'end', gap: '3px', height: '40px', margin: 0, padding: 0, listStyleType: 'none' },
  bar: { flex: '0 1 12px', minWidth: '4px', borderRadius: tokens.borderRadiusSmall },
  passed: { height: '40%', backgroundColor: tokens.colorPaletteGreenBackground3 },
  partial: { height: '70%', backgroundColor: tokens.colorPaletteYellowBackground3 },
  failed: { height: '100%', backgroundColor: tokens.colorPaletteRedBackground3 },
  changes: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, overflowWrap: 'anywhere' },
});

/** The verifications over time, oldest first, higher when worse; and what changed from one to the next. */
export function VerificationHistory({ runs }: { readonly runs: readonly Run[] }) {
  const styles = useStyles();
  if (runs.length < 2) return null;
  const changed = runs.filter(({ changes }) => changes.length > 0).slice(0, 5);
  return (
    <>
      <ul className={styles.bars} aria-label="Verifications so far, oldest first">
        {runs.toReversed().map(({ id, outcome, at }) => {
          const words = `${formatInstant(at)}: ${outcomeWords[outcome]}`;
          return <li key={id} className={mergeClasses(styles.bar, styles[outcome])} title={words} aria-label={words} />;
        })}
      </ul>
      {changed.length > 0 && (
        <ul className={styles.changes} aria-label="What changed">
          {changed.map(({ id, at, changes }) => (
            <li key={id}>
              <When at={at} />:{' '}
              {changes.map(({ name, became, code }) => `${name} ${became}${code === null ? '' : ` (${code})`}`).join(', ')}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
