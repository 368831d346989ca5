import { Button } from '@fluentui/react-components';
import type { getOwnCompany } from '#contract/own-company.ts';
import type { ReplyOf } from '../../../lib/api.ts';
import { billToFieldWords } from '../../../ui/bill-to-words.ts';
import { Card, Facts } from '../../../ui/card.tsx';
import { When } from '../../../ui/when.tsx';
import type { Wanted } from './ask-words.ts';
import { askableFields } from './queries.ts';

type Props = Pick<ReplyOf<typeof getOwnCompany>, 'contacts'> & { readonly onAsk: (wanted: Wanted) => void };

/** Contact and address as each account has them, and a way to ask for others. */
export function CompanyContacts({ contacts, onAsk }: Props) {
  if (contacts.length === 0)
    return (
      <Card title="Contact and address at Microsoft">
        <p>Your provider has not read them yet.</p>
      </Card>
    );
  return contacts.map(({ connectionId, billTo, readAt }, place) => (
    <Card
      key={connectionId}
      title={
        contacts.length === 1 ? 'Contact and address at Microsoft' : `Contact and address at Microsoft (${place + 1} of ${contacts.length})`
      }
      action={
        <Button
          size="small"
          onClick={() => {
            onAsk({ kind: 'billTo', profile: { connectionId, billTo } });
          }}
        >
          Ask for a change
        </Button>
      }
    >
      <Facts
        facts={[
          ...askableFields.map((field) => [billToFieldWords[field], billTo[field] || '–'] as const),
          ['Read', <When key="read" at={readAt} age />] as const,
        ]}
      />
    </Card>
  ));
}
