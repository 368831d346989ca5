import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { lookAtUnsubscribing, unsubscribe } from '#contract/unsubscribe.ts';
import type { UnsubscribeWhat } from '#model/notice.ts';
import { call, type ReplyOf } from '../../lib/api.ts';
import { usePathPart } from '../../lib/url-state.ts';
import { LonePage } from '../../ui/lone-page.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import { eventWordOf } from '../notices/words.ts';

type View = ReplyOf<typeof lookAtUnsubscribing>;
type What = z.infer<typeof UnsubscribeWhat>;

const useStyles = makeStyles({
  text: { margin: 0 },
  choices: { display: 'flex', flexDirection: 'column', alignItems: 'start', gap: tokens.spacingVerticalM },
});

/** Behind the link in a mail: what would stop, and the button that stops it. Looking changes nothing. */
export function UnsubscribePage() {
  const styles = useStyles();
  const token = usePathPart('token');
  const client = useQueryClient();
  const params = { token };
  const queryKey = [lookAtUnsubscribing.id, token];
  const query = useQuery({ queryKey, queryFn: ({ signal }) => call(lookAtUnsubscribing, { params, signal }) });
  const act = useMutation({
    mutationFn: (body: { readonly what: What; readonly stop: boolean }) => call(unsubscribe, { params, body }),
    onSuccess: (view) => {
      client.setQueryData(queryKey, view);
    },
  });
  return (
    <LonePage title={query.data?.stopped === true ? 'No more mails come' : 'Mails of Concord'}>
      <QueryStates query={query} rows={3}>
        {(view) => (
          <>
            <p className={styles.text}>
              {view.to} gets notices of Concord because {view.addedBy} entered it on <When at={view.addedAt} />. {inviteOf(view)}
            </p>
            {view.silent && <p className={styles.text}>At present it gets none: somebody paused it there, or its mails did not arrive.</p>}
            {act.isError && <ProblemMessage error={act.error} title="Nothing was changed" />}
            <div className={styles.choices}>
              {choicesOf(view).map(({ what, words, back, stopped, isMain }) => (
                <Button
                  key={what}
                  appearance={isMain && !stopped ? 'primary' : 'secondary'}
                  disabledFocusable={act.isPending}
                  onClick={() => {
                    if (!act.isPending) act.mutate({ what, stop: !stopped });
                  }}
                >
                  {stopped ? back : words}
                </Button>
              ))}
            </div>
            <p className={styles.text} role="status">
              {act.isSuccess && 'It is done.'}
            </p>
          </>
        )}
      </QueryStates>
    </LonePage>
  );
}

/** Only what there are buttons for; of some, only under a notice that tells which. */
function inviteOf({ stopped, event, object }: View): string {
  if (stopped) return 'None comes any more; that can be taken back here, with the same link.';
  if (event === null && object === null) return 'Stop all of them; that can be taken back here, with the same link.';
  return 'Stop all of them, or only some; each can be taken back here, with the same link.';
}

type Choice = { readonly what: What; readonly words: string; readonly back: string; readonly stopped: boolean; readonly isMain: boolean };

function choicesOf({ event, object, stopped }: View): readonly Choice[] {
  const all: Choice = { what: 'everything', words: 'Stop all of them', back: 'Send them again', stopped, isMain: event === null };
  if (stopped) return [all];
  return [
    ...(object === null
      ? []
      : [
          {
            what: 'object' as const,
            words: `Nothing about ${object.name} any more`,
            back: `About ${object.name} again`,
            stopped: object.stopped,
            isMain: true,
          },
        ]),
    ...(event === null
      ? []
      : [
          {
            what: 'event' as const,
            words: `No more of “${eventWordOf(event.name)}”`,
            back: `“${eventWordOf(event.name)}” again`,
            stopped: event.stopped,
            isMain: object === null,
          },
        ]),
    all,
  ];
}
