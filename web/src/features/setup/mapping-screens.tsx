import { makeStyles, tokens } from '@fluentui/react-components';
import { lazy, Suspense } from 'react';
import { formatNumber } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import type { SetupData } from './queries.ts';

// The workbench is as large as the rest of the set-up: it comes with its step.
const MappingInside = lazy(async () => ({ default: (await import('./inside.tsx')).MappingInside }));

const useStyles = makeStyles({
  text: { margin: 0 },
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
});

type Props = { readonly setup: SetupData };

/** How far the accounts are, and the workbench where the rest is decided, in place. */
export function AccountScreen({ setup: { accounts, customers } }: Props) {
  return (
    <Mapped
      title="Accounts"
      line={`${formatNumber(accounts.mapped)} of ${formatNumber(customers.all)} customers are mapped in every system. One is enough to go on.`}
      states={accounts.states}
      kind="accounts"
    />
  );
}

export function ProductScreen({ setup: { products } }: Props) {
  const all = Object.values(products.states).reduce((sum, n) => sum + n, 0);
  return (
    <Mapped
      title="Products"
      line={`${formatNumber(products.states.mapped ?? 0)} of ${formatNumber(all)} products are mapped to a service. One is enough to go on.`}
      states={products.states}
      kind="products"
    />
  );
}

type MappedProps = {
  readonly title: string;
  readonly line: string;
  readonly states: SetupData['products']['states'];
  readonly kind: 'accounts' | 'products';
};

function Mapped({ title, line, states, kind }: MappedProps) {
  const styles = useStyles();
  return (
    <div className={styles.column}>
      <Card title={title} action={<TextLink to={`/mapping/${kind}`}>Open the workbench</TextLink>}>
        <p className={styles.text}>{line}</p>
      </Card>
      {Object.keys(states).length > 0 && (
        <Suspense>
          <MappingInside kind={kind} />
        </Suspense>
      )}
    </div>
  );
}
