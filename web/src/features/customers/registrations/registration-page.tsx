import { Button } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lookAtRegistration, proveRegistrationDomain } from '#contract/registrations.ts';
import { call, type ReplyOf } from '../../../lib/api.ts';
import { usePathPart } from '../../../lib/url-state.ts';
import { Facts } from '../../../ui/card.tsx';
import { CopyText } from '../../../ui/copy-text.tsx';
import { LonePage } from '../../../ui/lone-page.tsx';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { QueryStates } from '../../../ui/states.tsx';
import { registrationWords } from './words.ts';

type View = ReplyOf<typeof lookAtRegistration>;

/** What became of a registration, for whoever holds its link, and how to prove that the domain is his. */
export function RegistrationPage() {
  const token = usePathPart('token');
  const query = useQuery({
    queryKey: [lookAtRegistration.id, token],
    queryFn: ({ signal }) => call(lookAtRegistration, { params: { token }, signal }),
  });
  return (
    <LonePage title={query.data === undefined ? 'Your registration' : `Registration of ${query.data.company}`}>
      <QueryStates query={query}>{(view) => <State view={view} token={token} />}</QueryStates>
    </LonePage>
  );
}

type StateProps = { readonly view: View; readonly token: string };

const State = ({ view, token }: StateProps) => (
  <>
    <Facts
      facts={[
        ['State', <StateBadge key="state" state={registrationWords[view.state]} />],
        ['Domain', `${view.domain}, ${view.isProved ? 'proved to be yours' : 'not proved yet'}`],
        ['Reason', view.reason === '' ? undefined : view.reason],
      ]}
    />
    {view.state === 'pending' && !view.isProved && <Proof view={view} token={token} />}
  </>
);

function Proof({ view, token }: StateProps) {
  const client = useQueryClient();
  const prove = useMutation({
    mutationFn: () => call(proveRegistrationDomain, { params: { token } }),
    onSuccess: (seen) => {
      client.setQueryData([lookAtRegistration.id, token], seen);
    },
  });
  return (
    <>
      <p>
        Show that {view.domain} is yours: add this TXT record where its name service is kept, then check it. It may take an hour to be seen.
      </p>
      <Facts
        facts={[
          ['Name', <CopyText key="name" text={view.txtName} />],
          ['Value', <CopyText key="value" text={view.txtValue} />],
        ]}
      />
      {prove.isError && <ProblemMessage error={prove.error} title="The record could not be looked for" />}
      {prove.data?.isProved === false && <p role="status">The record is not there yet.</p>}
      <div>
        <Button
          disabledFocusable={prove.isPending}
          onClick={() => {
            if (!prove.isPending) prove.mutate();
          }}
        >
          Check the record
        </Button>
      </div>
    </>
  );
}
