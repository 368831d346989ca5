import { CheckmarkCircle16Regular, Warning16Regular } from '@fluentui/react-icons';
import type { Money as Amount } from '#model/money.ts';
import { Money } from '../../ui/money.tsx';
import type { Invoice } from './queries.ts';

/** The total of the lines, one per currency; null where the viewer may not see what is paid. */
export function Totals({ sums }: { readonly sums: Invoice['sums'] }) {
  if (sums.length === 0) return '–';
  const seen = sums.flatMap(({ total, currency }) => (total === null ? [] : [{ amount: total, currency }]));
  return <Money value={seen.length < sums.length ? null : seen} />;
}

const icon = { verticalAlign: 'text-bottom', marginInlineEnd: '4px' };

/** Whether header and lines are the same to the last digit, and by how much not. */
export function TieWords({ tie, rest }: { readonly tie: Invoice['tie']; readonly rest: Amount | null }) {
  if (tie === null) return '–';
  if (tie === 'noHeader') return 'No header';
  if (tie === 'tied')
    return (
      <span>
        <CheckmarkCircle16Regular style={icon} aria-hidden />
        To the cent
      </span>
    );
  return (
    <span>
      <Warning16Regular style={icon} aria-hidden />
      Off by <Money value={rest} signed />
    </span>
  );
}
