import { Group, Loader, Stack, Text, Title } from '@mantine/core';
import type { ValidationReport } from '../api/types';
import { percent } from '../format/numbers';
import { Icon } from '../shell/icons';
import { Panel } from '../shell/panel';
import { Mark } from '../shell/mark';
import { ProblemTable } from './problem-table';
import { verdictOf } from './verdict';

const DELIMITERS: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };

/** The result of the service's check of a file; until then a line that says so. */
export function CheckResult({ report, sent }: { report: ValidationReport | null; sent: number }) {
  return (
    <Panel aria-label="Check of the file" aria-live="polite">
      {report ? <Report report={report} /> : <Checking sent={sent} />}
    </Panel>
  );
}

function Checking({ sent }: { sent: number }) {
  const far = sent > 0 && sent < 1 ? ` (${percent(Math.floor(sent * 100))} sent)` : '';
  return (
    <Group gap="sm">
      <Loader size="sm" />
      <Text>Checking every row …{far}</Text>
    </Group>
  );
}

const TONES = { clean: 'good', skippable: 'mixed', hopeless: 'bad' } as const;

function Report({ report }: { report: ValidationReport }) {
  const { kind, title, detail } = verdictOf(report);
  return (
    <Stack gap="md">
      <Group gap="md" wrap="nowrap" align="flex-start">
        <Mark tone={TONES[kind]}>
          <Icon name={kind === 'clean' ? 'check' : 'alert'} size={22} />
        </Mark>
        <div>
          <Title order={2} size="h3">
            {title}
          </Title>
          <Text c="dimmed" size="sm">
            {detail} {kind === 'clean' && formOf(report)}
          </Text>
        </div>
      </Group>
      {report.errors.length > 0 && <ProblemTable problems={report.errors} total={report.total_errors} />}
    </Stack>
  );
}

function formOf({ columns, delimiter, encoding }: ValidationReport): string {
  const separated = delimiter === null ? '' : `, separated by ${DELIMITERS[delimiter] ?? delimiter}`;
  return `${columns.length} columns${separated}, ${encoding.toUpperCase()}.`;
}
