import { Button, makeStyles } from '@fluentui/react-components';
import { lacksPermission, useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import type { ConnectionData } from './connection-facts.tsx';
import { RemoveConnection } from './remove-connection.tsx';
import { useChange } from './use-change.ts';

const useStyles = makeStyles({ text: { margin: 0 } });

/** What stops a connection: for a while, or for good. */
export function DangerZone({ connection }: { readonly connection: ConnectionData }) {
  return (
    <>
      <Pause connection={connection} />
      <RemoveConnection connection={connection} />
    </>
  );
}

function Pause({ connection }: { readonly connection: ConnectionData }) {
  const styles = useStyles();
  const may = useMay('connections:write');
  const isOff = connection.state === 'off';
  const change = useChange(connection.id, () => (isOff ? 'Resumed' : 'Paused'));
  return (
    <Card title={isOff ? 'Resume' : 'Pause'}>
      {change.isError && <ProblemMessage error={change.error} title="The connection was not changed" />}
      <p className={styles.text}>
        {isOff
          ? 'Paused: nothing is read or written here. What was read so far stays as it was, and grows old.'
          : 'Pausing stops all reading and writing here. Mapping and history stay.'}
      </p>
      <div>
        <Button
          {...(may ? {} : { disabled: true, title: lacksPermission('connections:write') })}
          disabledFocusable={change.isPending}
          onClick={() => {
            change.mutate({ paused: !isOff });
          }}
        >
          {isOff ? 'Resume connection' : 'Pause connection'}
        </Button>
      </div>
    </Card>
  );
}
