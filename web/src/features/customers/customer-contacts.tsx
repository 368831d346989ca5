import { useQuery } from '@tanstack/react-query';
import { QueryStates } from '../../ui/states.tsx';
import { BillingProfile } from './contacts/billing-profile.tsx';
import { DetailsCard } from './contacts/details-card.tsx';
import { ChangesCard, EditsCard } from './contacts/edits-card.tsx';
import { LeadingCard } from './contacts/leading-card.tsx';
import { contactsQuery } from './contacts/queries.ts';
import { RecipientsCard } from './contacts/recipients-card.tsx';

/** Contacts and billing address: Microsoft's by account with what keeps orders from being placed, our own recipients, and what became of changes. */
export function CustomerContacts({ customerId }: { readonly customerId: string }) {
  const query = useQuery(contactsQuery(customerId));
  return (
    <QueryStates query={query}>
      {(contacts) => (
        <>
          {contacts.accounts.length === 0 && <p>The billing profile was not read yet. It is read once a day, and with “Sync customer”.</p>}
          {(contacts.accounts.length > 1 || contacts.leadingChoice !== null) && <LeadingCard customerId={customerId} contacts={contacts} />}
          {contacts.accounts.map((account) => (
            <BillingProfile
              key={account.connectionId}
              customerId={customerId}
              account={account}
              leads={contacts.accounts.length > 1 && account.connectionId === contacts.leading?.connectionId}
            />
          ))}
          <DetailsCard customerId={customerId} />
          <RecipientsCard customerId={customerId} contacts={contacts} />
          <EditsCard customerId={customerId} />
          <ChangesCard customerId={customerId} />
        </>
      )}
    </QueryStates>
  );
}
