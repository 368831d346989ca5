import { Tab, TabList } from '@fluentui/react-components';
import { type ComponentType, lazy, Suspense } from 'react';
import { useUrlState } from '../../lib/url-state.ts';
import { useMay } from '../../lib/use-me.ts';
import { Page } from '../../ui/page.tsx';
import { Loading } from '../../ui/states.tsx';
import { JobsTab } from './jobs-tab.tsx';
import { type ActivityTab, activityTabs, isActivityTab } from './words.ts';

// The jobs are what most look at; each other tab comes when it is opened.
const AuditTab = lazy(async () => ({ default: (await import('./audit-tab.tsx')).AuditTab }));
const ConflictsTab = lazy(async () => ({ default: (await import('./conflicts-tab.tsx')).ConflictsTab }));
const DecisionsTab = lazy(async () => ({ default: (await import('./decisions-tab.tsx')).DecisionsTab }));
const PlansTab = lazy(async () => ({ default: (await import('./plans-tab.tsx')).PlansTab }));
const RunsTab = lazy(async () => ({ default: (await import('./runs-tab.tsx')).RunsTab }));
const ProblemsTab = lazy(async () => ({ default: (await import('./problems-tab.tsx')).ProblemsTab }));
const NoticesTab = lazy(async () => ({ default: (await import('../notices/notices-tab.tsx')).NoticesTab }));
const Starts = lazy(async () => ({ default: (await import('./starts.tsx')).Starts }));
const SyncTab = lazy(async () => ({ default: (await import('./sync-tab.tsx')).SyncTab }));

/** Tabs whose list takes the height that is left. */
const filling: ReadonlySet<ActivityTab> = new Set(['jobs', 'conflicts', 'audit']);

/** What runs, what ran, what went wrong, who did what. */
export function ActivityPage() {
  const [search, change] = useUrlState();
  const mayAudit = useMay('audit:read');
  const tab = isActivityTab(search['tab']) ? search['tab'] : 'jobs';
  const mayNotices = useMay('connections:read');
  const hidden = { audit: !mayAudit, notices: !mayNotices };
  const shown = Object.entries(activityTabs).filter(([name]) => name === tab || !(name in hidden && hidden[name as keyof typeof hidden])); // just asked
  return (
    <Page
      title="Activity"
      fill={filling.has(tab)}
      actions={
        <Suspense>
          <Starts />
        </Suspense>
      }
    >
      <TabList
        style={{ flexWrap: 'wrap', flexShrink: 0 }}
        selectedValue={tab}
        onTabSelect={(_, { value }) => {
          change({
            tab: value === 'jobs' ? undefined : String(value),
            status: undefined,
            q: undefined,
            action: undefined,
            event: undefined,
            unread: undefined,
            kind: undefined,
            winner: undefined,
            customer: undefined,
          });
        }}
      >
        {shown.map(([name, title]) => (
          <Tab key={name} value={name}>
            {title}
          </Tab>
        ))}
      </TabList>
      <TabBody tab={tab} />
    </Page>
  );
}

const tabs: Readonly<Record<ActivityTab, ComponentType>> = {
  jobs: JobsTab,
  plans: PlansTab,
  decisions: DecisionsTab,
  sync: SyncTab,
  runs: RunsTab,
  problems: ProblemsTab,
  conflicts: ConflictsTab,
  notices: NoticesTab,
  audit: AuditTab,
};

function TabBody({ tab }: { readonly tab: ActivityTab }) {
  const Body = tabs[tab];
  return (
    <Suspense fallback={<Loading rows={6} label={`Loading: ${activityTabs[tab]}`} />}>
      <Body />
    </Suspense>
  );
}
