import type { z } from 'zod';
import type { Connection } from '#contract/connections.ts';
import { Card, Facts } from '../../ui/card.tsx';
import { CopyText } from '../../ui/copy-text.tsx';
import { When } from '../../ui/when.tsx';
import { connectionKindWords, reasonWords, sideWordOf } from '../../ui/words.ts';
import { choiceWords } from './add-words.ts';
import { countsText } from './connection-words.tsx';
import { settingWordOf } from './words.ts';

export type ConnectionData = z.infer<typeof Connection>;

export function ConnectionFacts({ connection }: { readonly connection: ConnectionData }) {
  const settings = Object.entries(connection.settings).filter(([name]) => name !== 'kind');
  return (
    <Card title="Key facts">
      <Facts
        facts={[
          ['Kind', `${connectionKindWords[connection.kind]} (${sideWordOf(connection.side)})`],
          ['Why', connection.reason === null ? undefined : reasonWords[connection.reason]],
          ['Last read', <When key="last" at={connection.lastSuccessAt} age />],
          ['Consent ends', connection.consentEndsAt === null ? undefined : <When key="consent" at={connection.consentEndsAt} />],
          ['Read so far', countsText(connection.counts)],
          ['Account there', <CopyText key="identity" text={connection.identity} />],
          ...settings.map(([name, value]) => [settingWordOf(name), choiceWords[String(value)] ?? String(value)] as const),
        ]}
      />
    </Card>
  );
}
