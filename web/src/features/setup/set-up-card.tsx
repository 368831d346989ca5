import { useQuery } from '@tanstack/react-query';
import { setupPath } from '#model/setup.ts';
import { useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { setupQuery } from './queries.ts';
import { pageWords } from './words.ts';

/** On the Overview until the set-up is finished: how far it is, and where it goes on. */
export function SetUpCard() {
  const may = useMay('connections:read');
  const { data } = useQuery({ ...setupQuery, enabled: may });
  if (data?.next === undefined || data.next === null) return null;
  return (
    <Card title="Set-up">
      <span>
        {data.done} of {data.steps.length} steps done.{' '}
        <TextLink to={setupPath(data.next)}>Continue at {pageWords[data.next].title.replace(/\?$/, '')}</TextLink>
      </span>
      <span>Nothing is read by schedule until it is finished.</span>
    </Card>
  );
}
