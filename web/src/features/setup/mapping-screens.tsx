import { makeStyles, tokens } from '@fluentui/react-components';
import { MappingState } from '#model/mapping.ts';
import { formatNumber } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { mappingWords } from '../../ui/words.ts';
import type { SetupData } from './queries.ts';

const useStyles = makeStyles({
  counts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
  text: { margin: 0 },
  links: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
});

type Props = { readonly setup: SetupData };

/** How far the accounts are, and the workbench where the rest is decided. */
export function AccountScreen({ setup: { accounts, customers } }: Props) {
  return (
    <Mapped
      title="Accounts"
      line={`${formatNumber(accounts.mapped)} of ${formatNumber(customers.all)} customers are mapped in every system. One is enough to go on.`}
      states={accounts.states}
      workbench="/mapping/accounts"
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
      workbench="/mapping/products"
    />
  );
}

type MappedProps = {
  readonly title: string;
  readonly line: string;
  readonly states: SetupData['products']['states'];
  readonly workbench: string;
};

function Mapped({ title, line, states, workbench }: MappedProps) {
  const styles = useStyles();
  const shown = MappingState.options.filter((state) => (states[state] ?? 0) > 0);
  return (
    <Card title={title}>
      <p className={styles.text}>{line}</p>
      <div className={styles.counts}>
        {shown.map((state) => (
          <span key={state}>
            <StateBadge state={mappingWords[state]} /> {formatNumber(states[state] ?? 0)}
          </span>
        ))}
      </div>
      <div className={styles.links}>
        <TextLink to={workbench}>Decide what is left</TextLink>
        {(states.suggested ?? 0) > 0 && <TextLink to={`${workbench}?tab=suggested`}>Look at the suggestions</TextLink>}
        {(states.conflict ?? 0) > 0 && <TextLink to={`${workbench}?tab=conflicts`}>Look at the conflicts</TextLink>}
      </div>
    </Card>
  );
}
