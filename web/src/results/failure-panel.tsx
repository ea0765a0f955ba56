import { Button, Group, Title } from '@mantine/core';
import type { RequestStatus } from '../api/types';
import { count, whole } from '../format/numbers';
import { Panel } from '../shell/panel';
import { type FailureGroup, failureGroups } from './failure-causes';
import classes from './failure-panel.module.css';
import { PRODUCTS_HEADING } from './product-browser';
import { useFilter } from './use-filter';

/** Says in plain words why pictures failed, and what to do about each cause. */
export function FailurePanel({ status }: { status: RequestStatus }) {
  const [, setFilter] = useFilter();
  const groups = failureGroups([status]);
  if (groups.length === 0) return null;
  const show = () => {
    setFilter({ status: 'failed' });
    document.getElementById(PRODUCTS_HEADING)?.scrollIntoView({ block: 'start' });
  };
  return (
    <Panel aria-labelledby="failures">
      <Group justify="space-between">
        <Title order={2} size="h4" id="failures">
          Why {count(status.image_counts.failed, 'picture')} failed, and what to do
        </Title>
        <Button variant="default" size="xs" onClick={show}>
          Show them
        </Button>
      </Group>
      {status.completed_at !== null && <p className={classes.hint}>{hint(groups)}</p>}
      <ul className={classes.list}>
        {groups.map(({ code, count: number, title, advice }) => (
          <li key={code} className={classes.item} data-code={code}>
            <span className={classes.number}>{whole(number)}</span>
            <div className={classes.words}>
              <div className={classes.title}>{title}</div>
              <div className={classes.advice}>{advice}</div>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The quickest remedy. */
function hint(groups: FailureGroup[]): string {
  const fix = 'Fix the rows of “Failed rows CSV” and upload that file: it holds nothing else.';
  return groups.some(({ mayPass }) => mayPass) ? `Try again first, some may pass. ${fix}` : fix;
}
