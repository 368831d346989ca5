import { Button, makeStyles, Tooltip, tokens } from '@fluentui/react-components';
import { type ReactElement, useEffect } from 'react';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { isForPage } from '../../../ui/list-keys.ts';
import { ProblemMessage } from '../../../ui/problem-message.tsx';
import { useCtrlEnter } from '../../../ui/use-ctrl-enter.ts';
import { type Acts, canDismiss, canPreview } from '../list/use-acts.ts';
import { useToldDecisions } from '../list/use-told-decisions.ts';
import { type Detail, useDecide } from '../queries.ts';

const useStyles = makeStyles({ foot: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS } });

const isDismissed = ({ state }: Detail): boolean => state === 'accepted' || state === 'muted';

/** The acts on one difference; their letters work while the panel is open. */
export function PanelActs({ difference, acts }: { readonly difference: Detail; readonly acts: Acts }) {
  const styles = useStyles();
  const may = useMay('corrections:propose');
  const preview = () => {
    acts.preview([difference]);
  };
  const dismiss = () => {
    acts.dismiss([difference]);
  };
  const mute = () => {
    acts.dismiss([difference], 'until');
  };
  usePanelKeys({
    a: preview,
    p: preview,
    d: dismiss,
    s: mute,
    n: () => {
      acts.note(difference);
    },
    o: () => {
      acts.own([difference]);
    },
  });
  useCtrlEnter(preview);
  return (
    <>
      {acts.problem !== null && (
        <ProblemMessage error={acts.problem} title="No preview could be made" onRetry={preview} onDismiss={acts.forget} />
      )}
      <div className={styles.foot}>
        {canPreview(difference) && (
          <Act
            may={may}
            primary
            busy={acts.isBusy}
            keys="P Control+Enter"
            text={acts.isBusy ? 'Previewing' : 'Preview correction'}
            onAct={preview}
          />
        )}
        {canDismiss(difference) && (
          <>
            <Act may={may} keys="D" text="Dismiss" onAct={dismiss} />
            <Act may={may} keys="S" text="Mute until" onAct={mute} />
          </>
        )}
        {isDismissed(difference) && <Reopen difference={difference} may={may} />}
      </div>
    </>
  );
}

function Reopen({ difference: { id, version }, may }: { readonly difference: Detail; readonly may: boolean }) {
  const reopen = useDecide();
  const tell = useToldDecisions();
  return (
    <>
      {reopen.error !== null && <ProblemMessage error={reopen.error} title="It was not reopened" onDismiss={reopen.reset} />}
      <Act
        may={may}
        busy={reopen.isPending}
        text="Reopen"
        onAct={() => {
          reopen.mutate(
            { of: { differences: [{ id, version }] }, decide: { decision: 'reopen' } },
            {
              onSuccess: (done) => {
                if (done.decided === 0) tell(done);
              },
            },
          );
        }}
      />
    </>
  );
}

type ActProps = {
  readonly may: boolean;
  readonly text: string;
  readonly keys?: string;
  readonly primary?: boolean;
  readonly busy?: boolean;
  readonly onAct: () => void;
};

/** A forbidden act stays visible and says who can allow it. */
export function Act({ may, text, keys, primary = false, busy = false, onAct }: ActProps): ReactElement {
  const button = (
    <Button
      appearance={primary ? 'primary' : 'secondary'}
      disabledFocusable={!may || busy}
      {...(keys !== undefined && { 'aria-keyshortcuts': keys })}
      onClick={() => {
        if (may && !busy) onAct();
      }}
    >
      {text}
    </Button>
  );
  return may ? (
    button
  ) : (
    <Tooltip content={lacksPermission('corrections:propose')} relationship="description">
      {button}
    </Tooltip>
  );
}

/** Letters that work while the panel is open and the focus is not on a row of the list, which has them itself. */
function usePanelKeys(keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body;
      const act = keys[event.key.toLowerCase()];
      if (act === undefined || target.closest('[data-row]') !== null || !isForPage(event)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  });
}
