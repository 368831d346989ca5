import { MailServerCard } from './mail-server-card.tsx';
import { MutedCard } from './muted-card.tsx';

/** What stands below what most visits are for; one file to load. */
export function OtherCards() {
  return (
    <>
      <MutedCard />
      <MailServerCard />
    </>
  );
}
