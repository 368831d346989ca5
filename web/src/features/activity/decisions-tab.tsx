import { Button, Field, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { type Command, decideCommand } from '#contract/commands.ts';
import { call } from '../../lib/api.ts';
import { useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { decisionsQuery } from './queries.ts';

type OpenCommand = z.output<typeof Command>;

/** Writes whose answer was lost and whose outcome could not be found out: a person looks at the other system and says what became of them. */
export function DecisionsTab() {
  const query = useQuery(decisionsQuery);
  return (
    <QueryStates query={query}>
      {({ data }) =>
        data.length === 0 ? (
          <Empty title="Nothing to decide">Every write to another system is known to have happened, or not to have happened.</Empty>
        ) : (
          data.map((command) => <Decision key={command.id} command={command} />)
        )
      }
    </QueryStates>
  );
}

const notPlaced = 'notPlaced';

function Decision({ command }: { readonly command: OpenCommand }) {
  const client = useQueryClient();
  const mayDecide = useMay('corrections:apply');
  const [choice, setChoice] = useState('');
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: () => call(decideCommand, { params: { id: command.id }, body: { ...bodyOf(choice), reason } }),
    onSettled: () => client.invalidateQueries(),
  });
  return (
    <Card title={`${command.customerName}: ${command.summary}`}>
      <p>
        {command.system} was asked <When at={command.createdAt} /> and looked up {command.looks} times. {command.sentence} {command.hint}
      </p>
      <TextLink to={`/plans/${command.planId}`}>Open the correction</TextLink>
      {decide.error !== null && <ProblemMessage error={decide.error} title="The decision was not taken" />}
      <Field label={`What does ${command.system} show?`}>
        <RadioGroup
          value={choice}
          disabled={!mayDecide}
          onChange={(_, { value }) => {
            setChoice(value);
          }}
        >
          {command.candidates.map((id) => (
            <Radio key={id} value={id} label={`It was done: line ${id}`} />
          ))}
          {command.candidates.length === 0 && <Radio value="done" label="It was done" />}
          <Radio value={notPlaced} label="It was not done" />
        </RadioGroup>
      </Field>
      <Field label="How do you know?">
        <Textarea
          value={reason}
          disabled={!mayDecide}
          onChange={(_, { value }) => {
            setReason(value);
          }}
        />
      </Field>
      <Button
        appearance="primary"
        disabled={!mayDecide || choice === '' || reason.trim() === '' || decide.isPending}
        onClick={() => {
          decide.mutate();
        }}
      >
        Record the decision
      </Button>
      {!mayDecide && <p>You need the permission to apply corrections.</p>}
    </Card>
  );
}

const bodyOf = (choice: string): { decision: 'confirmed' | 'notPlaced'; remoteId?: string } => {
  if (choice === notPlaced) return { decision: 'notPlaced' };
  return choice === 'done' ? { decision: 'confirmed' } : { decision: 'confirmed', remoteId: choice };
};
