import {
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { ArrowSync20Regular } from '@fluentui/react-icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { startSync } from '#contract/jobs.ts';
import { call } from '../../lib/api.ts';
import { useMay } from '../../lib/use-me.ts';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { estimatesQuery } from './queries.ts';
import { estimateWords, fullWords, kindsToRead, scheduleWords } from './sync-words.ts';

type Wanted = { readonly reach?: 'incremental' | 'billing'; readonly kinds?: (typeof kindsToRead)[number][] };

/** "Sync now": everything, what changed, what is charged, or one kind of record; with the time that it will take and why it has to be everything. */
export function SyncMenu() {
  const client = useQueryClient();
  const toast = useToast();
  const may = useMay('sync:run');
  const [isOpen, setOpen] = useState(false);
  const whole = useQuery({ ...estimatesQuery('full'), enabled: isOpen });
  const changes = useQuery({ ...estimatesQuery('incremental'), enabled: isOpen });
  const charges = useQuery({ ...estimatesQuery('billing'), enabled: isOpen });
  const start = useMutation({
    mutationFn: (body: Wanted) => call(startSync, { body }),
    onSuccess: ({ jobs }) => {
      const joined = jobs.find((job) => job.joined);
      toast(joined === undefined ? 'Reading has started.' : `Already running, started by ${joined.startedBy}.`);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['listJobs'] }),
  });
  if (!may) return null;
  const because = fullWords(whole.data?.data ?? []);
  return (
    <>
      {start.isError && <ProblemMessage error={start.error} title="It could not be started" />}
      <Menu
        open={isOpen}
        onOpenChange={(_, { open }) => {
          setOpen(open);
        }}
      >
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="primary" icon={<ArrowSync20Regular />} disabled={start.isPending}>
            Sync now
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem
              subText={because ?? estimateWords(whole.data?.data) ?? null}
              onClick={() => {
                start.mutate({});
              }}
            >
              Everything
            </MenuItem>
            <MenuItem
              subText={estimateWords(changes.data?.data) ?? null}
              onClick={() => {
                start.mutate({ reach: 'incremental' });
              }}
            >
              Only what changed
            </MenuItem>
            <MenuItem
              subText={estimateWords(charges.data?.data) ?? null}
              onClick={() => {
                start.mutate({ reach: 'billing' });
              }}
            >
              What is charged
            </MenuItem>
            <MenuDivider />
            <MenuGroup>
              <MenuGroupHeader>One kind of record</MenuGroupHeader>
              {kindsToRead.map((kind) => (
                <MenuItem
                  key={kind}
                  onClick={() => {
                    start.mutate({ kinds: [kind] });
                  }}
                >
                  {scheduleWords[kind]}
                </MenuItem>
              ))}
            </MenuGroup>
          </MenuList>
        </MenuPopover>
      </Menu>
    </>
  );
}
