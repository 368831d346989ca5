import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { addSavedView, changeSavedView, listSavedViews, removeSavedView, type SavedView, shareSavedView } from '#contract/saved-views.ts';
import { call } from '../lib/api.ts';
import { useUrlState } from '../lib/url-state.ts';
import { useMay } from '../lib/use-me.ts';
import { FormDialog } from './form-dialog.tsx';
import { useToast } from './toasts.tsx';
import { type ListOfViews, linkTo, toView, viewOf } from './view-fields.ts';

type View = z.infer<typeof SavedView>;
/** Takes a name, for the view that is renamed or for what is shown; or a view away; or puts one up for the team. */
type Act = { readonly save: string; readonly of: View | undefined } | { readonly remove: View } | { readonly share: View };

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalXS },
  name: { flexGrow: 1, justifyContent: 'flex-start', overflowWrap: 'anywhere' },
});

type SavedViewsDialogProps = { readonly of: ListOfViews; readonly onClose: () => void };

/** Opens, keeps, renames, passes on, shares and removes one's own views; opens those of the team. */
export function SavedViewsDialog({ of, onClose }: SavedViewsDialogProps) {
  const styles = useStyles();
  const toast = useToast();
  const [, change] = useUrlState();
  const { views, act } = useViews(of);
  const [name, setName] = useState('');
  const [renamed, setRenamed] = useState<View>();
  const [tried, setTried] = useState(false);
  const isEmpty = name.trim() === '';
  const mayShare = useMay('reconciliation:run');
  const own = views.data?.data.filter(({ mine }) => mine) ?? [];
  const ofTeam = views.data?.data.filter(({ mine }) => !mine) ?? [];
  const save = () => {
    setTried(true);
    if (isEmpty) return;
    const onSuccess = () => {
      toast(renamed === undefined ? `Kept as "${name.trim()}".` : `Renamed to "${name.trim()}".`);
      onClose();
    };
    act.mutate({ save: name.trim(), of: renamed }, { onSuccess });
  };
  const open = (view: View) => {
    change(toView(of, view.search));
    onClose();
  };
  const share = (view: View) => {
    const onSuccess = () => {
      toast(view.shared ? `Only you see "${view.name}" now.` : `Everybody sees "${view.name}" now.`);
    };
    act.mutate({ share: view }, { onSuccess });
  };
  const copy = (view: View) => {
    void navigator.clipboard.writeText(location.origin + linkTo(of, view.id)).then(() => {
      toast(`Link to "${view.name}" copied.`);
    });
  };
  return (
    <FormDialog
      title="Views"
      submit={renamed === undefined ? 'Save what is shown' : 'Rename'}
      cancel="Close"
      isBusy={act.isPending}
      error={views.error ?? act.error}
      onSubmit={save}
      onClose={onClose}
    >
      {views.data !== undefined && own.length === 0 && (
        <span>You have none yet. A view keeps what is filtered and how it is sorted under a name.</span>
      )}
      <ul className={styles.list} aria-label="Your views">
        {own.map((view) => (
          <li key={view.id} className={styles.line}>
            <Button
              className={styles.name}
              appearance="subtle"
              onClick={() => {
                open(view);
              }}
            >
              {view.name}
            </Button>
            <Button
              size="small"
              aria-label={`Rename ${view.name}`}
              onClick={() => {
                setRenamed(view);
                setName(view.name);
              }}
            >
              Rename
            </Button>
            <Button
              size="small"
              aria-label={`Copy link to ${view.name}`}
              onClick={() => {
                copy(view);
              }}
            >
              Copy link
            </Button>
            {mayShare && (
              <Button
                size="small"
                aria-label={view.shared ? `Keep ${view.name} to yourself` : `Share ${view.name} with the team`}
                disabledFocusable={act.isPending}
                onClick={() => {
                  share(view);
                }}
              >
                {view.shared ? 'Unshare' : 'Share'}
              </Button>
            )}
            <Button
              size="small"
              aria-label={`Remove ${view.name}`}
              disabledFocusable={act.isPending}
              onClick={() => {
                act.mutate({ remove: view });
              }}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <TeamViews views={ofTeam} onOpen={open} />
      <Field
        label={renamed === undefined ? 'Name for what is shown now' : `New name of ${renamed.name}`}
        {...(tried && isEmpty && { validationMessage: 'Give it a name.' })}
      >
        <Input
          value={name}
          maxLength={100}
          onChange={(_, { value }) => {
            setName(value);
          }}
        />
      </Field>
    </FormDialog>
  );
}

type TeamViewsProps = { readonly views: readonly View[]; readonly onOpen: (view: View) => void };

function TeamViews({ views, onOpen }: TeamViewsProps) {
  const styles = useStyles();
  if (views.length === 0) return null;
  return (
    <>
      <Text weight="semibold">Of the team</Text>
      <ul className={styles.list} aria-label="Views of the team">
        {views.map((view) => (
          <li key={view.id} className={styles.line}>
            <Button
              className={styles.name}
              appearance="subtle"
              onClick={() => {
                onOpen(view);
              }}
            >
              {view.name}
            </Button>
            <Text size={200}>{view.owner}</Text>
          </li>
        ))}
      </ul>
    </>
  );
}

function useViews(of: ListOfViews) {
  const client = useQueryClient();
  const [search] = useUrlState();
  const { list } = of;
  const views = useQuery({
    queryKey: [listSavedViews.id, list],
    queryFn: ({ signal }) => call(listSavedViews, { query: { list }, signal }),
  });
  const act = useMutation({
    mutationFn: async (wanted: Act): Promise<void> => {
      if ('share' in wanted) await call(shareSavedView, { params: { id: wanted.share.id }, body: { shared: !wanted.share.shared } });
      else if ('remove' in wanted) await call(removeSavedView, { params: { id: wanted.remove.id } });
      else if (wanted.of === undefined) await call(addSavedView, { body: { list, name: wanted.save, search: viewOf(of, search) } });
      else await call(changeSavedView, { params: { id: wanted.of.id }, body: { name: wanted.save, version: wanted.of.version } });
    },
    onSettled: () => client.invalidateQueries({ queryKey: [listSavedViews.id] }),
  });
  return { views, act };
}
