import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { abilities, coveredBy } from '#model/access-roles.ts';
import { plural } from '../../../lib/format.ts';
import { lacksPermission, useMay } from '../../../lib/use-me.ts';
import { Card, Facts } from '../../../ui/card.tsx';
import { CopyText } from '../../../ui/copy-text.tsx';
import { Page } from '../../../ui/page.tsx';
import { Empty, QueryStates } from '../../../ui/states.tsx';
import { When } from '../../../ui/when.tsx';
import type { ListedTemplate } from './draft.ts';
import { templatesQuery } from './queries.ts';
import { roleWords } from './words.ts';

const TemplateDialog = lazy(async () => ({ default: (await import('./template-dialog.tsx')).TemplateDialog }));
const RemoveTemplate = lazy(async () => ({ default: (await import('./remove-template.tsx')).RemoveTemplate }));
const TemplateSegments = lazy(async () => ({ default: (await import('./template-segments.tsx')).TemplateSegments }));
const TemplateVersions = lazy(async () => ({ default: (await import('./template-versions.tsx')).TemplateVersions }));

const useStyles = makeStyles({
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  ids: { display: 'flex', flexDirection: 'column' },
});

type Open = { readonly act: 'change' | 'remove' | 'segments'; readonly template: ListedTemplate } | { readonly act: 'add' } | undefined;

/** Templates for requests of access: which roles, for how long, for which groups. */
export function TemplatesPage() {
  const [open, setOpen] = useState<Open>();
  const may = useMay('access:write');
  const query = useQuery(templatesQuery);
  const close = () => {
    setOpen(undefined);
  };
  const add = (
    <Button
      icon={<Add20Regular />}
      disabledFocusable={!may}
      {...(!may && { title: lacksPermission('access:write') })}
      onClick={() => {
        if (may) setOpen({ act: 'add' });
      }}
    >
      Add a template
    </Button>
  );
  return (
    <Page title="Templates of access" area="Customers" crumbs={[{ title: 'Access (GDAP)', to: '/customers/access' }]} actions={add}>
      <QueryStates query={query}>
        {(templates) =>
          templates.length === 0 ? (
            <Empty title="No templates yet">
              A template says which roles are asked for, for how long, and which groups get them when the customer has approved. Requests
              for many customers begin with one.
            </Empty>
          ) : (
            templates.map((template) => <TemplateCard key={template.id} template={template} may={may} onAct={setOpen} />)
          )
        }
      </QueryStates>
      <Suspense>
        {open?.act === 'remove' && <RemoveTemplate template={open.template} onClose={close} />}
        {open?.act === 'segments' && <TemplateSegments template={open.template} onClose={close} />}
        {(open?.act === 'add' || open?.act === 'change') && (
          <TemplateDialog template={open.act === 'change' ? open.template : undefined} onClose={close} />
        )}
      </Suspense>
    </Page>
  );
}

type TemplateCardProps = { readonly template: ListedTemplate; readonly may: boolean; readonly onAct: (open: Open) => void };

function TemplateCard({ template, may, onAct }: TemplateCardProps) {
  const styles = useStyles();
  const [showsVersions, setShowsVersions] = useState(false);
  const { name, version, roleIds, durationDays, autoExtends, groups, segments, changedBy, changedAt } = template;
  const covered = coveredBy(roleIds);
  const lacking = abilities.filter((ability) => !covered.includes(ability));
  return (
    <Card title={name}>
      <Facts
        facts={[
          ['Roles', roleWords(roleIds)],
          ['Not possible with them', lacking.length === 0 ? undefined : lacking.map((ability) => ability.name).join(', ')],
          ['For', `${plural(durationDays, 'day')}; ${autoExtends ? 'extends itself by half a year' : 'does not extend itself'}`],
          [
            'Groups',
            groups.length === 0 ? (
              'None: nobody has access before a group gets the roles'
            ) : (
              <span key="groups" className={styles.ids}>
                {groups.map(({ groupId }) => (
                  <CopyText key={groupId} text={groupId} />
                ))}
              </span>
            ),
          ],
          ['For customers of', segments.length === 0 ? 'No segment' : segments.join(', ')],
          [
            'Version',
            <span key="version">
              {version}, {changedBy === '' ? '' : `${changedBy}, `}
              <When at={changedAt} />
            </span>,
          ],
        ]}
      />
      <div className={styles.acts}>
        {may && (
          <Button
            size="small"
            aria-label={`Change ${name}`}
            onClick={() => {
              onAct({ act: 'change', template });
            }}
          >
            Change
          </Button>
        )}
        {may && (
          <Button
            size="small"
            aria-label={`Segments of ${name}`}
            onClick={() => {
              onAct({ act: 'segments', template });
            }}
          >
            Segments…
          </Button>
        )}
        <Button
          size="small"
          aria-expanded={showsVersions}
          aria-label={`${showsVersions ? 'Hide' : 'Show'} versions of ${name}`}
          onClick={() => {
            setShowsVersions(!showsVersions);
          }}
        >
          {showsVersions ? 'Hide versions' : 'Show versions'}
        </Button>
        {may && (
          <Button
            size="small"
            appearance="subtle"
            aria-label={`Remove ${name}`}
            onClick={() => {
              onAct({ act: 'remove', template });
            }}
          >
            Remove
          </Button>
        )}
      </div>
      {showsVersions && (
        <Suspense>
          <TemplateVersions template={template} />
        </Suspense>
      )}
    </Card>
  );
}
