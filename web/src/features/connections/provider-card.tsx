import { useQuery } from '@tanstack/react-query';
import { Card, Facts } from '../../ui/card.tsx';
import { CopyText } from '../../ui/copy-text.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { ProviderForm } from './provider-form.tsx';
import { providerQuery } from './queries.ts';

/** The provider record of a partner account: what it tells itself, and what people keep about it. */
export function ProviderCard({ connectionId }: { readonly connectionId: string }) {
  const query = useQuery(providerQuery(connectionId));
  return (
    <Card title="Provider">
      <QueryStates query={query}>
        {(provider) => (
          <>
            <Facts
              facts={[
                ['Microsoft id', <CopyText key="id" text={provider.microsoftId} />],
                ['Account', provider.account.name],
                ['Country there', provider.account.country],
                ['Invoiced in', provider.account.currency],
                ['Partner id', provider.account.partnerId],
              ]}
            />
            <ProviderForm key={provider.version} connectionId={connectionId} provider={provider} />
          </>
        )}
      </QueryStates>
    </Card>
  );
}
