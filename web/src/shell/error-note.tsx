import { Alert, Button, Group, Text } from '@mantine/core';
import { messageOf, Problem } from '../api/problem';
import { Icon } from './icons';

/** What went wrong, what can be done about it, and a button to try again where there is something to try. */
export function ErrorNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const advice = error instanceof Problem ? error.advice : null;
  return (
    <Alert color="red" role="alert" icon={<Icon name="alert" />} title={messageOf(error)}>
      {(advice || onRetry) && (
        <Group justify="space-between" gap="sm">
          {advice && <Text size="sm">{advice}</Text>}
          {onRetry && (
            <Button size="xs" variant="default" onClick={onRetry}>
              Try again
            </Button>
          )}
        </Group>
      )}
    </Alert>
  );
}
