import { useQuery } from '@tanstack/react-query';
import { Card } from '../../ui/card.tsx';
import { DecideCommand } from '../../ui/decide-command.tsx';
import { Empty, QueryStates } from '../../ui/states.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import { decisionsQuery } from './queries.ts';

/** Writes whose answer was lost and whose outcome could not be found out: a person looks at the other system and says what became of them. */
export function DecisionsTab() {
  const query = useQuery(decisionsQuery);
  return (
    <QueryStates query={query}>
      {({ data }) =>
        data.length === 0 ? (
          <Empty title="Nothing to decide">Every write to another system is known to have happened, or not to have happened.</Empty>
        ) : (
          data.map((command) => (
            <Card key={command.id} title={`${command.customerName}: ${command.summary}`}>
              <p>
                {command.system} was asked <When at={command.createdAt} /> and looked up {command.looks} times.
              </p>
              <TextLink to={`/plans/${command.planId}`}>Open the plan</TextLink>
              <DecideCommand command={command} />
            </Card>
          ))
        )
      }
    </QueryStates>
  );
}
