import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { FeatureStanding, PartnerFeature } from '#model/partner-feature.ts';
import { Card } from '../../ui/card.tsx';
import { StateBadge, type StateWord } from '../../ui/state-badge.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { featuresQuery } from './queries.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  line: { display: 'flex', gap: tokens.spacingHorizontalM, flexWrap: 'wrap', alignItems: 'center' },
  name: { fontWeight: tokens.fontWeightSemibold, flex: '1 1 auto' },
  text: { margin: 0, overflowWrap: 'anywhere' },
});

const standings: Readonly<Record<FeatureStanding, StateWord>> = {
  works: { word: 'Works', intent: 'success' },
  off: { word: 'Off', intent: 'neutral' },
  lost: { word: 'Falls away', intent: 'warning' },
  notOffered: { word: 'Not offered', intent: 'neutral' },
  unknown: { word: 'Not verified', intent: 'info' },
};

const features: Readonly<Record<PartnerFeature, string>> = {
  customers: 'Customers',
  subscriptions: 'Subscriptions',
  seatChanges: 'Changes of seats',
  invoices: 'Invoices',
  billingExport: 'Billing export',
  prices: 'Price sheets',
  access: 'Delegated access (GDAP)',
  licences: 'Assigned licences',
  activity: 'Activity log',
  webhook: 'Webhook',
};

/** The switchboard: what this account can be used for, and what goes on without the rest. */
export function FeaturesCard({ connectionId }: { readonly connectionId: string }) {
  const styles = useStyles();
  const query = useQuery(featuresQuery(connectionId));
  return (
    <Card title="What this account can do">
      <QueryStates query={query}>
        {({ data }) => (
          <ul className={styles.list}>
            {data.map(({ feature, standing, because, roles, without }) => (
              <li key={feature}>
                <div className={styles.line}>
                  <StateBadge state={standings[standing]} />
                  <span className={styles.name}>{features[feature]}</span>
                </div>
                {because !== null && <p className={styles.text}>{because}</p>}
                {standing === 'lost' && <p className={styles.text}>Meanwhile: {without}</p>}
                {standing === 'lost' && <p className={styles.text}>Roles that give it: {roles.join(' or ')}.</p>}
              </li>
            ))}
          </ul>
        )}
      </QueryStates>
    </Card>
  );
}
